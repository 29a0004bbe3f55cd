"""The first assessment, and later ones (I2)."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.errors import InvalidInput, NotAllowed, WrongState
from incidents import workflow
from incidents.assessing.tests.conftest import HIGH, JUDGED, events, told
from incidents.models import Assessment, Incident, IncidentClock
from incidents.states import EntryKind, Status


def test_it_says_how_serious_who_is_safe_and_who_is_told_and_ends_its_clock(incident, head) -> None:
    said = JUDGED | {"is_safe": True, "safety": "The page was taken down.", "told": "His parents."}
    assert workflow.assess(incident, actor=head, **said).status == Status.ASSESSED
    made = incident.assessments.get()
    assert (made.by, made.is_safe, made.safety, made.told) == (head, True, "The page was taken down.", "His parents.")
    assert not made.needs_check
    assert incident.clocks.get().decision == IncidentClock.Decision.DONE
    assert incident.entries.get(kind=EntryKind.ASSESSMENT).text == "A quarrel."
    assert len(events("incidents.assess")) == 1


@pytest.mark.parametrize("verb", [workflow.assess, workflow.reassess])
@pytest.mark.parametrize("who", ["teacher", "admin", "outsider", "dsl"])
def test_whoever_does_not_handle_it_assesses_nothing(incident, request, verb, who) -> None:
    with pytest.raises(NotAllowed):
        verb(incident, actor=request.getfixturevalue(who), **JUDGED)
    assert not Assessment.objects.exists()


def test_the_first_is_made_once_and_a_later_one_only_after_it_and_while_it_is_open(incident, head) -> None:
    with pytest.raises(NotAllowed, match="first assessment"):
        workflow.reassess(incident, actor=head, **JUDGED)
    workflow.assess(incident, actor=head, **JUDGED)
    with pytest.raises(WrongState):
        workflow.assess(incident, actor=head, **JUDGED)
    Incident.objects.filter(pk=incident.pk).update(
        status="closed", outcome="internal", closed_at=incident.reported_at, **dict.fromkeys(
            ("concern", "follow_up", "action", "decision"), "Words."
        )
    )  # fmt: skip
    with pytest.raises(NotAllowed, match="Reopen"):
        workflow.reassess(incident, actor=head, **JUDGED)


def test_a_later_one_takes_the_place_of_the_first_which_stays(assessed, head, deputy, client, sign_in) -> None:
    again = JUDGED | {"lawfulness": "possibly_illegal", "assessment": "There was a second message."}
    found = workflow.reassess(assessed, actor=deputy, **again)
    assert (found.status, found.severity, found.lawfulness) == (Status.ASSESSED, "medium", "possibly_illegal")
    assert [one.words for one in found.assessments.all()] == ["A quarrel.", "There was a second message."]
    assert events("incidents.reassess")[0].data["severity"] == "medium"
    page = sign_in(client, head).get(reverse("incidents:incident", kwargs={"ref": found.public_id})).content.decode()
    assert "Earlier assessments (1)" in page
    assert page.index("There was a second message.") < page.index("A quarrel.")


def test_nonsense_is_refused_and_a_record_that_cannot_be_written_leaves_nothing(incident, head, broken_record) -> None:
    for wrong in ({"severity": "worst"}, {"lawfulness": "perhaps"}, {"assessment": "  "}):
        with pytest.raises((InvalidInput, OSError)):
            workflow.assess(incident, actor=head, **(JUDGED | wrong))
    with pytest.raises(OSError, match="record"):
        workflow.assess(incident, actor=head, **HIGH)
    assert not Assessment.objects.exists()
    assert told("incidents.check_asked") == set()
    assert Incident.objects.get().status == Status.REPORTED


def test_the_page_asks_what_is_done_where_somebody_is_not_safe(incident, head, client, sign_in) -> None:
    place = reverse("incidents:assess", kwargs={"ref": incident.public_id})
    answers = JUDGED | {"is_safe": "no", "safety": "", "told": ""}
    assert "Write what is being done now" in sign_in(client, head).post(place, answers).content.decode()
    assert client.post(place, answers | {"safety": "An adult stays with her."}).status_code == 302
    assert not incident.assessments.get().is_safe


def test_a_file_and_today_cost_the_same_with_one_assessment_and_with_many(
    make_incident, assessed, head, deputy, client, sign_in
) -> None:
    sign_in(client, deputy)
    places = [reverse("incidents:incident", kwargs={"ref": assessed.public_id}), reverse("today")]

    def cost() -> int:
        with CaptureQueriesContext(connection) as found:
            assert all(client.get(place).status_code == 200 for place in places)
        return len(found)

    workflow.reassess(assessed, actor=head, **HIGH)
    cost()  # whatever is read once per process
    few = cost()
    for _ in range(4):
        workflow.reassess(assessed, actor=head, **HIGH)
        workflow.assess(make_incident("staff"), actor=head, **HIGH)
    assert cost() <= few + 2  # one more kind of row may show
