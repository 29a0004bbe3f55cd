"""The forms of the rota."""

from typing import Any

from django import forms

from accounts.models import Account, Runner
from core.forms import PortalForm
from moderation.models import Turn
from moderation.rules import WATCHERS
from people.models import User

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def able_to_watch(account: Account) -> Any:
    """Who may work on its comments: its runners first, then Administrators and SLT."""
    runs = Runner.objects.filter(account=account, until_at=None).values("person")
    everywhere = User.objects.holding(*WATCHERS).values("pk")
    active = User.objects.active()
    return (active.filter(pk__in=runs) | active.filter(pk__in=everywhere)).order_by("full_name", "pk")


class WeekForm(PortalForm):
    submit_label = "Save the week"

    def __init__(self, *args: Any, account: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        turns = {turn.weekday: turn.person_id for turn in Turn.objects.filter(account=account)}
        able = able_to_watch(account)
        choices = [("", "Nobody"), *((one.pk, one.full_name) for one in able)]
        for number, name in enumerate(WEEKDAYS):
            field = forms.ModelChoiceField(able, label=name, required=False, initial=turns.get(number))
            field.widget.choices = choices  # read once for the seven of them
            field.has_usual = True  # type: ignore[attr-defined]  # "Nobody" is an answer too
            self.fields[f"day_{number}"] = field

    @property
    def people(self) -> dict[int, User | None]:
        return {number: self.cleaned_data[f"day_{number}"] for number in range(7)}


class CoverForm(PortalForm):
    submit_label = "Ask"

    day = forms.DateField(label="Which day?", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    person_asked = forms.ModelChoiceField(User.objects.none(), label="Whom do you ask?", empty_label="Choose somebody")
    in_return_for = forms.DateField(
        label="In return for their day",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="Leave it empty if it is no swap.",
    )

    def __init__(self, *args: Any, account: Account, asks: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person_asked"].queryset = able_to_watch(account).exclude(pk=asks.pk)  # type: ignore[attr-defined]


class DayForm(forms.Form):
    day = forms.DateField()
