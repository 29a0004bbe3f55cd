"""The parts of a case file's page. Each package of the room adds its own, and the page draws them in order."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

from incidents.models import Incident
from people.models import User


class Place(IntEnum):
    TOP = 0  # what must be seen first: danger, a clock that runs out
    NEXT = 1  # what is to be done, and who outside is waited for
    MAIN = 2
    ASIDE = 3


@dataclass(frozen=True)
class Section:
    """A template under templates/incidents/ and what it is drawn with, beside `incident`.

    With a `title` it stands among the contents at the top of the page, which lead to its `anchor`.
    """

    template: str
    context: dict[str, Any] = field(default_factory=dict)
    title: str = ""
    anchor: str = ""


_Maker = Callable[[Incident, User], Section | None]
_makers: list[tuple[Place, int, _Maker]] = []


def section(place: Place, *, order: int) -> Callable[[_Maker], _Maker]:
    """Register what makes a part of the page for a reader who may read the file, or None where there is nothing."""

    def register(maker: _Maker) -> _Maker:
        _makers.append((place, order, maker))
        _makers.sort(key=lambda made: made[:2])
        return maker

    return register


def sections(incident: Incident, reader: User) -> dict[str, list[Section]]:
    """The parts by the lower-case name of their place: "top", "next", "main", "aside"."""
    found: dict[str, list[Section]] = {place.name.lower(): [] for place in Place}
    for place, _, maker in _makers:
        made = maker(incident, reader)
        if made is not None:
            found[place.name.lower()].append(made)
    return found
