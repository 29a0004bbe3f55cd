"""The shape of what is typed into the vault. A secret typed in is never written back into a page."""

from typing import Any

from crispy_forms.layout import Layout
from django import forms
from django.views.decorators.debug import sensitive_variables

from accounts.vault import values
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
    """How a secret is to be changed. Only a password can be made; of the rest the platform gives the new one."""

    submit_label = "Go on"

    MADE, TYPED, CHANGED = Way.GENERATE, "typed", Way.CHANGED
    way = forms.ChoiceField(label="How do you want to change it?", choices=[], widget=forms.RadioSelect)

    def __init__(self, data: Any = None, files: Any = None, *, kind: str, **more: Any) -> None:
        super().__init__(data, files, kind=kind, **more)
        self.can_generate = kind == Kind.PASSWORD
        choices = [
            (self.TYPED, "I give the new one now, and try whether it works"),
            (self.CHANGED, "It was changed on the platform already: keep the one that I give"),
        ]
        if self.can_generate:
            choices.insert(0, (self.MADE, "Make a strong password for me"))
            self.fields["secret"].label = "The new one, if you type it"
        else:
            for name in RECIPE:
                del self.fields[name]
        self.fields["way"].choices = choices  # type: ignore[attr-defined]
        self.fields["way"].initial = self.MADE if self.can_generate else self.TYPED

    @sensitive_variables("data")
    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("way") == self.MADE:
            self.errors.pop("secret", None)
            return data
        if self.can_generate:
            self.drop_recipe()
        self.clean_value(data, "Type the new password." if self.can_generate else values.EMPTY)
        return data

    def build_layout(self) -> Layout:
        recipe = self.recipe_layout() if self.can_generate else []
        return Layout("way", *self.value_names, *recipe)
