"""The shape of what is typed about accounts. What it means is checked by the verbs."""

from django import forms

from accounts.models import Platform
from accounts.states import Status
from core.forms import FilterForm, PortalForm


class RegisterFilter(FilterForm):
    """The register's filters, in the address."""

    q = forms.CharField(label="Name or handle", max_length=100)
    platform = forms.ChoiceField(label="Platform", choices=[("", "All platforms"), *Platform.choices])
    state = forms.ChoiceField(label="State", choices=[("", "All states"), *Status.choices])


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


class CloseForm(PortalForm):
    """Why an account is closed."""

    form_tag = False

    reason = forms.CharField(
        label="Why is it closed?",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        help_text="Shown on the account's page.",
        error_messages={"required": "Say why the account is closed."},
    )
