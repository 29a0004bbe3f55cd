"""The shapes of the list's filters, and of what is asked when several comments are ticked."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django import forms
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from core.forms import FilterForm, PortalForm
from moderation.listing.workflow import LONGEST_NAME, LONGEST_TAG
from moderation.models import Tag
from moderation.selectors import STATES
from moderation.states import AuthorKind, Category, Kind, Severity

SPAM = "Spam or advertising"
CLAIMED = [("", "By anybody or nobody"), ("me", "By me"), ("nobody", "By nobody"), ("anybody", "By somebody")]


class Select(NamedTuple):
    """A filter as the page draws it: by hand, for a form package takes longer than all rows of the list."""

    name: str
    label: str
    options: SafeString


@lru_cache(maxsize=256)
def _options(choices: tuple[tuple[str, str], ...], chosen: str) -> SafeString:
    rows = ((value, SafeString(" selected") if value == chosen else "", label) for value, label in choices)
    return format_html_join("", '<option value="{}"{}>{}</option>', rows)


def _number(choices: Mapping[int, str], everything: str, label: str) -> forms.TypedChoiceField:
    named = [("", everything), *((str(pk), name) for pk, name in choices.items())]
    return forms.TypedChoiceField(choices=named, label=label, coerce=int, empty_value=None)


class QueueFilter(FilterForm):
    """`accounts` and `tags` are the names to choose from, by their ids."""

    q = forms.CharField(label="Words or author", max_length=100)
    state = forms.ChoiceField(choices=list(STATES.items()), widget=forms.HiddenInput)

    def __init__(self, *args: Any, accounts: Mapping[int, str], tags: Mapping[int, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        severe = {level.value: f"{level.label} or worse" for level in (Severity.LOW, Severity.MEDIUM)}
        severe[Severity.HIGH.value] = Severity.HIGH.label
        selects: dict[str, forms.ChoiceField] = {
            "account": _number(accounts, "All accounts", "Account"),
            "kind": forms.ChoiceField(label="Kind", choices=[("", "All kinds"), *Kind.choices]),
            "category": forms.ChoiceField(label="What it is about", choices=[("", "Anything"), *Category.choices]),
            "author_kind": forms.ChoiceField(label="Who wrote it", choices=[("", "Anybody"), *AuthorKind.choices]),
            "severity": _number(severe, "Any", "How serious"),
            "claimed": forms.ChoiceField(label="Taken on", choices=CLAIMED),
        }
        if tags:
            selects["tag"] = _number(tags, "Any or none", "Tag")
        for name, field in selects.items():
            field.required = False
            self.fields[name] = field

    @property
    def selects(self) -> list[Select]:
        chosen = self.chosen
        drawn = []
        for name, field in self.fields.items():
            if isinstance(field, forms.ChoiceField) and name != "state":
                choices = tuple((str(value), str(label)) for value, label in field.widget.choices)
                drawn.append(Select(name, str(field.label), _options(choices, str(chosen.get(name, "")))))
        return drawn

    @property
    def as_query(self) -> str:
        """What was chosen and makes sense, as it stands in an address."""
        return urlencode({name: value for name, value in self.chosen.items() if (name, value) != ("state", "waiting")})


class SaveFilterForm(PortalForm):
    form_tag = False
    name = forms.CharField(label="Name of this view", max_length=LONGEST_NAME)


class TagForm(PortalForm):
    form_tag = False
    name = forms.CharField(label="Tag", max_length=LONGEST_TAG)


class RenameTagForm(TagForm):
    name = forms.CharField(label="What should it be called?", max_length=LONGEST_TAG)


class MergeTagForm(PortalForm):
    form_tag = False
    into = forms.ModelChoiceField(
        Tag.objects.none(), label="Put it together with", empty_label="Choose the tag that stays"
    )

    def __init__(self, *args: Any, tag: Tag, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["into"].queryset = Tag.objects.exclude(pk=tag.pk)  # type: ignore[attr-defined]


class CloseSeveralForm(PortalForm):
    form_tag = False
    why = forms.ChoiceField(
        label="Why do they need no response?",
        choices=[("spam", SPAM), ("other", "Something else")],
        widget=forms.RadioSelect,
        initial="spam",
    )
    reason = forms.CharField(
        label="Anything to add, or what else it is",
        max_length=500,
        required=False,
        help_text="For example: somebody was only tagged, or a thank-you. The same reason is kept with each of them.",
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        more = " ".join((values.get("reason") or "").split())
        values["reason"] = ": ".join(part for part in (SPAM if values.get("why") == "spam" else "", more) if part)
        if not values["reason"] and not self.errors:
            self.add_error("reason", "Say why they need no response.")
        return values


class AssignSeveralForm(PortalForm):
    form_tag = False
    to = forms.TypedChoiceField(label="Who should answer them?", coerce=int)

    def __init__(self, *args: Any, people: Mapping[int, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [("", "Choose a person"), *((str(pk), name) for pk, name in people.items())]
        self.fields["to"].choices = named  # type: ignore[attr-defined]


class TagSeveralForm(TagForm):
    name = forms.CharField(
        label="Which tag?", max_length=LONGEST_TAG, help_text="A word to find them by. It is made if there is none."
    )


class UntagSeveralForm(PortalForm):
    form_tag = False
    tag = forms.ModelChoiceField(Tag.objects.none(), label="Which tag?", empty_label="Choose a tag")

    def __init__(self, *args: Any, tags: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["tag"].queryset = tags  # type: ignore[attr-defined]
