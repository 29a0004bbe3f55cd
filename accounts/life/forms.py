"""The shape of what is typed when an account is suspended or closed, and of a checklist's steps."""

from typing import Any

from django import forms

from core.forms import PortalForm


class SuspendForm(PortalForm):
    """Why an account is suspended."""

    form_tag = False

    reason = forms.CharField(
        label="Why is it suspended?",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        help_text="Shown on the account's page. No names of pupils.",
        error_messages={"required": "Say why the account is suspended."},
    )


class StartClosingForm(PortalForm):
    """Why an account is closed, and what families are told."""

    submit_label = "Begin to close it"

    reason = forms.CharField(
        label="Why is it closed?",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        help_text="Shown on the account's page in the portal. Families do not see it.",
        error_messages={"required": "Say why the account is closed."},
    )
    announcement = forms.CharField(
        label="What families are told",
        widget=forms.Textarea(attrs={"rows": 7}),
        max_length=2000,
        required=False,
        help_text="A draft to change as you like, now or later. Say where to go instead. You post it yourself.",
    )


class ClosingForm(PortalForm):
    """What families are told, and what the school keeps."""

    submit_label = "Save these words"

    announcement = forms.CharField(
        label="What families are told",
        widget=forms.Textarea(attrs={"rows": 7}),
        max_length=2000,
        required=False,
        help_text="Post it on the account and leave it at the top. Say where to go instead.",
    )
    kept_archive = forms.CharField(
        label="What the school keeps of it, and where",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=False,
        help_text="For example: all posts, on the office drive in “Social media, closed”, until July 2033.",
    )


class StepForm(PortalForm):
    """The words of a step of a checklist. The title of one that the policy asks for is `fixed`."""

    title = forms.CharField(
        label="What is to be done", max_length=200, help_text="As it reads when it is done: “Comments are filtered”."
    )
    help = forms.CharField(
        label="Help",
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=1000,
        required=False,
        help_text="Where to find it on the platform, and why. An address that starts with https:// becomes a link.",
    )

    def __init__(self, *args: Any, fixed: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if fixed:
            self.fields["title"].disabled = True
            self.fields["title"].help_text = "The policy asks for this step, so its title stays."
