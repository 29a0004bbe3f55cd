"""What of the assessment and the clocks keeps a case file from being closed (I2, I5)."""

from django.urls import reverse

from incidents.assessing.rules import check_waits
from incidents.assessing.words import DUTIES
from incidents.closing import Missing, condition
from incidents.handling import STATUTORY
from incidents.models import Incident
from incidents.states import Clock


@condition("A second person agreed with the assessment, where one is needed", order=4)
def assessment_stands(incident: Incident) -> list[Missing]:
    """One query."""
    sentence = check_waits(incident)
    url = reverse("incidents:incident", kwargs={"ref": incident.public_id}) + "#assessment"
    return [Missing(sentence, url)] if sentence else []


@condition("Everything that the law wants done by a time is done, or it was decided why not", order=5)
def duties_are_done(incident: Incident) -> list[Missing]:
    """One query."""
    running = incident.clocks.filter(kind__in=STATUTORY, met_at=None)
    return [
        Missing(
            DUTIES[Clock(clock.kind)].missing,
            reverse("incidents:record_duty", kwargs={"ref": incident.public_id, "kind": clock.kind}),
        )
        for clock in running
    ]
