"""The themes of a term: a page, and the same as a file."""

from dataclasses import dataclass
from functools import cached_property

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core import clock, rules
from core.documents import csv_download
from incidents.models import Incident
from incidents.themes import selectors
from incidents.themes.forms import ThemesFilter
from incidents.themes.numbers import Themes, compute
from incidents.themes.periods import to_choose
from people.current import signed_in
from people.models import User
from school.models import Term
from school.terms import Stretch

KEPT_BACK = "fewer than 5, or kept back"


@dataclass(frozen=True)
class Asked:
    """What the address asks for, of what this person sees."""

    person: User
    filters: ThemesFilter
    keeps_back: bool

    @property
    def stretch(self) -> Stretch | None:
        return self.filters.stretch

    @cached_property
    def themes(self) -> Themes | None:
        """None where there is no term to show yet."""
        if self.stretch is None:
            return None
        return compute(selectors.counted(self.person), self.stretch, keep_back=self.keeps_back)

    def lessons(self) -> list[Incident]:
        return [] if self.keeps_back or self.stretch is None else selectors.lessons(self.person, self.stretch)


def _asked(request: HttpRequest) -> Asked:
    person = signed_in(request)
    rules.require("incidents.see_themes", person)
    keeps_back = not selectors.handles(person)
    stretches = to_choose(clock.today(), list(Term.objects.all()), ended_terms_only=keeps_back)
    return Asked(person, ThemesFilter(request.GET, stretches=stretches), keeps_back)


@require_safe
def themes(request: HttpRequest) -> HttpResponse:
    """What the incidents of a term have in common: for SLT and the leads of the files that they handle.

    Governors see those of the whole school, without small numbers and without words from a file.
    """
    asked = _asked(request)
    context = {"asked": asked, "filters": asked.filters, "themes": asked.themes, "lessons": asked.lessons()}
    return render(request, "incidents/themes/themes.html", context)


@require_safe
def themes_csv(request: HttpRequest) -> HttpResponse:
    """The numbers of the page as a file."""
    asked = _asked(request)
    rows: list[list[object]] = []
    if asked.themes and asked.stretch:
        found = asked.themes
        rows.append(["Period", asked.stretch.name, ""])
        rows.append(["Incidents reported", "All", _cell(found.total)])
        rows += [[table.title, line.words, _cell(line.number)] for table in found.tables for line in table.lines]
        rows.append(["Usual time until it is assessed (half took less, half more)", "", found.to_assess or ""])
        rows.append(["Usual time until it is closed (half took less, half more)", "", found.to_close or ""])
        rows.append(["Assessed in time", "", found.in_time or ""])
        rows.append(["Comments taken up under the behaviour policy", "All", _cell(found.behaviour)])
    name = f"incident-themes-{asked.stretch.first.isoformat()}" if asked.stretch else "incident-themes"
    return csv_download(name, ["Table", "Kind", "Number"], rows)


def _cell(number: int | None) -> int | str:
    return KEPT_BACK if number is None else number
