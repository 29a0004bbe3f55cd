"""What the pages of a pack say of it."""

from dataclasses import dataclass
from datetime import datetime

from django.template.defaultfilters import filesizeformat

from audit.models import Event
from audit.workflow import labels
from incidents.models import Incident, Pack
from incidents.packs.choices import Choices, Show
from incidents.packs.contents import Contents
from people.models import User

TAKEN = ("incidents.download_pack", "incidents.reveal_passphrase")


@dataclass(frozen=True)
class Taken:
    """One time that somebody took the ZIP or saw its passphrase; in the shape of the timeline component."""

    at: datetime
    words: str
    icon: str


def taken(pack: Pack) -> list[Taken]:
    """Who took it, newest first. Two queries."""
    events = list(Event.objects.about(pack).filter(verb__in=TAKEN, refused=False).order_by("-id")[:100])
    people = User.objects.in_bulk({event.person_id for event in events if event.person_id})
    return [
        Taken(
            event.at,
            f"{people.get(event.person_id or 0, 'Somebody')} {labels[event.verb]}",
            "download" if event.verb == TAKEN[0] else "key-round",
        )
        for event in events
    ]


def facts(pack: Pack) -> list[tuple[str, str]]:
    """What was chosen, in a line each."""
    choices = Choices.read(pack.redactions)
    shown = list(choices.people.values())
    kinds = {"tasks": choices.tasks, "who outside was told": choices.referrals, "the record": choices.audit}
    out = [name for name, is_in in kinds.items() if not is_in]
    return [
        ("Names", f"{shown.count(Show.NAME)} shown, {shown.count(Show.INITIALS)} as initials, "
                  f"{shown.count(Show.BLACK)} blacked out"),
        ("Other words blacked out", str(len(choices.words) or "None")),
        ("Entries left out", str(len(choices.entries_out) or "None")),
        ("Evidence left out", str(len(choices.evidence_out) or "None")),
        ("Also left out", ", ".join(out).capitalize() or "Nothing"),
    ]  # fmt: skip


def counts(made: Contents) -> list[tuple[str, str]]:
    """What a pack would hold, before it is asked for."""
    entries = sum(line.is_in for line in made.timeline)
    pieces = sum(bool(piece.path) for piece in made.pieces)
    names = len(made.people) - made.blacked_out - made.as_initials
    return [
        ("Names", f"{names} shown, {made.as_initials} as initials, {made.blacked_out} blacked out"),
        ("Entries", f"{entries} of {len(made.timeline)}"),
        ("Evidence", f"{pieces} of {len(made.pieces)}, {filesizeformat(made.size)}"),
        ("Lines of the custody ledger", str(len(made.custody))),
        ("Tasks", str(len(made.tasks)) if made.choices.tasks else "Left out"),
        ("Told outside the school", str(len(made.referrals)) if made.choices.referrals else "Left out"),
        ("Lines of the record", str(len(made.events)) if made.choices.audit else "Left out"),
    ]


def latest(incident: Incident, limit: int = 5) -> list[Pack]:
    return list(incident.packs.select_related("asked_by").defer("passphrase")[:limit])
