"""A journalist's comment is answered when SLT releases it, not before (H4)."""

from django.urls import reverse

from audit import workflow as audit
from core import clock, rules
from core.actors import Actor
from core.errors import WrongState
from moderation.models import Item, Release
from moderation.words.workflow.typed import words
from moderation.workflow import holding
from notifications import workflow as notifications
from people.current import person
from people.models import User

LONGEST_NOTE = 2000  # characters


@audit.verb("moderation.let_answer", "released a journalist's comment to be answered")
def let_answer(item: Item, *, actor: Actor, note: str) -> Item:
    """Let a journalist be answered; `note` tells those who answer what to keep to. For SLT.

    Raises NotAllowed, InvalidInput, and WrongState where it is not locked.
    """
    item = audit.lock(item)
    rules.require("moderation.let_answer", actor, item)
    if not item.is_locked:
        raise WrongState("This comment is not locked: it can be answered.")
    me, now = person(actor), clock.now()
    said = words(note, "note", missing="Say what may be answered, or what to keep to.", longest=LONGEST_NOTE)
    Release.objects.create(item=item, note=said, released_by=me, released_at=now)
    item.released_at, item.released_by = now, me
    item.save(update_fields=["released_at", "released_by"])
    holding.changed(item)
    _tell_answerers(item, "moderation.released", me)
    return item


@audit.verb("moderation.lock_again", "locked a journalist's comment again")
def lock_again(item: Item, *, actor: Actor) -> Item:
    """Take the release back. What is drafted stays and cannot be sent. Raises NotAllowed, WrongState."""
    item = audit.lock(item)
    rules.require("moderation.let_answer", actor, item)
    if item.author is None or not item.author.is_journalist or item.released_at is None:
        raise WrongState("This comment is not released to be answered.")
    me, now = person(actor), clock.now()
    Release.objects.filter(item=item, ended_at=None).update(ended_at=now, ended_by=me)
    item.released_at, item.released_by = None, None
    item.save(update_fields=["released_at", "released_by"])
    holding.changed(item)
    _tell_answerers(item, "moderation.locked_again", me)
    return item


def _tell_answerers(item: Item, message: str, me: User) -> None:
    """Whoever has the comment, else who runs the account; not the person who does it."""
    holder = item.claimed_by if item.claimed_by is not None and item.claimed_by.may_sign_in else None
    people = [holder] if holder is not None else list(item.account.runners_now())
    notifications.tell(
        [one for one in people if one.pk != me.pk],
        message,
        event=f"item:{item.pk}:lock:{clock.now().isoformat()}",
        url=_address(item),
        about=item,
        account=item.account.name,
    )


def _address(item: Item) -> str:
    return reverse("moderation:item", args=[item.pk])
