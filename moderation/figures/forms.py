"""The filters of the dashboard, which live in its address."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from accounts.models import Account, Platform
from core.forms import FilterForm
from moderation.figures.numbers import Period
from moderation.figures.periods import BETWEEN, between, periods
from school.models import Term


def _day(label: str) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


class FiguresFilter(FilterForm):
    """`accounts` are those that the person sees: others are no choice. What is not chosen has its usual value."""

    period = forms.ChoiceField(label="Received in")
    first = _day("From (between two days)")
    last = _day("To (between two days)")
    account = forms.ChoiceField(label="Account")
    platform = forms.ChoiceField(label="Platform")

    def __init__(
        self, data: Any, *, accounts: Sequence[Account], terms: Sequence[Term], today: date, **kwargs: Any
    ) -> None:
        self._periods = periods(today, terms)
        self._accounts = {str(account.pk): account for account in accounts}
        asked = data.copy()
        asked.setdefault("period", self._periods.usual)
        super().__init__(asked, **kwargs)
        platforms = sorted({str(account.platform) for account in accounts})
        self._offer("period", self._periods.choices)
        self._offer("account", [("", "All accounts"), *((key, one.name) for key, one in self._accounts.items())])
        self._offer("platform", [("", "All platforms"), *((name, Platform(name).label) for name in platforms)])

    def _offer(self, name: str, choices: Sequence[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  for the types
        field.choices = choices

    @property
    def chosen_period(self) -> Period:
        """The days that were asked for. The two days count only where the list says “between two days”."""
        chosen = self.chosen
        key = chosen.get("period") or self._periods.usual
        return between(chosen.get("first"), chosen.get("last")) if key == BETWEEN else self._periods.get(key)

    @property
    def has_accounts(self) -> bool:
        """Whether the person sees any at all."""
        return bool(self._accounts)

    @property
    def one(self) -> Account | None:
        """The account, where one was chosen."""
        return self._accounts.get(self.chosen.get("account", ""))

    @property
    def chosen_platform(self) -> str:
        """The platform's name, where one was chosen."""
        chosen = self.chosen.get("platform")
        return str(Platform(chosen).label) if chosen else ""

    @property
    def chosen_accounts(self) -> list[Account]:
        """Those that the account and the platform leave."""
        chosen, one = self.chosen, self.one
        return [
            account
            for account in self._accounts.values()
            if one in (None, account) and chosen.get("platform") in (None, account.platform)
        ]
