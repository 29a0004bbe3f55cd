"""The shapes of what is asked about an incident."""

from typing import Any

from django import forms

from core.forms import FilterForm, PortalForm, SeveralField
from incidents.states import Category, Status
from people.models import User


class ReportForm(PortalForm):
    """Under two minutes on a phone: what kind, what happened, where; the rest only if it is so."""

    submit_label = "Send the report"

    category = forms.ChoiceField(
        label="What kind of thing is it?",
        choices=[("", "Choose the nearest"), *Category.choices],
        help_text="If you are not sure, choose “Something else”. Whoever reads it can change nothing you wrote.",
    )
    what_happened = forms.CharField(
        label="What happened?",
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="In your own words: what you saw, when, and who was there. Use initials for pupils.",
    )
    where = forms.CharField(
        label="Where? (if you know)", max_length=500, required=False, help_text="A link, or the name of the account."
    )
    alleged = SeveralField(
        label="Is it about something that somebody who works here did?",
        queryset=User.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Tick them. They will not be told and cannot see this report, whatever their role.",
    )

    def __init__(self, *args: Any, people: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chooser: Any = self.fields["alleged"]
        chooser.queryset = people if people is not None else User.objects.none()
        if people is None:
            del self.fields["alleged"]


class CompromiseForm(PortalForm):
    """One press is enough; words are welcome."""

    form_tag = False

    what_happened = forms.CharField(
        label="What happened?",
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Only the people who handle the incident read this. You can leave it empty.",
    )


class ReasonForm(PortalForm):
    form_tag = False

    reason = forms.CharField(label="Why?", max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))


class IncidentFilter(FilterForm):
    q = forms.CharField(label="Reference", max_length=20)
    status = forms.ChoiceField(label="State", choices=[("", "Any state"), ("open", "Not closed"), *Status.choices])
    category = forms.ChoiceField(label="Kind", choices=[("", "Any kind"), *Category.choices])
