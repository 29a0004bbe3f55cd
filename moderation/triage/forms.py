"""The forms of triage."""

from typing import Any

from django import forms
from django.db.models import TextChoices

from core.forms import FilterForm, PortalForm
from moderation.forms import MomentField
from moderation.models import Item
from moderation.states import AuthorKind, Category, Gone, Severity
from moderation.triage.workflow.judging import LONGEST_NOTES
from moderation.triage.workflow.platform import LONGEST_TEXT
from moderation.triage.workflow.surroundings import LONGEST_LINK, LONGEST_POST
from moderation.triage.workflow.word_list import LONGEST_TERM

LONGEST_TRIAL = 5_000  # letters of a text that is tried


class TriageForm(PortalForm):
    submit_label = "Save"

    category = forms.ChoiceField(label="What is it about?", choices=[("", "Choose one"), *Category.choices])
    severity = forms.TypedChoiceField(
        label="How bad is it?", choices=Severity.choices, coerce=int, widget=forms.RadioSelect
    )
    author_kind = forms.ChoiceField(label="Who wrote it?", choices=AuthorKind.choices, required=False)

    def __init__(self, *args: Any, item: Item, **kwargs: Any) -> None:
        kwargs["initial"] = {
            "category": item.category,
            "severity": item.severity if item.triaged_at or not item.is_priority else Severity.MEDIUM,
            "author_kind": item.author.kind if item.author else "",
            **(kwargs.get("initial") or {}),
        }
        super().__init__(*args, **kwargs)
        if item.author is None:
            del self.fields["author_kind"]


class EditedForm(PortalForm):
    submit_label = "Save what it says now"

    text = forms.CharField(
        label="What does it say now?", widget=forms.Textarea(attrs={"rows": 5}), max_length=LONGEST_TEXT
    )
    edited_at = MomentField(
        label="When was it changed?", required=False, help_text="Leave it empty if it was just now."
    )
    material = forms.TypedChoiceField(
        label="Does it mean something else now?",
        choices=[("yes", "Yes: it needs an answer of its own"), ("no", "No: only its words changed")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        initial="yes",
    )

    def __init__(self, *args: Any, item: Item, **kwargs: Any) -> None:
        kwargs["initial"] = {"text": item.text, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        if item.stopped_at is None:
            del self.fields["material"]


# What we removed ourselves is said by a removal, with its public explanation (H1).
BY_OTHERS = [(value, label) for value, label in Gone.choices if value != Gone.US]


class GoneForm(PortalForm):
    submit_label = "It is gone"

    because = forms.ChoiceField(label="Who took it off?", choices=BY_OTHERS, widget=forms.RadioSelect)
    gone_at = MomentField(label="When?", required=False, help_text="Leave it empty if it was just now.")


class LinksForm(PortalForm):
    submit_label = "Save"

    post_link = forms.URLField(
        label="Link of the post that it stands under", max_length=LONGEST_LINK, required=False, assume_scheme="https"
    )
    post_text = forms.CharField(
        label="What does the post say?",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONGEST_POST,
        required=False,
        help_text="The first lines are enough.",
    )
    links = forms.CharField(
        label="Links of what is attached",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONGEST_LINK * 10,
        required=False,
        help_text="One a line: pictures, videos, pages. The portal fetches none of them.",
    )

    def clean_links(self) -> list[str]:
        return [line.strip() for line in self.cleaned_data["links"].splitlines() if line.strip()]


class AuthorFilter(FilterForm):
    q = forms.CharField(label="Name or note", max_length=100)
    kind = forms.ChoiceField(label="Kind", choices=[("", "All kinds"), *AuthorKind.choices])
    banned = forms.BooleanField(label="Only those who are blocked")


class JudgeForm(PortalForm):
    submit_label = "Save"

    kind = forms.ChoiceField(label="Who is it?", choices=AuthorKind.choices, widget=forms.RadioSelect)
    notes = forms.CharField(
        label="Notes",
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=LONGEST_NOTES,
        required=False,
        help_text="Facts that help a colleague answer. The author may ask to see them.",
    )
    seen = forms.CharField(widget=forms.HiddenInput, max_length=60, required=False)


class Show(TextChoices):
    ALL = "", "All"
    OURS = "ours", "Added by us"
    OFF = "off", "Switched off"


class WordFilter(FilterForm):
    q = forms.CharField(label="Word", max_length=100)
    category = forms.ChoiceField(label="List", choices=[("", "All lists"), *Category.choices])
    show = forms.ChoiceField(label="Show", choices=Show.choices)


class TryForm(PortalForm):
    """A text to look through; nothing of it is kept."""

    form_tag = False

    text = forms.CharField(label="A text to try", widget=forms.Textarea(attrs={"rows": 3}), max_length=LONGEST_TRIAL)


class TermForm(PortalForm):
    form_tag = False

    term = forms.CharField(
        label="Word, or several words in a row",
        max_length=LONGEST_TERM,
        help_text="In any spelling: “k1ll” and “k i l l” are found as “kill”.",
    )
    category = forms.ChoiceField(label="List", choices=[("", "Choose one"), *Category.choices])
    text = forms.CharField(
        label="A text to try it on",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONGEST_TRIAL,
        required=False,
        help_text="Nothing of it is kept.",
    )
