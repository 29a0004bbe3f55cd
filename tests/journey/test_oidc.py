"""Signing in by another provider, one that runs on this machine, in Chromium: the whole way there and back."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Route, expect

from tests.journey import settled
from tests.journey.actors import Person
from tests.journey.eyes import Eyes
from tests.journey.portal import Portal
from tests.openid import Server, openid_server

pytestmark = pytest.mark.processes

NEW = ("Nora Bright", "nora.bright@stjudes.example")
STRANGER = ("Sam Passing", "sam@elsewhere.example")
BUTTON = "Sign in with localhost"


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with openid_server() as running:
        for number, (name, email) in enumerate((NEW, STRANGER, settled.TEACHER, settled.HEAD, settled.ADMINISTRATOR)):
            running.knows(f"subject-{number}", name=name, email=email, email_verified=True)
        yield running


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory, server: Server) -> Iterator[Portal]:
    """A school whose people sign in by that provider, or by password as before."""
    with Portal(
        tmp_path_factory.mktemp("portal"),
        SIGN_IN_WITH="openid",
        SIGN_IN_SERVER=server.address,
        SIGN_IN_CLIENT_ID="the-portal",
        SIGN_IN_CLIENT_SECRET="secret-of-the-client",
        SIGN_IN_DOMAINS="stjudes.example",
    ) as portal:
        portal.does("everybody_comes_in()")
        yield portal


def at_a_browser(browser: Browser, portal: Portal, eyes: Eyes, who: tuple[str, str], **more: object) -> Person:
    person = Person(browser, portal, eyes, *who, password=settled.PASSWORD, **more)  # type: ignore[arg-type]
    # The provider's page wants a stylesheet from far away, which is none of the portal's.
    person.context.route(re.compile(r"https://cdn\."), _nothing)
    return person


def _nothing(route: Route) -> None:
    route.fulfill(body="", content_type="text/css")


def at_the_provider(person: Person, subject: str) -> None:
    """Somebody who has come to the provider's page signs in there."""
    expect(person.page.get_by_role("heading", level=1)).to_have_text("Authorize Client")
    person.page.locator("[name=sub]").first.fill(subject)
    person.page.get_by_role("button", name="Authorize").click()


def signs_in_there(person: Person, subject: str) -> None:
    person.go("/sign-in/")
    person.look("sign-in-with-provider")
    person.press(BUTTON)
    at_the_provider(person, subject)


def is_in(person: Person) -> None:
    expect(person.page).to_have_url(f"{person.portal.address}/")
    expect(person.page.locator("body")).to_contain_text(person.name)


def test_somebody_new_comes_in_on_a_phone_and_the_administrator_hears_of_it(
    portal: Portal, browser: Browser, eyes: Eyes
) -> None:
    new = at_a_browser(browser, portal, eyes, NEW, phone=True)
    signs_in_there(new, "subject-0")
    is_in(new)
    new.go("/people/your-sign-in/")
    new.sees("Linked")
    new.sees("It is your only way in")
    new.look("your-sign-in-without-password")
    assert "Nora Bright" in str(portal.letter(settled.ADMINISTRATOR[1], "has come in by").get_content())

    new.follow("Choose one")
    new.is_on("Choose a password")
    new.look("first-password")
    new.fill(password1=settled.PASSWORD, password2=settled.PASSWORD)
    new.press("Save the password")
    new.is_on("Your sign-in")
    new.sees("Chosen")


def test_a_colleague_links_ends_another_session_and_signs_in_again_there(
    portal: Portal, browser: Browser, eyes: Eyes
) -> None:
    at_home = at_a_browser(browser, portal, eyes, settled.TEACHER)
    at_home.sign_in()
    at_work = at_a_browser(browser, portal, eyes, settled.TEACHER)
    signs_in_there(at_work, "subject-2")
    is_in(at_work)

    at_work.go("/people/your-sign-in/")
    at_work.sees("This device")
    at_work.sees("Chrome on Linux")
    at_work.look("your-sign-in")
    at_work.press("End all others")
    at_work.sees("You are signed in here alone now.")
    at_home.go("/")
    at_home.is_on("Sign in")

    portal.age_sign_ins(timedelta(minutes=6))
    at_work.go("/people/your-sign-in/unlink/")
    at_work.is_on("Is it still you?")
    at_work.follow("Use your localhost sign-in")
    at_work.look("sign-in-again-with-provider")
    at_work.press("Sign in again with localhost")
    at_the_provider(at_work, "subject-2")
    at_work.is_on("Remove the link to your localhost sign-in?")
    at_work.press("Remove the link")
    at_work.sees("Not linked")


def test_the_second_step_of_the_portal_stays(portal: Portal, browser: Browser, eyes: Eyes) -> None:
    head = at_a_browser(browser, portal, eyes, settled.HEAD, seed=settled.SEED)
    signs_in_there(head, "subject-3")
    head.is_on("The second step")
    head.go("/")  # nothing opens before it
    head.is_on("The second step")
    assert head.app
    head.fill(code=head.app.code())
    head.press("Sign in", exact=True)
    is_in(head)


def test_it_works_without_javascript(portal: Portal, browser: Browser, eyes: Eyes) -> None:
    new = at_a_browser(browser, portal, eyes, NEW, scripts=False)
    signs_in_there(new, "subject-0")
    is_in(new)


def test_a_stranger_and_whoever_stops_get_a_sentence(portal: Portal, browser: Browser, eyes: Eyes) -> None:
    stranger = at_a_browser(browser, portal, eyes, STRANGER)
    with eyes.expecting(403):
        signs_in_there(stranger, "subject-1")
        stranger.is_on("There is no place for you here yet")
    stranger.look("no-place-yet")
    stranger.follow("Back to sign-in")
    stranger.press(BUTTON)
    stranger.page.get_by_role("button", name="Deny").click()
    stranger.is_on("You stopped the sign-in")
    stranger.look("stopped")


def test_a_lost_second_step_is_taken_away_by_two(portal: Portal, browser: Browser, eyes: Eyes) -> None:
    administrator = at_a_browser(browser, portal, eyes, settled.ADMINISTRATOR, seed=settled.SEED)
    deputy = at_a_browser(browser, portal, eyes, settled.DEPUTY, seed=settled.SEED)
    administrator.sign_in()
    administrator.go("/people/")
    administrator.follow(settled.HEAD[0])
    administrator.follow("Lost it?")
    administrator.look("ask-step-reset")
    administrator.press("Ask for it")
    administrator.sees("Waits for an answer")
    administrator.look("step-reset-asked")

    deputy.sign_in()
    deputy.sees(f"{settled.ADMINISTRATOR[0]} asks to take away the lost second step of {settled.HEAD[0]}")
    deputy.press("Agree or refuse")
    deputy.look("step-reset-to-decide")
    deputy.press("Agree", exact=True)
    deputy.look("agree-step-reset")
    deputy.press("Agree, take it away")
    deputy.sees("Agreed")

    head = at_a_browser(browser, portal, eyes, settled.HEAD)
    signs_in_there(head, "subject-3")
    head.is_on("Your sign-in")
    assert portal.letters(settled.HEAD[1], "How you sign in was changed")


def test_a_provider_that_is_down_gives_a_sentence(portal: Portal, browser: Browser, eyes: Eyes, server: Server) -> None:
    teacher = at_a_browser(browser, portal, eyes, settled.TEACHER)
    teacher.go("/sign-in/")
    server.end()
    with eyes.expecting(400):
        teacher.press(BUTTON)
        teacher.is_on("You are not signed in")
    teacher.sees("localhost did not answer as it should")
    teacher.look("provider-down")
    teacher.sign_in()

    done = portal.manage("audit", "verify")
    assert done.returncode == 0, done.stdout
