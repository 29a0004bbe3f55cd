"""The shape of what is typed about an absence."""

from typing import Any

from django import forms

from core.forms import PortalForm
from people.absences.selectors import candidates
from people.models import User

DAY = "%Y-%m-%d"


def a_day(**kwargs: Any) -> forms.DateField:
    return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format=DAY), **kwargs)


class AbsenceForm(PortalForm):
    """The days, and who acts: from a list, or by e-mail address for whoever sees no directory (P4)."""

    submit_label = "Save"

    from_on = a_day(label="First day away")
    until_on = a_day(label="Last day away", help_text="For one day away, the same day again.")
    delegate = forms.ModelChoiceField(
        label="Who acts meanwhile?",
        queryset=User.objects.none(),
        empty_label="Choose a person",
        error_messages={"required": "Choose who acts meanwhile."},
    )
    email = forms.EmailField(
        label="Who acts meanwhile? Their e-mail address",
        help_text="Their address at the school. They must be in the portal already.",
        error_messages={"required": "Give the e-mail address of the person who acts meanwhile."},
    )

    def __init__(self, *args: Any, person: User, actor: User, hint: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = candidates(person, actor)
        if offered is None:
            del self.fields["delegate"]
        else:
            del self.fields["email"]
            self.fields["delegate"].queryset = offered  # type: ignore[attr-defined]
            self.fields["delegate"].help_text = hint

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].strip()
        found = User.objects.active().filter(email__iexact=email).first()
        if found is None:
            raise forms.ValidationError("Nobody with this address is in the portal.")
        self.cleaned_data["delegate"] = found
        return email

    @property
    def words(self) -> dict[str, Any]:
        """What the verb takes."""
        return {name: self.cleaned_data[name] for name in ("from_on", "until_on", "delegate")}
