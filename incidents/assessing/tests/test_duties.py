"""What the law wants done by a time: done, decided against, or counted from earlier (I5)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from core.errors import InvalidInput, NotAllowed, WrongState
from core.registry import needs_of
from incidents import workflow
from incidents.assessing.tests.conftest import events
from incidents.models import Incident, IncidentClock
from incidents.states import Clock
from incidents.tests.conftest import SAID

REGULATOR = Clock.REGULATOR


def record(incident, actor, clock, kind=REGULATOR, **given):
    said = {"done_at": clock.now, "how": "Web form", "reference": "IC-1"} | given
    return workflow.record_duty(incident, kind, actor=actor, **said)


def waive(incident, actor, kind=REGULATOR, reason="No risk to anybody: it was sent within the office."):
    return workflow.waive_duty(incident, kind, actor=actor, reason=reason)


@pytest.mark.parametrize(
    ("category", "kind", "key"),
    [("data_protection", "regulator", "regulator"), ("staff", "officer", "designated_officer")],
)
def test_who_was_told_ends_the_clock_and_stands_among_the_agencies(
    make_breach, head, clock, category, kind, key
) -> None:
    incident = make_breach(category)
    record(incident, head, clock, kind)
    found = incident.clocks.get(kind=kind)
    assert (found.decision, found.reference, found.met_by, found.was_late) == ("told", "IC-1", head, False)
    assert incident.referrals.get().agency.key == key
    assert events("incidents.record_duty")[0].data == {"clock": found.pk, "late": False}
    with pytest.raises(WrongState, match="already"):
        record(incident, head, clock, kind)


def test_a_complaint_is_acknowledged_and_nobody_decides_not_to(make_breach, head, clock) -> None:
    incident = make_breach("data_complaint")
    with pytest.raises(NotAllowed, match="has to be done"):
        waive(incident, head, "complaint")
    record(incident, head, clock, "complaint", how="By letter")
    assert incident.clocks.get(kind="complaint").decision == "done"
    assert "By letter" in incident.entries.last().text


def test_a_decision_not_to_tell_has_its_reason_and_may_be_followed_by_telling(breach, head, clock) -> None:
    with pytest.raises(InvalidInput):
        waive(breach, head, reason=" ")
    waive(breach, head)
    found = breach.clocks.get(kind=REGULATOR)
    assert (found.decision, found.met_at) == ("not_needed", clock.now)
    assert breach.entries.last().reason.startswith("No risk")
    record(breach, head, clock)
    assert breach.clocks.get(kind=REGULATOR).decision == "told"
    assert len(events("incidents.waive_duty")) == 1


def test_only_slt_decides_that_nobody_is_told(breach, head, teacher2, clock) -> None:
    workflow.name_person(breach, teacher2, actor=head, part="handler")
    with pytest.raises(NotAllowed, match="SLT"):
        waive(breach, teacher2)
    assert record(breach, teacher2, clock) == breach


@pytest.mark.parametrize("who", ["teacher", "admin", "outsider", "dsl"])
def test_whoever_does_not_handle_it_records_nothing(breach, request, who, clock) -> None:
    person = request.getfixturevalue(who)
    for verb in (
        lambda: record(breach, person, clock),
        lambda: waive(breach, person),
        lambda: workflow.set_aware(breach, actor=person, aware_at=clock.now - timedelta(days=1), reason="So."),
    ):
        with pytest.raises(NotAllowed):
            verb()
    assert breach.clocks.get(kind=REGULATOR).met_at is None


def test_what_is_not_so_is_refused(breach, head, clock) -> None:
    with pytest.raises(InvalidInput):
        record(breach, head, clock, done_at=clock.now + timedelta(minutes=1))
    with pytest.raises(InvalidInput):
        record(breach, head, clock, how=" ")
    with pytest.raises(WrongState):
        record(breach, head, clock, Clock.OFFICER)
    with pytest.raises(WrongState):
        record(breach, head, clock, Clock.ASSESS)


def test_what_the_law_wants_keeps_it_from_being_closed_and_waits_on_today(breach, head, clock, client, sign_in) -> None:
    workflow.resolve(breach, actor=head, outcome="internal", **SAID)
    with pytest.raises(NotAllowed, match="regulator"):
        workflow.close(breach, actor=head)
    need = next(need for need in needs_of(head) if "in time" in need.sentence)
    assert need.due_at == breach.clocks.get(kind=REGULATOR).due_at
    assert "regulator" not in need.sentence
    sign_in(client, head)
    page = client.get(reverse("incidents:incident", kwargs={"ref": breach.public_id})).content.decode()
    assert "Tell the data-protection regulator" in page
    place = reverse("incidents:waive_duty", kwargs={"ref": breach.public_id, "kind": "regulator"})
    assert client.post(place, {"reason": "No risk."}).status_code == 302
    assert workflow.close(breach, actor=head).status == "closed"
    assert not [need for need in needs_of(head) if "in time" in need.sentence]


def test_the_school_knew_before_once_and_only_earlier(make_breach, head, clock) -> None:
    reported = clock.now
    breach = make_breach()
    earlier = reported - timedelta(hours=30)
    for wrong in (reported, reported + timedelta(minutes=1)):
        with pytest.raises(InvalidInput):
            workflow.set_aware(breach, actor=head, aware_at=wrong, reason="The office knew.")
    with pytest.raises(InvalidInput):
        workflow.set_aware(breach, actor=head, aware_at=earlier, reason=" ")
    workflow.set_aware(breach, actor=head, aware_at=earlier, reason="The office knew.")
    found = breach.clocks.get(kind=REGULATOR)
    assert (found.from_at, found.due_at) == (earlier, earlier + timedelta(hours=72))
    assert breach.clocks.get(kind=Clock.ASSESS).from_at == reported
    with pytest.raises(WrongState, match="once"):
        workflow.set_aware(breach, actor=head, aware_at=earlier - timedelta(days=1), reason="Earlier still.")
    workflow.recategorise(breach, actor=head, category="staff", reason="A colleague sent it.")
    assert breach.clocks.get(kind=Clock.OFFICER).from_at == earlier


def test_who_was_told_as_an_agency_is_not_told_twice(breach, head, clock, client, sign_in) -> None:
    record(breach, head, clock)
    IncidentClock.objects.filter(kind=REGULATOR).update(met_at=None, met_by=None, decision="")
    place = reverse("incidents:record_duty", kwargs={"ref": breach.public_id, "kind": "regulator"})
    page = sign_in(client, head).get(place).content.decode()
    assert 'value="IC-1"' in page
    record(breach, head, clock)
    assert breach.referrals.count() == 1


def test_a_record_that_cannot_be_written_leaves_nothing(breach, head, clock, broken_record) -> None:
    for verb in (
        lambda: record(breach, head, clock),
        lambda: waive(breach, head),
        lambda: workflow.set_aware(breach, actor=head, aware_at=clock.now - timedelta(days=1), reason="So."),
    ):
        with pytest.raises(OSError, match="record"):
            verb()
    assert breach.clocks.get(kind=REGULATOR).met_at is None
    assert Incident.objects.get().aware_at is None
    assert not breach.referrals.exists()
