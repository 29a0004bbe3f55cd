"""Somebody leaves who runs three accounts: one is taken over, one closed, and one forgotten until it is overdue."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import pytest
from playwright.sync_api import Browser, expect

from tests.journey import settled
from tests.journey.actors import Person
from tests.journey.comments import LONDON
from tests.journey.eyes import Eyes
from tests.journey.portal import Portal

pytestmark = pytest.mark.processes

TAKEN_OVER, CLOSED, FORGOTTEN = "Year 4", "Choir", "Chess club"
OPENED = f"""
everybody_comes_in()
everybody_is_ready()
open_account({TAKEN_OVER!r}), open_account({CLOSED!r}), open_account({FORGOTTEN!r}, person(DEPUTY))
"""
# What the pages of the vault do, for the accounts whose pages are not looked at here.
SEEN_TOO = f"""
from datetime import timedelta
from accounts.vault.models import Credential
administrator, leaver = person(ADMINISTRATOR), person(COLLEAGUE)
for password in Credential.objects.get_queryset().exclude(account__name={TAKEN_OVER!r}):
    vault.grant(password, leaver, actor=administrator, until=clock.today() + timedelta(days=60))
    assert vault.reveal(password, actor=leaver, reason="Signing in at home") == SECRET
"""
KNOWN = """
from accounts.vault import duties
print(sorted(one.account.name for one in duties.known_by(person(COLLEAGUE)) if one.account.is_open))
"""
RUN_BY = """
account = Account.objects.get(name={name!r})
print(account.status, *(one.full_name for one in account.runners_now()))
"""


@dataclass
class Cast:
    administrator: Person
    head: Person
    successor: Person
    leaver: Person


def test_three_accounts_of_somebody_who_leaves(portal: Portal, browser: Browser, eyes: Eyes) -> None:
    portal.does(OPENED)
    cast = Cast(
        at_a_browser(browser, portal, eyes, settled.ADMINISTRATOR, seed=settled.SEED),
        at_a_browser(browser, portal, eyes, settled.HEAD, seed=settled.SEED),
        at_a_browser(browser, portal, eyes, settled.DEPUTY, seed=settled.SEED, phone=True),
        at_a_browser(browser, portal, eyes, settled.COLLEAGUE, phone=True),
    )
    they_come_to_know_the_passwords(portal, cast)
    leaves_on = their_last_day_opens_three_handovers(portal, cast)
    one_is_taken_over(portal, cast)
    one_is_closed(portal, cast)
    one_is_forgotten_and_escalated(portal, cast, leaves_on)
    the_evidence(portal, cast)
    assert "Traceback" not in portal.said() + portal.logs()


def at_a_browser(
    browser: Browser, portal: Portal, eyes: Eyes, who: tuple[str, str], *, seed: str = "", phone: bool = False
) -> Person:
    person = Person(browser, portal, eyes, *who, password=settled.PASSWORD, seed=seed, phone=phone)
    person.sign_in()
    return person


def they_come_to_know_the_passwords(portal: Portal, cast: Cast) -> None:
    until = (portal.now() + timedelta(days=60)).date().isoformat()
    cast.administrator.gives(TAKEN_OVER, cast.leaver.name, until)
    portal.does(SEEN_TOO)
    leaver = cast.leaver
    leaver.go("/vault/")
    leaver.follow(TAKEN_OVER)
    assert leaver.reveals_password("Signing in on my telephone") == settled.SECRET
    assert portal.does(KNOWN) == str(sorted([TAKEN_OVER, CLOSED, FORGOTTEN]))


def their_last_day_opens_three_handovers(portal: Portal, cast: Cast) -> date:
    # A Wednesday in two weeks: due on the Tuesday before.
    leaves_on = portal.now().astimezone(LONDON).date() + timedelta(days=14)
    cast.administrator.records_last_day(cast.leaver, leaves_on.isoformat())
    cast.administrator.go("/accounts/handovers/")
    for name in (TAKEN_OVER, CLOSED, FORGOTTEN):
        cast.administrator.sees(name)
    cast.administrator.look("handovers")
    assert len(portal.letters(cast.leaver.email, "is handed over")) == 3
    cast.leaver.go("/accounts/handovers/")
    cast.leaver.look("handovers-of-the-leaver")
    return leaves_on


def one_is_taken_over(portal: Portal, cast: Cast) -> None:
    administrator, successor = cast.administrator, cast.successor
    administrator.opens_handover(TAKEN_OVER)
    administrator.look("handover-open")
    administrator.chooses("Somebody else takes it over", successor=successor.name)
    successor.go(portal.link_in(portal.letter(successor.email, f"take over {TAKEN_OVER}")))
    successor.look("handover-answer")
    successor.press("Yes, I take it over")
    assert portal.letter(administrator.email, "takes over")
    administrator.changes_what_they_knew(TAKEN_OVER)
    administrator.does_what_a_person_does()
    administrator.sends_it_to_a_second_person()
    cast.head.confirms_as_second_person(TAKEN_OVER)
    assert portal.does(RUN_BY.format(name=TAKEN_OVER)) == "live Tom Fielding Dev Anand"
    assert portal.does(KNOWN) == str(sorted([CLOSED, FORGOTTEN]))
    with cast.leaver.eyes.expecting(404):
        cast.leaver.go("/accounts/")
        cast.leaver.sees_not(TAKEN_OVER)


def one_is_closed(portal: Portal, cast: Cast) -> None:
    administrator = cast.administrator
    administrator.opens_handover(CLOSED)
    administrator.chooses("The account is closed", reason="The choir has no page of its own any more.")
    administrator.changes_what_they_knew(CLOSED)
    administrator.press("Go to its closing")
    administrator.closes_account()
    administrator.opens_handover(CLOSED)
    administrator.does_what_a_person_does()
    administrator.sends_it_to_a_second_person()
    cast.head.confirms_as_second_person(CLOSED)
    assert portal.does(RUN_BY.format(name=CLOSED)) == "closed"


def one_is_forgotten_and_escalated(portal: Portal, cast: Cast, leaves_on: date) -> None:
    """Until after the last working day; then it is finished all the same."""
    portal.move_clock_to(datetime.combine(leaves_on, time(9), LONDON))
    portal.daily_round()
    portal.deliver()
    for somebody in (cast.head, cast.successor, cast.administrator):
        assert len(portal.letters(somebody.email, f"Overdue: the handover of {FORGOTTEN}")) == 1, somebody.name
    portal.move_clock_to(datetime.combine(leaves_on + timedelta(days=1), time(9), LONDON))
    portal.daily_round()
    cast.leaver.go("/vault/")
    cast.leaver.is_on("Sign in")

    administrator = cast.administrator
    administrator.go("/accounts/handovers/?state=overdue")
    administrator.sees(FORGOTTEN)
    administrator.look("handovers-overdue")
    administrator.go("/vault/to-change/")
    administrator.sees(f"Known to {cast.leaver.name}")
    administrator.look("vault-to-change")
    administrator.opens_handover(FORGOTTEN)
    administrator.look("handover-overdue")
    administrator.chooses("Those who stay run it without them")
    administrator.changes_what_they_knew(FORGOTTEN)
    administrator.does_what_a_person_does()
    administrator.sends_it_to_a_second_person()
    cast.head.confirms_as_second_person(FORGOTTEN)


def the_evidence(portal: Portal, cast: Cast) -> None:
    """Everything that they knew was changed, and the record says who did what."""
    assert portal.does(KNOWN) == "[]"
    head = cast.head
    for name in (TAKEN_OVER, CLOSED, FORGOTTEN):
        head.opens_handover(name)
        assert head.downloads("Evidence (PDF)").startswith(b"%PDF")
        head.press("Print", exact=True)
        paper = head.page.locator("body")
        expect(paper).to_contain_text("Confirmed by a second person")
        expect(paper).to_contain_text(f"by {cast.administrator.name}")
        expect(paper).not_to_contain_text("Not changed since")
        expect(paper).not_to_contain_text("Not done")
    head.look("handover-evidence")
    done = portal.manage("audit", "verify")
    assert done.returncode == 0, done.stdout + done.stderr
