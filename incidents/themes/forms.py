"""Which term: a filter in the address."""

from collections.abc import Mapping
from typing import Any

from django import forms

from core.forms import FilterForm
from school.terms import Stretch


class ThemesFilter(FilterForm):
    """`stretches` by their key; the first is the usual one."""

    period = forms.ChoiceField(label="Reported in")

    def __init__(self, data: Any, *, stretches: Mapping[str, Stretch]) -> None:
        self._stretches = stretches
        asked = data.copy()
        asked.setdefault("period", next(iter(stretches), ""))
        super().__init__(asked)
        chooser: Any = self.fields["period"]
        chooser.choices = [(key, stretch.name) for key, stretch in stretches.items()]

    @property
    def stretch(self) -> Stretch | None:
        """The one that was chosen, or the usual one; None where there is none to choose."""
        chosen = self._stretches.get(self.chosen.get("period", ""))
        return chosen or next(iter(self._stretches.values()), None)
