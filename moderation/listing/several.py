"""One verb for each of several comments: what is refused for one never stops the others."""

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from core import clock
from core.errors import Refused
from moderation.listing.selectors import Doing, judge, why_named
from moderation.listing.workflow import assign, tag, tell_of_several, untag
from moderation.models import Item, Tag, Undo
from moderation.workflow import close_without_response, undo
from moderation.workflow.undoing import WINDOW
from people.models import User

logger = logging.getLogger(__name__)

NOT_TICKED = "You did not tick it, so it was left."
BROKEN = "Something went wrong with it, so it was left. Try it by itself."


@dataclass
class Outcome:
    done: list[Item] = field(default_factory=list)
    left: list[tuple[Item, str]] = field(default_factory=list)

    def each(self, items: Iterable[Item], verb: Callable[[Item], object]) -> None:
        for item in items:
            try:
                verb(item)
            except Refused as refusal:
                self.left.append((item, refusal.reason))
            except Exception:
                logger.exception("one of several comments could not be done: item %s", item.pk)
                self.left.append((item, BROKEN))
            else:
                self.done.append(item)


def close_several(items: Iterable[Item], *, actor: User, reason: str, named: set[int]) -> Outcome:
    """`named` are the ids that were ticked by themselves, which the pressing ones must be."""
    outcome = Outcome()
    several = list(items)
    unnamed = [item for item in several if why_named(item) and item.pk not in named]
    cannot = {item.pk: reason for item, reason in judge(actor, unnamed, Doing.CLOSE).cannot}
    outcome.left += [(item, cannot.get(item.pk, NOT_TICKED)) for item in unnamed]
    sure = [item for item in several if item not in unnamed]
    outcome.each(sure, lambda item: close_without_response(item, actor=actor, reason=reason))
    return outcome


def assign_several(items: Iterable[Item], *, actor: User, to: User) -> Outcome:
    """`to` is told once, and hears no more of it where it is taken back."""
    outcome = Outcome()
    several = list(items)
    told = _event(several) if len(several) > 1 and to.pk != actor.pk else ""
    outcome.each(several, lambda item: assign(item, actor=actor, to=to, told=told))
    if outcome.done and told:
        tell_of_several(outcome.done, to=to, by=actor, event=told)
    return outcome


def _event(items: Sequence[Item]) -> str:
    return f"items:{items[0].pk}:{len(items)}:assigned:{clock.now().isoformat()}"


def tag_several(items: Iterable[Item], *, actor: User, name: str) -> Outcome:
    outcome = Outcome()
    outcome.each(items, lambda item: tag(item, actor=actor, name=name))
    return outcome


def untag_several(items: Iterable[Item], *, actor: User, tag: Tag) -> Outcome:
    outcome = Outcome()
    outcome.each(items, lambda item: untag(item, actor=actor, tag=tag))
    return outcome


UNDONE = {
    Doing.CLOSE: "moderation.close_without_response",
    Doing.ASSIGN: "moderation.assign",
    Doing.TAG: "moderation.tag",
    Doing.UNTAG: "moderation.untag",
}


def offers(person: User, doing: Doing) -> list[Undo]:
    """What `person` may still take back of what they did to several at once."""
    fresh = Undo.objects.filter(person=person, verb=UNDONE[doing], at__gte=clock.now() - WINDOW)
    return list(fresh.select_related("item").order_by("pk"))


def undo_several(person: User, doing: Doing) -> Outcome:
    """Take back each that nobody has changed since. Several that failed have each their own reason."""
    outcome = Outcome()
    by_item = {offer.item: offer for offer in offers(person, doing)}
    outcome.each(by_item, lambda item: undo(by_item[item], actor=person))
    if doing == Doing.ASSIGN and outcome.done:
        _tell_of_the_rest(person, [by_item[item] for item, _ in outcome.left])
    return outcome


def _tell_of_the_rest(person: User, left: Iterable[Undo]) -> None:
    """The one notice of all that were given is withdrawn: who still has some of them is told of those."""
    rest: dict[User, list[Item]] = {}
    for item in Item.objects.filter(pk__in=[one.item_id for one in left if one.before.get("told")], claimed_until=None):
        if item.claimed_by is not None and item.claimed_by != person:
            rest.setdefault(item.claimed_by, []).append(item)
    for to, items in rest.items():
        tell_of_several(items, to=to, by=person, event=_event(items))
