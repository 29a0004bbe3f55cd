"""The shapes of what people type about the policy and training."""

from collections.abc import Iterable
from typing import Any

from crispy_forms.layout import Layout
from django import forms

from core.forms import FilterForm, PortalForm, wide
from people.models import Role
from policy.models import PolicyVersion

DAY = "%Y-%m-%d"
LONGEST_TEXT = 200_000  # characters


def a_day(**kwargs: Any) -> forms.DateField:
    return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format=DAY), **kwargs)


class DraftForm(PortalForm):
    """`seen` is the draft's own time stamp, so that nobody's words are lost under another's; `sitting` is this page."""

    form_tag = False

    title = forms.CharField(label="Title", max_length=160)
    body_markdown = forms.CharField(
        label="Text",
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"spellcheck": "true"}),
        help_text="A line that begins with ## is a heading, one that begins with - a point of a list. **Bold** stands "
        "between two stars.",
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    sitting = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def build_layout(self) -> Layout:
        return Layout("title", wide("body_markdown", 24), "seen", "sitting")


class PublishForm(PortalForm):
    """`digest` is that of the text on the page: what is published is what was read."""

    submit_label = "Publish it and ask everybody to read it"

    effective_on = a_day(label="In force from", help_text="Today, or the day from which it has been in force already.")
    review_on = a_day(label="To be reviewed by", help_text="Usually a year later. SLT is reminded.")
    digest = forms.CharField(widget=forms.HiddenInput)


class ReviewForm(PortalForm):
    """`seen` is the day that stood on the page."""

    submit_label = "Confirm the review"

    review_on = a_day(label="To be reviewed again by", help_text="Usually a year from today. SLT is reminded.")
    agreed = forms.BooleanField(
        label="The leadership team has reviewed this version, and its words stay as they are",
        error_messages={"required": "Tick the box once the leadership team has reviewed the policy."},
    )
    seen = forms.DateField(required=False, widget=forms.HiddenInput)


class CompareForm(FilterForm):
    """Two versions, by their numbers."""

    def __init__(self, *args: Any, versions: Iterable[PolicyVersion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(one.number), f"Version {one.number}, {one.get_status_display().lower()}") for one in versions]
        for name, label in (("from", "From"), ("to", "To")):
            self.fields[name] = forms.ChoiceField(label=label, choices=choices, required=False)


class DeclareForm(PortalForm):
    """`digest` is that of the statements on the page."""

    submit_label = "Confirm"

    agreed = forms.BooleanField(
        label="I confirm each of these",
        error_messages={"required": "Tick the box to confirm each of the sentences."},
    )
    digest = forms.CharField(widget=forms.HiddenInput)


class AcknowledgeForm(PortalForm):
    submit_label = "Confirm"
    form_attrs = {"data-after-reading": "#end-of-text"}

    understood = forms.BooleanField(
        label="I have read this policy and understood it",
        error_messages={"required": "Tick the box once you have read the policy and understood it."},
    )
    digest = forms.CharField(widget=forms.HiddenInput)


class TrainingForm(PortalForm):
    submit_label = "Record it"

    title = forms.CharField(label="Course", max_length=160, help_text="For example: Social media for school staff.")
    completed_on = a_day(label="Completed on")
    valid_until = a_day(label="Counts until", help_text="The last day on which it still counts.")
    evidence = forms.CharField(
        label="How the school knows",
        max_length=300,
        required=False,
        help_text="For example: led by Helen Head in the hall; the signed list is in the office.",
    )


class ReadinessFilter(FilterForm):
    """Who is shown on SLT's list."""

    q = forms.CharField(label="Name")
    role = forms.ChoiceField(label="Role", choices=[("", "Any role"), *Role.choices])
    show = forms.ChoiceField(
        label="Show",
        choices=[
            ("", "Everybody"),
            ("not_ready", "Who is not ready"),
            ("not_read", "Who has not read the policy"),
            ("not_trained", "Who has no valid training"),
            ("not_declared", "Who has not declared this year"),
            ("ready", "Who is ready"),
        ],
    )
