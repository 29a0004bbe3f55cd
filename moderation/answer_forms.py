"""The forms on the page of one comment. Each carries the revision of the comment that its writer saw."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django import forms

from core.forms import PortalForm
from moderation.forms import ItemForm, MomentField
from moderation.meanwhile import Meanwhile, meanwhile
from moderation.models import Item
from moderation.states import ResponseKind
from people.models import User

LONGEST = 10_000
HIGHEST_REVISION = 2_147_483_647


def revision_of(sent: Mapping[str, Any]) -> int | None:
    """The revision of the comment that whoever sent this had seen, or None."""
    number = str(sent.get("revision", ""))
    return int(number) if number.isascii() and number.isdigit() and len(number) < 10 else None


class SeenForm(forms.Form):
    """`revision` is of the comment when the page was drawn; without one, nothing is compared."""

    revision = forms.IntegerField(
        required=False, min_value=0, max_value=HIGHEST_REVISION, widget=forms.HiddenInput, label="Revision"
    )

    def __init__(self, *args: Any, item: Item, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.item = item
        self.initial.setdefault("revision", item.revision)

    @property
    def seen(self) -> int | None:
        """What the form says that its writer saw, None where it says nothing that can be."""
        return revision_of(self.data) if self.is_bound else None

    def catch_up(self, item: Item, reader: User) -> Meanwhile | None:
        """What others did to `item`, as it is now, since its writer saw it: the form is drawn again beside that.

        What is sent next rests on the comment as it stands now.
        """
        found = meanwhile(item, self.seen, reader)
        data = self.data.copy()  # type: ignore[attr-defined]  # a QueryDict
        data["revision"] = str(item.revision)
        self.data, self.item = data, item
        return found


def values_of(form: SeenForm) -> dict[str, Any]:
    """What the verb takes: the form's fields, and the revision as what its writer saw."""
    values = dict(form.cleaned_data)
    values["seen"] = values.pop("revision")
    return values


class AnsweringForm(SeenForm, ItemForm):
    """One of the forms on the page of a comment."""


def just_after(posted_at: datetime | None, item: Item) -> datetime | None:
    """A time without seconds in the very minute of the comment means: just after it."""
    if posted_at is not None and posted_at < item.received_at < posted_at + timedelta(minutes=1):
        return item.received_at
    return posted_at


class _PostedForm(AnsweringForm):
    """Asks when something went up on the platform."""

    posted_at = MomentField(label="When was it posted?", required=False, help_text="Leave it empty if it was just now.")

    def clean_posted_at(self) -> datetime | None:
        return just_after(self.cleaned_data["posted_at"], self.item)


class AcknowledgeForm(_PostedForm):
    part = "acknowledge"
    text = forms.CharField(label="Acknowledgement", widget=forms.Textarea(attrs={"rows": 3}), max_length=LONGEST)
    field_order = ["text", "posted_at"]


class ConfirmPostedForm(_PostedForm):
    part = "posted"


class ReplyForm(AnsweringForm):
    part = "reply"
    text = forms.CharField(label="Reply", widget=forms.Textarea(attrs={"rows": 6}), max_length=LONGEST)


class CloseForm(AnsweringForm):
    part = "close"
    reason = forms.CharField(
        label="Why does it need no response?",
        max_length=500,
        help_text="For example: spam, somebody was only tagged, or a thank-you.",
    )


class ElsewhereForm(SeenForm, PortalForm):
    """What was answered on the platform itself."""

    submit_label = "Note it"

    SOMEBODY_ELSE = "else"

    kind = forms.ChoiceField(
        label="What was posted?",
        choices=[(ResponseKind.REPLY, "A reply"), (ResponseKind.ACKNOWLEDGEMENT, "Only that we have seen it")],
        widget=forms.RadioSelect,
        initial=ResponseKind.REPLY,
    )
    text = forms.CharField(
        label="What does it say?", widget=forms.Textarea(attrs={"rows": 5}), max_length=LONGEST,
        help_text="Copy it from the platform, word for word.",
    )  # fmt: skip
    posted_at = MomentField(label="When was it posted?", help_text="The time that the platform shows.")
    by = forms.ChoiceField(label="Who posted it?")
    by_name = forms.CharField(
        label="Their name, if it was somebody else", max_length=120, required=False,
        help_text="Somebody who does not use the portal.",
    )  # fmt: skip

    def __init__(self, *args: Any, people: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(person.pk): person for person in people}
        self.fields["by"].choices = [  # type: ignore[attr-defined]
            *((pk, person.full_name) for pk, person in self.people.items()),
            (self.SOMEBODY_ELSE, "Somebody else"),
        ]

    def clean_posted_at(self) -> datetime | None:
        return just_after(self.cleaned_data["posted_at"], self.item)

    def clean(self) -> dict[str, Any]:
        """The choice becomes a person, and a name counts only where none is chosen."""
        values = super().clean() or self.cleaned_data
        chosen = self.people.get(values.get("by", ""))
        values["by"] = chosen
        if chosen is not None:
            values["by_name"] = ""
        return values
