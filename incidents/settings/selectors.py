"""What the page of the settings shows: the order of seniors, who comes in from outside, and where no way round is."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from incidents.handling import Compartment
from incidents.models import IncidentSettings
from incidents.routing import Gap, Staffing, gaps
from incidents.staffing import staffing_now
from people.models import Role, User, named

ABOUT = {
    Compartment.SENIORS: "most kinds of incident",
    Compartment.SAFEGUARDING: "safeguarding",
    Compartment.BOTH: "harassment or a threat to life",
    Compartment.ACCOUNTS: "an account that was taken over",
}
NEW = -1  # somebody who is not there yet
# What could close a gap, the likeliest first: to which group one more is added, and how that is said.
REMEDIES = (
    ("chair", f"Have an Administrator give somebody the role “{Role.CHAIR_OF_GOVERNORS.label}”."),
    (
        "outside",
        f"Have an Administrator give somebody the role “{Role.OUTSIDE_CONTACT.label}”: a governor, say, or somebody at "
        "the local authority or the trust.",
    ),
    ("leads", f"Name one more “{Role.DEPUTY_SAFEGUARDING_LEAD.label}”."),
    ("seniors", "Make one more person a member of SLT."),
)
ELSE = "Add a chair of governors and an outside contact, each a different person who holds no other role here."


@dataclass(frozen=True)
class NoWayRound:
    """Somebody whose being named leaves too few to read it; what would happen, and what to do."""

    person: User
    sentences: list[str]
    remedy: str


def settings_now() -> IncidentSettings:
    return IncidentSettings.objects.filter(pk=1).first() or IncidentSettings()


def people_in_order(ids: Sequence[int]) -> list[User]:
    found = User.objects.get_queryset().prefetch_related("grants").in_bulk(ids)
    return [found[pk] for pk in ids if pk in found]


def gaps_for(staffing: Staffing) -> list[Gap]:
    """Those of people who are there. A school that has not one member of SLT is not set up yet."""
    return gaps(staffing) if staffing.seniors else []


def without_a_way_round(staffing: Staffing) -> list[NoWayRound]:
    """In plain words, person by person. Two queries at most."""
    found: dict[int, list[Gap]] = {}
    for gap in gaps_for(staffing):
        found.setdefault(gap.person, []).append(gap)
    people = {person.pk: person for person in people_in_order([*found, *_readers(found)])}
    return [
        NoWayRound(people[pk], _sentences(of_person, people), _remedy(pk, staffing)) for pk, of_person in found.items()
    ]


def _readers(found: dict[int, list[Gap]]) -> list[int]:
    return [reader for of_person in found.values() for gap in of_person for reader in gap.readers]


def _sentences(of_person: list[Gap], people: dict[int, User]) -> list[str]:
    by_readers: dict[tuple[int, ...], list[str]] = {}
    for gap in of_person:
        by_readers.setdefault(gap.readers, []).append(ABOUT[gap.compartment])
    lines = []
    for readers, kinds in by_readers.items():
        about = " and ".join([", ".join(kinds[:-1]), kinds[-1]] if len(kinds) > 1 else kinds)
        if not readers:
            lines.append(f"A report about {about} could be read by nobody.")
        elif len(readers) == 1:
            lines.append(f"A report about {about} would be read by {people[readers[0]]} alone.")
        else:
            who = named(people[pk] for pk in readers)
            lines.append(f"A report about {about} would fall to {who}, because nobody it is meant for is left.")
    return lines


def _remedy(person: int, staffing: Staffing) -> str:
    """The first addition that leaves no gap for this person."""
    for group, words in REMEDIES:
        more: dict[str, Any] = {group: (*getattr(staffing, group), NEW)}
        fuller = replace(staffing, **more)
        if all(gap.person != person for gap in gaps(fuller)):
            return words
    return ELSE


def what_is_missing() -> tuple[bool, int]:
    """Whether the school has said who the head is, and for how many people no way round exists. Two queries."""
    staffing = staffing_now()
    return staffing.head is not None, len({gap.person for gap in gaps_for(staffing)})
