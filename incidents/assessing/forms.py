"""The shapes of an assessment, of a second person's look at it, and of what was done about a clock."""

from typing import Any

from django import forms

from core.forms import PortalForm
from incidents.states import Category, Lawfulness, Severity

YES_NO = [("yes", "Yes"), ("no", "No, or not sure")]


def _yes(value: str) -> bool:
    return value == "yes"


def _moment(label: str, help_text: str) -> forms.DateTimeField:
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(label=label, help_text=help_text, widget=widget)


class AssessForm(PortalForm):
    submit_label = "Save the assessment"

    is_safe = forms.TypedChoiceField(
        label="Is everybody safe now?", choices=YES_NO, coerce=_yes, widget=forms.RadioSelect
    )
    safety = forms.CharField(
        label="What was done at once to keep them safe?",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="If somebody is not safe, write what is being done now.",
    )
    severity = forms.ChoiceField(
        label="How serious is it?",
        choices=Severity.choices,
        widget=forms.RadioSelect,
        help_text="If it is high, or was high until now, another person who handles it looks at your assessment too.",
    )
    lawfulness = forms.ChoiceField(
        label="Could it be against the law?",
        choices=Lawfulness.choices,
        widget=forms.RadioSelect,
        help_text="If it could, it is not closed until the police or an agency was told, or SLT wrote down why not.",
    )
    told = forms.CharField(
        label="Who is told, or must be?",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="For example: the child's parents, today, by the class teacher.",
    )
    assessment = forms.CharField(
        label="Your assessment",
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="What do you think happened, and what happens next?",
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("is_safe") is False and not given.get("safety", "").strip():
            self.add_error("safety", "Somebody may not be safe. Write what is being done now.")
        return given


class CheckForm(PortalForm):
    submit_label = "Save"

    assessment = forms.IntegerField(widget=forms.HiddenInput, required=False, max_value=2**31 - 1)
    agrees = forms.TypedChoiceField(
        label="Do you agree with the assessment?",
        choices=[("yes", "Yes, I agree"), ("no", "No: it should be assessed again")],
        coerce=_yes,
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label="Your words",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="If you do not agree, say what you see in another way. They stay in the file.",
    )


class RecategoriseForm(PortalForm):
    submit_label = "Change the kind"

    category = forms.ChoiceField(label="What kind of incident is it?", choices=[("", "Choose one"), *Category.choices])
    reason = forms.CharField(label="Why?", max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))


class DutyForm(PortalForm):
    """`agency`: whether somebody outside was told, who may have given a reference."""

    submit_label = "Record it"

    done_at = _moment("When?", "When it was done, not when you write it down.")
    how = forms.CharField(label="How?", max_length=120, help_text="For example: by telephone, by their web form.")
    reference = forms.CharField(
        label="Their reference", max_length=120, required=False, help_text="Leave it empty if they gave none."
    )

    def __init__(self, *args: Any, agency: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not agency:
            self.fields["reference"].label = "Our reference"
            self.fields["reference"].help_text = "Of the letter or e-mail, if it has one."


class WaiveForm(PortalForm):
    submit_label = "Save the decision"

    reason = forms.CharField(
        label="Why need they not be told?",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Say what was weighed, and who gave advice.",
    )


class AwareForm(PortalForm):
    submit_label = "Record it"

    aware_at = _moment("Since when did the school know of it?", "The first time that anybody who works here knew.")
    reason = forms.CharField(
        label="Who knew, and how?",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="This can be recorded once, and makes the time that is left shorter, never longer.",
    )
