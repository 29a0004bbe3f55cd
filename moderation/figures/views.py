"""The SLA dashboard."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.models import Account
from core import clock
from moderation.figures import charts
from moderation.figures.forms import USUAL, FiguresFilter
from moderation.figures.numbers import OfAccount
from moderation.figures.numbers import figures as compute
from people.current import signed_in
from school.models import school_zone


@dataclass(frozen=True)
class Row:
    """A line of the table by account. `width` is the length of its bar."""

    of: OfAccount
    width: str
    median: str


@require_GET
def figures(request: HttpRequest) -> HttpResponse:
    """How well the accounts that this person sees are answered, by the filters in the address."""
    accounts = Account.objects.visible_to(signed_in(request)).order_by("name", "pk")
    asked = request.GET.copy()
    asked.setdefault("period", USUAL)
    filters = FiguresFilter(asked, accounts=accounts)
    zone = school_zone()
    period = filters.chosen_period(clock.now().astimezone(zone).date())
    one = filters.chosen.get("account")
    shown = compute([one] if one else accounts, period, zone)
    context: dict[str, Any] = {
        "figures": shown,
        "chart": charts.by_week(shown.by_week),
        "rows": [Row(of, f"{of.share.fraction:.1%}", span(of.median)) for of in shown.by_account],
        "lead_label": f"answered in time {period.words}",
        "median": span(shown.median),
        "filters": filters,
        "one": one,
    }
    return render(request, "moderation/figures.html", context)


def span(length: timedelta | None) -> str:
    """A length of time by its two largest units, rounded down: "35 min", "3 h 12 min", "2 days 4 h"."""
    if length is None:
        return "–"
    minutes = int(length.total_seconds()) // 60
    hours, minutes = divmod(minutes, 60)
    if hours >= 48:
        return f"{hours // 24} days {hours % 24} h"
    return f"{hours} h {minutes} min" if hours else f"{minutes} min"
