"""The verbs of the list: tag a comment, give it to somebody, keep a view of the queue, mend the school's tags."""

from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.urls import reverse

from audit import workflow as audit
from core import clock, rules
from core.actors import Actor
from core.errors import InvalidInput, WrongState
from moderation.claims import holder
from moderation.listing import messages as _messages  # noqa: F401  registers the words
from moderation.listing import rules as _rules  # noqa: F401  registers the rules
from moderation.models import Item, SavedFilter, Tag
from moderation.rules import WATCHERS
from moderation.workflow import undoing
from moderation.workflow.holding import CLAIM, require_waiting
from notifications import workflow as notifications
from people.current import person
from people.models import User

LONGEST_TAG = 40
LONGEST_NAME = 60
MOST_SAVED = 30  # views of one person


def tag_name(text: str) -> str:
    """`text` as a tag is written. Raises InvalidInput for none, and one that is too long."""
    name = " ".join(text.replace("\0", "").split())
    if not name:
        raise InvalidInput("Write a word to find it by.", "name")
    if len(name) > LONGEST_TAG:
        raise InvalidInput(f"Use at most {LONGEST_TAG} letters.", "name")
    return name


@audit.verb("moderation.tag", "tagged a comment")
def tag(item: Item, *, actor: Actor, name: str) -> Item:
    """Put a tag on it, which is made where there is none of that name. Raises NotAllowed, InvalidInput."""
    item = audit.lock(item)
    rules.require("moderation.work", actor, item)
    me, name = person(actor), tag_name(name)
    found = Tag.objects.filter(name__iexact=name).first() or _made(name, me)
    was = undoing.columns(item, "tags")
    if found.pk in was["tags"]:
        raise WrongState("It has this tag already.")
    item.tags.add(found)
    audit.record("moderation.tag", item, actor=actor, tag=found.pk)
    undoing.offer(item, "moderation.tag", me, was)
    return item


@audit.verb("moderation.untag", "took a tag off a comment")
def untag(item: Item, *, actor: Actor, tag: Tag) -> Item:
    """Raises NotAllowed, WrongState."""
    item = audit.lock(item)
    rules.require("moderation.work", actor, item)
    was = undoing.columns(item, "tags")
    if tag.pk not in was["tags"]:
        raise WrongState("It does not have this tag.")
    item.tags.remove(tag)
    audit.record("moderation.untag", item, actor=actor, tag=tag.pk)
    undoing.offer(item, "moderation.untag", person(actor), was)
    return item


def _made(name: str, maker: User) -> Tag:
    try:
        with transaction.atomic():
            return Tag.objects.create(name=name, made_by=maker)
    except IntegrityError:  # somebody made it at the same moment
        return Tag.objects.get(name=name)


@audit.verb("moderation.assign", "gave a comment to somebody")
def assign(item: Item, *, actor: Actor, to: User, told: str = "") -> Item:
    """Give it to `to`, who works on it from now on and is told. `told`: the event by which the caller tells of several.

    It may be taken back for some seconds: nobody is told by mail. Raises NotAllowed; InvalidInput where `to` may not
    work on it; WrongState where it is finished, theirs already, or another has it: only an Administrator or SLT takes
    it away from them.
    """
    item = audit.lock(item)
    rules.require("moderation.work", actor, item)
    me = person(actor)
    require_waiting(item)
    if not rules.ask("moderation.work", to, item):
        raise InvalidInput(f"{to.full_name} does not run this account.", "to")
    before = holder(item)
    if before is not None and before.pk == to.pk:
        raise WrongState(f"{to.full_name} has it already.")
    if before is not None and before.pk != me.pk and not me.holds(*WATCHERS):
        raise WrongState(f"{before.full_name} has this comment.")
    was = undoing.columns(item, *CLAIM)
    # Without an end: it was given, and waits for the person however long they take.
    item.claimed_by, item.claimed_at, item.claimed_until = to, clock.now(), None
    item.save(update_fields=["claimed_by", "claimed_at", "claimed_until"])
    audit.record("moderation.assign", item, actor=actor, to=to.pk, taken_from=before.pk if before else None)
    if not told and to.pk != me.pk:
        told = f"item:{item.pk}:assigned:{clock.now().isoformat()}"
        notifications.tell(
            [to],
            "moderation.assigned",
            event=told,
            url=reverse("moderation:item", args=[item.pk]),
            about=item,
            person=me.full_name,
            account=item.account.name,
        )
    undoing.offer(item, "moderation.assign", me, was, told=told)
    return item


def tell_of_several(items: Sequence[Item], *, to: User, by: User, event: str) -> None:
    """One notice for all that were given at once."""
    notifications.tell(
        [to],
        "moderation.assigned_several",
        event=event,
        url=reverse("moderation:queue", query={"claimed": "me"}),
        person=by.full_name,
        number=len(items),
    )


@audit.verb("moderation.save_filter", "saved a view of the queue")
def save_filter(*, actor: Actor, name: str, query: str) -> SavedFilter:
    """`query` is what stands in the address, cleaned by the caller. Raises NotAllowed, InvalidInput."""
    rules.require("moderation.save_filter", actor)
    me = person(actor)
    name = _filter_name(name, me)
    if not query or len(query) > 1000:
        raise InvalidInput("Choose some filters first: this is how the queue looks anyway.", "name")
    if SavedFilter.objects.filter(person=me).count() >= MOST_SAVED:
        raise InvalidInput(f"You have {MOST_SAVED} views. Remove one first.", "name")
    return SavedFilter.objects.create(person=me, name=name, query=query)


@audit.verb("moderation.rename_filter", "renamed a view of the queue")
def rename_filter(saved: SavedFilter, *, actor: Actor, name: str) -> SavedFilter:
    saved = audit.lock(saved)
    rules.require("moderation.change_filter", actor, saved)
    saved.name = _filter_name(name, saved.person, saved)
    saved.save(update_fields=["name"])
    return saved


@audit.verb("moderation.remove_filter", "removed a view of the queue")
def remove_filter(saved: SavedFilter, *, actor: Actor) -> SavedFilter:
    saved = audit.lock(saved)
    rules.require("moderation.change_filter", actor, saved)
    SavedFilter.objects.filter(pk=saved.pk).delete()
    return saved


def _filter_name(text: str, owner: User, saved: SavedFilter | None = None) -> str:
    name = " ".join(text.replace("\0", "").split())
    if not name:
        raise InvalidInput("Write a name for this view.", "name")
    if len(name) > LONGEST_NAME:
        raise InvalidInput(f"Use at most {LONGEST_NAME} letters.", "name")
    others = SavedFilter.objects.filter(person=owner, name__iexact=name)
    if any(other != saved for other in others):
        raise InvalidInput("You have a view of that name already.", "name")
    return name


@audit.verb("moderation.rename_tag", "renamed a tag")
def rename_tag(tag: Tag, *, actor: Actor, name: str) -> Tag:
    """On every comment that has it. Raises NotAllowed; InvalidInput where another has that name: merge the two."""
    tag = audit.lock(tag)
    rules.require("moderation.change_tags", actor)
    name = tag_name(name)
    if Tag.objects.filter(name__iexact=name).exclude(pk=tag.pk).exists():
        raise InvalidInput("There is a tag of that name. Put the two together instead.", "name")
    tag.name = name
    tag.save(update_fields=["name"])
    return tag


@audit.verb("moderation.merge_tags", "put two tags together")
def merge_tags(tag: Tag, *, actor: Actor, into: Tag) -> Tag:
    """Every comment with `tag` has `into` instead, and `tag` is gone. Returns `into`.

    Raises NotAllowed, InvalidInput.
    """
    tag = audit.lock(tag)
    rules.require("moderation.change_tags", actor)
    if into.pk == tag.pk:
        raise InvalidInput("Choose another tag.", "into")
    into = audit.lock(into)
    through = Tag.items.through.objects
    both = through.filter(tag=into).values("item")
    through.filter(tag=tag).exclude(item__in=both).update(tag=into)
    audit.record("moderation.merge_tags", into, actor=actor, merged=tag.pk)
    _dropped(tag)
    return into


@audit.verb("moderation.remove_tag", "removed a tag")
def remove_tag(tag: Tag, *, actor: Actor) -> Tag:
    """From every comment that has it. Raises NotAllowed."""
    tag = audit.lock(tag)
    rules.require("moderation.change_tags", actor)
    audit.record("moderation.remove_tag", tag, actor=actor, items=Tag.items.through.objects.filter(tag=tag).count())
    _dropped(tag)
    return tag


def _dropped(tag: Tag) -> None:
    Tag.items.through.objects.filter(tag=tag).delete()
    Tag.objects.filter(pk=tag.pk).delete()
