"""What became of a comment on the platform: its author changed it, or it is gone (rule 5 of the clock)."""

from datetime import datetime

from django.db.models import Max

from audit import workflow as audit
from core import clock, rules
from core.actors import Actor
from core.errors import InvalidInput, WrongState
from moderation import priority, recounts
from moderation.models import Item, Response, Wording
from moderation.stages import breach_if_late
from moderation.states import RESPONSE_TRANSITIONS, TRANSITIONS, Gone, ResponseStatus, Source, Status
from moderation.triage import rules as _rules  # noqa: F401  registers the rules
from moderation.triage.arriving import look_again
from moderation.words import locks
from moderation.workflow.adding import NewItem, add_chunk
from moderation.workflow.revising import changed
from people.models import User

LONGEST_TEXT = 20_000  # letters
UNEXPLAINED = (
    "What we remove is kept first and explained in public. Use “Delete, block or report” on the page of the comment: "
    "it asks when it was done."
)


@audit.verb("moderation.note_edit", "noted that a comment was changed on the platform")
def note_edit(item: Item, *, actor: Actor, text: str, edited_at: datetime | None = None, material: bool = True) -> Item:
    """Note that the author changed it to `text` at `edited_at` (default: now). Returns the item that says so now.

    Before our response, or where it means the same: the earlier words are kept and the clock goes on as it was. A
    material change after our response is a new item with its own clock. Where there is one already, the change is
    noted on that. Raises NotAllowed, InvalidInput, WrongState.
    """
    item = _newest(item)
    rules.require("moderation.note_edit", actor, item)
    now = clock.now()
    words, at = _checked(item, text, edited_at, now)
    if material and item.stopped_at is not None and at > item.stopped_at:
        return _opened_again(item, words, at, actor)
    number = (item.wordings.aggregate(last=Max("number"))["last"] or 0) + 1
    Wording.objects.create(item=item, number=number, text=item.text, until_at=at, noticed_at=now)
    item.text = words
    item.save(update_fields=["text"])
    if any(found.is_pressing for found in look_again(item)):
        priority.enter(item, now)
    changed(item)
    locks.lock_changed(item, actor if isinstance(actor, User) else None)
    audit.record("moderation.note_edit", item, actor=actor, wording=number, revision=item.revision)
    return item


def _newest(item: Item) -> Item:
    """The row, held, of the item that has the author's newest words."""
    while True:
        item = audit.lock(item)
        later = item.edits_after.order_by("-pk").first()
        if later is None:
            return item
        item = later


def _checked(item: Item, text: str, edited_at: datetime | None, now: datetime) -> tuple[str, datetime]:
    if item.status == Status.WITHDRAWN:
        raise WrongState("Its author took this back, so it cannot have been changed.")
    if item.link_only:
        raise WrongState("Nothing of this is kept here but its link.")
    words = text.strip()
    if not words:
        raise InvalidInput("Write what it says now.", "text")
    if len(words) > LONGEST_TEXT:
        raise InvalidInput(f"Use at most {LONGEST_TEXT:,} letters.", "text")
    if "\0" in words:
        raise InvalidInput("The text holds a character that cannot be stored.", "text")
    if words == item.text.strip():
        raise InvalidInput("This is what it says here already.", "text")
    return words, _moment(item, edited_at, now, "edited_at")


def _moment(item: Item, at: datetime | None, now: datetime, field: str) -> datetime:
    if at is None:
        return now
    if at > now:
        raise InvalidInput("That time has not come yet.", field)
    if at < item.received_at:
        raise InvalidInput("That is before it was written.", field)
    return at


def _opened_again(item: Item, words: str, at: datetime, actor: Actor) -> Item:
    author = item.author
    row = NewItem(
        text=words,
        stated_at=at,
        author_name=item.author_name,
        author_external_id=author.external_id if author else "",
        permalink=item.permalink,
        parent_external_id=item.parent_external_id,
        kind=item.kind,
    )
    source = Source.HAND if isinstance(actor, User) else Source.CONNECTOR
    added = add_chunk(item.account, [row], actor=actor, source=source)
    if not added.ids:
        raise InvalidInput("This change is in the queue already.", "text")
    new = Item.objects.get(pk=added.ids[0])
    new.edited_after, new.post_id = item, item.post_id
    new.save(update_fields=["edited_after", "post"])
    changed(item)
    audit.record("moderation.note_edit", item, actor=actor, new_item=new.pk, revision=item.revision)
    return new


@audit.verb("moderation.note_gone", "noted that a comment is gone from the platform")
def note_gone(item: Item, *, actor: Actor, because: str, gone_at: datetime | None = None) -> Item:
    """Note who took it off the platform, and when (default: now). The record keeps what it said.

    Where its author did before we answered, it is finished: it leaves the figures unless it was late by then, and an
    answer that was ready is a draft again. Raises NotAllowed, InvalidInput, WrongState; that also where a person says
    that we removed it, which is said by a removal with its public explanation (H1).
    """
    item = audit.lock(item)
    rules.require("moderation.note_gone", actor, item)
    if because not in Gone.values:
        raise InvalidInput("Say who took it off the platform.", "because")
    if item.gone_at is not None:
        raise WrongState(f"This was noted already: {Gone(item.gone_because).label.lower()}.")
    if because == Gone.US and isinstance(actor, User):
        raise WrongState(UNEXPLAINED)
    now = clock.now()
    item.gone_at, item.gone_because = _moment(item, gone_at, now, "gone_at"), because
    item.save(update_fields=["gone_at", "gone_because"])
    changed(item)
    if because == Gone.AUTHOR and item.status == Status.OPEN:
        _withdraw(item, item.gone_at, now, actor)
    audit.record("moderation.note_gone", item, actor=actor, because=str(because), revision=item.revision)
    return item


def _withdraw(item: Item, gone_at: datetime, now: datetime, actor: Actor) -> None:
    breach_if_late(item, gone_at, now)
    priority.leave(item)
    for response in Response.objects.filter(item=item, status=ResponseStatus.TO_POST):
        audit.move(response, ResponseStatus.DRAFT, RESPONSE_TRANSITIONS, actor=actor)
    audit.move(item, Status.WITHDRAWN, TRANSITIONS, actor=actor, late=item.breached_at is not None)
    item.sweep_at = None
    item.save(update_fields=["sweep_at"])
    recounts.touch([item])
