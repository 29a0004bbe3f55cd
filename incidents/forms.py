"""The shapes of what is asked about an incident."""

from typing import Any

from django import forms

from core.forms import FilterForm, PortalForm, SeveralField
from incidents.models import Agency
from incidents.states import Category, EntryKind, Lawfulness, Outcome, Part, Severity, Status
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


class AssessForm(PortalForm):
    submit_label = "Save the assessment"

    severity = forms.ChoiceField(label="How serious is it?", choices=Severity.choices, widget=forms.RadioSelect)
    lawfulness = forms.ChoiceField(
        label="Could it be against the law?",
        choices=Lawfulness.choices,
        widget=forms.RadioSelect,
        help_text="If it could, it is not closed until the police or an agency was told, or SLT wrote down why not.",
    )
    assessment = forms.CharField(
        label="Your assessment",
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Is everybody safe now? Who must be told? What happens next?",
    )


class StartInvestigationForm(PortalForm):
    submit_label = "Start the investigation"

    lead = forms.ModelChoiceField(
        label="Who leads it?", queryset=User.objects.none(), help_text="They can read the whole file from now on."
    )

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chooser: Any = self.fields["lead"]
        chooser.queryset = people


class ResolveForm(PortalForm):
    submit_label = "Save the outcome"

    outcome = forms.ChoiceField(label="What was the outcome?", choices=Outcome.choices, widget=forms.RadioSelect)
    concern = forms.CharField(label="What it was about", max_length=3000, widget=forms.Textarea(attrs={"rows": 3}))
    follow_up = forms.CharField(label="What was found out", max_length=3000, widget=forms.Textarea(attrs={"rows": 3}))
    action = forms.CharField(label="What was done", max_length=3000, widget=forms.Textarea(attrs={"rows": 3}))
    decision = forms.CharField(
        label="What was decided, and why", max_length=3000, widget=forms.Textarea(attrs={"rows": 3})
    )
    learning = forms.CharField(
        label="What we do differently from now on",
        max_length=3000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    disciplinary_reference = forms.CharField(label="Reference of the disciplinary file", max_length=120, required=False)


class EntryForm(PortalForm):
    submit_label = "Add to the file"

    kind = forms.ChoiceField(
        label="What is it?",
        choices=[(k.value, k.label) for k in (EntryKind.NOTE, EntryKind.CONTACT, EntryKind.DECISION)],
    )
    text = forms.CharField(label="What happened", max_length=5000, widget=forms.Textarea(attrs={"rows": 4}))
    open_to_reporter = forms.BooleanField(
        label="The person who reported it may read this", required=False, help_text="They are told that there is news."
    )


class ReferForm(PortalForm):
    submit_label = "Record it"

    agency = forms.ModelChoiceField(label="Who was told?", queryset=Agency.objects.filter(is_on=True), required=False)
    name = forms.CharField(label="Or somebody else", max_length=120, required=False)
    how = forms.CharField(label="How?", max_length=120, help_text="For example: by phone, 101.")
    reference = forms.CharField(label="Their reference", max_length=120, required=False)
    referred_at = forms.DateTimeField(
        label="When?", widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    )


class ReasonForm(PortalForm):
    form_tag = False

    reason = forms.CharField(label="Why?", max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))


class NamePersonForm(PortalForm):
    submit_label = "Record it"
    submit_harm = False

    person = forms.ModelChoiceField(label="Who?", queryset=User.objects.none())
    part = forms.ChoiceField(label="Their part", choices=Part.choices, widget=forms.RadioSelect)

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chooser: Any = self.fields["person"]
        chooser.queryset = people


class IncidentFilter(FilterForm):
    q = forms.CharField(label="Reference", max_length=20)
    status = forms.ChoiceField(label="State", choices=[("", "Any state"), ("open", "Not closed"), *Status.choices])
    category = forms.ChoiceField(label="Kind", choices=[("", "Any kind"), *Category.choices])
