"""Comments that need no response."""

from audit import workflow as audit
from core import rules
from core.actors import Actor
from core.errors import InvalidInput, WrongState
from moderation import priority, recounts
from moderation.models import Item
from moderation.stages import breach_if_late
from moderation.states import TRANSITIONS, Status
from moderation.workflow import undoing
from moderation.workflow.holding import CLAIM_FIELDS
from moderation.workflow.taking import in_hand, take

LONGEST_REASON = 500


@audit.verb("moderation.close_without_response", "closed a comment that needs no response")
def close_without_response(item: Item, *, actor: Actor, reason: str, seen: int | None = None) -> Item:
    """Spam, a tag, a thank-you: it leaves the SLA figures, and is a late closure if it was due by now.

    An acknowledged one is closed as needing no reply beyond that. It may be taken back for some seconds. `seen` is
    the revision that the actor saw. Raises NotAllowed, InvalidInput, WrongState.
    """
    item, me, now = take(item, actor, seen, save=False)
    rules.require("moderation.close", actor, item)
    why = reason.strip()
    if not why:
        raise InvalidInput("Say why it needs no response.", "reason")
    if len(why) > LONGEST_REASON:
        raise InvalidInput(f"Use at most {LONGEST_REASON} letters.", "reason")
    if in_hand(item) is not None:
        raise WrongState("An answer to this comment is being written. Drop it first, or post it.")
    was = undoing.columns(item, "status", "closed_at", "closed_by_id", "closed_reason", "sweep_at", "priority_acted_at")
    item.closed_at, item.closed_by, item.closed_reason = now, me, why
    if item.responded_at is None:
        breach_if_late(item, now, now)
    priority.acted(item, now)
    is_late = item.responded_at is None and now > item.due_at
    item.sweep_at, item.revision = None, item.revision + 1
    fields = (*CLAIM_FIELDS, "closed_at", "closed_by", "closed_reason", "sweep_at", "revision")
    audit.move(item, Status.CLOSED, TRANSITIONS, actor=actor, also=fields, late=is_late, revision=item.revision)
    recounts.touch([item])
    undoing.offer(item, "moderation.close_without_response", me, was)
    return item
