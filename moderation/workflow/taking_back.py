"""A comment whose incident became confidential shows no longer that there is one (H5)."""

from audit import workflow as audit
from core import rules
from core.actors import Actor
from moderation import rules as _rules  # noqa: F401  registers the rules
from moderation.models import Item


@audit.verb("moderation.take_back_mark", "took back the mark that an incident was made of a comment")
def take_back_mark(item: Item, *, actor: Actor) -> Item:
    """Take off the mark that `mark_escalated` left. The caller has asked whether the actor handles the incident.

    It is on the record, but no page of the comment shows it. Raises NotAllowed.
    """
    item = audit.lock(item)
    rules.require("moderation.take_back_mark", actor, item)
    item.escalated_at = None
    item.save(update_fields=["escalated_at"])
    return item
