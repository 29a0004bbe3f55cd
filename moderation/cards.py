"""What the parts of this room, and the rooms above, add to the page of one item.

    @card(Place.BESIDE, order=20)
    def author(item: Item, reader: User) -> Card | None:
        return Card("moderation/triage/_author.html", {"author": item.author, ...})

The template is included with the context of the page, and with `card` for what it was given.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeAlias

from moderation.models import Item
from people.models import User


class Place(StrEnum):
    """Where on the page: before its words, after them, among the ways to answer, or below them."""

    FIRST = "first"
    TOP = "top"
    ANSWER = "answer"
    BESIDE = "beside"


@dataclass(frozen=True)
class Card:
    template: str
    facts: Mapping[str, Any] = field(default_factory=dict)


CardMaker: TypeAlias = Callable[[Item, User], Card | None]
_makers: list[tuple[Place, int, CardMaker]] = []


def card(place: Place, order: int) -> Callable[[CardMaker], CardMaker]:
    """Register a function from an item and its reader to a card, or None where there is nothing to show."""

    def register(function: CardMaker) -> CardMaker:
        _makers.append((place, order, function))
        _makers.sort(key=lambda maker: maker[:2])
        return function

    return register


def cards_of(item: Item, reader: User) -> dict[str, list[Card]]:
    """The cards of each place, in their order. Each maker asks the database a fixed number of times."""
    found: dict[str, list[Card]] = {place.value: [] for place in Place}
    for place, _, make in _makers:
        made = make(item, reader)
        if made is not None:
            found[place.value].append(made)
    return found
