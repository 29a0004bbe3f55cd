"""Writing and publishing the policy (P1)."""

from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.urls import reverse

from audit import workflow as audit
from core import clock, rules
from core.actors import Actor
from core.errors import InvalidInput, WrongState
from notifications import workflow as notifications
from people.models import User
from policy import selectors
from policy.models import PolicyVersion
from policy.states import TRANSITIONS, Status

audit.register("policy.supersede", "replaced this version by a newer one")

CHANGED_MEANWHILE = "Somebody changed the draft while you were looking. Read it again as it is now, then go on."
GONE_MEANWHILE = "The draft that you had open was published or thrown away meanwhile. Save again to begin a new one."


@audit.verb("policy.save_draft", "saved the draft of the policy")
def save_draft(
    *,
    actor: Actor,
    title: str,
    body_markdown: str,
    effective_on: date | None = None,
    review_on: date | None = None,
    seen: datetime | None = None,
    sitting: UUID | None = None,
) -> PolicyVersion:
    """Write the one draft, or change it (P1). `seen` is the draft's `changed_at` that the writer had before them.

    `sitting` names the page on which it is typed: what that page itself saved meanwhile is nobody else's change.
    Raises NotAllowed, InvalidInput (no title, no text) and WrongState (changed by somebody else since `seen`).
    """
    rules.require("policy.write", actor)
    title, body = title.strip(), body_markdown.replace("\r\n", "\n").strip()
    if not title:
        raise InvalidInput("Give the policy a title.", "title")
    if not body:
        raise InvalidInput("Write the text of the policy.", "body_markdown")
    now = clock.now()
    version = _held_draft()
    if version is None:
        if seen is not None:
            raise WrongState(GONE_MEANWHILE)
        last = PolicyVersion.objects.order_by("-number").values_list("number", flat=True).first()
        version = PolicyVersion(number=(last or 0) + 1, drafted_at=now)
    elif version.changed_at != seen and (seen or sitting) and (sitting is None or version.sitting != sitting):
        raise WrongState(CHANGED_MEANWHILE)
    version.title, version.body_markdown = title, body
    version.effective_on, version.review_on = effective_on, review_on
    version.drafted_by_id = actor.pk if isinstance(actor, User) else None
    version.changed_at, version.sitting = now, sitting
    try:
        with transaction.atomic():
            version.save()
    except IntegrityError:  # somebody has begun one at the same moment: there is only one draft
        raise WrongState(CHANGED_MEANWHILE) from None
    return version


def _held_draft() -> PolicyVersion | None:
    return PolicyVersion.objects.select_for_update().filter(status=Status.DRAFT).first()


@audit.verb("policy.discard_draft", "threw the draft of the policy away")
def discard_draft(version: PolicyVersion, *, actor: Actor) -> PolicyVersion:
    """Delete the draft for good. Raises NotAllowed, and WrongState once it is published."""
    version = _lock_draft(version)
    rules.require("policy.write", actor)
    if version.status != Status.DRAFT:
        raise WrongState("This version was published, so it stays.")
    audit.record("policy.discard_draft", version, actor=actor, number=version.number)
    PolicyVersion.objects.filter(pk=version.pk).delete()
    return version


@audit.verb("policy.publish", "published this version of the policy")
def publish(
    version: PolicyVersion,
    *,
    actor: Actor,
    effective_on: date | None = None,
    review_on: date | None = None,
    digest: str | None = None,
) -> PolicyVersion:
    """Put the draft in force, replace the version before it, and ask everybody to acknowledge it (P1, P2).

    The days may be given here or stand in the draft. `digest` is that of the text which the publisher read.
    Raises NotAllowed, WrongState (not a draft, changed meanwhile) and InvalidInput (days that cannot be).
    """
    version = _lock_draft(version)
    rules.require("policy.write", actor)
    if version.status != Status.DRAFT:
        raise WrongState(f"Version {version.number} was published already, so there is nothing left to publish.")
    if digest is not None and digest != version.text_digest():
        raise WrongState(CHANGED_MEANWHILE)
    version.effective_on = effective_on or version.effective_on
    version.review_on = review_on or version.review_on
    _check_days(version)
    for old in PolicyVersion.objects.select_for_update().filter(status=Status.PUBLISHED):
        audit.move(old, Status.SUPERSEDED, TRANSITIONS, actor=actor, name="policy.supersede")
    version.digest = version.text_digest()
    version.published_at = clock.now()
    version.published_by_id = actor.pk if isinstance(actor, User) else None
    version.save()
    audit.move(version, Status.PUBLISHED, TRANSITIONS, actor=actor, number=version.number, digest=version.digest)
    notifications.tell(
        selectors.must_acknowledge(),
        "policy.published",
        event=f"policy:{version.pk}:published",
        url=reverse("policy:read"),
        about=version,
        number=version.number,
    )
    return version


def _lock_draft(version: PolicyVersion) -> PolicyVersion:
    try:
        return audit.lock(version)
    except WrongState:
        raise WrongState("Somebody threw this draft away meanwhile.") from None


def _check_days(version: PolicyVersion) -> None:
    if version.effective_on is None:
        raise InvalidInput("Say from which day this version is in force.", "effective_on")
    if version.effective_on > clock.today():
        # Two texts would hold at once: the one that everybody is asked to acknowledge, and the one in force.
        raise InvalidInput(
            "Publish it on the day from which it is in force. Until then it stays a draft.", "effective_on"
        )
    if version.review_on is None:
        raise InvalidInput("Say by which day it is to be reviewed.", "review_on")
    if version.review_on <= version.effective_on:
        raise InvalidInput("The review comes after the day from which the policy is in force.", "review_on")
