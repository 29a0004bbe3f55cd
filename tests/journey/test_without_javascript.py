"""The main tasks with JavaScript off: slower hands, the same portal."""

from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.journey import comments, settled
from tests.journey.actors import Person
from tests.journey.eyes import Eyes
from tests.journey.portal import Portal

pytestmark = pytest.mark.processes

GIVEN = """
from datetime import timedelta
from accounts.vault.models import Credential
until = clock.today() + timedelta(days=30)
vault.grant(Credential.objects.get(), person(TEACHER), actor=person(ADMINISTRATOR), until=until)
"""


def test_every_main_task_can_be_done_without_javascript(
    portal: Portal, browser: Browser, eyes: Eyes, tmp_path: Path
) -> None:
    portal.does("settle()")
    head, teacher = (
        Person(browser, portal, eyes, *who, password=settled.PASSWORD, seed=seed, scripts=False)
        for who, seed in ((settled.HEAD, settled.SEED), (settled.TEACHER, ""))
    )
    head.sign_in()
    teacher.sign_in()

    writes_a_case(teacher)
    head.opens_case_to_decide("Chess club")
    head.decides("Approve it", "Both of you know how to play.")
    head.sees("You have approved the business case.")

    a_minute_ago = portal.now() - timedelta(seconds=1)
    recent = [(a_minute_ago, words, "A parent") for words in (comments.TO_ACKNOWLEDGE, comments.TO_REMOVE)]
    old_until = portal.now() - timedelta(days=1)
    file = comments.write_file(tmp_path / "export.csv", recent=recent, old=20, old_until=old_until)
    teacher.imports(str(file), "Year 4", "Written by the visitor")
    assert teacher.runs_import() == {"added": 22, "already there": 0, "rejected": 2}

    teacher.opens_comment(comments.TO_ACKNOWLEDGE)
    teacher.takes_it_on()
    teacher.acknowledges()
    teacher.replies("Yes, with a raincoat. Tom Fielding, Year 4")
    teacher.opens_comment(comments.TO_REMOVE)
    teacher.reports_this_comment("Rude or offensive", "It insults us.")
    teacher.reports_a_mistake("I posted the wrong date.")

    portal.does(GIVEN)
    teacher.go("/vault/")
    teacher.follow("Year 4")
    assert teacher.reveals_password("Signing in at home") == settled.SECRET


def writes_a_case(teacher: Person) -> None:
    teacher.starts_case()
    teacher.follow("Platform and name")
    teacher.writes_part("Platform and name", platform="Mastodon", proposed_name="Chess club")
    teacher.writes_part("Aim", aim="To share puzzles.")
    teacher.writes_part("Audience", audience="All families.")
    teacher.writes_part("Promotion", promotion="In the newsletter.")
    teacher.names_runner(teacher.name, lead=True)
    teacher.names_runner(settled.COLLEAGUE[0])
    teacher.press("Go on", exact=True)
    teacher.writes_part("Open or closed", openness="Open", openness_reason="Everybody may play.")
    teacher.submits()
