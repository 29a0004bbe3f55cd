"""A case file made ready to leave the school: asked for, made by a worker, taken, and removed a week later (I3).

A worker may die anywhere, a task may come twice, two may work at once: what a pack holds, its passphrase and the
lines of the custody ledger are committed together, by whoever still holds the lease.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import IO

from django.db import transaction
from django.db.models import F, Q
from django.urls import reverse
from django.views.decorators.debug import sensitive_variables

from audit import workflow as audit
from core import clock, rules
from core.actors import DAILY, Actor
from core.crypto import cipher
from core.errors import InvalidInput, NotAllowed, WrongState
from core.registry import daily
from incidents import telling
from incidents.evidence.keeping import handled
from incidents.evidence.rules import is_words_only
from incidents.models import Evidence, Incident, Pack, PackPart
from incidents.packs import messages as _messages  # noqa: F401  (registers the messages)
from incidents.packs import rules as _rules  # noqa: F401  (registers the rules)
from incidents.packs import waking
from incidents.packs.choices import Choices, Show
from incidents.states import EntryKind, Handled
from incidents.workflow.writing import write
from people.models import User

MB = 1024 * 1024
MOST = 100 * MB  # of evidence in one pack
PART = 4 * MB
LEASE = timedelta(minutes=10)  # longer than the largest pack takes
TRIES = 3  # by workers that died over it
KEPT = timedelta(days=7)
GONE = "This pack is no longer here: a pack is removed 7 days after it was made. Ask for another one."
NOT_READY = "This pack is not ready."
CANNOT_OPEN = (
    "This pack does not open: it was changed, or closed with a key that is not here. Tell an Administrator at once, "
    "and ask for another one."
)


class Superseded(WrongState):
    """Somebody else holds the lease by now, or it is made already."""


@dataclass(frozen=True)
class Made:
    """What a worker made. `whole` is, for each piece of evidence in it, whether it is still as it was added."""

    file: IO[bytes]
    size: int
    sha256: str
    passphrase: str
    whole: Mapping[int, bool]
    changed: Mapping[str, int]

    def __repr__(self) -> str:
        return f"<Made {self.sha256[:12]}>"  # never the passphrase


@audit.verb("incidents.ask_pack", "asked for a pack of the case file")
def ask(incident: Incident, *, actor: User, recipient: str, reason: str, choices: Choices) -> Pack:
    """Have the case file made ready to leave the school, less what `choices` leaves out (I3, X1).

    Raises NotAllowed, InvalidInput (nobody or no reason named, too much evidence), WrongState (one is being made).
    """
    incident = audit.lock(incident)
    rules.require("incidents.ask_pack", actor, incident)
    if not recipient.strip():
        raise InvalidInput("Say who it is for.", "recipient")
    if not reason.strip():
        raise InvalidInput("Say why they are given it.", "reason")
    if incident.packs.filter(state=Pack.State.ASKED).exists():
        raise WrongState("Another pack of this file is being made just now. Wait until it is ready.")
    size = size_of(incident, choices)
    if size > MOST:
        raise InvalidInput(too_large(size), "evidence_out")
    pack = Pack.objects.create(
        incident=incident,
        recipient=recipient.strip(),
        reason=reason.strip(),
        redactions=choices.as_json(),
        asked_by=actor,
        asked_at=clock.now(),
    )
    write(incident, EntryKind.STATE, f"A pack of this file was asked for, for {pack.recipient}.", actor, reason=reason)
    shown = list(choices.people.values())
    audit.record(
        "incidents.ask_pack",
        pack,
        actor=actor,
        incident=incident.pk,
        blacked_out=shown.count(Show.BLACK),
        initials=shown.count(Show.INITIALS),
        words=len(choices.words),
        entries_out=sorted(choices.entries_out),
        evidence_out=sorted(choices.evidence_out),
        tasks=choices.tasks,
        referrals=choices.referrals,
        audit=choices.audit,
    )
    transaction.on_commit(partial(waking.wake, pack.pk))
    return pack


def size_of(incident: Incident, choices: Choices) -> int:
    """Bytes of the evidence that goes in. One query."""
    if is_words_only(incident):
        return 0
    kept = incident.evidence.filter(set_aside_at=None).order_by("pk").values_list("pk", "size")
    return sum(size for pk, size in kept if choices.has_evidence(pk))


def too_large(size: int) -> str:
    return (
        f"The evidence comes to {size / MB:.0f} MB, and one pack holds {MOST // MB} MB. Leave some of it out, and "
        "put that into a second pack."
    )


@audit.verb("incidents.retry_pack", "had a pack made again")
def retry(pack: Pack, *, actor: User) -> Pack:
    """Let a worker try again what failed, as it was asked for. Raises NotAllowed, WrongState."""
    pack = audit.lock(pack)
    rules.require("incidents.retry_pack", actor, pack)
    if pack.state != Pack.State.FAILED:
        raise WrongState("This pack did not fail, so it is not made again.")
    pack.state, pack.problem, pack.leased_until, pack.tries = Pack.State.ASKED, "", None, 0
    pack.save(update_fields=["state", "problem", "leased_until", "tries"])
    transaction.on_commit(partial(waking.wake, pack.pk))
    return pack


def claim(pack_id: int) -> datetime | None:
    """Until when this worker holds the pack, or None: it is made, or another worker is at it."""
    now = clock.now()
    free = Q(leased_until=None) | Q(leased_until__lt=now)
    asked = Pack.objects.filter(free, pk=pack_id, state=Pack.State.ASKED)
    until = now + LEASE
    return until if asked.update(leased_until=until, tries=F("tries") + 1) else None


def require_asker(pack: Pack) -> None:
    """Raises NotAllowed where whoever chose what it holds may not do so any more: they may be named in it now (H5)."""
    if not rules.ask("incidents.ask_pack", pack.asked_by, pack.incident):
        raise NotAllowed("Whoever asked for it does not lead this incident any more. Somebody else asks for another.")


@sensitive_variables("made")
@audit.verb("incidents.make_pack", "made a pack of the case file ready")
def finish(pack: Pack, *, actor: Actor, lease: datetime, made: Made) -> Pack:
    """Keep what was made, sealed, and write for each piece of evidence in it that it was exported.

    Raises Superseded, NotAllowed (see `require_asker`).
    """
    pack = audit.lock(pack)
    rules.require("incidents.make_pack", actor, pack)
    _require_lease(pack, lease)
    require_asker(pack)
    pack.state, pack.made_at, pack.leased_until = Pack.State.READY, clock.now(), None
    pack.sha256, pack.size = made.sha256, made.size
    pack.passphrase = cipher.seal(made.passphrase.encode(), pack.bound_to("passphrase"))
    pack.redactions = {**pack.redactions, "changed": dict(made.changed)}
    pack.save(update_fields=["state", "made_at", "leased_until", "sha256", "size", "passphrase", "redactions"])
    made.file.seek(0)
    for number, content in enumerate(iter(partial(made.file.read, PART), b"")):
        part = PackPart(pack=pack, number=number)
        part.content = cipher.seal(content, part.bound_to())
        part.save()
    for evidence in Evidence.objects.filter(pk__in=made.whole).only("pk"):
        handled(evidence, Handled.EXPORTED, pack.asked_by, is_whole=made.whole[evidence.pk])
    audit.record(
        "incidents.make_pack",
        pack,
        actor=actor,
        incident=pack.incident_id,
        digest=pack.sha256,
        size=pack.size,
        evidence=sorted(made.whole),
    )
    _tell(pack, "incidents.pack_ready")
    return pack


@audit.verb("incidents.fail_pack", "could not make a pack")
def fail(pack: Pack, *, actor: Actor, lease: datetime | None, why: str) -> Pack:
    """Give up, saying why. Raises Superseded."""
    pack = audit.lock(pack)
    rules.require("incidents.make_pack", actor, pack)
    _require_lease(pack, lease)
    pack.state, pack.problem, pack.leased_until = Pack.State.FAILED, why[:200], None
    pack.save(update_fields=["state", "problem", "leased_until"])
    _tell(pack, "incidents.pack_failed")
    return pack


@audit.verb("incidents.download_pack", "downloaded a pack of the case file")
def download(pack: Pack, *, actor: User) -> Pack:
    """Record that somebody takes the ZIP, before a byte of it leaves. Raises NotAllowed, WrongState (not there)."""
    pack = audit.lock(pack)
    rules.require("incidents.download_pack", actor, pack)
    _require_there(pack)
    audit.record("incidents.download_pack", pack, actor=actor, incident=pack.incident_id, digest=pack.sha256)
    return pack


def content_of(pack: Pack) -> Iterator[bytes]:
    """The ZIP, part after part, once `download` has recorded it. Raises WrongState where it does not open."""
    numbers = range(pack.parts.count())
    for number in numbers:
        part = PackPart.objects.get(pack=pack, number=number)
        try:
            yield cipher.unseal(part.content, part.bound_to())
        except cipher.KeyNotReached:
            raise
        except cipher.CannotOpen:
            raise WrongState(CANNOT_OPEN) from None


@audit.verb("incidents.reveal_passphrase", "saw the passphrase of a pack")
def note_passphrase(pack: Pack, *, actor: User) -> Pack:
    """Record that somebody sees the passphrase. Raises NotAllowed, WrongState."""
    pack = audit.lock(pack)
    rules.require("incidents.reveal_passphrase", actor, pack)
    _require_there(pack)
    audit.record("incidents.reveal_passphrase", pack, actor=actor, incident=pack.incident_id)
    return pack


def reveal_passphrase(pack: Pack, *, actor: User) -> str:
    """The passphrase, after that is on the record and committed. Raises NotAllowed, WrongState."""
    pack = note_passphrase(pack, actor=actor)
    try:
        return cipher.unseal(bytes(pack.passphrase or b""), pack.bound_to("passphrase")).decode()
    except cipher.KeyNotReached:
        raise
    except cipher.CannotOpen:
        raise WrongState(CANNOT_OPEN) from None


@audit.verb("incidents.clear_pack", "removed a pack of the case file")
def clear(pack: Pack, *, actor: Actor) -> Pack:
    """Remove the ZIP and its passphrase; that it was made, for whom and by whom, stays. Raises WrongState."""
    pack = audit.lock(pack)
    rules.require("incidents.clear_pack", actor, pack)
    if pack.state != Pack.State.READY:
        raise WrongState(NOT_READY)
    pack.state, pack.passphrase = Pack.State.GONE, None
    pack.save(update_fields=["state", "passphrase"])
    pack.parts.all().delete()
    return pack


@daily("packs of case files, a week after they were made")
def clear_packs() -> None:
    for pack in Pack.objects.filter(state=Pack.State.READY, made_at__lt=clock.now() - KEPT):
        clear(pack, actor=DAILY)


def _require_lease(pack: Pack, lease: datetime | None) -> None:
    if pack.state != Pack.State.ASKED or pack.leased_until != lease:
        raise Superseded("Another worker has this pack.")


def _require_there(pack: Pack) -> None:
    if pack.state == Pack.State.GONE or (pack.made_at is not None and pack.made_at < clock.now() - KEPT):
        raise WrongState(GONE)
    if pack.state != Pack.State.READY:
        raise WrongState(NOT_READY)


def _tell(pack: Pack, message: str) -> None:
    """Whoever asked for it, unless it is hidden from them by now (H5)."""
    audit.lock(pack.incident)  # held: whoever is named from now on has this notice taken back
    if Pack.objects.visible_to(pack.asked_by).filter(pk=pack.pk).exists():
        url = reverse("incidents:pack", args=[pack.incident.public_id, pack.pk])
        cause = f"pack:{pack.pk}:{message}:{pack.made_at or clock.now():%s}"
        telling.tell([pack.asked_by], message, pack.incident, cause, url=url)
