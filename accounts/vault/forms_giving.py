"""The shape of what is typed about who may see what, until when, and of the lists of who has seen what."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from accounts.vault.duties import Because
from accounts.vault.forms import RevealForm
from accounts.vault.models import Verb
from accounts.vault.workflow.granting import LONGEST
from core.forms import FilterForm, PortalForm, SeveralField
from people.models import User

DAY = "%Y-%m-%d"


class GrantForm(PortalForm):
    """Who of those who run the account may see something of its vault, and until when."""

    submit_label = "Let them see it"

    people = SeveralField(
        label="Who may see it?",
        queryset=User.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text="People who run this account. Who has it already gets the new day.",
        error_messages={"required": "Choose at least one person."},
    )
    until = forms.DateField(
        label="Until the end of which day?",
        widget=forms.DateInput(attrs={"type": "date"}, format=DAY),
        help_text=f"At most {LONGEST.days} days from now.",
    )
    everything = forms.BooleanField(
        label="Also everything else that the vault keeps for this account now",
        required=False,
        help_text="What is put in later has to be given by itself.",
    )

    def __init__(self, *args: Any, people: "QuerySet[User]", more: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"].queryset = people  # type: ignore[attr-defined]
        if not more:
            del self.fields["everything"]


class EmergencyForm(RevealForm):
    """Why somebody of SLT opens it without having been given it."""

    submit_label = "Open it, and tell the others"
    submit_harm = True


class GrantFilter(FilterForm):
    """Which grants are listed."""

    q = forms.CharField(label="Person or account", max_length=100)
    soon = forms.BooleanField(label="Ends in the next 14 days")


class DutyFilter(FilterForm):
    """Which of the things to change are listed."""

    q = forms.CharField(label="Account or person", max_length=100)
    because = forms.ChoiceField(label="Why", choices=[("", "For any reason"), *Because.choices])


class SeenFilter(FilterForm):
    """Which of somebody's looks are listed."""

    q = forms.CharField(label="Account or name", max_length=100)
    verb = forms.ChoiceField(label="How", choices=[("", "In any way"), *Verb.choices])
    still = forms.BooleanField(label="Only what they still know")
