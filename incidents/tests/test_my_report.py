"""What those who are told read afterwards: the reporter their own words, a target or a witness never (H5)."""

import html
import re

import pytest
from django.urls import reverse

from audit.models import Event
from core.errors import InvalidInput, NotAllowed, WrongState
from incidents import workflow
from incidents.models import Entry, Incident
from incidents.states import Part
from incidents.workflow import Named
from notifications.models import Notification

ADDED = "I remember that J. was there too."


def text_of(answer) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


def page_of(incident: Incident) -> str:
    return reverse("incidents:my_report", args=[incident.public_id])


def test_the_reporter_reads_that_it_was_received_its_reference_and_when_it_is_looked_at(
    client, sign_in, incident, teacher, head
):
    workflow.add_entry(incident, actor=head, text="Thank you: it is taken down.", open_to_reporter=True)
    workflow.add_entry(incident, actor=head, text="For the handlers alone.")
    shown = text_of(sign_in(client, teacher).get(page_of(incident)))
    for words in ("Received", incident.reference, "due by end of today", "Rude words under a photo.", "taken down"):
        assert words in shown
    assert "handlers alone" not in shown


@pytest.mark.parametrize("part", [Part.TARGET, Part.WITNESS])
def test_a_target_or_a_witness_reads_what_is_opened_to_them_and_never_the_report(
    part, client, sign_in, incident, head, teacher2
):
    workflow.name_person(incident, teacher2, actor=head, part=part)
    workflow.add_to_report(incident, actor=incident.reporter, text=ADDED)
    workflow.name_person(incident, None, actor=head, part=Part.OTHER, name="nobody known")
    workflow.add_entry(incident, actor=head, text="Opened to the reporter.", open_to_reporter=True)
    workflow.add_entry(incident, actor=head, text="Opened to this part.", **{f"open_to_{part}": True})
    page = sign_in(client, teacher2).get(page_of(incident))
    shown = text_of(page)
    assert incident.reference in shown
    assert "Opened to this part." in shown
    for secret in ("Rude words", "Tom Teacher", ADDED, "Opened to the reporter", "Offensive", "nobody"):
        assert secret not in shown
    assert client.post(reverse("incidents:add_to_report", args=[incident.public_id]), {"text": "x"}).status_code == 404


def test_what_handlers_find_later_changes_nothing_on_the_reporters_page(
    client, sign_in, incident, teacher, head, deputy
):
    before = text_of(sign_in(client, teacher).get(page_of(incident)))
    assert "Helen Head, Dev Deputy" in before
    workflow.name_person(incident, deputy, actor=head, part=Part.ALLEGED)
    assert text_of(client.get(page_of(incident))) == before


def test_that_it_became_urgent_shows_by_no_hour_on_the_pages_of_those_who_are_told(
    client, sign_in, incident, teacher, teacher2, head, dsl
):
    workflow.name_person(incident, teacher2, actor=head, part=Part.TARGET)
    people = (teacher, teacher2)
    before = [text_of(sign_in(client, person).get(page_of(incident))) for person in people]
    due_at = incident.clocks.get(kind="assess").due_at
    workflow.recategorise(incident, actor=head, category="threat_to_life", reason="He means it.")
    assert incident.clocks.get(kind="assess").due_at < due_at
    assert [text_of(sign_in(client, person).get(page_of(incident))) for person in people] == before


def test_whoever_is_named_or_has_no_part_finds_nothing(client, sign_in, incident, teacher, teacher2, head):
    workflow.name_person(incident, teacher, actor=head, part=Part.ALLEGED)
    for person in (teacher, teacher2):
        assert sign_in(client, person).get(page_of(incident)).status_code == 404


def test_the_reporter_adds_words_and_the_handlers_are_told(client, sign_in, incident, teacher, head, deputy):
    sign_in(client, teacher)
    url = reverse("incidents:add_to_report", args=[incident.public_id])
    assert client.post(url, {"text": ADDED}).headers["Location"] == page_of(incident)
    client.post(url, {"text": ADDED})  # sent twice
    entry = Entry.objects.get(incident=incident, by=teacher)
    assert (entry.text, entry.open_to_reporter, entry.open_to_target) == (ADDED, True, False)
    told = Notification.objects.filter(template="incidents.added_to_report")
    assert {notice.recipient for notice in told} == {head, deputy}
    assert "J." not in str(list(told.values_list("params", flat=True)))
    assert Event.objects.filter(verb="incidents.add_to_report", refused=False, data__entry=entry.pk).count() == 1
    assert "You added" in text_of(client.get(page_of(incident)))


def test_whoever_is_named_is_told_nothing_of_what_is_added(incident, teacher, head, deputy):
    workflow.name_person(incident, deputy, actor=head, part=Part.ALLEGED)
    workflow.add_to_report(incident, actor=teacher, text=ADDED)
    assert not Notification.objects.filter(template="incidents.added_to_report", recipient=deputy).exists()


def test_nobody_else_adds_to_a_report(incident, head, teacher2):
    for person in (head, teacher2):
        with pytest.raises(NotAllowed):
            workflow.add_to_report(incident, actor=person, text=ADDED)
    assert not Entry.objects.filter(text=ADDED).exists()
    assert not Notification.objects.filter(template="incidents.added_to_report").exists()


def test_nothing_is_added_without_words_or_to_a_closed_report(client, sign_in, resolved, teacher, head):
    with pytest.raises(InvalidInput):
        workflow.add_to_report(resolved, actor=teacher, text="  ")
    workflow.close(resolved, actor=head)
    with pytest.raises(WrongState):
        workflow.add_to_report(resolved, actor=teacher, text=ADDED)
    sign_in(client, teacher)
    kept = client.post(reverse("incidents:add_to_report", args=[resolved.public_id]), {"text": ADDED})
    assert "This report is closed." in text_of(kept)
    assert kept.context["form"]["text"].value() == ADDED
    assert "make a new report" in text_of(client.get(page_of(resolved)))


def test_no_picture_is_put_into_words_about_an_indecent_image(make_incident, teacher, dsl):
    with pytest.raises(InvalidInput):
        workflow.add_to_report(make_incident("indecent_image"), actor=teacher, text="data:image/png;base64,iVBOR")


def test_a_failed_record_leaves_nothing_of_what_was_added(incident, teacher, head, broken_record):
    with pytest.raises(OSError, match="cannot be written"):
        workflow.add_to_report(incident, actor=teacher, text=ADDED)
    assert not Entry.objects.filter(text=ADDED).exists()
    assert not Notification.objects.filter(template="incidents.added_to_report").exists()


def test_a_link_that_a_browser_would_run_is_words(client, sign_in, teacher, head):
    script = Named(Part.OTHER, name="J. in 5B", link="javascript:alert(1)")
    made = workflow.report(actor=teacher, category="offensive", what_happened="Rude words.", people=[script])
    sign_in(client, teacher)
    page = client.get(page_of(made)).content.decode()
    assert "javascript:alert(1)" in page
    assert 'href="javascript:' not in page


def test_of_another_kind_before_anybody_assessed_it_the_reporter_reads_nothing(
    client, sign_in, incident, teacher, head, dsl
):
    sign_in(client, teacher)
    before = text_of(client.get(page_of(incident)))
    workflow.recategorise(incident, actor=head, category="staff", reason="The reporter may be the one.")
    assert text_of(client.get(page_of(incident))) == before
