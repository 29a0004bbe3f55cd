"""What the page of one item shows of removals."""

from dataclasses import dataclass

from core import rules
from core.rules import Verdict
from moderation.abuse.forms import DoneForm
from moderation.abuse.rules import LEADS
from moderation.abuse.selectors import Removals, removals
from moderation.around import responses_of
from moderation.cards import Card, Place, card
from moderation.models import Item
from moderation.states import Action
from people.models import Role, User


@dataclass(frozen=True)
class _Seen:
    """What one reader sees of an item's removals. The same queries whatever there is."""

    all: Removals
    may_remove: Verdict
    may_work: Verdict
    leads: bool
    may_hold_back: bool


def _seen(item: Item, reader: User) -> _Seen:
    """Read once for a page, whichever card asks first."""
    known: tuple[int, _Seen] | None = item.__dict__.get("_removals_seen")
    if known is None or known[0] != reader.pk:
        leads = reader.may_sign_in and reader.holds(*LEADS)
        seen = _Seen(
            removals(item, responses_of(item)),
            rules.ask("moderation.remove", reader, item),
            rules.ask("moderation.record_appeal", reader, item),
            leads,
            leads or (reader.may_sign_in and reader.holds(Role.SLT)),
        )
        known = item.__dict__["_removals_seen"] = (reader.pk, seen)
    return known[1]


@card(Place.FIRST, order=2)
def link_only(item: Item, reader: User) -> Card | None:
    """That nobody looks at it, and what the safeguarding leads do now."""
    if not item.link_only:
        return None
    return Card("moderation/abuse/_link_only.html", {"leads": _seen(item, reader).leads})


@card(Place.TOP, order=5)
def to_do(item: Item, reader: User) -> Card | None:
    """The removal that was decided and is not done yet: do it, post why, say so."""
    seen = _seen(item, reader)
    hand = seen.all.in_hand
    if hand is None:
        return None
    facts = {
        "hand": hand.response,
        "evidence": hand.evidence,
        "may": seen.may_remove,
        "may_hold_back": seen.may_hold_back,
        "form": DoneForm(item=item, is_block=hand.response.action == Action.BLOCK),
    }
    return Card("moderation/abuse/_to_do.html", facts)


@card(Place.ANSWER, order=40)
def way_in(item: Item, reader: User) -> Card | None:
    """The way to a removal, among the ways to answer."""
    seen = _seen(item, reader)
    if seen.all.in_hand is not None or seen.all.is_answering or not seen.may_remove:
        return None
    return Card("moderation/abuse/_way_in.html")


@card(Place.BESIDE, order=15)
def done(item: Item, reader: User) -> Card | None:
    """What was removed, what was kept, appeals; and the way to a removal of what is answered already."""
    seen = _seen(item, reader)
    shown_above = item.is_waiting and bool(rules.ask("moderation.work", reader, item))
    offers = bool(seen.may_remove) and seen.all.in_hand is None and not (seen.all.is_answering or shown_above)
    if not (seen.all.done or seen.all.loose or offers):
        return None
    facts = {
        "done": seen.all.done,
        "loose": seen.all.loose,
        "may_work": seen.may_work,
        "may_see": bool(seen.may_work) or seen.leads,
        "may_hold_back": seen.may_hold_back,
        "offers": offers,
        "reader": reader,
    }
    return Card("moderation/abuse/_done.html", facts)
