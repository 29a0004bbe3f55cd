"""Who may run an account: a volunteer becomes ready by herself; a new version of the policy asks everybody again."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, expect

from tests.journey import settled
from tests.journey.actors import Person
from tests.journey.comments import LONDON
from tests.journey.eyes import Eyes
from tests.journey.portal import Portal

pytestmark = pytest.mark.processes

VOLUNTEER = ("Vera Lamb", "vera.lamb@families.example")
FRIENDS = "Friends of St. Jude's"
TRIPS = "School trips"
NEW_WORDS = "We never post a picture of a pupil's exercise book without asking the pupil."


@pytest.fixture(scope="module")
def settled_portal(portal: Portal) -> Iterator[Portal]:
    portal.does("settle()")
    yield portal
    assert "Traceback" not in portal.said() + portal.logs()
    done = portal.manage("audit", "verify")
    assert done.returncode == 0, done.stdout + done.stderr


def somebody(browser: Browser, portal: Portal, eyes: Eyes, who: tuple[str, str], *, second_step: bool = True) -> Person:
    """Signed in."""
    person = Person(browser, portal, eyes, *who, password=settled.PASSWORD, seed=settled.SEED if second_step else "")
    person.sign_in()
    return person


# --- a volunteer


def test_a_volunteer_becomes_ready_by_herself(settled_portal: Portal, browser: Browser, eyes: Eyes) -> None:
    portal = settled_portal
    administrator = somebody(browser, portal, eyes, settled.ADMINISTRATOR)
    head = somebody(browser, portal, eyes, settled.HEAD)
    head.adds_starter_course()
    volunteer = Person(browser, portal, eyes, *VOLUNTEER, phone=True)
    administrator.adds_person(volunteer, "Volunteer or parent", employed=False)
    portal.does(f"submit_case({FRIENDS!r}, 'facebook', person({VOLUNTEER!r}))")

    says_who_lacks_what(head, "Vera Lamb has not acknowledged the policy and has no training on record")
    comes_in_on_a_phone(portal, volunteer)
    reads_and_declares(volunteer)
    says_who_lacks_what(head, "Vera Lamb has no training on record")
    takes_the_course(volunteer)
    volunteer.go("/")
    volunteer.sees("Nothing is waiting.")
    volunteer.look("today-volunteer-ready")

    head.opens_case_to_decide(FRIENDS)
    head.sees_not("You cannot approve it yet")
    head.look("case-all-ready")
    head.decides("Approve it", "Vera has read the policy and is trained.")
    head.sees("You have approved the business case.")


def says_who_lacks_what(head: Person, words: str) -> None:
    """To SLT, for whom there is no way to approve it."""
    head.opens_case_to_decide(FRIENDS)
    head.sees("You cannot approve it yet")
    head.sees(words)
    expect(head.page.get_by_role("radio", name="Approve it")).to_have_count(0)
    head.look("case-not-ready")


def comes_in_on_a_phone(portal: Portal, volunteer: Person) -> None:
    """By the link in the letter that the worker has sent."""
    letter = portal.letter(volunteer.email, "Your place in the school's social media portal")
    volunteer.accepts_invitation(portal.link_in(letter), "four plain words for vera")
    volunteer.sign_in()
    volunteer.look("today-new-volunteer")


def reads_and_declares(volunteer: Person) -> None:
    """As Today says. The policy is longer than the phone, so the button waits for the end of it."""
    volunteer.press("Read the policy")
    volunteer.is_on("Social media policy")
    expect(volunteer.main.locator("#acknowledge").get_by_role("button")).to_be_disabled()
    volunteer.confirms_policy()
    assert volunteer.downloads("PDF").startswith(b"%PDF-")
    volunteer.press("Make the declaration")
    volunteer.declares()


def takes_the_course(volunteer: Person) -> None:
    """Once without success, then with."""
    volunteer.go("/")
    volunteer.press("Take the course")
    volunteer.is_on("Social media for our school")
    volunteer.look("course")
    volunteer.press("Begin with page 1")
    volunteer.reads_course()
    volunteer.press("Start the quiz")
    volunteer.answers_quiz(right=False)
    volunteer.is_on("Not passed yet")
    volunteer.look("quiz-not-passed")
    volunteer.press("Try again")
    volunteer.answers_quiz(right=True)
    volunteer.is_on("Well done, you have passed")
    volunteer.sees("You are ready to run an account")
    volunteer.look("quiz-passed")
    assert volunteer.downloads("Your certificate").startswith(b"%PDF-")
    volunteer.go("/policy/courses/")
    volunteer.look("courses-done")


# --- a new version


def test_a_new_version_asks_everybody_again(settled_portal: Portal, browser: Browser, eyes: Eyes) -> None:
    portal = settled_portal
    portal.does(f"submit_case({TRIPS!r}, 'instagram')")
    head, deputy = (somebody(browser, portal, eyes, who) for who in (settled.HEAD, settled.DEPUTY))
    teacher, colleague = (
        somebody(browser, portal, eyes, who, second_step=False) for who in (settled.TEACHER, settled.COLLEAGUE)
    )
    head.opens_case_to_decide(TRIPS)
    expect(head.page.get_by_role("radio", name="Approve it")).to_have_count(1)

    two_publish_at_once(portal, head, deputy)

    head.go("/policy/readiness/")
    head.sees("Older version")
    head.look("policy-readiness-older")
    head.opens_case_to_decide(TRIPS)
    head.sees("You cannot approve it yet")
    head.sees("Tom Fielding has acknowledged an older version of the policy only")
    expect(head.page.get_by_role("radio", name="Approve it")).to_have_count(0)

    for runner in (teacher, colleague):
        runner.go("/")
        runner.look("today-to-read-again")
        runner.press("Read the policy")
        runner.sees("What changed since you read version 1")
        expect(runner.main.locator(".since ins").filter(has_text=NEW_WORDS)).to_have_count(1)
        runner.look("policy-read-again")
        runner.confirms_policy()
    head.opens_case_to_decide(TRIPS)
    head.decides("Approve it", "Both have read the new words.")
    head.sees("You have approved the business case.")


def two_publish_at_once(portal: Portal, head: Person, deputy: Person) -> None:
    """Both have the page open. One wins; the other is told, and only one version came of it."""
    today = portal.now().astimezone(LONDON).date()
    next_year = (today + timedelta(days=364)).isoformat()
    head.drafts_policy("Social media policy", f"{settled.POLICY}\n\n## Exercise books\n\n{NEW_WORDS}")
    deputy.go("/policy/draft/publish/")
    deputy.is_on("Publish version 2")
    head.publishes_draft(today.isoformat(), next_year)
    deputy.fill(effective_on=today.isoformat(), review_on=next_year)
    deputy.press("Publish it and ask everybody to read it")
    deputy.sees(f"{head.name} published this version before you")
    deputy.look("policy-published-meanwhile")
    assert portal.does("from policy.models import PolicyVersion; print(PolicyVersion.objects.count())") == "2"
