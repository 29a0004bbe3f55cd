"""The shape of what is typed into the vault. A secret typed in is never written back into a page."""

from typing import Any

from django import forms

from accounts.vault import generator
from accounts.vault.models import Kind
from accounts.vault.sealing import LONGEST_SECRET
from accounts.vault.workflow.revealing import LONGEST_REASON, SHORTEST_REASON
from core.forms import FilterForm, PortalForm


class VaultFilter(FilterForm):
    """The vault's filters, in the address."""

    q = forms.CharField(label="Account, name or user name", max_length=100)
    kind = forms.ChoiceField(label="Kind", choices=[("", "All kinds"), *Kind.choices])


def secret_field(label: str, help_text: str = "", *, required: bool = True) -> forms.CharField:
    """A field for a secret: never shown again, spaces kept, and no offer by the browser to remember it."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=required,
        strip=False,
        max_length=LONGEST_SECRET,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "spellcheck": "false"}),
        error_messages={"required": "Give the password, code or address that is to be kept."},
    )


class StoreForm(PortalForm):
    """A new credential of an account."""

    submit_label = "Store it in the vault"

    kind = forms.ChoiceField(label="What is it?", choices=Kind.choices)
    label = forms.CharField(
        label="Name",
        required=False,
        max_length=80,
        help_text="Only needed where there are two of a kind, such as “Password of the page's second sign-in”.",
    )
    username = forms.CharField(
        label="User name or e-mail address that goes with it",
        required=False,
        max_length=254,
        help_text="This is shown without asking. Leave it empty for recovery codes.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    secret = secret_field("The password, code, address or number", "It is sealed when you store it. Paste works.")


class RevealForm(PortalForm):
    """Why somebody needs to see it."""

    submit_label = "Show it for 30 seconds"

    reason = forms.CharField(
        label="What do you need it for?",
        min_length=SHORTEST_REASON,
        max_length=LONGEST_REASON,
        help_text="Administrators and SLT can read this. For example: “Signing in on the office computer”.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": "Say in a few words what you need it for.",
            "min_length": "Say in a few words what you need it for.",
        },
    )


class Way:
    """Only the choices: how a new secret comes to be."""

    GENERATE, CHANGED = "generate", "changed"
    CHOICES = [
        (GENERATE, "Make a strong password for me"),
        (CHANGED, "It was changed on the platform already: keep the one that I type"),
    ]


class RotateForm(PortalForm):
    """How a secret is to be changed."""

    submit_label = "Go on"

    way = forms.ChoiceField(label="How do you want to change it?", choices=Way.CHOICES, widget=forms.RadioSelect)
    length = forms.IntegerField(
        label="Length of the password that is made",
        initial=generator.USUAL,
        min_value=generator.SHORTEST,
        max_value=generator.LONGEST,
        required=False,
        help_text=f"From {generator.SHORTEST} to {generator.LONGEST} characters. {generator.USUAL} is strong.",
    )
    secret = secret_field("The new one, if you type it", required=False)

    def __init__(self, *args: Any, can_generate: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.can_generate = can_generate
        if can_generate:
            self.fields["way"].initial = Way.GENERATE
            return
        del self.fields["way"], self.fields["length"]
        self.fields["secret"].label = "The new one, as the platform gave it"
        self.fields["secret"].required = True

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.can_generate:
            data["way"] = Way.CHANGED
        if data.get("way") == Way.CHANGED and not data.get("secret") and "secret" not in self.errors:
            self.add_error("secret", "Type the new password.")
        return data
