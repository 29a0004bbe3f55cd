"""The outcome, the checklist before a file is closed, and opening it again (I4)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from audit.models import Event
from core.errors import InvalidInput, NotAllowed, WrongState
from incidents import closing, workflow
from incidents.models import Incident, OutcomeDraft
from incidents.states import SAID_WHEN_CLOSED, Status
from incidents.tests.conftest import SAID
from incidents.workflow.outcome import forget_old_drafts, keep_draft


def url_of(stem, incident):
    return reverse(f"incidents:{stem}", kwargs={"ref": incident.public_id})


def missing(incident):
    return " ".join(one.sentence for one in closing.missing(incident))


@pytest.mark.parametrize("name", SAID_WHEN_CLOSED)
def test_an_outcome_says_all_that_a_closed_file_must(assessed, head, name) -> None:
    with pytest.raises(InvalidInput) as refused:
        workflow.resolve(assessed, actor=head, outcome="internal", **{**SAID, name: " "})
    assert refused.value.field == name
    assessed.refresh_from_db()
    assert assessed.status == Status.ASSESSED


@pytest.mark.parametrize("name", [*SAID_WHEN_CLOSED, "outcome"])
def test_no_file_is_closed_without_it_not_even_by_the_database(resolved, head, name) -> None:
    Incident.objects.filter(pk=resolved.pk).update(**{name: ""})
    with pytest.raises(NotAllowed, match="empty|outcome is missing"):
        workflow.close(resolved, actor=head)
    with pytest.raises(IntegrityError), transaction.atomic():
        Incident.objects.filter(pk=resolved.pk).update(status=Status.CLOSED, closed_at=resolved.reported_at)


@pytest.mark.parametrize("who", ["teacher", "admin", "dsl", "volunteer", "outsider", "chair"])
def test_only_handlers_record_it_close_it_and_open_it_again(resolved, who, request) -> None:
    person = request.getfixturevalue(who)
    for verb, given in [
        (workflow.resolve, {"outcome": "internal", **SAID}),
        (workflow.close, {}),
        (workflow.reopen, {"reason": "More."}),
        (workflow.excuse, {"reason": "None."}),
    ]:
        with pytest.raises((NotAllowed, WrongState)):
            verb(resolved, actor=person, **given)
    resolved.refresh_from_db()
    assert resolved.status == Status.RESOLVED


@pytest.mark.parametrize("lawfulness", ["unsure", "possibly_illegal"])
def test_everything_that_is_missing_is_said_at_once(incident, head, clock, lawfulness) -> None:
    workflow.assess(incident, actor=head, severity="low", lawfulness=lawfulness, assessment="Look.")
    done = workflow.resolve(incident, actor=head, outcome="internal", **SAID)
    assert "possibly against the law" in missing(done)
    workflow.refer(done, actor=head, name="Police", how="Phone", reference="", referred_at=clock.now)
    assert missing(done) == "Police has not answered. Record the answer, or why none is needed."
    workflow.expect_no_answer(done.referrals.get(), actor=head, reason="They have it on record.")
    assert missing(done) == ""
    assert workflow.close(done, actor=head).status == Status.CLOSED


def test_slts_written_reason_stands_in_the_place_of_a_referral(incident, head) -> None:
    workflow.assess(incident, actor=head, severity="low", lawfulness="unsure", assessment="Look.")
    done = workflow.resolve(incident, actor=head, outcome="no_action", **SAID)
    with pytest.raises(InvalidInput):
        workflow.excuse(done, actor=head, reason=" ")
    workflow.excuse(done, actor=head, reason="The police said on the telephone that it is none.")
    assert workflow.close(done, actor=head).status == Status.CLOSED
    assert Event.objects.filter(verb="incidents.excuse", refused=False).count() == 1


def test_a_lawful_matter_needs_no_reason(resolved, head) -> None:
    with pytest.raises(WrongState):
        workflow.excuse(resolved, actor=head, reason="None.")


def test_the_safeguarding_lead_decides_in_their_own_compartment(make_incident, dsl, head) -> None:
    incident = make_incident("safeguarding")
    workflow.assess(incident, actor=dsl, severity="low", lawfulness="unsure", assessment="Look.")
    workflow.resolve(incident, actor=dsl, outcome="internal", **SAID)
    workflow.excuse(incident, actor=dsl, reason="It is none.")
    assert workflow.close(incident, actor=dsl).status == Status.CLOSED


def test_a_reference_is_kept_only_beside_the_outcome_that_has_one(assessed, head) -> None:
    given = {"disciplinary_reference": "HR 12", "outcome_reference": "B 7"}
    done = workflow.resolve(assessed, actor=head, outcome="disciplinary", **SAID, **given)
    assert (done.disciplinary_reference, done.outcome_reference) == ("HR 12", "")
    workflow.reopen(done, actor=head, reason="It was another matter.")
    done = workflow.resolve(done, actor=head, outcome="behaviour_policy", **SAID, **given)
    assert (done.disciplinary_reference, done.outcome_reference) == ("", "B 7")


def test_what_an_earlier_outcome_said_stays_in_the_timeline(resolved, head) -> None:
    workflow.reopen(resolved, actor=head, reason="It began again.")
    workflow.resolve(resolved, actor=head, outcome="internal", **{**SAID, "concern": "Worse than we thought."})
    texts = list(resolved.entries.values_list("text", flat=True))
    assert f"“What it was about” said before: {SAID['concern']}" in texts
    assert sum("said before" in text for text in texts) == 1


def test_what_is_typed_is_kept_for_its_writer_alone_until_it_is_saved(
    assessed, head, deputy, client, sign_in, clock
) -> None:
    sign_in(client, head)
    typed = {"concern": "A long story, half told.", "outcome": "police"}
    saved = client.post(url_of("save_outcome", assessed), typed, headers={"X-Autosave": "yes"})
    assert saved.content.decode().startswith("Saved at")
    page = client.get(url_of("resolve", assessed)).content.decode()
    assert "A long story, half told." in page
    assert "did not save is here again" in page
    sign_in(client, deputy)
    assert "half told" not in client.get(url_of("resolve", assessed)).content.decode()
    sign_in(client, head)
    refused = client.post(url_of("resolve", assessed), {**typed, "follow_up": ""})
    assert "half told" in refused.content.decode()
    done = client.post(url_of("resolve", assessed), {**SAID, "outcome": "internal"})
    assert done["Location"] == url_of("close", assessed)
    assert not OutcomeDraft.objects.exists()
    keep_draft(assessed, head, {"concern": "Again."})
    clock.move_to(clock.now + timedelta(days=31))
    assert forget_old_drafts() == 1


def test_what_it_said_is_filled_in_when_it_is_opened_again(resolved, head, client, sign_in) -> None:
    workflow.reopen(resolved, actor=head, reason="It began again.")
    sign_in(client, head)
    assert SAID["decision"] in client.get(url_of("resolve", resolved)).content.decode()


def test_the_page_that_closes_shows_ticks_and_leads_to_what_is_missing(incident, head, client, sign_in, clock) -> None:
    sign_in(client, head)
    workflow.assess(incident, actor=head, severity="low", lawfulness="unsure", assessment="Look.")
    assert "It has no outcome yet" in client.get(url_of("close", incident)).content.decode()
    workflow.resolve(incident, actor=head, outcome="internal", **SAID)
    page = client.get(url_of("close", incident)).content.decode()
    assert f'href="{url_of("refer", incident)}"' in page
    assert "Close the incident" not in page
    assert "possibly against the law" in client.post(url_of("close", incident)).content.decode()
    assert "Before it is closed" in client.get(url_of("incident", incident)).content.decode()
    workflow.excuse(incident, actor=head, reason="It is none.")
    assert "Close the incident" in client.get(url_of("close", incident)).content.decode()
    client.post(url_of("close", incident))
    incident.refresh_from_db()
    assert incident.status == Status.CLOSED
    assert "It is none." in client.get(url_of("incident", incident)).content.decode()


def test_a_teacher_who_handles_it_does_not_close_it(resolved, head, teacher2, client, sign_in) -> None:
    workflow.name_person(resolved, teacher2, actor=head, part="handler")
    sign_in(client, teacher2)
    page = client.get(url_of("close", resolved)).content.decode()
    assert "A member of SLT closes an incident." in page
    with pytest.raises(NotAllowed):
        workflow.close(resolved, actor=teacher2)


def test_an_outcome_that_is_not_recorded_is_none(assessed, head, broken_record) -> None:
    with pytest.raises(OSError, match="record"):
        workflow.resolve(assessed, actor=head, outcome="internal", **SAID)
    assessed.refresh_from_db()
    assert (assessed.status, assessed.outcome, assessed.entries.filter(kind="decision").count()) == ("assessed", "", 0)


def test_an_outcome_is_put_right_while_it_is_not_closed_and_what_it_said_is_kept(resolved, head) -> None:
    right = SAID | {"action": "The words were removed, and the families told."}
    done = workflow.change_outcome(resolved, actor=head, outcome="behaviour_policy", reason="The wrong box.", **right)
    assert (done.status, done.outcome, done.action) == (Status.RESOLVED, "behaviour_policy", right["action"])
    texts = list(done.entries.values_list("text", flat=True))
    assert f"“What was done” said before: {SAID['action']}" in texts
    assert "“Outcome” said before: Dealt with in school" in texts
    assert done.entries.last().reason == "The wrong box."
    assert not any("Opened again" in text for text in texts)
    data = Event.objects.get(verb="incidents.change_outcome").data
    assert data == {"from": "internal", "to": "behaviour_policy"}


def test_changing_an_outcome_asks_for_all_of_it_and_for_the_reason(resolved, head) -> None:
    other = SAID | {"concern": "Other words."}
    for given in (
        other | {"reason": " "},
        other | {"concern": " ", "reason": "Why."},
        other | {"outcome": "", "reason": "Why."},
        SAID | {"reason": "Why."},
    ):
        with pytest.raises(InvalidInput):
            workflow.change_outcome(resolved, actor=head, **{"outcome": "internal", **given})
    assert not Event.objects.filter(verb="incidents.change_outcome", refused=False).exists()


def test_whoever_leads_it_changes_the_outcome_and_other_handlers_do_not(
    assessed, head, teacher2, volunteer, admin
) -> None:
    for person in (teacher2, volunteer):
        workflow.name_person(assessed, person, actor=head, part="handler")
    workflow.start_investigation(assessed, actor=head, lead=teacher2)
    other = SAID | {"concern": "Other words.", "outcome": "internal", "reason": "Not quite."}
    with pytest.raises(NotAllowed, match="no outcome yet"):
        workflow.change_outcome(assessed, actor=head, **other)
    workflow.resolve(assessed, actor=head, outcome="internal", **SAID)
    for person in (volunteer, admin):
        with pytest.raises(NotAllowed):
            workflow.change_outcome(assessed, actor=person, **other)
    workflow.change_outcome(assessed, actor=teacher2, **other)
    workflow.close(assessed, actor=head)
    with pytest.raises(NotAllowed, match="Reopen"):
        workflow.change_outcome(assessed, actor=head, **SAID, outcome="internal", reason="Back.")


def test_the_page_of_an_outcome_that_is_there_starts_from_what_it_says(resolved, head, client, sign_in) -> None:
    sign_in(client, head)
    place = url_of("change_outcome", resolved)
    assert place in client.get(url_of("incident", resolved)).content.decode()
    assert SAID["decision"] in client.get(place).content.decode()
    answer = client.post(place, SAID | {"outcome": "police", "reason": "They were told after all."})
    assert answer["Location"] == url_of("close", resolved)
    resolved.refresh_from_db()
    assert resolved.outcome == "police"
