"""The forms of the ladder, the desk's hours and who is on call."""

from typing import Any

from crispy_forms.layout import Fieldset, Layout
from django import forms

from core.forms import FilterForm, PortalForm
from moderation.escalation.ladder import COUNTED
from moderation.forms import MomentField
from moderation.models import LadderStep
from moderation.rules import WATCHERS
from moderation.states import Anchor, Channel, Whom
from people.models import User

HOUR = 60  # minutes
CLOCK = {"type": "time"}


def _first_large(label: str) -> str:
    return f"{label[0].upper()}{label[1:]}"


class StepForm(PortalForm):
    submit_label = "Save the step"

    name = forms.CharField(label="What is it called?", max_length=80, help_text="The history of a comment shows it.")
    anchor = forms.ChoiceField(
        label="When?",
        choices=[(value, _first_large(str(label))) for value, label in Anchor.choices],
        widget=forms.RadioSelect,
    )
    hours = forms.IntegerField(
        label="Hours",
        min_value=0,
        max_value=336,
        required=False,
        help_text="How long before or after. Leave it empty for half of the time and the end of a working day.",
    )
    minutes = forms.IntegerField(label="Minutes", min_value=0, max_value=59, required=False)
    whom = forms.ChoiceField(
        label="Who is told?",
        choices=[(value, _first_large(str(label))) for value, label in Whom.choices],
        widget=forms.RadioSelect,
    )
    channel = forms.ChoiceField(
        label="How?",
        choices=[(value, _first_large(str(label))) for value, label in Channel.choices],
        widget=forms.RadioSelect,
    )
    in_quiet_hours = forms.BooleanField(
        label="Tell them at night too", required=False, help_text="Otherwise the message waits until quiet hours end."
    )

    def __init__(self, *args: Any, step: LadderStep | None = None, **kwargs: Any) -> None:
        if step is not None:
            kwargs["initial"] = {
                "name": step.name,
                "anchor": step.anchor,
                "hours": step.minutes // HOUR if step.anchor in COUNTED else None,
                "minutes": step.minutes % HOUR if step.anchor in COUNTED else None,
                "whom": step.whom,
                "channel": step.channel,
                "in_quiet_hours": step.in_quiet_hours,
            }
        else:
            kwargs.setdefault("initial", {"channel": Channel.MAIL})
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        given["minutes"] = (given.pop("hours", None) or 0) * HOUR + (given.get("minutes") or 0)
        return given


class DeskForm(PortalForm):
    submit_label = "Save"

    priority_minutes = forms.IntegerField(
        label="Within how many minutes must somebody do something?",
        min_value=5,
        max_value=2880,
        help_text="Usually 120, for comments in the priority lane. Those that are there now keep their time.",
    )
    priority_from = forms.TimeField(label="Count the time from", widget=forms.TimeInput(attrs=CLOCK, format="%H:%M"))
    priority_until = forms.TimeField(label="Count the time until", widget=forms.TimeInput(attrs=CLOCK, format="%H:%M"))
    quiet_from = forms.TimeField(label="No messages from", widget=forms.TimeInput(attrs=CLOCK, format="%H:%M"))
    quiet_until = forms.TimeField(
        label="No messages until",
        widget=forms.TimeInput(attrs=CLOCK, format="%H:%M"),
        help_text="The same time twice means that there are no quiet hours.",
    )
    claim_minutes = forms.IntegerField(
        label="How many minutes does a comment stay with whoever took it?",
        min_value=1,
        max_value=1440,
        help_text="Counted from when they last did anything on its page. After that anybody may take it.",
    )

    def build_layout(self) -> Layout:
        return Layout(
            Fieldset(
                "Comments to look at first", "priority_minutes", "priority_from", "priority_until", css_class="group"
            ),
            Fieldset("Quiet hours", "quiet_from", "quiet_until", css_class="group"),
            Fieldset("Who has a comment", "claim_minutes", css_class="group"),
        )


class OnCallForm(PortalForm):
    submit_label = "Put on call"

    person = forms.ModelChoiceField(User.objects.none(), label="Who is on call?", empty_label="Choose somebody")
    from_at = MomentField(label="From")
    until_at = MomentField(label="Until")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        able = User.objects.holding(*WATCHERS).order_by("full_name", "pk")
        self.fields["person"].queryset = able  # type: ignore[attr-defined]


class TryForm(FilterForm):
    """For which comment the page shows what would happen."""

    received_at = MomentField(label="A comment received")
    pressing = forms.BooleanField(label="It goes into the priority lane")
