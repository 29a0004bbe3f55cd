"""Small registries by which a higher room adds to what a lower one shows or waits for."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Need:
    """One line of somebody's Today page: a sentence, when it is due, and the place to do it."""

    sentence: str
    url: str
    button: str
    due_at: datetime | None = None
    urgency: int = 2  # 0 late or harm, 1 due today, 2 waiting

    @property
    def order(self) -> tuple[int, float]:
        return (self.urgency, self.due_at.timestamp() if self.due_at else float("inf"))


_needs: list[Callable[[Any], list[Need]]] = []


def needs(function: Callable[[Any], list[Need]]) -> Callable[[Any], list[Need]]:
    """Register a function from a person to what waits for that person."""
    _needs.append(function)
    return function


def needs_of(person: Any) -> list[Need]:
    return sorted((need for function in _needs for need in function(person)), key=lambda need: need.order)
