"""The filters of the list of case files."""

from collections.abc import Sequence
from typing import Any

from django import forms

from core.forms import FilterForm
from incidents.states import Category, Severity, Status

OPEN, LATE, NOBODY = "open", "late", "nobody"
STATES = [("", "Any state"), (OPEN, "Not closed"), (LATE, "Something is late"), *Status.choices]
ORDERS = [
    ("", "What is late first"),
    ("newest", "Newest first"),
    ("oldest", "Oldest first"),
    ("serious", "Most serious first"),
]


def _day(label: str) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


class IncidentFilter(FilterForm):
    """`leads` are those who lead a file that the person sees: nobody else is a choice."""

    q = forms.CharField(label="Reference, or words in the file", max_length=60)
    status = forms.ChoiceField(label="State", choices=STATES)
    category = forms.ChoiceField(label="Kind", choices=[("", "Any kind"), *Category.choices])
    severity = forms.ChoiceField(label="How serious", choices=[("", "Any"), *Severity.choices])
    lead = forms.ChoiceField(label="Led by")
    waiting = forms.BooleanField(label="Waits for me", widget=forms.HiddenInput)  # chosen above the filters
    first = _day("Reported from")
    last = _day("Reported up to")
    sort = forms.ChoiceField(label="Order", choices=ORDERS)

    def __init__(self, *args: Any, leads: Sequence[tuple[int, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chooser: Any = self.fields["lead"]
        chooser.choices = [("", "Anybody or nobody"), (NOBODY, "Nobody yet"), *((str(pk), name) for pk, name in leads)]

    @property
    def order(self) -> str:
        return str(self.chosen.get("sort", ""))
