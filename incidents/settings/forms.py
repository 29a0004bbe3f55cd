"""What SLT chooses about how incidents are handled."""

from datetime import timedelta
from typing import Any

from django import forms

from core.forms import PortalForm
from incidents.models import IncidentSettings
from incidents.settings.workflow import MOST_DAYS, MOST_HOURS

SAME_DAY, HOURS = "same_day", "hours"


class SettingsForm(PortalForm):
    soon = forms.ChoiceField(
        label="How soon is an incident assessed for the first time?",
        choices=[(SAME_DAY, "On the same working day"), (HOURS, "Within some hours")],
        widget=forms.RadioSelect,
        help_text="What comes in after 3 pm, or on a day off, counts to the next working day. A threat to life, unsafe "
        "contact with a pupil and an indecent image of a child are always assessed within the hour.",
    )
    hours = forms.IntegerField(
        label="How many hours?",
        required=False,
        min_value=1,
        max_value=MOST_HOURS,
        help_text="Only if you chose “Within some hours”. They count day and night.",
    )
    chase_after_days = forms.IntegerField(
        label="After how many working days is an agency asked again?",
        min_value=1,
        max_value=MOST_DAYS,
        help_text="When the police or an agency were told and have not answered.",
    )
    numbers = forms.CharField(
        label="The school's own numbers",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="One on a line, with whom it reaches. Everybody who reports an incident sees them.",
    )

    def __init__(self, *args: Any, row: IncidentSettings, **kwargs: Any) -> None:
        within = row.assess_within
        initial = {
            "soon": HOURS if within is not None else SAME_DAY,
            "hours": int(within / timedelta(hours=1)) if within is not None else None,
            "chase_after_days": row.chase_after_days,
            "numbers": row.numbers,
        }
        super().__init__(*args, initial=initial, **kwargs)

    def clean(self) -> dict[str, Any]:
        super().clean()
        given = self.cleaned_data
        if given.get("soon") == HOURS and given.get("hours") is None and "hours" not in self.errors:
            self.add_error("hours", "Say how many hours.")
        return given

    @property
    def chosen(self) -> dict[str, Any]:
        """What the verb takes."""
        given = self.cleaned_data
        within = timedelta(hours=given["hours"]) if given["soon"] == HOURS else None
        return {
            "assess_within": within,
            "chase_after_days": given["chase_after_days"],
            "numbers": given["numbers"],
        }
