"""What is kept, how it is read again, and the line of the ledger that says so. Verbs are in workflow.py."""

import hashlib
import hmac
import struct
from dataclasses import dataclass

from audit import workflow as audit
from core import clock
from core.crypto import cipher
from core.errors import WrongState
from incidents.evidence.files import Checked
from incidents.evidence.thread import as_kept, thread_of
from incidents.handling import handling_of
from incidents.models import Custody, Evidence, Incident
from incidents.states import EvidenceKind, Handled
from moderation.models import Item
from people.models import User

FILES = (EvidenceKind.PICTURE, EvidenceKind.PDF)
ENDINGS = {
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/webp": "webp",
    "application/pdf": "pdf",
    "application/json": "json",
    "text/plain": "txt",
}
DOES_NOT_OPEN = "This does not open: it was changed, or the key that closed it is not at hand."

audit.register("incidents.add_evidence", "added evidence to the case file")


@dataclass(frozen=True)
class Content:
    """What is kept, byte for byte, and whether its SHA-256 is still that of when it was added."""

    data: bytes
    is_whole: bool


def is_words_only(incident: Incident) -> bool:
    """Whether nothing but words and links may be added: by its category, or by the comment that it is about."""
    if handling_of(incident.category).words_only:
        return True
    return incident.item is not None and incident.item.link_only


def keep(
    incident: Incident,
    kind: str,
    *,
    by: User,
    title: str,
    text: str = "",
    url: str = "",
    item: Item | None = None,
    file: Checked | None = None,
) -> Evidence:
    """Write one piece and the first line of its ledger. The caller has asked the rule, within its verb."""
    evidence = Evidence(
        incident=incident,
        kind=kind,
        title=title.strip()[:200],
        text=text.strip(),
        url=url.strip(),
        item=item,
        added_by=by,
        added_at=clock.now(),
    )
    if item is not None:
        evidence.thread = thread_of(item, link_alone=is_words_only(incident))
    if file is not None:
        evidence.file_name, evidence.media_type = file.name, file.media_type
        evidence.pages, evidence.size, evidence.sha256 = file.pages, len(file.original), file.sha256
        evidence.scanned_at = clock.now() if file.is_scanned else None
    else:
        data = _words(evidence)
        evidence.media_type = "application/json" if item is not None else "text/plain"
        evidence.size, evidence.sha256 = len(data), hashlib.sha256(data).hexdigest()
    evidence.save()
    if file is not None:  # each is sealed for its own row alone, so the row comes first
        evidence.original = cipher.seal(file.original, evidence.bound_to("original"))
        evidence.copy = cipher.seal(packed(file.copies), evidence.bound_to("copy"))
        evidence.save(update_fields=["original", "copy"])
    handled(evidence, Handled.ADDED, by, is_whole=True)
    audit.record(
        "incidents.add_evidence", incident, actor=by, evidence=evidence.pk, kind=str(kind), digest=evidence.sha256
    )
    return evidence


def keep_item(incident: Incident, item: Item, *, by: User) -> Evidence:
    """The comment as it stands now, with its thread: called where an incident is reported from it, and by the verb."""
    return keep(incident, EvidenceKind.ITEM, by=by, title="The comment, with its thread", url=item.permalink, item=item)


def handled(evidence: Evidence, did: str, by: User, *, is_whole: bool | None = None) -> Custody:
    """A line of the custody ledger."""
    return Custody.objects.create(evidence=evidence, person=by, did=did, at=clock.now(), is_whole=is_whole)


def content_of(evidence: Evidence) -> Content:
    """What was added, and whether it is as it was. Raises WrongState where it does not open at all."""
    data = _unsealed(evidence, "original") if evidence.kind in FILES else _words(evidence)
    return Content(data, hmac.compare_digest(hashlib.sha256(data).hexdigest(), evidence.sha256))


def is_whole(evidence: Evidence) -> bool:
    """Whether what is kept is what was added. Raises KeyNotReached where the key cannot be had just now."""
    try:
        return content_of(evidence).is_whole
    except cipher.KeyNotReached:
        raise
    except WrongState:
        return False


def file_name(evidence: Evidence) -> str:
    """What a file with this is called outside: by the case and its number, never as it was called when it came."""
    ending = ENDINGS.get(evidence.media_type, "bin")
    return f"evidence-{evidence.incident.public_id}-{evidence.pk}.{ending}"


def copies_of(evidence: Evidence) -> list[bytes]:
    """The pages of the copy, each a JPEG. Raises WrongState."""
    return unpacked(_unsealed(evidence, "copy"))


def packed(copies: list[bytes]) -> bytes:
    return b"".join(struct.pack(">I", len(copy)) + copy for copy in copies)


def unpacked(data: bytes) -> list[bytes]:
    copies, at = [], 0
    while at + 4 <= len(data):
        (length,) = struct.unpack_from(">I", data, at)
        copies.append(data[at + 4 : at + 4 + length])
        at += 4 + length
    return copies


def _words(evidence: Evidence) -> bytes:
    if evidence.kind == EvidenceKind.ITEM:
        return as_kept(evidence.thread)
    return "\n".join(part for part in (evidence.url, evidence.text) if part).encode()


def _unsealed(evidence: Evidence, field: str) -> bytes:
    sealed: bytes | None = getattr(evidence, field)
    if sealed is None:
        raise WrongState(DOES_NOT_OPEN)
    try:
        return cipher.unseal(sealed, evidence.bound_to(field))
    except cipher.KeyNotReached:
        raise
    except cipher.CannotOpen:
        raise WrongState(DOES_NOT_OPEN) from None
