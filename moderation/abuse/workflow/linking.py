"""What may be an indecent image of a child: nothing is kept but the link, and nobody reads it any more (H1, I1)."""

import json
from typing import Any

from django.db.models import Q
from django.urls import reverse

from audit import workflow as audit
from core import clock, rules
from core.actors import Actor
from core.crypto import cipher
from core.errors import WrongState
from moderation import priority
from moderation.abuse.rules import LEADS
from moderation.abuse.workflow import quotes
from moderation.abuse.workflow.keeping import keep
from moderation.models import Item, Link, Withheld
from moderation.workflow.revising import changed
from notifications import workflow as notifications
from people.current import person
from people.models import User

IN_PLACE = (
    "This may show an indecent image of a child. "
    "Its words and links are hidden from everybody but the safeguarding leads."
)
NOT_SO = "Nobody said of this comment that it may show an indecent image of a child."


@audit.verb("moderation.mark_link_only", "hid a comment and asked the safeguarding leads to look at it")
def mark_link_only(item: Item, *, actor: Actor) -> Item:
    """Say that it may show an indecent image of a child.

    The link and the time are kept; words and links are sealed for the safeguarding leads, who are told at once. The
    clock goes on, and only they and SLT decide what is done. Where its author changed it after our answer, what it was
    before and has become is hidden with it, for it has the same link. Raises NotAllowed, WrongState (said already).
    """
    same = {one.pk: audit.lock(one) for one in _versions(item)}
    item = same.pop(item.pk)
    rules.require("moderation.mark_link_only", actor, item)
    if item.link_only:
        raise WrongState("Somebody said so already. The safeguarding leads have been told.")
    me = person(actor)
    withheld = _hide(item, me)
    for other in same.values():
        if not other.link_only:
            _hide(other, me)
    notifications.tell(
        User.objects.holding(*LEADS),
        "moderation.for_safeguarding",
        event=f"item:{item.pk}:link_only:{withheld.pk}",
        url=reverse("moderation:item", args=[item.pk]),
        about=item,
        person=me.full_name,
    )
    return item


def _versions(item: Item) -> list[Item]:
    """The comment with those that it was before its author changed it and has become since, oldest first."""
    found, new = {item.pk: item}, [item]
    while new:
        before = [one.edited_after_id for one in new if one.edited_after_id]
        beside = Item.objects.filter(Q(pk__in=before) | Q(edited_after__in=[one.pk for one in new]))
        new = list(beside.exclude(pk__in=list(found)))
        found |= {one.pk: one for one in new}
    return [found[pk] for pk in sorted(found)]


def _hide(item: Item, me: User) -> Withheld:
    """Seal what `item` says, whose row the caller holds, and keep its link for the leads."""
    now = clock.now()
    item.link_only = True
    evidence = keep(item, me, now)
    withheld = Withheld(item=item, withheld_at=now, withheld_by=me)
    withheld.sealed = cipher.seal(json.dumps(_take_away(item)).encode(), withheld.bound_to)
    withheld.save()
    item.save(update_fields=["link_only", "text", "permalink"])
    priority.enter(item, now)
    changed(item)
    audit.record(
        "moderation.mark_link_only",
        item,
        actor=me,
        evidence=evidence.pk,
        digest=evidence.digest,
        revision=item.revision,
    )
    return withheld


def _take_away(item: Item) -> dict[str, Any]:
    """What the item says, and says no longer: its words of today and before, its links, what was found in them, and

    what we wrote that repeats them.
    """
    said: dict[str, Any] = {
        "text": item.text,
        "permalink": item.permalink,
        "links": list(item.links.values("url", "label")),
        "wordings": {str(row.pk): row.text for row in item.wordings.all()},
        "hints": {str(row.pk): row.found for row in item.hints.all()},
        "preserved": {str(row.pk): row.preserved_text for row in item.responses.exclude(preserved_text="")},
    }
    urls = [link["url"] for link in said["links"]]
    said["quoted"] = quotes.take_away(item, [said["text"], said["permalink"], *urls, *said["wordings"].values()])
    item.text, item.permalink = IN_PLACE, ""
    item.links.all().delete()
    item.wordings.update(text=IN_PLACE)
    item.hints.update(found="")
    item.responses.exclude(preserved_text="").update(preserved_text="")
    return said


@audit.verb("moderation.read_withheld", "read a comment that is hidden from everybody else")
def read_withheld(item: Item, *, actor: Actor) -> dict[str, Any]:
    """What it said, for the safeguarding leads alone; that somebody read it is on the record.

    Raises NotAllowed, WrongState (nothing is hidden, or it does not open).
    """
    rules.require("moderation.read_withheld", actor, item)
    said = _said(item)
    audit.record("moderation.read_withheld", item, actor=actor)
    return said


def _said(item: Item) -> dict[str, Any]:
    withheld = Withheld.objects.filter(item=item).first()
    if withheld is None:
        raise WrongState(NOT_SO)
    try:
        said: dict[str, Any] = json.loads(cipher.unseal(withheld.sealed, withheld.bound_to))
    except cipher.KeyNotReached:
        raise
    except cipher.CannotOpen:
        raise WrongState("It does not open: it was changed, or the key that closed it is not at hand.") from None
    return said


@audit.verb("moderation.clear_link_only", "found that a comment may be seen, and showed it again")
def clear_link_only(item: Item, *, actor: Actor) -> Item:
    """Say that it shows no such thing: it is an ordinary comment again, and so is all that was hidden with it.

    What it was before its author changed it, and has become since, has the same link: one answer holds for all of it.
    Raises NotAllowed; WrongState, also where one of them does not open: then all stay hidden.
    """
    same = {one.pk: audit.lock(one) for one in _versions(item)}
    item = same[item.pk]
    rules.require("moderation.clear_link_only", actor, item)
    if not item.link_only:
        raise WrongState(NOT_SO)
    for one in same.values():
        if one.link_only:
            _show_again(one, actor)
    return item


def _show_again(item: Item, actor: Actor) -> None:
    """Put back what `item` said, whose row the caller holds."""
    said = _said(item)
    item.link_only, item.text, item.permalink = False, said["text"], said["permalink"]
    item.save(update_fields=["link_only", "text", "permalink"])
    Link.objects.bulk_create([Link(item=item, **row) for row in said["links"]], ignore_conflicts=True)
    for name, column, rows in (
        ("wordings", "text", item.wordings),
        ("hints", "found", item.hints),
        ("preserved", "preserved_text", item.responses),
    ):
        for pk, words in said[name].items():
            rows.filter(pk=pk).update(**{column: words})
    quotes.put_back(item, said.get("quoted", ()))
    Withheld.objects.filter(item=item).delete()
    changed(item)
    audit.record("moderation.clear_link_only", item, actor=actor, revision=item.revision)
