"""What has to be in place before a case file is closed (I4). Each package of the room adds its own conditions.

In a package's `conditions.py`, which imports models and lower rooms only:

    from incidents.closing import condition

    @condition("Every task is done or not needed any more", order=40)
    def tasks_are_done(incident: Incident) -> list[Missing]:
        url = reverse("incidents:task", …)
        return [Missing("“Ring the parents” is still to do.", url)]     # an empty list: nothing is missing

Import it in `incidents/workflow/__init__.py` beside the others, so that it is known wherever something is closed:

    from incidents.together import conditions as _together  # noqa: F401  (registers what a closed file needs)

The page that closes shows each condition with its tick, and what is missing with a link to where it is put right.
`rules.close` refuses while anything is missing, and names all of it at once. Each sentence is whole, ends with a full
stop and says what to do; `url` may be "". A condition that does not fit the incident returns an empty list.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from incidents.models import Incident


class Missing(NamedTuple):
    """One thing that is still missing: a whole sentence, and the page where it is put right."""

    sentence: str
    url: str = ""


@dataclass(frozen=True)
class Point:
    """One line of the closure checklist."""

    title: str
    missing: tuple[Missing, ...]

    @property
    def done(self) -> bool:
        return not self.missing


Condition: TypeAlias = Callable[[Incident], list[Missing]]
_conditions: dict[tuple[int, str], Condition] = {}


def condition(title: str, *, order: int) -> Callable[[Condition], Condition]:
    """Register a condition. `title` says what is so when it is met; those of a lower `order` stand first."""

    def register(function: Condition) -> Condition:
        _conditions[order, title] = function
        return function

    return register


def checklist(incident: Incident) -> list[Point]:
    """Every condition with what it misses, in order."""
    return [Point(title, tuple(function(incident))) for (_, title), function in sorted(_conditions.items())]


def missing(incident: Incident) -> list[Missing]:
    """All that keeps the incident from being closed; empty where nothing does."""
    return [one for point in checklist(incident) for one in point.missing]
