"""The filters of the dashboard, which live in its address."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet

from accounts.models import Account
from core.forms import FilterForm
from core.times import day as in_words
from moderation.figures.numbers import Period, monday_of

WEEKS = {"6": "six", "12": "twelve"}
USUAL = "6"
BETWEEN = "between"
PERIODS = [
    ("week", "This week"),
    ("6", "The last 6 weeks"),
    ("12", "The last 12 weeks"),
    ("year", "This school year"),
    ("all", "All of it"),
    (BETWEEN, "Between two days"),
]


class FiguresFilter(FilterForm):
    period = forms.ChoiceField(label="Received in", choices=PERIODS, initial=USUAL)
    first = forms.DateField(
        label="From (between two days)", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    last = forms.DateField(
        label="To (between two days)", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    account = forms.ModelChoiceField(Account.objects.none(), label="Account", empty_label="All accounts")

    def __init__(self, *args: Any, accounts: QuerySet[Account], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["account"].queryset = accounts  # type: ignore[attr-defined]

    def chosen_period(self, today: date) -> Period:
        """The days that were asked for. The two days count only where the list says “between two days”."""
        chosen = self.chosen
        key = chosen.get("period") or USUAL
        return _between(chosen.get("first"), chosen.get("last")) if key == BETWEEN else _named(key, today)


def _named(key: str, today: date) -> Period:
    if key == "week":
        return Period("this week", monday_of(today))
    if key == "year":
        began = date(today.year if today.month >= 9 else today.year - 1, 9, 1)
        return Period("this school year", began)
    if key in WEEKS:
        return Period(f"in the last {WEEKS[key]} weeks", monday_of(today) - timedelta(weeks=int(key) - 1))
    return Period("in all")


def _between(first: date | None, last: date | None) -> Period:
    if first and last:
        first, last = sorted((first, last))
        return Period(f"from {in_words(first)} to {in_words(last)}", first, last)
    if first:
        return Period(f"since {in_words(first)}", first)
    return Period(f"up to {in_words(last)}", None, last) if last else Period("in all")
