"""Everybody who appears in a case file, and as what: for each it is chosen how a pack shows them."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet

from audit.models import Event
from incidents.models import Custody, Evidence, Incident
from incidents.packs.choices import Choices, Show
from incidents.packs.redacting import Somebody
from incidents.states import TOLD, Part
from people.models import User

WORKED = "Worked on the file"
WROTE = "Wrote the comment"
PREPARED = "Asked for the pack"
# Whose name a pack shows unless somebody chooses otherwise: those without whom it says nothing.
SHOWN = frozenset({Part.HANDLER.label, Part.ALLEGED.label, WROTE, PREPARED})
SPARED = frozenset(part.label for part in (*TOLD, Part.PARENT, Part.OTHER))
# That there is another incident is for those who handle both: no pack of this one tells of it (H5).
OF_ANOTHER = ("incidents.link", "incidents.unlink")
ABOUT = ("assessment", "evidence", "incident", "incidentclock", "involvement", "pack", "referral", "task")


@dataclass
class Appearing:
    """Somebody, once, whatever number of parts they have. `user` is None for who does not sign in here."""

    key: str
    name: str
    user: User | None = None
    parts: list[str] = field(default_factory=list)

    @property
    def usual(self) -> Show:
        parts = set(self.parts)
        return Show.INITIALS if parts & SPARED and not parts & SHOWN else Show.NAME

    def shown(self, choices: Choices) -> Somebody:
        also = (self.user.email,) if self.user is not None and self.user.email else ()
        return Somebody(self.key, self.name, choices.people.get(self.key, Show.BLACK), also)


def key_of(user_id: int | None) -> str:
    return f"person-{user_id}"


def plain(name: str) -> str:
    return " ".join(name.casefold().split())


def key_in_words(name: str) -> str:
    """Of a name in words: the same name is the same person."""
    return f"named-{hashlib.sha256(plain(name).encode()).hexdigest()[:12]}"


def appearing(incident: Incident, asker: User) -> list[Appearing]:
    """Everybody, those with a part first. A dozen queries, whatever the file holds.

    A name in words that is also that of somebody who signs in is taken for theirs: else one choice would undo the
    other.
    """
    involved = list(incident.involvements.select_related("person"))
    appearances: list[tuple[User | str, str]] = [(one.person or one.name, one.get_part_display()) for one in involved]
    appearances.append((incident.reporter, Part.REPORTER.label))
    appearances += [(name, WROTE) for name in _authors(incident)]
    appearances.append((asker, PREPARED))
    appearances += [(user, WORKED) for user in User.objects.filter(pk__in=_workers(incident)).order_by("full_name")]
    users = {plain(str(who)): who for who, _ in reversed(appearances) if isinstance(who, User)}
    found: dict[str, Appearing] = {}
    for named, part in appearances:
        who = users.get(plain(named), named) if isinstance(named, str) else named
        user = who if isinstance(who, User) else None
        key = key_of(user.pk) if user else key_in_words(str(who))
        one = found.setdefault(key, Appearing(key, str(who), user))
        if part not in one.parts:
            one.parts.append(part)
    return list(found.values())


def _workers(incident: Incident) -> set[int]:
    """Who wrote, was asked, added or looked at something in the file; by primary key."""
    rows: list[Iterable[int | None]] = [
        (incident.lead_id, incident.first_id),
        incident.entries.values_list("by", flat=True),
        incident.referrals.values_list("by", flat=True),
        incident.evidence.values_list("added_by", flat=True),
        incident.clocks.values_list("met_by", flat=True),
        Custody.objects.filter(evidence__incident=incident).values_list("person", flat=True),
        *zip(*incident.tasks.values_list("owner", "added_by", "done_by"), strict=True),
        *zip(*incident.assessments.values_list("by", "checked_by"), strict=True),
        *zip(*incident.involvements.values_list("named_by"), strict=True),
    ]
    actors = events_about(incident).order_by().values_list("actor", flat=True).distinct()
    people = {int(actor.partition(":")[2]) for actor in actors if actor.startswith("person:")}
    return people | {pk for row in rows for pk in row if pk is not None}


def _authors(incident: Incident) -> list[str]:
    """Who wrote the comment that it is about, and those kept as evidence."""
    names = [incident.item.author_name] if incident.item is not None else []
    for thread in incident.evidence.exclude(thread=[]).values_list("thread", flat=True):
        names += [line.get("author", "") for line in thread if line.get("place") in ("comment", "earlier")]
    return list(dict.fromkeys(name.strip() for name in names if name.strip()))


def events_about(incident: Incident) -> QuerySet[Event]:
    """What the record says of the incident and of all that its file holds, in the order of the chain."""
    about = Q(subject_type="incidents.incident", subject_id=str(incident.pk))
    for name in ABOUT:
        if name == "incident":
            continue
        model = incident._meta.apps.get_model("incidents", name)
        own = [str(pk) for pk in model._base_manager.filter(incident=incident).values_list("pk", flat=True)]
        if own:
            about |= Q(subject_type=f"incidents.{name}", subject_id__in=own)
    return Event.objects.filter(about).exclude(verb__in=OF_ANOTHER).order_by("id")


def files_of(incident: Incident) -> QuerySet[Evidence]:
    """Its evidence in order, without the sealed files themselves: those are read one at a time."""
    return incident.evidence.select_related("added_by").defer("original", "copy").order_by("added_at", "pk")
