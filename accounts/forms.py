"""The shape of what is typed about accounts. What it means is checked by the verbs."""

from typing import Any

from django import forms

from accounts import register
from accounts.models import Platform
from accounts.states import Status
from core.forms import FilterForm, PortalForm

OPENNESS = [("", "Open and closed"), ("open", "Open: anybody"), ("closed", "Closed: people let in")]


class RegisterFilter(FilterForm):
    """The register's filters, in the address."""

    q = forms.CharField(label="Name, handle or person", max_length=100)
    platform = forms.ChoiceField(label="Platform", choices=[("", "All platforms"), *Platform.choices])
    state = forms.ChoiceField(label="State", choices=[("", "All states"), *Status.choices])
    whose = forms.ChoiceField(label="Whose", choices=register.WHOSE)
    openness = forms.ChoiceField(label="Who can see it", choices=OPENNESS)
    look = forms.ChoiceField(label="Needs a look", choices=register.LOOKS)
    sort = forms.ChoiceField(label="Sorted by", choices=register.SORTS)

    def __init__(self, *args: Any, sees_all: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not sees_all:
            del self.fields["whose"]  # theirs are all that they see


class CandidateFilter(FilterForm):
    """Who could run an account, in the address."""

    q = forms.CharField(label="Name or e-mail address", max_length=100)


class ReviewFilter(FilterForm):
    """Which accounts the list of yearly looks shows, in the address."""

    q = forms.CharField(label="Name, handle or person", max_length=100)
    show = forms.ChoiceField(label="Show", choices=[("", "Due within a month"), ("late", "Late"), ("all", "All")])


class DetailsForm(PortalForm):
    """What an Administrator puts right without a new business case."""

    submit_label = "Save"

    name = forms.CharField(label="Name", max_length=120, help_text="As families know it.")
    handle = forms.CharField(
        label="Handle", required=False, max_length=101, help_text="As on the platform, with or without the @."
    )
    url = forms.URLField(
        label="Address",
        required=False,
        max_length=300,
        assume_scheme="https",
        help_text="The whole address of its page, starting with https://",
        error_messages={"invalid": "Give the whole address, starting with https://"},
    )
    platform_id = forms.CharField(
        label="The platform's own id",
        required=False,
        max_length=200,
        help_text="The number or name that the platform itself gave it, and that stays when the handle changes. "
        "Leave it empty if you do not know it.",
    )


YES_NO = [("yes", "Yes"), ("no", "No")]


def _yes_or_no(label: str, hint: str) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        help_text=hint,
        choices=YES_NO,
        coerce=lambda answer: answer == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": f"Answer “{label}”"},
    )


class ReviewForm(PortalForm):
    """The three questions of the yearly look. `seen` is the day that stood on the page."""

    submit_label = "Save what you found"

    still_needed = _yes_or_no("Is it still needed?", "Does it still do what it was set up for?")
    active = _yes_or_no("Is it active?", "Was something posted in the last months, and are comments answered?")
    right_people = _yes_or_no(
        "Do the right people run it?", "At least two members of staff who still have to do with it, and a lead."
    )
    note = forms.CharField(
        label="Why, where one of the answers is no",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Shown on the account's page. Name no pupil.",
    )
    seen = forms.DateField(required=False, widget=forms.HiddenInput)


class UnreadyFilter(FilterForm):
    """Who of those who are not ready is shown, in the address."""

    q = forms.CharField(label="Person or account", max_length=100)
    lacks = forms.ChoiceField(
        label="What is missing",
        choices=[("", "Anything"), ("policy", "The policy is not read"), ("training", "There is no valid training")],
    )
    since = forms.DateField(
        label="Not ready since, or later", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class AddressForm(PortalForm):
    """Under which handle and address an account was created."""

    submit_label = "Save the handle and address"

    handle = forms.CharField(label="Handle", max_length=101, help_text="As on the platform, with or without the @.")
    url = forms.URLField(
        label="Address",
        required=False,
        max_length=300,
        assume_scheme="https",
        help_text="The whole address of its page, starting with https://",
        error_messages={"invalid": "Give the whole address, starting with https://"},
    )
