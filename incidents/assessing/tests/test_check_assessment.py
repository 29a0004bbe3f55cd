"""The gravest is looked at by two people, and nobody comes down from there alone (I2)."""

import pytest
from django.urls import reverse

from core.errors import InvalidInput, NotAllowed, WrongState
from core.registry import needs_of
from incidents import workflow
from incidents.assessing.tests.conftest import HIGH, JUDGED, events, told
from incidents.tests.conftest import SAID


def resolve(incident, actor):
    return workflow.resolve(incident, actor=actor, outcome="internal", **SAID)


def sentences(person) -> str:
    return " ".join(need.sentence for need in needs_of(person))


def test_the_other_handlers_are_asked_and_it_is_not_resolved_before(gravest, head, deputy) -> None:
    assert told("incidents.check_asked") == {deputy}
    assert "second person" in sentences(deputy)
    assert "second person" not in sentences(head)
    with pytest.raises(WrongState, match="second person"):
        resolve(gravest, head)
    workflow.check_assessment(gravest, actor=deputy, agrees=True)
    assert "second person" not in sentences(deputy)
    assert resolve(gravest, head).status == "resolved"
    assert events("incidents.check_assessment")[0].data["agrees"] is True


@pytest.mark.parametrize("who", ["head", "teacher", "admin", "outsider"])
def test_neither_who_assessed_it_nor_who_does_not_handle_it_looks_at_it(gravest, request, who) -> None:
    with pytest.raises(NotAllowed):
        workflow.check_assessment(gravest, actor=request.getfixturevalue(who), agrees=True)
    assert gravest.assessments.get().checked_by is None


def test_who_disagrees_says_why_and_somebody_assesses_it_again(gravest, head, deputy) -> None:
    with pytest.raises(InvalidInput):
        workflow.check_assessment(gravest, actor=deputy, agrees=False, words=" ")
    workflow.check_assessment(gravest, actor=deputy, agrees=False, words="Nobody was harmed.")
    assert told("incidents.check_disagreed") == {head}
    assert "needs a new assessment" in sentences(head)
    with pytest.raises(WrongState, match="did not agree"):
        resolve(gravest, head)
    with pytest.raises(NotAllowed, match="already"):
        workflow.check_assessment(gravest, actor=deputy, agrees=True)


def test_nobody_comes_down_from_the_highest_alone_in_one_step_or_in_two(gravest, head, deputy) -> None:
    workflow.check_assessment(gravest, actor=deputy, agrees=True)
    workflow.reassess(gravest, actor=head, **JUDGED)
    workflow.check_assessment(gravest, actor=deputy, agrees=False, words="It is as grave as it was.")
    low = workflow.reassess(gravest, actor=head, **(JUDGED | {"severity": "low"}))
    assert low.assessments.last().needs_check
    with pytest.raises(WrongState, match="second person"):
        resolve(low, head)
    workflow.check_assessment(low, actor=deputy, agrees=True)
    assert not workflow.reassess(low, actor=head, **JUDGED).assessments.last().needs_check


def test_it_waits_where_it_was_judged_so_after_it_was_resolved(assessed, head, deputy) -> None:
    resolve(assessed, head)
    workflow.reassess(assessed, actor=head, **HIGH)
    with pytest.raises(NotAllowed, match="second person"):
        workflow.close(assessed, actor=head)
    workflow.check_assessment(assessed, actor=deputy, agrees=True)
    assert workflow.close(assessed, actor=head).status == "closed"


def test_what_was_read_is_what_is_agreed_with(gravest, head, deputy) -> None:
    read = gravest.assessments.get().pk
    workflow.reassess(gravest, actor=head, **(HIGH | {"assessment": "Graver still."}))
    with pytest.raises(WrongState, match="new assessment meanwhile"):
        workflow.check_assessment(gravest, actor=deputy, agrees=True, assessment=read)


def test_where_nobody_else_handles_it_the_page_says_to_bring_in_somebody(make_incident, head, client, sign_in) -> None:
    incident = workflow.assess(make_incident(), actor=head, **HIGH)
    page = sign_in(client, head).get(reverse("incidents:incident", kwargs={"ref": incident.public_id})).content.decode()
    assert "Nobody else handles this incident." in page
    assert reverse("incidents:name_person", kwargs={"ref": incident.public_id}) in page


def test_on_its_page_the_second_person_reads_both_and_answers(gravest, deputy, head, client, sign_in) -> None:
    place = reverse("incidents:check_assessment", kwargs={"ref": gravest.public_id})
    sign_in(client, deputy)
    page = client.get(place).content.decode()
    assert "Rude words under a photo." in page
    assert "A quarrel." in page
    assert (
        client.post(place, {"agrees": "yes", "words": "", "assessment": gravest.assessments.get().pk}).status_code
        == 302
    )
    assert gravest.assessments.get().checked_by == deputy
    assert sign_in(client, head).get(place).status_code == 403


def test_whoever_is_named_in_it_is_neither_asked_nor_told(make_incident, head, deputy, make_person) -> None:
    third = make_person("Nia Third", "slt", "staff")
    incident = workflow.assess(make_incident("staff", alleged=[third]), actor=head, **HIGH)
    assert told("incidents.check_asked") == {deputy}
    with pytest.raises(NotAllowed):
        workflow.check_assessment(incident, actor=third, agrees=True)


def test_a_record_that_cannot_be_written_leaves_nothing(gravest, deputy, broken_record) -> None:
    with pytest.raises(OSError, match="record"):
        workflow.check_assessment(gravest, actor=deputy, agrees=False, words="No.")
    assert gravest.assessments.get().agreed is None
    assert told("incidents.check_disagreed") == set()
