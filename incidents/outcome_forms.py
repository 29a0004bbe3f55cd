"""What is asked about the outcome of an incident (I4)."""

from typing import Any

from crispy_forms.layout import Fieldset, Layout
from django import forms

from core.forms import PortalForm
from incidents.states import SAID_WHEN_CLOSED, Outcome

WORDS = ["concern", "follow_up", "action", "decision", "learning"]
REFERENCES = ["disciplinary_reference", "outcome_reference"]


def _words(name: str, hint: str) -> forms.CharField:
    return forms.CharField(
        label=SAID_WHEN_CLOSED[name], max_length=3000, widget=forms.Textarea(attrs={"rows": 3}), help_text=hint
    )


class ResolveForm(PortalForm):
    """All that a closed file must say. CSS shows the field of a reference beside the outcome that has one."""

    form_tag = False
    form_id = "outcome"

    concern = _words("concern", "The worry itself, in one or two sentences. Initials for pupils.")
    follow_up = _words("follow_up", "What those who looked into it learned.")
    action = _words("action", "What the school did about it, and who was told.")
    outcome = forms.ChoiceField(label="What was the outcome?", choices=Outcome.choices, widget=forms.RadioSelect)
    outcome_reference = forms.CharField(
        label="Reference",
        max_length=120,
        required=False,
        help_text="Of the behaviour record or the complaint, so that it is found again.",
    )
    disciplinary_reference = forms.CharField(
        label="Reference of the disciplinary file",
        max_length=120,
        required=False,
        help_text="The reference alone. Nothing of what the disciplinary file says belongs here.",
    )
    decision = _words("decision", "Why this outcome and not another one?")
    learning = forms.CharField(
        label="What we do differently from now on",
        max_length=3000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Without names: it is counted among what the school learned.",
    )

    def build_layout(self) -> Layout:
        return Layout(
            Fieldset("What happened", "concern", "follow_up", "action", css_class="group"),
            Fieldset("What came of it", "outcome", *reversed(REFERENCES), "decision", "learning", css_class="group"),
        )

    def typed(self) -> dict[str, Any]:
        """What stands in the fields, whether or not it is complete."""
        return {name: str(self.data.get(name, ""))[:4000] for name in self.fields}


class ChangeOutcomeForm(ResolveForm):
    """The same, once it is recorded: to be put right, with the reason."""

    reason = forms.CharField(
        label="Why is it changed?",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="What it says now stays in the timeline.",
    )

    def build_layout(self) -> Layout:
        return Layout(*super().build_layout(), Fieldset("Why", "reason", css_class="group"))
