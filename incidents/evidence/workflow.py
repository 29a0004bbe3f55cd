"""Add evidence, open it, check it, set it aside: each is a line of its custody ledger (I3)."""

import hashlib
from datetime import timedelta

from django.db import transaction

from audit import workflow as audit
from core import clock, rules
from core.actors import Actor
from core.errors import InvalidInput, WrongState
from incidents import telling
from incidents.evidence import messages as _messages  # noqa: F401  (registers the messages)
from incidents.evidence import rules as _rules  # noqa: F401  (registers the rules)
from incidents.evidence.files import Checked
from incidents.evidence.keeping import content_of, handled, is_whole, is_words_only, keep, keep_item
from incidents.evidence.thread import as_kept, thread_of
from incidents.handling import NO_PICTURE, PICTURE
from incidents.models import Evidence, Incident
from incidents.staffing import handlers
from incidents.states import EvidenceKind, Handled
from incidents.timing import AGAIN
from people.models import User

MOST = 300  # pieces in a case file
MOST_OF_REPORTER = 20
LONGEST_TITLE = 200
SITTING = timedelta(minutes=15)
SOMETHING = "Write something, give a link, or choose a file."


@audit.verb("incidents.add_evidence", "added evidence to the case file")
def add(
    incident: Incident,
    *,
    actor: User,
    title: str = "",
    text: str = "",
    url: str = "",
    file: Checked | None = None,
) -> Evidence:
    """A handler adds words, a link or a checked file (one piece).

    The same sent twice within a minute is one piece: nobody could take the second one away. Raises NotAllowed,
    InvalidInput, WrongState.
    """
    incident = audit.lock(incident)
    rules.require("incidents.upload_evidence" if file else "incidents.add_evidence", actor, incident)
    _room_for_more(incident)
    return _kept(incident, actor, title, text, url, file)


@audit.verb("incidents.add_by_reporter", "added evidence to their report")
def add_by_reporter(
    incident: Incident,
    *,
    actor: User,
    title: str = "",
    text: str = "",
    url: str = "",
    file: Checked | None = None,
    tell: bool = True,
) -> Evidence:
    """Whoever reported it adds words, a link or a file that `files.checked` gave (one piece); handlers are told.

    `tell` is False where it comes along with the report itself. Sent twice it is there once, as with `add`.
    Raises NotAllowed, InvalidInput, WrongState.
    """
    incident = audit.lock(incident)
    rules.require("incidents.upload_by_reporter" if file else "incidents.add_by_reporter", actor, incident)
    if incident.evidence.filter(added_by=actor).count() >= MOST_OF_REPORTER:
        raise WrongState(f"You have added {MOST_OF_REPORTER} pieces already. Tell the people who handle it of more.")
    _room_for_more(incident)
    evidence = _kept(incident, actor, title, text, url, file)
    if tell:
        telling.tell(handlers(incident), "incidents.evidence_added", incident, f"evidence:{evidence.pk}")
    return evidence


@audit.verb("incidents.keep_comment", "kept the comment with its thread as evidence")
def keep_comment(incident: Incident, *, actor: User) -> Evidence:
    """Keep the comment that it is about as it stands now, with its thread. Raises NotAllowed, WrongState."""
    incident = audit.lock(incident)
    rules.require("incidents.add_evidence", actor, incident)
    if incident.item is None:
        raise WrongState("This incident is not about a comment in the portal.")
    _room_for_more(incident)
    kept = as_kept(thread_of(incident.item, link_alone=is_words_only(incident)))
    same = _sent_already(incident, actor, kind=EvidenceKind.ITEM, sha256=hashlib.sha256(kept).hexdigest())
    return same or keep_item(incident, incident.item, by=actor)


@audit.verb("incidents.view_evidence", "looked at evidence")
def view(evidence: Evidence, *, actor: User) -> Evidence:
    """Before it is shown: that it was opened, and whether it is as it was added. `evidence.whole` says so.

    Raises NotAllowed; WrongState where the key cannot be had just now.
    """
    return _noted(evidence, Handled.VIEWED, "incidents.view_evidence", "incidents.open_evidence", actor)


def show(evidence: Evidence, *, actor: User) -> Evidence:
    """One page of the copy more, for somebody who has opened it: a line of the ledger for each sitting, not each page.

    Raises NotAllowed, WrongState.
    """
    with transaction.atomic():
        _may_now("incidents.open_evidence", actor, evidence)
        since = clock.now() - SITTING
        if evidence.custody.filter(person=actor, did=Handled.VIEWED, at__gte=since).exists():
            return evidence
    return view(evidence, actor=actor)


@audit.verb("incidents.check_evidence", "checked evidence against its fingerprint")
def check(evidence: Evidence, *, actor: User) -> Evidence:
    """Reckon the digest again, without showing anything. `evidence.whole` says whether it is right."""
    return _noted(evidence, Handled.CHECKED, "incidents.check_evidence", "incidents.see_evidence", actor)


@audit.verb("incidents.download_evidence", "downloaded the original of evidence")
def download(evidence: Evidence, *, actor: User) -> Evidence:
    """Let the original go out as it came; `evidence.content` holds it. Raises NotAllowed, WrongState."""
    found = content_of(evidence)
    _may_now("incidents.download_evidence", actor, evidence)
    evidence.content = found.data  # type: ignore[attr-defined]
    handled(evidence, Handled.DOWNLOADED, actor, is_whole=found.is_whole)
    audit.record(
        "incidents.download_evidence", evidence.incident, actor=actor, evidence=evidence.pk, whole=found.is_whole
    )
    return evidence


@audit.verb("incidents.set_aside_evidence", "set evidence aside")
def set_aside(evidence: Evidence, *, actor: User, reason: str) -> Evidence:
    """It does not belong here: kept, and not opened again. Raises NotAllowed, InvalidInput (no reason)."""
    incident = audit.lock(evidence.incident)
    evidence.refresh_from_db(fields=["set_aside_at"])
    evidence.incident = incident
    rules.require("incidents.set_aside_evidence", actor, evidence)
    if not reason.strip():
        raise InvalidInput("Say why it is set aside.", "reason")
    evidence.set_aside_at, evidence.set_aside_why = clock.now(), reason.strip()[:300]
    evidence.save(update_fields=["set_aside_at", "set_aside_why"])
    handled(evidence, Handled.SET_ASIDE, actor)
    audit.record("incidents.set_aside_evidence", incident, actor=actor, evidence=evidence.pk)
    return evidence


@audit.verb("incidents.stamp_evidence", "had evidence stamped with the time by a third party")
def stamp(evidence: Evidence, *, actor: Actor, token: bytes) -> Evidence:
    """Keep the stamp with the piece that it is about; the first one stays. Raises NotAllowed."""
    rules.require("incidents.stamp_evidence", actor, evidence)
    kept = Evidence.objects.filter(pk=evidence.pk, time_stamp=None).update(time_stamp=token)
    audit.record("incidents.stamp_evidence", evidence.incident, actor=actor, evidence=evidence.pk, kept=bool(kept))
    return evidence


def _room_for_more(incident: Incident) -> None:
    if incident.evidence.count() >= MOST:
        raise WrongState(f"There are {MOST} pieces of evidence in this file. Put several into one PDF.")


def _kept(incident: Incident, by: User, title: str, text: str, url: str, file: Checked | None) -> Evidence:
    text, url = text.strip(), url.strip()
    if file is None and not text and not url:
        raise InvalidInput(SOMETHING, "text")
    if is_words_only(incident) and PICTURE.search(f"{title}\n{text}\n{url}"):
        raise InvalidInput(NO_PICTURE, "text")
    kind = EvidenceKind(file.kind) if file else EvidenceKind.LINK if url else EvidenceKind.TEXT
    title = (title.strip() or (file.name if file else str(kind.label)))[:LONGEST_TITLE]
    held = {"sha256": file.sha256} if file else {}
    same = _sent_already(incident, by, kind=kind, title=title, text=text, url=url, **held)
    return same or keep(incident, kind, by=by, title=title, text=text, url=url, file=file)


def _sent_already(incident: Incident, by: User, **what: str) -> Evidence | None:
    """The piece that this one is, added by them less than a minute ago and not set aside."""
    recent = incident.evidence.filter(added_by=by, added_at__gt=clock.now() - AGAIN, set_aside_at=None)
    same = recent.filter(**what).defer("original", "copy", "time_stamp").first()
    if same is not None:
        audit.record("incidents.add_evidence", incident, actor=by, evidence=same.pk, again=True)
    return same


def _may_now(rule: str, actor: User, evidence: Evidence) -> None:
    """Ask with the incident's row held: whoever was named in it a moment ago does not get it any more (H5).

    What takes long, such as opening a large file, comes before this, so that nobody waits for the row.
    """
    evidence.incident = audit.lock(evidence.incident, "item")
    rules.require(rule, actor, evidence)


def _noted(evidence: Evidence, did: str, name: str, rule: str, actor: User) -> Evidence:
    whole = is_whole(evidence)
    _may_now(rule, actor, evidence)
    evidence.whole = whole  # type: ignore[attr-defined]
    handled(evidence, did, actor, is_whole=whole)
    audit.record(name, evidence.incident, actor=actor, evidence=evidence.pk, whole=whole)
    return evidence
