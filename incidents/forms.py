"""The shapes of what is asked about an incident."""

from django import forms

from core.forms import PortalForm


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

    reason = forms.CharField(
        label="Why?",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="So that somebody who was not there understands it.",
    )
