"""From an empty portal to a closed incident: four people, real processes, a real browser."""

from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.journey import comments
from tests.journey.actors import Person
from tests.journey.comments import LONDON
from tests.journey.eyes import Eyes
from tests.journey.portal import Portal
from tests.portal import wait_until

pytestmark = pytest.mark.processes

SCHOOL = "St. Jude's Primary School"
PAGE = "Year 4 at St. Jude's"
HANDLE = "stjudesyear4"
SECRET = "Purple.porridge-9-lanterns"
POLICY = """## What we are for

We show families what happens at school, kindly and truthfully.

## What we never do

- We name no pupil in full.
- We answer nobody in anger.
"""


class Cast:
    """The four people, each at a browser of their own."""

    def __init__(self, browser: Browser, portal: Portal, eyes: Eyes) -> None:
        def person(name: str) -> Person:
            return Person(browser, portal, eyes, name, f"{name.lower().replace(' ', '.')}@stjudes.example")

        self.head = person("Helen Marsh")
        self.deputy = person("Dev Anand")
        self.administrator = person("Ada Okoro")
        self.teacher = person("Tom Fielding")


def test_from_a_business_case_to_a_closed_incident(
    portal: Portal, browser: Browser, eyes: Eyes, tmp_path: Path
) -> None:
    cast = Cast(browser, portal, eyes)
    the_school_is_set_up(portal, cast)
    everybody_comes_in(cast)
    the_policy_is_published(portal, cast)
    a_case_is_written_and_returned(cast)
    the_case_is_changed_and_approved(portal, cast)
    the_account_goes_live(portal, cast)
    the_password_is_revealed(portal, cast)
    comments_are_imported(portal, cast, tmp_path)
    one_is_acknowledged_and_one_removed(cast)
    one_is_left_until_it_is_late(portal)
    an_incident_is_closed(portal, cast)
    the_administrator_is_told_of_the_late_one(portal, cast)
    the_record_is_whole(portal)


def the_school_is_set_up(portal: Portal, cast: Cast) -> None:
    to_head, to_administrator = cast.administrator.sets_up_school(
        portal.set_up_code(), SCHOOL, cast.head, cast.administrator
    )
    assert to_head in portal.letter(cast.head.email, "portal").get_content()
    comes_in(cast.administrator, to_administrator)
    comes_in(cast.head, to_head)


def comes_in(person: Person, link: str) -> None:
    """Accepts the invitation and signs in; whoever must have a second step can do nothing before adding one."""
    person.accepts_invitation(link, f"four unrelated words {person.name[0]}")
    person.sign_in()
    if person.page.get_by_role("heading", level=1, name="Your sign-in").count():
        person.go("/accounts/")
        person.add_authenticator_app()
    person.go("/")


def everybody_comes_in(cast: Cast) -> None:
    cast.head.look("today-empty")
    comes_in(cast.deputy, cast.head.adds_person(cast.deputy, "Staff", "Senior Leadership Team"))
    link = cast.administrator.adds_person(cast.teacher, "Staff")
    comes_in(cast.teacher, link)
    with cast.teacher.eyes.expecting(409):
        cast.deputy.go(link)
        cast.deputy.is_on("This link does not work any more")
        cast.deputy.look("invitation-used")


def the_policy_is_published(portal: Portal, cast: Cast) -> None:
    today = portal.now().astimezone(LONDON).date()
    next_year = (today + timedelta(days=364)).isoformat()
    cast.head.publishes_policy("Social media policy", POLICY, today.isoformat(), next_year)
    cast.teacher.acknowledges_policy()
    cast.head.records_training(cast.teacher.name, "Social media for staff", today.isoformat(), next_year)


def a_case_is_written_and_returned(cast: Cast) -> None:
    """The second runner has not read the policy yet, so SLT cannot approve it."""
    teacher, head = cast.teacher, cast.head
    teacher.starts_case()
    teacher.look("case-parts")
    teacher.follow("Platform and name")
    teacher.writes_part("Platform and name", platform="Facebook", proposed_name=PAGE)
    teacher.writes_part("Aim", until="", aim="To show families what we learn, with two posts a week.")
    expect(teacher.page.locator("[data-autosave-state]")).to_contain_text("Saved at")
    teacher.press("Save and go on")
    teacher.writes_part("Audience", audience="Parents and carers of Year 4.")
    teacher.writes_part("Promotion", promotion="A letter home, and a link on the school's website.")
    teacher.names_runner(teacher.name, lead=True)
    teacher.names_runner(cast.deputy.name)
    teacher.look("case-runners")
    teacher.press("Go on", exact=True)
    teacher.writes_part("Open or closed", openness="Closed", openness_reason="It is for these families only.")
    teacher.submits()

    cast.deputy.go("/applications/queue/")
    cast.deputy.sees("This business case names you to run the account, so somebody else decides it.")
    head.go("/")
    head.look("today-slt")
    head.opens_case_to_decide(PAGE)
    head.sees("You cannot approve it yet")
    expect(head.page.get_by_role("radio", name="Approve it")).to_have_count(0)
    head.look("case-decide")
    head.decides("Return it for changes", "Please say how you will keep pupils' names out of the pictures.")
    head.sees("The business case went back to the applicant.")


def the_case_is_changed_and_approved(portal: Portal, cast: Cast) -> None:
    teacher, head = cast.teacher, cast.head
    today = portal.now().astimezone(LONDON).date()
    cast.deputy.acknowledges_policy()
    head.records_training(
        cast.deputy.name, "Social media for leaders", today.isoformat(), (today + timedelta(days=364)).isoformat()
    )

    teacher.go("/")
    teacher.look("today-teacher")
    teacher.go("/applications/")
    teacher.follow(PAGE)
    teacher.is_on(PAGE)
    teacher.look("case-returned")
    teacher.press("Change it")
    teacher.sees("Please say how you will keep pupils' names out of the pictures.")
    teacher.follow("Aim", exact=True)
    teacher.writes_part("Aim", aim="To show families what we learn, with two posts a week. No picture names a pupil.")
    teacher.submits()

    head.opens_case_to_decide(PAGE)
    head.sees("What changed since last time")
    head.sees("No picture names a pupil.")
    head.look("case-decide-again")
    head.decides("Approve it", "A clear aim, and the right people to run it.")
    head.sees("You have approved the business case.")


def the_account_goes_live(portal: Portal, cast: Cast) -> None:
    administrator = cast.administrator
    administrator.go("/")
    administrator.look("today-administrator")
    administrator.works_through_checklist(
        PAGE,
        handle=HANDLE,
        url=f"https://facebook.example/{HANDLE}",
        username="social.year4@stjudes.example",
        secret=SECRET,
    )
    assert portal.letter(cast.teacher.email, "live")


def the_password_is_revealed(portal: Portal, cast: Cast) -> None:
    """To somebody who runs the account and was given it, once they have shown again that it is they; on the record."""
    teacher = cast.teacher
    teacher.go("/vault/")
    teacher.follow(PAGE)
    expect(teacher.main.get_by_role("link", name="Show it", exact=True)).to_have_count(0)
    cast.administrator.gives(PAGE, teacher.name, (portal.now() + timedelta(days=60)).date().isoformat())
    portal.age_sign_ins(timedelta(minutes=6))
    teacher.go("/vault/")
    teacher.look("vault")
    teacher.follow(PAGE)
    assert teacher.reveals_password("Signing in on the classroom's computer") == SECRET
    assert SECRET not in teacher.page.content()
    cast.administrator.go("/vault/")
    cast.administrator.follow(PAGE)
    cast.administrator.sees("Signing in on the classroom's computer")


def comments_are_imported(portal: Portal, cast: Cast, folder: Path) -> None:
    live = portal.now().astimezone(LONDON)
    ten = live.replace(hour=10, minute=0, second=0, microsecond=0)
    morning = ten + timedelta(days=1, minutes=-3)
    recent = [
        (ten, comments.TO_MISS, "Parent of two"),
        (morning - timedelta(minutes=45), comments.TO_ACKNOWLEDGE, "Sanjay's mum"),
        (morning - timedelta(minutes=25), comments.TO_REMOVE, "An angry man"),
    ]
    file = comments.write_file(
        folder / "facebook export.csv", recent=recent, old=197, old_until=live.replace(hour=8, minute=0)
    )
    portal.move_clock_to(morning)
    portal.sweep()
    teacher = cast.teacher
    teacher.imports(str(file), PAGE, "Written by the visitor")
    teacher.sees("A comment at no time")
    assert teacher.runs_import() == {"added": 200, "already there": 0, "rejected": 2}
    teacher.imports(str(file), PAGE, "Written by the visitor")
    assert teacher.runs_import() == {"added": 0, "already there": 200, "rejected": 2}


def one_is_acknowledged_and_one_removed(cast: Cast) -> None:
    teacher = cast.teacher
    teacher.go("/comments/")
    teacher.look("queue")
    teacher.opens_comment(comments.TO_ACKNOWLEDGE)
    teacher.look("comment")
    teacher.takes_it_on()
    teacher.acknowledges()
    teacher.look("comment-acknowledged")
    teacher.opens_comment(comments.TO_REMOVE)
    teacher.removes("Delete", "We took down a comment that insulted people. Please tell us what went wrong, kindly.")
    teacher.look("comment-removed")


def one_is_left_until_it_is_late(portal: Portal) -> None:
    """A day after it was written. From here on the timer may find it at any moment."""
    now = portal.now().astimezone(LONDON)
    portal.move_clock_to(max(now, now.replace(hour=10, minute=0, second=1)))


def an_incident_is_closed(portal: Portal, cast: Cast) -> None:
    cast.teacher.opens_comment(comments.TO_REMOVE, state="finished")
    words = "A visitor insulted all of us. I have taken it down."
    number = cast.teacher.reports_this_comment("Rude or offensive", words)
    head = cast.head
    assert comments.TO_REMOVE not in portal.letter(head.email, "An incident was reported").get_content()
    head.sign_out()
    head.sign_in()
    head.look("today-incident")
    head.opens_incident(number)
    head.sees(comments.TO_REMOVE)
    head.look("incident")
    head.assesses("Low", "Unacceptable, but not against the law", "Nobody is in danger. The comment is gone.")
    head.resolves("No further action", "The visitor was asked to be kind.")
    head.closes()
    head.sees("is closed.")
    head.look("incident-closed")


def the_administrator_is_told_of_the_late_one(portal: Portal, cast: Cast) -> None:
    """Nobody called for the sweep that found it: the timer sent it, the worker did it."""
    late = "Late: a comment on"
    wait_until(lambda: portal.letters(cast.administrator.email, late), "the Administrator is told", seconds=90)
    letter = portal.letter(cast.administrator.email, late).get_content()
    assert comments.TO_MISS not in letter
    assert portal.address in letter
    assert len(portal.letters(cast.administrator.email, late)) == 1

    administrator = cast.administrator
    administrator.go("/notifications/")
    administrator.sees(f"{late} {PAGE}")
    administrator.look("notifications")
    administrator.go("/")
    administrator.sees("1 comment on another account is late")
    administrator.look("today-late")
    administrator.press("See them")
    administrator.sees(comments.TO_MISS[:60])
    administrator.look("queue-late")
    cast.head.go("/comments/figures/")
    cast.head.sees("66.6 %")
    cast.head.look("figures")


def the_record_is_whole(portal: Portal) -> None:
    done = portal.manage("audit", "verify")
    assert done.returncode == 0, done.stdout + done.stderr
    health = portal.health()
    assert health["database"] == health["broker"] == "ok"
    assert "Traceback" not in portal.said() + portal.logs()
    for log in (portal.var / "run" / "logs").iterdir():
        assert SECRET not in log.read_text(errors="replace")
