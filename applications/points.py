"""The five points of row A1, with platform and name before them, and what is still missing in each. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from applications.models import Revision
from people.models import User, named

ENOUGH_STAFF = 2


@dataclass(frozen=True)
class Point:
    """One page of the business case. `fields` are the revision's own; the runners are rows beside it."""

    key: str
    title: str
    hint: str
    fields: tuple[str, ...] = ()


POINTS: tuple[Point, ...] = (
    Point(
        "place",
        "Platform and name",
        "Where the account is, and what it is called.",
        ("platform", "proposed_name", "handle", "url"),
    ),
    Point("aim", "Aim", "What it is for.", ("aim",)),
    Point("audience", "Audience", "Who it is for.", ("audience",)),
    Point("promotion", "Promotion", "How people will hear of it.", ("promotion",)),
    Point("runners", "Who runs it", "At least two members of staff, and a lead."),
    Point("openness", "Open or closed", "Who can see it, and why.", ("openness", "openness_reason")),
)
BY_KEY = {point.key: point for point in POINTS}
COPIED = tuple(field for point in POINTS for field in point.fields)

_WRITTEN = {
    "aim": "Say what the account is for.",
    "audience": "Say who the account is for.",
    "promotion": "Say how people will hear of the account.",
}


def missing(revision: Revision) -> dict[str, list[str]]:
    """What each point still needs before the case can be submitted, as sentences; empty lists where nothing."""
    found: dict[str, list[str]] = {point.key: [] for point in POINTS}
    found["place"] = _missing_place(revision)
    for key, sentence in _WRITTEN.items():
        if not getattr(revision, key).strip():
            found[key].append(sentence)
    found["runners"] = runner_faults(revision)
    if not revision.openness:
        found["openness"].append("Choose whether the account is open or closed.")
    if not revision.openness_reason.strip():
        found["openness"].append("Say why it should be open or closed.")
    return found


def _missing_place(revision: Revision) -> list[str]:
    sentences = []
    if not revision.platform:
        sentences.append("Choose the platform.")
    if not revision.proposed_name.strip():
        sentences.append("Give the account's name.")
    if revision.application.is_existing:
        if not revision.handle.strip():
            sentences.append("Give the account's handle, because it is there already.")
        if not revision.url.strip():
            sentences.append("Give the account's web address, because it is there already.")
    return sentences


def runner_faults(revision: Revision) -> list[str]:
    """Why these people may not run an account together (A1), as sentences; asked again when SLT approves."""
    runners = list(revision.runners.select_related("person"))
    people = [runner.person for runner in runners]
    faults = []
    gone = [person for person in people if not person.may_sign_in]
    if gone:
        verb = "is" if len(gone) == 1 else "are"
        faults.append(f"{named(gone)} {verb} no longer active in the portal. Take them off, or name somebody else.")
    if len(_staff(people)) < ENOUGH_STAFF:
        faults.append(
            "Name at least two members of staff whom the school employs. Volunteers and parents come on top of them."
        )
    lead = next((runner.person for runner in runners if runner.is_lead), None)
    if lead is None:
        faults.append("Choose the lead.")
    elif not lead.is_employed:
        faults.append(f"{lead} cannot be the lead: the lead is a member of staff.")
    return faults


def _staff(people: Iterable[User]) -> list[User]:
    return [person for person in people if person.is_employed and person.may_sign_in]


def started(revision: Revision, point: Point) -> bool:
    """Whether anything at all has been put into this point."""
    if point.key == "runners":
        return revision.runners.exists()
    return any(getattr(revision, field) for field in point.fields)
