"""The SLA dashboard, the same as a file and as a paper, and what its numbers mean."""

from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from accounts.models import Account
from core import clock
from core.documents import csv_download, document
from moderation.figures import charts, files
from moderation.figures.definitions import DEFINITIONS
from moderation.figures.forms import FiguresFilter
from moderation.figures.numbers import Figures, Period
from moderation.figures.numbers import figures as compute
from moderation.figures.periods import dates
from people.current import signed_in
from school.models import Term, school_zone

PATIENCE = timedelta(minutes=10)  # after which the numbers are called old


@dataclass
class Asked:
    """What the address asks for, of what this person sees, and the figures of it."""

    filters: FiguresFilter
    period: Period
    figures: Figures

    @cached_property
    def about(self) -> str:
        """Which accounts: "St Jude's on Facebook", "all accounts on Facebook", "all accounts"."""
        platform = self.filters.chosen_platform
        everything = f"all accounts on {platform}" if platform else "all accounts"
        return self.filters.one.label if self.filters.one else everything

    @property
    def is_old(self) -> bool:
        counted = self.figures.counted_at
        return counted is not None and self.figures.at - counted > PATIENCE


def _asked(request: HttpRequest) -> Asked:
    accounts = list(Account.objects.visible_to(signed_in(request)).order_by("name", "pk"))
    zone = school_zone()
    today = clock.now().astimezone(zone).date()
    filters = FiguresFilter(request.GET, accounts=accounts, terms=list(Term.objects.all()), today=today)
    period = filters.chosen_period
    return Asked(filters, period, compute(filters.chosen_accounts, period, zone))


@require_GET
def figures(request: HttpRequest) -> HttpResponse:
    """How well the accounts that this person sees are answered, by the filters in the address."""
    asked = _asked(request)
    shown, of_late = asked.figures, request.GET.get("map") == "late"
    context: dict[str, Any] = {
        "asked": asked,
        "figures": shown,
        "total": shown.total,
        "filters": asked.filters,
        "dates": dates(asked.period),
        "weeks": charts.by_week(shown.by_week),
        "heat": charts.by_hour(shown, late=of_late),
        "of_late": of_late,
        "asked_map": "map" in request.GET,
        "took": charts.by_time(shown.total),
        "lead_label": f"answered in time {asked.period.words}",
        "definitions": reverse("moderation:figures_definitions"),
        "query": request.GET.urlencode(),
    }
    return render(request, "moderation/figures/figures.html", context)


@require_GET
def figures_csv(request: HttpRequest) -> HttpResponse:
    """All the numbers of the page as a file, by the same filters."""
    asked = _asked(request)
    rows = files.rows(asked.figures, asked.about)
    return csv_download(f"figures-{clock.today().isoformat()}", files.HEADER, rows)


@require_GET
def figures_paper(request: HttpRequest) -> HttpResponse:
    """The page as a paper to keep or to hand round, by the same filters."""
    asked = _asked(request)
    back = reverse("moderation:figures")
    context: dict[str, Any] = {
        "asked": asked,
        "figures": asked.figures,
        "total": asked.figures.total,
        "dates": dates(asked.period),
        "heat": charts.by_hour(asked.figures, late=False),
        "took": charts.by_time(asked.figures.total),
        "definitions": DEFINITIONS,
        "back_url": f"{back}?{request.GET.urlencode()}",
    }
    name = f"figures-{clock.today().isoformat()}"
    return document(request, "moderation/figures/figures_paper.html", context, name=name)


@require_GET
def figures_definitions(request: HttpRequest) -> HttpResponse:
    """What each number counts."""
    return render(request, "moderation/figures/figures_definitions.html", {"definitions": DEFINITIONS})
