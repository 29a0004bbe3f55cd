"""Small registries by which a higher room adds to what a lower one shows or waits for."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Need:
    """One line of somebody's Today page: a sentence, when it is due, and the place to do it.

    `room` is the app that tells of it, filled in by `needs_of`: what belongs together stands together.
    """

    sentence: str
    url: str
    button: str
    due_at: datetime | None = None
    urgency: int = 2  # 0 late or harm, 1 due today, 2 waiting
    room: str = ""

    @property
    def order(self) -> tuple[int, float]:
        return (self.urgency, self.due_at.timestamp() if self.due_at else float("inf"))


_needs: list[Callable[[Any], list[Need]]] = []


def needs(function: Callable[[Any], list[Need]]) -> Callable[[Any], list[Need]]:
    """Register a function from a person to what waits for that person."""
    _needs.append(function)
    return function


def needs_of(person: Any) -> list[Need]:
    """What waits for them in every room, most urgent first."""
    found = [
        need if need.room else replace(need, room=function.__module__.partition(".")[0])
        for function in _needs
        for need in function(person)
    ]
    return sorted(found, key=lambda need: need.order)


@dataclass(frozen=True)
class Health:
    """What a room knows about one thing that somebody looks after.

    `subject` tells whose fact it is ("account:3"): facts of several rooms about one subject make one card.
    A `status` is a key of core/looks.py and `label` its word; the room that owns the subject gives `title` and `url`.
    """

    subject: str
    line: str = ""
    title: str = ""
    url: str = ""
    status: str = ""
    label: str = ""


@dataclass
class HealthCard:
    """One card below somebody's needs."""

    title: str = ""
    url: str = ""
    pills: list[tuple[str, str]] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)


_health: list[Callable[[Any], list[Health]]] = []


def health(function: Callable[[Any], list[Health]]) -> Callable[[Any], list[Health]]:
    """Register a function from a person to how the things stand that the person looks after."""
    _health.append(function)
    return function


def health_of(person: Any) -> list[HealthCard]:
    """One card for each subject, by title. A subject that nobody gave a title is left out."""
    cards: dict[str, HealthCard] = {}
    for fact in (fact for function in _health for fact in function(person)):
        card = cards.setdefault(fact.subject, HealthCard())
        card.title = card.title or fact.title
        card.url = card.url or fact.url
        if fact.label:
            card.pills.append((fact.status, fact.label))
        if fact.line:
            card.lines.append(fact.line)
    return sorted((card for card in cards.values() if card.title), key=lambda card: card.title.casefold())


@dataclass(frozen=True)
class Chore:
    """Something that the portal does by itself from time to time, with nothing for a person to start."""

    name: str
    run: Callable[[], object]


chores: list[Chore] = []


def daily(name: str) -> Callable[[Callable[[], object]], Callable[[], object]]:
    """Register a chore for the daily round: reminders that fall due with a date, access that ends with a day.

    The round comes several times a day, and after every start, so that a machine that was off misses nothing.
    What a chore has done it must not do again: it rests on rows (a notice is unique on its event), never on the hour.
    """

    def register(function: Callable[[], object]) -> Callable[[], object]:
        chores.append(Chore(name, function))
        return function

    return register
