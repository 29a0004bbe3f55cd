"""Today: what needs this person, most urgent first, and how the accounts stand that they run."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core import clock
from core.registry import Need, health_of, needs_of
from people.current import signed_in

# By the room that tells of it. What belongs to none of these stands under "Other things".
KINDS = {
    "moderation": "Comments",
    "incidents": "Incidents",
    "accounts": "Accounts and passwords",
    "applications": "Business cases",
    "policy": "Policy and training",
    "people": "People",
    "school": "The portal",
}
OTHER = "Other things"
AT_ONCE = 3  # urgent needs of one kind that are shown before the rest are folded away
ONE_LINE_EACH = {"incidents"}  # kinds whose needs are of a file each, in which all that waits stands together
QUIET = 2  # Need.urgency of what only waits


@dataclass
class Kind:
    """What waits of one kind: the most urgent with its button, then lines, then what is folded away."""

    name: str
    title: str
    needs: list[Need] = field(default_factory=list)

    @property
    def shown(self) -> list[Need]:
        """The first, whatever it is, and after it what is urgent or due today."""
        pressing = sum(need.urgency < QUIET for need in self.needs)
        return self.needs[: max(1, min(pressing, AT_ONCE))]

    @property
    def more(self) -> list[Need]:
        return self.needs[len(self.shown) :]

    @property
    def urgent_more(self) -> int:
        """How many of those folded away are late, or may be harm."""
        return sum(need.urgency == 0 for need in self.more)


@require_safe
def today(request: HttpRequest) -> HttpResponse:
    """The home page of every role."""
    person = signed_in(request)
    kinds = by_kind(needs_of(person))
    lines = [need for kind in kinds for need in kind.needs]
    context = {
        "kinds": kinds,
        "total": len(lines),
        "urgent": sum(need.urgency == 0 for need in lines),
        "health": health_of(person),
        "now": clock.now(),
    }
    return render(request, "today.html", context)


def by_kind(needs: Iterable[Need]) -> list[Kind]:
    """The kinds by their most urgent need; `needs` are in their order."""
    kinds: dict[str, Kind] = {}
    for need in needs:
        name = need.room if need.room in KINDS else "other"
        kinds.setdefault(name, Kind(name, KINDS.get(name, OTHER))).needs.append(need)
    for name in kinds.keys() & ONE_LINE_EACH:
        kinds[name].needs = one_line_each(kinds[name].needs)
    return list(kinds.values())


def one_line_each(needs: Iterable[Need]) -> list[Need]:
    """The most urgent of those that lead to one page, saying how many more there are; `needs` are in their order."""
    pages: dict[str, list[Need]] = {}
    for need in needs:
        pages.setdefault(need.url.partition("#")[0], []).append(need)
    return [_with_more(first, len(more)) for first, *more in pages.values()]


def _with_more(need: Need, more: int) -> Need:
    if not more:
        return need
    return replace(need, sentence=f"{need.sentence}. {more} more thing{'' if more == 1 else 's'} to do there")
