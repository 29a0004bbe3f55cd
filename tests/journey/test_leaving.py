"""Midnight after somebody's last working day, with sessions open; and what else the daily round sees to, once."""

from datetime import datetime, time, timedelta

import pytest
from playwright.sync_api import Browser, expect

from tests.journey import settled
from tests.journey.actors import Person
from tests.journey.comments import LONDON
from tests.journey.eyes import Eyes
from tests.journey.portal import Portal

pytestmark = pytest.mark.processes

SESSIONS = f"""
from people.models import Session
print(Session.objects.filter(person__email="{settled.COLLEAGUE[1]}").count())
"""
NOTICES = """
from notifications.models import Notification
print(*sorted(Notification.objects.values_list("recipient", "template", "event")), sep="\\n")
"""
EVERYBODY = [settled.HEAD, settled.DEPUTY, settled.ADMINISTRATOR, settled.TEACHER]


def test_access_ends_at_midnight_and_the_daily_round_tells_everybody_once(
    portal: Portal, browser: Browser, eyes: Eyes
) -> None:
    # One day more than the first reminder of each, so that tomorrow is the day for them.
    portal.does("everybody_comes_in(); everybody_is_ready(review_in=61, trained_for=31); open_account()")
    administrator = at_a_browser(browser, portal, eyes, settled.ADMINISTRATOR, seed=settled.SEED)
    laptop, phone, tablet = (
        at_a_browser(browser, portal, eyes, settled.COLLEAGUE, phone=phone) for phone in (False, True, False)
    )
    today = portal.now().astimezone(LONDON).date()
    administrator.records_last_day(laptop, today.isoformat())
    assert "confidential" in portal.letter(laptop.email, "Your last working day is recorded").get_content()
    portal.daily_round()
    before = portal.does(NOTICES)

    midnight = datetime.combine(today + timedelta(days=1), time(), LONDON)
    portal.move_clock_to(midnight - timedelta(minutes=1))
    laptop.go("/accounts/")
    laptop.sees("Year 4")
    phone.go("/applications/start/")
    assert portal.does(SESSIONS) == "3"

    portal.move_clock_to(midnight)
    the_next_request_is_refused(laptop, phone)
    assert portal.does(SESSIONS) == "1"  # nobody has touched the tablet
    portal.daily_round()
    assert portal.does(SESSIONS) == "0"
    tablet.go("/")
    tablet.is_on("Sign in")

    told_at_midnight(portal, before)
    administrator.go("/people/")
    administrator.look("people-after-leaving")
    assert "Traceback" not in portal.said() + portal.logs()
    done = portal.manage("audit", "verify")
    assert done.returncode == 0, done.stdout + done.stderr


def at_a_browser(
    browser: Browser, portal: Portal, eyes: Eyes, who: tuple[str, str], *, seed: str = "", phone: bool = False
) -> Person:
    person = Person(browser, portal, eyes, *who, password=settled.PASSWORD, seed=seed, phone=phone)
    person.sign_in()
    return person


def the_next_request_is_refused(laptop: Person, phone: Person) -> None:
    """Whether it reads or writes; and there is no other way in."""
    laptop.go("/accounts/")
    laptop.is_on("Sign in")
    expect(laptop.page.locator("body")).to_contain_text("Your access to the portal has ended.")
    laptop.look("sign-in-after-leaving")
    laptop.fill(login=laptop.email, password=laptop.password)
    laptop.press("Sign in", exact=True)
    laptop.is_on("You cannot sign in")
    laptop.look("sign-in-refused")
    phone.choose("kind", "A new account")
    phone.press("Start the business case", exact=True)
    phone.is_on("Sign in")
    assert phone.portal.does("print(Application.objects.count())") == "1"  # the one that was there


def told_at_midnight(portal: Portal, before: str) -> None:
    """What falls due on this day, each once although the round runs twice."""
    first = portal.does(NOTICES)
    portal.daily_round()
    assert portal.does(NOTICES) == first
    assert before != first
    portal.deliver()
    for _, address in EVERYBODY:
        assert len(portal.letters(address, "Your training runs out on")) == 1, address
    reviewers = [address for _, address in EVERYBODY if portal.letters(address, "policy is to be reviewed")]
    assert reviewers == [settled.HEAD[1], settled.DEPUTY[1]]
    for address in reviewers:
        assert len(portal.letters(address, "policy is to be reviewed")) == 1
    # Who has left is written to no more.
    assert not portal.letters(settled.COLLEAGUE[1], "Your training runs out on")
