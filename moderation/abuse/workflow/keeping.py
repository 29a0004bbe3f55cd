"""What is kept before anything is removed, who looked at it, and whether it is unchanged (H1)."""

import hashlib
import hmac
import json
from datetime import datetime

from audit import workflow as audit
from audit.models import Event
from core import clock, rules
from core.actors import Actor
from core.crypto import cipher
from core.errors import InvalidInput, WrongState
from moderation.abuse.pictures import FIELD, Picture, unpacked
from moderation.models import Evidence, Item
from people.current import person
from people.models import User

DOES_NOT_OPEN = "The screenshot does not open: it was changed, or the key that closed it is not at hand."
NO_UPLOADS = "Upload nothing here: it may show an indecent image of a child. The link is enough."


@audit.verb("moderation.capture", "kept what a comment says as evidence")
def capture(item: Item, *, actor: Actor, screenshot: Picture | None = None) -> Evidence:
    """Keep an item as it stands now, without removing it. Raises NotAllowed, InvalidInput."""
    item = audit.lock(item)
    rules.require("moderation.capture", actor, item)
    return keep(item, person(actor), clock.now(), screenshot)


def keep(item: Item, by: User, now: datetime, screenshot: Picture | None = None) -> Evidence:
    """Write the evidence of `item`, whose row the caller holds. Raises InvalidInput for a screenshot where none may be.

    Of what may show a child only the link and the time are kept, and those once.
    """
    if item.link_only:
        if screenshot is not None:
            raise InvalidInput(NO_UPLOADS, FIELD)
        known = item.evidence.filter(link_only=True, response=None).first()
        if known is not None:
            return known
    evidence = Evidence(
        item=item,
        captured_at=now,
        captured_by=by,
        link_only=item.link_only,
        permalink=item.permalink,
        received_at=item.received_at,
    )
    if not item.link_only:
        evidence.text, evidence.author_name = item.text, item.author_name
        evidence.author_external_id = item.author.external_id if item.author else ""
    if screenshot is not None:
        evidence.screenshot_digest = screenshot.digest
    evidence.digest = digest_of(evidence)
    evidence.save()
    if screenshot is not None:  # it is sealed for its own row alone, so the row comes first
        evidence.screenshot = cipher.seal(screenshot.packed(), evidence.bound_to)
        evidence.save(update_fields=["screenshot"])
    return evidence


def digest_of(evidence: Evidence) -> str:
    """SHA-256 over all that is kept, in one fixed form; a screenshot is in it by its own digest."""
    kept = {
        "item": evidence.item_id,
        "captured_at": evidence.captured_at.isoformat(),
        "captured_by": evidence.captured_by_id,
        "link_only": evidence.link_only,
        "text": evidence.text,
        "author_name": evidence.author_name,
        "author_external_id": evidence.author_external_id,
        "permalink": evidence.permalink,
        "received_at": evidence.received_at.isoformat(),
        "screenshot": evidence.screenshot_digest,
    }
    return hashlib.sha256(json.dumps(kept, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


@audit.verb("moderation.look_at_screenshot", "looked at the screenshot of a removed comment")
def look_at_screenshot(evidence: Evidence, *, actor: Actor, original: bool = False) -> bytes:
    """The copy of the screenshot, or with `original` the file as it was uploaded. Looking is on the record.

    Raises NotAllowed; WrongState where there is none, or it does not open.
    """
    rules.require("moderation.see_original" if original else "moderation.see_evidence", actor, evidence)
    picture = screenshot_of(evidence)
    audit.record("moderation.look_at_screenshot", evidence.item, actor=actor, evidence=evidence.pk, original=original)
    return picture.original if original else picture.copy


def screenshot_of(evidence: Evidence) -> Picture:
    if evidence.screenshot is None:
        raise WrongState("No screenshot was kept.")
    try:
        return unpacked(cipher.unseal(evidence.screenshot, evidence.bound_to))
    except cipher.KeyNotReached:
        raise
    except (cipher.CannotOpen, ValueError):
        raise WrongState(DOES_NOT_OPEN) from None


@audit.verb("moderation.check_evidence", "checked that the evidence is unchanged")
def check_evidence(evidence: Evidence, *, actor: Actor) -> Evidence:
    """Reckon the digests of what is kept again; `evidence.unchanged` says whether they are those of before.

    They are compared with the row's, and with what the record wrote down when it was kept. Raises NotAllowed.
    """
    rules.require("moderation.see_evidence", actor, evidence)
    evidence.unchanged = _is_unchanged(evidence)  # type: ignore[attr-defined]
    audit.record(
        "moderation.check_evidence",
        evidence.item,
        actor=actor,
        evidence=evidence.pk,
        unchanged=evidence.unchanged,  # type: ignore[attr-defined]
    )
    return evidence


def _is_unchanged(evidence: Evidence) -> bool:
    if not hmac.compare_digest(digest_of(evidence), evidence.digest):
        return False
    if bool(evidence.screenshot_digest) != (evidence.screenshot is not None):
        return False
    if evidence.screenshot is not None:
        try:
            if screenshot_of(evidence).digest != evidence.screenshot_digest:
                return False
        except cipher.KeyNotReached:
            raise
        except WrongState:
            return False
    events = Event.objects.filter(
        subject_type="moderation.item", subject_id=str(evidence.item_id), refused=False
    ).order_by("id")
    digests = [event.data.get("digest") for event in events if event.data.get("evidence") == evidence.pk]
    recorded = [digest for digest in digests if digest]
    return not recorded or recorded[0] == evidence.digest
