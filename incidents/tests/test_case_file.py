"""The page of a case file: what is next, what is found in it, and that its opening is on record (I3)."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.models import Event
from incidents import workflow
from incidents.states import Part
from incidents.together import workflow as together


def url(incident, stem="incident", **more) -> str:
    return reverse(f"incidents:{stem}", kwargs={"ref": incident.public_id, **more})


@pytest.fixture
def browser(client, sign_in, head):
    return sign_in(client, head)


def page(browser, incident, query="") -> str:
    return browser.get(url(incident) + query).content.decode()


def test_one_button_says_what_is_next(browser, incident, head, deputy) -> None:
    assert "Make the first assessment" in page(browser, incident)
    workflow.assess(incident, actor=head, severity="low", lawfulness="lawful", assessment="A quarrel.")
    assert "Start the investigation" in page(browser, incident)
    workflow.start_investigation(incident, actor=head, lead=deputy)
    assert "Record the outcome" in page(browser, incident)
    workflow.name_person(incident, deputy, actor=head, part=Part.CONFLICTED)
    assert "Choose who leads it" in page(browser, incident)


def test_each_opening_is_on_record_but_not_each_reload_within_the_minute(browser, incident, head, clock) -> None:
    page(browser, incident)
    page(browser, incident, "?kind=note&cursor=x")
    read = Event.objects.filter(verb="incidents.read", actor=f"person:{head.pk}")
    assert read.count() == 1
    clock.move_to(clock.now + timedelta(minutes=2))
    page(browser, incident, "?q=anything")
    assert read.count() == 2


def test_the_timeline_is_searched_by_kind_and_by_words(browser, incident, head) -> None:
    workflow.add_entry(incident, actor=head, text="A plain note.")
    workflow.add_entry(incident, actor=head, kind="decision", text="No contact.", reason="They asked for it.")
    shown = page(browser, incident, "?kind=decision")
    assert "No contact." in shown
    assert "A plain note." not in shown
    assert "No contact." in page(browser, incident, "?q=ASKED+for")
    assert "Nothing in the timeline fits" in page(browser, incident, "?q=elsewhere")


def test_the_newest_lines_stand_open_and_the_older_ones_are_folded_below_them(browser, incident, head) -> None:
    for number in range(25):
        workflow.add_entry(incident, actor=head, text=f"Note number {number:02}.")
    shown, _, folded = page(browser, incident).partition("Show all 25 lines")
    assert "Note number 20." in shown
    assert "Note number 19." not in shown
    assert "Note number 00." in folded  # to be opened, and printed, without another request
    assert "Show all" not in page(browser, incident, "?q=number")  # nothing is folded of what is looked for


def test_what_others_wrote_since_one_was_here_is_said_and_marked(browser, incident, head, deputy, clock) -> None:
    workflow.add_entry(incident, actor=deputy, text="Before.")
    assert "since you were here" not in page(browser, incident)  # all of it is new to them
    clock.move_to(clock.now + timedelta(hours=1))
    workflow.add_entry(incident, actor=head, text="My own.")
    workflow.add_entry(incident, actor=deputy, text="Rang the family.")
    shown = page(browser, incident)
    assert "1 new line in the timeline" in shown
    assert shown.count("timeline-new") == 1
    clock.move_to(clock.now + timedelta(hours=1))
    assert "since you were here" not in page(browser, incident)


def test_what_is_done_is_folded_and_what_is_open_stands_before_it(browser, incident, head, clock) -> None:
    told = {"how": "Phone", "reference": "", "referred_at": clock.now}
    for name in ("The police", "The platform"):
        workflow.refer(incident, actor=head, name=name, **told)
    workflow.record_answer(incident.referrals.get(name="The platform"), actor=head, answer="It is down.")
    shown = page(browser, incident)
    outside = shown[shown.index('id="referrals"') : shown.index('id="people"')]
    waiting, _, over = outside.partition("Answered, or no answer needed (1)")
    assert "The police" in waiting
    assert "The platform" not in waiting
    assert "The platform" in over


def test_what_was_corrected_and_what_is_right_can_both_be_read(browser, incident, head) -> None:
    workflow.add_entry(incident, actor=head, text="Rang on Tuesday.")
    note = incident.entries.get()
    answer = browser.post(
        url(incident, "correct_entry", entry_pk=note.pk), {"text": "Rang on Friday.", "reason": "Wrong day."}
    )
    assert answer.headers["Location"] == url(incident) + "#timeline"
    shown = page(browser, incident)
    assert "<del>Rang on Tuesday.</del>" in shown
    assert "Corrected by Helen Head" in shown
    assert "Rang on Friday." in shown
    assert browser.get(url(incident, "correct_entry", entry_pk=note.pk)).status_code == 404


def test_somebody_is_named_by_typing_their_name(browser, incident, teacher2, make_person) -> None:
    make_person("Tara Teacherly", "staff")
    give = {"part": "witness", "link": "", "name": ""}
    asked = browser.post(url(incident, "name_person"), {**give, "person": "tara teach"})
    assert "Do you mean Tara Teacher and Tara Teacherly?" in asked.content.decode()
    browser.post(url(incident, "name_person"), {**give, "person": "tara  teacher"})
    assert incident.involvements.get().person == teacher2


def test_taking_a_name_off_says_first_what_it_changes(browser, incident, head, deputy) -> None:
    workflow.name_person(incident, deputy, actor=head, part=Part.CONFLICTED)
    part = incident.involvements.get()
    there = url(incident, "end_part", involvement_pk=part.pk)
    assert "may see the file again" in browser.get(there).content.decode()
    part.refresh_from_db()
    assert part.ended_at is None
    browser.post(there)
    part.refresh_from_db()
    assert part.ended_at is not None


def test_the_lead_is_chosen_among_the_handlers_or_found_by_name(browser, assessed, deputy, teacher2) -> None:
    there = url(assessed, "start_investigation")
    assert "Choose who leads it" in browser.post(there, {}).content.decode()
    browser.post(there, {"other": "Tara Teacher"})
    assessed.refresh_from_db()
    assert assessed.lead == teacher2
    browser.post(url(assessed, "change_lead"), {"handler": str(deputy.pk)})
    assessed.refresh_from_db()
    assert assessed.lead == deputy


def test_the_page_costs_the_same_however_much_is_in_the_file(browser, incident, head, make_incident, make_person):
    def fill(times: int) -> None:
        for number in range(times):
            words = f"Rang on Tuesday, {incident.entries.count()}."
            workflow.add_entry(incident, actor=head, text=words, open_to_reporter=True)
            workflow.correct_entry(incident, incident.entries.last(), actor=head, text="Friday.", reason="Wrong day.")
            due = {"owner": head, "due_at": incident.reported_at + WEEK}
            together.add_task(incident, actor=head, words=f"Ring, {incident.tasks.count()}", **due)
            together.finish_task(incident, incident.tasks.filter(done_at=None).last(), actor=head)
            together.add_task(incident, actor=head, words=f"Ring, {incident.tasks.count()}", **due)
            together.link(incident, make_incident(), actor=head)
            workflow.name_person(incident, make_person(f"W {number} {times}", "staff"), actor=head, part=Part.HANDLER)

    def cost() -> int:
        page(browser, incident)
        with CaptureQueriesContext(connection) as asked:
            page(browser, incident)
        return len(asked)

    fill(1)
    few = cost()
    fill(5)
    assert cost() <= few
    assert few <= 60


WEEK = timedelta(days=7)
