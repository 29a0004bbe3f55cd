"""What is written in a case file, for good: a mistake is corrected by another line, and both stay (I3)."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse

from audit import workflow as audit
from core import clock
from core.errors import InvalidInput, WrongState
from incidents import telling
from incidents.models import Entry, Incident
from incidents.opened import readers_of
from incidents.states import TOLD, EntryKind, Part
from incidents.timing import AGAIN
from incidents.workflow.naming import handling
from incidents.workflow.writing import write
from people.models import User

# What a person writes. The other kinds are written by verbs.
WRITTEN = (EntryKind.NOTE, EntryKind.CONTACT, EntryKind.DECISION)


@audit.verb("incidents.add_entry", "wrote in the case file")
def add_entry(
    incident: Incident,
    *,
    actor: User,
    text: str,
    kind: str = EntryKind.NOTE,
    reason: str = "",
    happened_at: datetime | None = None,
    open_to_reporter: bool = False,
    open_to_target: bool = False,
    open_to_witness: bool = False,
) -> Incident:
    """Add a note, a conversation or a decision with its reason; those to whom it is opened are told that there is news.

    The same words sent twice within a minute are there once: nobody could take the second line away. Raises NotAllowed
    (or the file is closed), InvalidInput (no words; a decision without a reason; a time to come; nobody of that part
    can read it).
    """
    incident = handling(incident, actor)
    if kind not in WRITTEN:
        raise InvalidInput("Choose a note, a conversation or a decision.", "kind")
    if not text.strip():
        raise InvalidInput("Say in a few words what happened.", "text")
    if kind == EntryKind.DECISION and not reason.strip():
        raise InvalidInput("Say why it was decided so: whoever reads the file later will ask.", "reason")
    if happened_at is not None and happened_at > clock.now():
        raise InvalidInput("This time is still to come.", "happened_at")
    chosen = {Part.REPORTER: open_to_reporter, Part.TARGET: open_to_target, Part.WITNESS: open_to_witness}
    open_to = [part for part, is_open in chosen.items() if is_open]
    for part in open_to:
        if not readers_of(incident, [part]):
            raise InvalidInput(
                "Nobody who signs in here could read it: tell them yourselves, and note that.", f"open_to_{part}"
            )
    same = incident.entries.filter(by=actor, kind=kind, text=text.strip(), reason=reason.strip())
    same = same.filter(happened_at=happened_at, **{f"open_to_{part}": part in open_to for part in chosen})
    if same.filter(at__gt=clock.now() - AGAIN).exists():
        audit.record("incidents.add_entry", incident, actor=actor, again=True)
        return incident
    entry = write(incident, kind, text, actor, reason=reason, happened_at=happened_at, open_to=open_to)
    audit.record(
        "incidents.add_entry", incident, actor=actor, entry=entry.pk, kind=str(kind), open_to=",".join(open_to)
    )
    tell_of_news(incident, entry, open_to)
    return incident


@audit.verb("incidents.correct_entry", "corrected a line of the case file")
def correct_entry(incident: Incident, entry: Entry, *, actor: User, text: str, reason: str) -> Incident:
    """Put right what a line says, by another one. The first stays as it is, marked as corrected.

    Whoever could read the mistake may read what is right, and is told. Raises NotAllowed, InvalidInput (no words, no
    reason, no change), WrongState (it was corrected already, or the portal itself wrote it).
    """
    incident = handling(incident, actor)
    if entry.incident_id != incident.pk or entry.kind == EntryKind.STATE:
        raise WrongState("The portal wrote this line when something was done, so it is not corrected. Add a note.")
    if entry.corrections.exists():
        raise WrongState("This line was corrected already. Correct the line that took its place.")
    if not text.strip():
        raise InvalidInput("Say what is right.", "text")
    if text.strip() == entry.text:
        raise InvalidInput("These are the same words as before.", "text")
    if not reason.strip():
        raise InvalidInput("Say why it is corrected.", "reason")
    open_to = [part for part in TOLD if getattr(entry, f"open_to_{part}")]
    correction = write(
        incident,
        EntryKind.CORRECTION,
        text,
        actor,
        reason=reason,
        happened_at=entry.happened_at,
        corrects=entry,
        open_to=open_to,
    )
    audit.record("incidents.correct_entry", incident, actor=actor, entry=correction.pk, corrects=entry.pk)
    tell_of_news(incident, correction, open_to)
    return incident


def tell_of_news(incident: Incident, entry: Entry, open_to: Iterable[str]) -> None:
    """That there is news, to those to whom the line is opened: never what, and never to who is shut out (H5)."""
    telling.tell(
        readers_of(incident, open_to),
        "incidents.reporter_told",
        incident,
        f"entry:{entry.pk}",
        url=reverse("incidents:my_report", kwargs={"ref": incident.public_id}),
    )
