"""Cards that the rooms above add to an account's page: its comments, its incidents."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from accounts.models import Account
from people.models import User


@dataclass(frozen=True)
class Panel:
    """`rows` are (label, value) pairs, `text` a sentence above the link, `link` the words of the link to `url`.

    The tone "harm" makes of it one red button at the top of the page, where a phone shows it without scrolling.
    """

    title: str
    rows: Sequence[tuple[str, str | int]] = field(default_factory=tuple)
    url: str = ""
    link: str = ""
    text: str = ""
    tone: str = ""


PanelMaker: TypeAlias = Callable[[Account, User], Panel | None]
_makers: list[PanelMaker] = []


def panel(function: PanelMaker) -> PanelMaker:
    """Register a function from an account and its reader to a card, or None where there is nothing to show."""
    _makers.append(function)
    return function


def panels_of(account: Account, reader: User) -> list[Panel]:
    return [made for make in _makers if (made := make(account, reader)) is not None]
