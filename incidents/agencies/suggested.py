"""Whom a school usually tells of each kind of incident, by the keys of the directory it came with (I2)."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from core import clock
from incidents.assessing.words import DUTIES
from incidents.models import Agency, Incident, IncidentClock
from incidents.states import Category

EMERGENCY = "police_emergency"
USUAL = {
    Category.OFFENSIVE: ("platform", "harmful_content"),
    Category.HARASSMENT: ("police", "harmful_content", "professionals_helpline"),
    Category.DISCRIMINATORY: ("true_vision", "police", "harmful_content"),
    Category.DEFAMATORY: ("platform",),
    Category.DATA_PROTECTION: ("regulator",),
    Category.DATA_COMPLAINT: ("regulator",),
    Category.CONFIDENTIALITY: ("regulator",),
    Category.COPYRIGHT: ("platform",),
    Category.IMAGE: ("platform", "professionals_helpline"),
    Category.DISREPUTE: ("platform",),
    Category.IMPERSONATION: ("platform", "police", "report_fraud"),
    Category.COMPROMISED: ("platform", "report_fraud"),
    Category.PERSONAL_GAIN: ("report_fraud",),
    Category.UNSAFE_CONTACT: ("ceop", "social_care", "police"),
    Category.SAFEGUARDING: ("social_care", "police", "ceop"),
    Category.INDECENT_IMAGE: ("police", "iwf", "ceop", "social_care"),
    Category.THREAT_TO_LIFE: (EMERGENCY, "social_care"),
    Category.STAFF: ("designated_officer", "police"),
}


def keys_for(incident: Incident) -> Sequence[str]:
    """Where somebody is in danger now, the police come first."""
    usual = USUAL.get(Category(incident.category), ())
    return list(dict.fromkeys([EMERGENCY, *usual])) if incident.danger else usual


def in_order(incident: Incident) -> tuple[list[Agency], list[Agency]]:
    """The directory as it is offered: those that fit this kind of incident first, then the others. One query."""
    offered = list(Agency.objects.filter(is_on=True))
    keys = keys_for(incident)
    fits = sorted((one for one in offered if one.key in keys), key=lambda one: keys.index(one.key or ""))
    return fits, [one for one in offered if one.key not in keys]


@dataclass(frozen=True)
class Running:
    """A clock of the law that telling `agency` meets."""

    agency: str
    clock: IncidentClock
    url: str
    title: str

    @property
    def is_late(self) -> bool:
        return self.clock.due_at < clock.now()


def clocks_met_by_telling(incident: Incident) -> dict[str, Running]:
    """By the agency's key, the clocks that still run. One query."""
    found: dict[str, Running] = {}
    for one in incident.clocks.filter(met_at=None):
        duty = DUTIES.get(one.kind)  # type: ignore[call-overload]
        if duty is not None and duty.agency:
            url = reverse("incidents:record_duty", kwargs={"ref": incident.public_id, "kind": one.kind})
            found[duty.agency] = Running(duty.agency, one, url, duty.title)
    return found
