"""The shape of what is typed into the vault. A secret typed in is never written back into a page."""

from typing import Any

from crispy_forms.layout import Layout
from django import forms

from accounts.vault.forms_kinds import StoreForm, ValueFields, Way
from accounts.vault.forms_recipe import FIELDS as RECIPE
from accounts.vault.forms_recipe import RecipeFields
from accounts.vault.models import Kind
from accounts.vault.workflow.revealing import LONGEST_REASON, SHORTEST_REASON
from core.forms import FilterForm, PortalForm

__all__ = ["RevealCodesForm", "RevealForm", "RotateForm", "StoreForm", "VaultFilter", "Way"]


class VaultFilter(FilterForm):
    """The vault's filters, in the address."""

    q = forms.CharField(label="Account, name or user name", max_length=100)
    kind = forms.ChoiceField(label="Kind", choices=[("", "All kinds"), *Kind.choices])
    show = forms.ChoiceField(label="Show", choices=[("", "In use"), ("given_up", "Given up")])


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


class RevealCodesForm(RevealForm):
    """The same for a set of recovery codes, of which usually one is needed."""

    NEXT, ALL = "next", "all"

    which = forms.ChoiceField(
        label="Which do you need?",
        choices=[(NEXT, "Only the next one that nobody has used"), (ALL, "All of them")],
        initial=NEXT,
        widget=forms.RadioSelect,
    )
    field_order = ["which", "reason"]


class RotateForm(RecipeFields, ValueFields):
    """How a secret is to be changed. Of `kind` (a password unless said otherwise) only a password can be made."""

    submit_label = "Go on"

    way = forms.ChoiceField(label="How do you want to change it?", choices=Way.CHOICES, widget=forms.RadioSelect)

    def __init__(
        self, data: Any = None, files: Any = None, *, can_generate: bool, kind: str = Kind.PASSWORD, **more: Any
    ) -> None:
        super().__init__(data, files, kind=kind, **more)
        self.can_generate = can_generate
        if can_generate:
            self.fields["way"].initial = Way.GENERATE
            self.fields["secret"].label = "The new one, if you type it"
            return
        for name in ("way", *RECIPE):
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.can_generate:
            data["way"] = Way.CHANGED
        if data.get("way") == Way.GENERATE:
            self.errors.pop("secret", None)
            return data
        if self.can_generate:
            self.drop_recipe()
        self.clean_value(data, "Type the new password.")
        return data

    def build_layout(self) -> Layout:
        if not self.can_generate:
            return Layout(*self.value_names)
        return Layout("way", "secret", *self.recipe_layout())
