"""What a comment is about, how bad it is, and whether somebody must look at it soon (M3)."""

from django.db import models

from audit import workflow as audit
from core import clock, rules
from core.actors import Actor
from core.errors import InvalidInput, WrongState
from moderation import priority
from moderation.models import Item
from moderation.states import PRESSING, AuthorKind, Category, Severity, Status
from moderation.triage import rules as _rules  # noqa: F401  registers the rules
from moderation.triage.workflow.judging import judge_author
from moderation.workflow import undoing
from people.current import person


class Because(models.TextChoices):
    """Why an item does not belong into the priority lane. The record keeps which, in no words of its own."""

    HARMLESS_WORDS = "harmless_words", "The words are harmless here"
    JOKE = "joke", "It is a joke between friends"
    NOT_US = "not_us", "It is about nobody at our school"
    DEALT_WITH = "dealt_with", "It is dealt with already"


@audit.verb("moderation.triage", "said what a comment is about")
def triage(item: Item, *, actor: Actor, category: str, severity: int | None = None, author_kind: str = "") -> Item:
    """Note the category and the severity of `item`, and with `author_kind` who its author is.

    Without `severity` it stays; one that is pressing becomes at least medium. A pressing one that is not harmless
    goes into the priority lane; nothing leaves it by this. The clock is not touched (rule 5). It may be taken back for
    some seconds, unless the author was judged too. Raises NotAllowed, InvalidInput.
    """
    if author_kind and item.author is not None:
        audit.lock(item.author)  # before the item, as everywhere
    item = audit.lock(item)
    rules.require("moderation.triage", actor, item)
    if category not in Category.values:
        raise InvalidInput("Choose what it is about.", "category")
    if severity is not None and severity not in Severity.values:
        raise InvalidInput("Choose how bad it is.", "severity")
    me, now = person(actor), clock.now()
    was = undoing.columns(item, "category", "severity", "triaged_at", "triaged_by_id", "priority_due_at", "sweep_at")
    if severity is None:
        severity = max(item.severity, Severity.MEDIUM) if category in PRESSING else item.severity
    item.category, item.severity = category, severity
    item.triaged_at, item.triaged_by = now, me
    item.save(update_fields=["category", "severity", "triaged_at", "triaged_by"])
    if category in PRESSING and severity > Severity.NONE:
        priority.enter(item, now)
    audit.record(
        "moderation.triage",
        item,
        actor=actor,
        category=str(category),
        severity=int(severity),
        in_lane=item.is_priority,
    )
    if not _judge(item, author_kind, actor):
        undoing.offer(item, "moderation.triage", me, was)
    return item


def _judge(item: Item, author_kind: str, actor: Actor) -> bool:
    """Whether the author is somebody else now than before."""
    author = item.author
    if not author_kind or author is None or author.kind == author_kind:
        return False
    if author_kind == AuthorKind.UNKNOWN and not author.judged_at:
        return False
    judge_author(author, actor=actor, kind=author_kind)
    return True


@audit.verb("moderation.enter_lane", "put a comment into the priority lane")
def enter_lane(item: Item, *, actor: Actor) -> Item:
    """Have somebody look at it soon, whatever the word list says. Raises NotAllowed, WrongState."""
    item = audit.lock(item)
    rules.require("moderation.triage", actor, item)
    if item.status != Status.OPEN:
        raise WrongState("Only a comment that waits for its first answer can be marked as urgent.")
    if item.priority_acted_at is not None:
        raise WrongState("Somebody has acted on this already, which ended its priority target.")
    if item.is_priority:
        raise WrongState("It is marked as urgent already.")
    was = undoing.columns(item, "priority_due_at", "sweep_at")
    priority.enter(item, clock.now())
    undoing.offer(item, "moderation.enter_lane", person(actor), was)
    return item


@audit.verb("moderation.leave_lane", "took a comment out of the priority lane")
def leave_lane(item: Item, *, actor: Actor, because: str) -> Item:
    """Say that it need not be looked at before others. Its own clock goes on.

    Raises NotAllowed, InvalidInput, WrongState.
    """
    item = audit.lock(item)
    rules.require("moderation.leave_lane", actor, item)
    if because not in Because.values:
        raise InvalidInput("Say why it is not urgent.", "because")
    if not item.is_priority:
        raise WrongState("It is not marked as urgent now.")
    was = undoing.columns(item, "priority_due_at", "priority_acted_at", "sweep_at")
    priority.leave(item)
    audit.record("moderation.leave_lane", item, actor=actor, because=str(because))
    undoing.offer(item, "moderation.leave_lane", person(actor), was)
    return item
