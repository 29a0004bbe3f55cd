"""Taking the last step back, for some seconds, where nothing of it has left the portal (screens: Queue).

    was = undoing.columns(item, "category", "severity", "priority_since", "priority_due_at", "sweep_at")
    ...                                     # the verb changes them, and calls `changed` where others must know
    undoing.offer(item, "moderation.triage", me, was)

"tags" may be named like a column. The clock is no part of it: what was recorded as late stays late.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from django.utils.dateparse import parse_datetime

from audit import workflow as audit
from core import clock, rules
from core.actors import Actor
from core.errors import WrongState
from moderation import recounts
from moderation import rules as _rules  # noqa: F401  registers the rules
from moderation.models import Item, Tag, Undo
from moderation.states import TRANSITIONS
from moderation.workflow.revising import changed
from notifications import workflow as notifications
from people.models import User

SHOWN_FOR = timedelta(seconds=10)
WINDOW = timedelta(seconds=15)  # what the way to the server and back may take is not the person's fault
# The clock never restarts, and no breach is ever removed (rules 5 and 6).
NEVER = {"received_at", "due_at", "responded_at", "breached_at", "priority_since", "priority_breached_at"}
CLOSING = ("closed_at", "closed_by_id", "closed_reason")  # a closed comment has them, so they go after the status
LIGHT = {"claimed_by_id", "claimed_at", "claimed_until", "tags"}  # no news to somebody who is typing an answer
TOO_LATE = "It is too late to take this back: that works for 10 seconds. Nothing was changed."
NO_TAG = "This cannot be taken back: the tag itself was removed meanwhile. Nothing was changed."
OVERTAKEN = "This cannot be taken back: somebody has changed the comment since. Nothing was changed."


def columns(item: Item, *names: str) -> dict[str, Any]:
    """These columns of `item` as they stand, in a form that can be kept. Foreign keys by their `…_id`."""
    return {name: _kept(item, name) for name in names}


def offer(item: Item, verb: str, person: User, before: Mapping[str, Any], *, told: str = "") -> Undo:
    """Let `person` take back `verb`, which has changed `item` from `before`. Called last, within the verb.

    An earlier offer to the same person about the same item is over. `told` is the event of what somebody was told of
    it, in the portal alone, and is told no longer when it is taken back.
    """
    Undo.objects.filter(item=item, person=person).delete()
    was = {name: value for name, value in before.items() if name not in NEVER}
    kept = {"was": was, "is": columns(item, *was), "told": told}
    return Undo.objects.create(item=item, verb=verb, person=person, at=clock.now(), before=kept, revision=item.revision)


def offered(item: Item, person: User) -> Undo | None:
    """What `person` may take back at this moment."""
    found = Undo.objects.filter(item=item, person=person, at__gte=clock.now() - WINDOW)
    return found.order_by("-at", "-pk").first()


@audit.verb("moderation.undo", "took the last step back")
def undo(undo: Undo, *, actor: Actor) -> Item:
    """Put the columns back as they were. A breach that was recorded meanwhile stays, and no clock starts again.

    Raises NotAllowed for anybody but its doer; WrongState where the time is over or somebody changed it since.
    """
    item = audit.lock(undo.item)
    rules.require("moderation.undo", actor, undo)
    kept = Undo.objects.filter(pk=undo.pk).first()
    if kept is None:
        raise WrongState(OVERTAKEN)
    if clock.now() > kept.at + WINDOW:
        raise WrongState(TOO_LATE)
    was: dict[str, Any] = kept.before["was"]
    if item.revision != kept.revision or columns(item, *was) != kept.before["is"]:
        raise WrongState(OVERTAKEN)
    _require_tags(was)
    if kept.before.get("told"):
        notifications.withdraw_told(kept.before["told"])
    kept.delete()
    if set(was) - LIGHT:
        changed(item)
    _restore(item, was, actor, kept.verb)
    recounts.touch([item])
    return item


def _require_tags(was: Mapping[str, Any]) -> None:
    """Raises WrongState where a tag that would come back is the school's no longer."""
    tags = set(was.get("tags", ()))
    if tags and tags != {tag.pk for tag in Tag.objects.select_for_update(no_key=True).filter(pk__in=tags)}:
        raise WrongState(NO_TAG)


def _restore(item: Item, was: Mapping[str, Any], actor: Actor, verb: str) -> None:
    early = [name for name in was if name not in ("status", "tags", *CLOSING)]
    late = [name for name in was if name in CLOSING]
    _set(item, early, was)
    if "status" in was and item.status != was["status"]:
        audit.move(item, was["status"], TRANSITIONS, actor=actor, undone=verb, revision=item.revision)
    else:
        audit.record("moderation.undo", item, actor=actor, undone=verb, revision=item.revision)
    _set(item, late, was)
    if "tags" in was:
        item.tags.set(was["tags"])


def _set(item: Item, names: list[str], was: Mapping[str, Any]) -> None:
    for name in names:
        field = item._meta.get_field(name.removesuffix("_id"))
        value = was[name]
        is_moment = field.get_internal_type() == "DateTimeField" and value is not None
        setattr(item, name, parse_datetime(value) if is_moment else value)
    if names:
        item.save(update_fields=[item._meta.get_field(name.removesuffix("_id")).name for name in names])


def _kept(item: Item, name: str) -> Any:
    if name == "tags":
        return sorted(item.tags.values_list("pk", flat=True))
    value = getattr(item, name)
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value
