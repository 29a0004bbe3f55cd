"""The forms of the queue."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import Account
from core.forms import PortalForm
from core.timeparse import BadTime, parse_time
from moderation.states import Kind


class MomentField(forms.CharField):
    """A date and time in the school's zone. An empty one means now."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        try:
            return parse_time(text, timezone.get_current_timezone())
        except BadTime as error:
            raise forms.ValidationError(str(error)) from None


class AddItemForm(PortalForm):
    submit_label = "Add it to the queue"

    account = forms.ModelChoiceField(Account.objects.none(), label="Which account is it on?", empty_label="Choose one")
    text = forms.CharField(label="What does it say?", widget=forms.Textarea(attrs={"rows": 5}), max_length=20_000)
    author_name = forms.CharField(label="Who wrote it?", max_length=200, required=False)
    received_at = MomentField(
        label="When was it written?", required=False, help_text="Leave it empty if it was just now."
    )
    kind = forms.ChoiceField(label="What is it?", choices=Kind.choices, widget=forms.RadioSelect, initial=Kind.COMMENT)
    permalink = forms.URLField(label="Link to it", max_length=1000, required=False, assume_scheme="https")
    post_link = forms.URLField(
        label="Link of the post that it stands under", max_length=1000, required=False, assume_scheme="https"
    )
    links = forms.CharField(
        label="Links of what is attached",
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=10_000,
        required=False,
        help_text="One a line: pictures, videos, pages. The portal fetches none of them.",
    )

    def __init__(self, *args: Any, accounts: QuerySet[Account], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["account"].queryset = accounts  # type: ignore[attr-defined]

    def clean_links(self) -> list[str]:
        return [line.strip() for line in self.cleaned_data["links"].splitlines() if line.strip()]


class ItemForm(PortalForm):
    """One of several on the page of a comment: `part` keeps their fields' ids apart."""

    form_tag = False
    part = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", f"{self.part}_%s")
        super().__init__(*args, **kwargs)
