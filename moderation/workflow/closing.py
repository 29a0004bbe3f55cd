"""Comments that need no response, and comments that became incidents."""

from audit import workflow as audit
from core import clock, rules
from core.actors import Actor
from core.errors import InvalidInput, WrongState
from moderation.models import Item
from moderation.stages import breach_if_late
from moderation.states import TRANSITIONS, Status
from moderation.workflow.answering import in_hand
from moderation.workflow.holding import hold, require_waiting
from people.current import person


@audit.verb("moderation.close_without_response", "closed a comment that needs no response")
def close_without_response(item: Item, *, actor: Actor, reason: str) -> Item:
    """Spam, a tag, a thank-you: it leaves the SLA figures, and is a late closure if it was due by now.

    An acknowledged one is closed as needing no reply beyond that. Raises NotAllowed, InvalidInput, WrongState.
    """
    item = audit.lock(item)
    rules.require("moderation.work", actor, item)
    require_waiting(item)
    me, now = person(actor), clock.now()
    hold(item, me)
    if not reason.strip():
        raise InvalidInput("Say why it needs no response.", "reason")
    if len(reason.strip()) > 500:
        raise InvalidInput("Use at most 500 letters.", "reason")
    if in_hand(item) is not None:
        raise WrongState("An answer to this comment is being written. Drop it first, or post it.")
    item.closed_at, item.closed_by, item.closed_reason = now, me, reason.strip()
    item.save(update_fields=["closed_at", "closed_by", "closed_reason"])
    if item.responded_at is None:
        breach_if_late(item, now, now)
    audit.move(item, Status.CLOSED, TRANSITIONS, actor=actor, late=item.responded_at is None and now > item.due_at)
    item.sweep_at = None
    item.save(update_fields=["sweep_at"])
    return item


@audit.verb("moderation.mark_escalated", "made an incident of a comment")
def mark_escalated(item: Item, *, actor: Actor) -> Item:
    """Note that an incident was made of it. Its clock goes on: escalating is no answer. Raises NotAllowed."""
    item = audit.lock(item)
    rules.require("moderation.mark_escalated", actor, item)
    if item.escalated_at is None:
        item.escalated_at = clock.now()
        item.save(update_fields=["escalated_at"])
    return item
