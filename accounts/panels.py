"""Cards that the rooms above add to an account's page: its comments, its incidents."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from accounts.models import Account
from people.models import User


@dataclass(frozen=True)
class Panel:
    """`rows` are (label, value) pairs, `text` a sentence above the link, `link` the words of the link to `url`.

    The tone "harm" makes the link a red button, and puts the card first.
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
    made = [panel for make in _makers if (panel := make(account, reader)) is not None]
    return sorted(made, key=lambda panel: panel.tone != "harm")
