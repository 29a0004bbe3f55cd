"""What Today says of incidents: to whoever must act, in words that tell a passer-by nothing."""

from core.registry import needs_of
from incidents import workflow
from incidents.models import Senior
from stjudes_portal.today import by_kind


def lines(person) -> list[str]:
    kinds = {kind.name: kind for kind in by_kind(needs_of(person))}
    found = kinds["incidents"].needs if "incidents" in kinds else []
    return [need.sentence for need in found if "Incident " in need.sentence]


def test_whoever_is_asked_first_reads_so_and_the_others_who_that_is(make_incident, head, deputy, chair) -> None:
    Senior.objects.create(person=head, place=1)
    incident = make_incident()
    assert lines(head) == [f"{incident.reference} waits for a first assessment. You are asked first"]
    assert lines(deputy) == [f"{incident.reference} waits for a first assessment. Helen Head is asked first"]
    assert lines(chair) == []


def test_whoever_is_named_has_no_line(make_incident, head, deputy) -> None:
    make_incident("staff", alleged=[head])
    assert lines(head) == []


def test_all_that_waits_in_one_file_is_one_line(make_incident, head, deputy) -> None:
    incident = make_incident("data_protection")
    workflow.assess(incident, actor=head, severity="high", lawfulness="lawful", assessment="Grave.")
    workflow.start_investigation(incident, actor=head, lead=deputy)
    found = lines(deputy)  # the regulator's clock, the second look, and that he leads it
    assert len(found) == 1
    assert found[0].endswith(". 2 more things to do there")
