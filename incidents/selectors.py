"""What the incident pages read."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from core import rules
from incidents.models import Incident, Involvement
from incidents.states import EntryKind, Status
from people.models import User

ICONS = {
    EntryKind.NOTE: "pencil",
    EntryKind.CONTACT: "phone",
    EntryKind.DECISION: "gavel",
    EntryKind.ASSESSMENT: "clipboard-check",
    EntryKind.STATE: "circle-dot",
}


@dataclass(frozen=True)
class Happening:
    """One line of the case file, in the shape that the timeline component draws."""

    at: datetime
    words: str
    text: str
    icon: str
    tone: str = ""


def timeline(incident: Incident, *, for_reporter: bool = False) -> list[Happening]:
    """The file's entries and referrals, newest first; for the reporter only what was opened to them."""
    entries = incident.entries.select_related("by")
    if for_reporter:
        entries = entries.filter(open_to_reporter=True)
    happenings = [
        Happening(
            entry.at,
            f"{entry.by} · {EntryKind(entry.kind).label}{' · open to the reporter' if entry.open_to_reporter else ''}",
            entry.text,
            ICONS[EntryKind(entry.kind)],
        )
        for entry in entries
    ]
    if not for_reporter:
        for referral in incident.referrals.select_related("by"):
            reference = f"Reference: {referral.reference}" if referral.reference else "No reference was given."
            words = f"{referral.by} told {referral.agency}, {referral.how}"
            happenings.append(Happening(referral.referred_at, words, reference, "send", "going"))
    return sorted(happenings, key=lambda happening: happening.at, reverse=True)


def parts(incident: Incident) -> QuerySet[Involvement]:
    """Who has a part in it now."""
    return incident.involvements.filter(ended_at=None).select_related("person")


def filtered(person: User, chosen: dict[str, Any]) -> QuerySet[Incident]:
    """The case files that `person` handles, narrowed by the filters in the address."""
    found = Incident.objects.visible_to(person).select_related("account", "lead")
    status = chosen.get("status")
    if status == "open":
        found = found.exclude(status=Status.CLOSED)
    elif status:
        found = found.filter(status=status)
    if chosen.get("category"):
        found = found.filter(category=chosen["category"])
    number = "".join(filter(str.isdecimal, chosen.get("q", "")))
    if number:
        found = found.filter(pk=int(number[:15]))
    return found


def choices(incident: Incident, person: User) -> dict[str, rules.Verdict]:
    """For each verb that a button offers, whether it is open to `person` and why not."""
    return {
        "handle": rules.ask("incidents.handle", person, incident),
        "close": rules.ask("incidents.close", person, incident),
        "reopen": rules.ask("incidents.reopen", person, incident),
        "excuse": rules.ask("incidents.excuse", person, incident),
    }
