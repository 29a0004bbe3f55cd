"""Cards that the rooms above add to a person's page: policy and training, the accounts that somebody runs."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from people.models import User


@dataclass(frozen=True)
class Panel:
    """`rows` are (label, value) pairs, `lines` sentences below them; `link` is the words of the link to `url`."""

    title: str
    rows: Sequence[tuple[str, str | int]] = field(default_factory=tuple)
    lines: Sequence[str] = field(default_factory=tuple)
    url: str = ""
    link: str = ""


PanelMaker: TypeAlias = Callable[[User, User], Panel | None]
_makers: list[PanelMaker] = []


def panel(function: PanelMaker) -> PanelMaker:
    """Register a function from a person and the reader of the page to a card, or None: nothing for this reader.

    The function itself decides whether the reader may know; it is asked for whoever sees the person at all.
    """
    _makers.append(function)
    return function


def panels_of(person: User, reader: User) -> list[Panel]:
    return [made for make in _makers if (made := make(person, reader)) is not None]
