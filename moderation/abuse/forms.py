"""The forms of removals, appeals and blocks."""

import hashlib
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet

from accounts.models import Account
from core import clock
from core.errors import InvalidInput
from core.forms import FilterForm, PortalForm
from moderation.abuse import pictures
from moderation.abuse.names import Named, named_in
from moderation.abuse.selectors import BAN_STATES
from moderation.abuse.workflow.bans import review_day
from moderation.abuse.workflow.removing import NAMES_A_PUPIL
from moderation.answer_forms import SeenForm
from moderation.forms import MomentField
from moderation.models import Appeal, Item
from moderation.states import Action, Category, HouseRule

# Which rule is likely broken by what the comment was found to be.
LIKELY = {
    Category.OFFENSIVE: HouseRule.ABUSE,
    Category.BULLYING: HouseRule.BULLYING,
    Category.DISCRIMINATION: HouseRule.DISCRIMINATION,
    Category.THREAT: HouseRule.THREAT,
    Category.PERSONAL_DATA: HouseRule.PERSONAL_DATA,
    Category.SPAM: HouseRule.SPAM,
}
ACTIONS = [
    (Action.DELETE, "Delete it"),
    (Action.HIDE, "Hide it, so that only its author and their friends see it"),
    (Action.BLOCK, "Block the author"),
    (Action.REPORT, "Report it to the platform"),
]


def digest_of(text: str) -> str:
    """What tells one wording from another, however a browser ends its lines."""
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()[:32]


class ChooseForm(SeenForm, PortalForm):
    """What is done, and by which rule. It is asked by a GET: nothing happens yet."""

    form_method = "get"
    submit_label = "Go on"

    action = forms.ChoiceField(
        label="What will you do on the platform?", choices=ACTIONS, widget=forms.RadioSelect, initial=Action.DELETE
    )
    house_rule = forms.ChoiceField(
        label="Which rule does it break?", choices=HouseRule.choices, widget=forms.RadioSelect
    )


class ExplainForm(SeenForm, PortalForm):
    """The explanation as it will be read. It counts only as it was last shown: `shown` is the digest of that."""

    form_tag = False

    action = forms.ChoiceField(choices=Action.choices, widget=forms.HiddenInput)
    house_rule = forms.ChoiceField(choices=HouseRule.choices, widget=forms.HiddenInput)
    shown = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    explanation = forms.CharField(
        label="What everybody is told",
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=10_000,
        help_text="Say why, and name nobody.",
        error_messages={"required": "Say publicly why. Nothing is removed without it."},
    )
    names_are_meant = forms.BooleanField(label="I have looked at the names, and they may stay", required=False)
    screenshot = forms.FileField(
        label="Screenshot (if you have one)",
        required=False,
        help_text="PNG, JPEG or WebP, at most 5 MB. It is kept sealed, and whoever looks at it is on the record.",
        error_messages={"empty": pictures.CUT},
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
    )

    def __init__(self, *args: Any, item: Item, **kwargs: Any) -> None:
        super().__init__(*args, item=item, **kwargs)
        self.named = Named()
        if item.link_only:
            del self.fields["screenshot"]
        words = self.data.get("explanation") if self.is_bound else self.initial.get("explanation")
        self.words = str(words or "").strip()
        if self.words:
            self.named = named_in(self.words, item)
        if not self.named.others:
            del self.fields["names_are_meant"]

    @property
    def is_shown_as_it_is(self) -> bool:
        """Whether the words are those that the person last saw as the audience sees them."""
        return bool(self.words) and self.data.get("shown") == digest_of(self.words)

    def clean_explanation(self) -> str:
        words: str = self.cleaned_data["explanation"].strip()
        if self.named.pupils:
            raise forms.ValidationError(NAMES_A_PUPIL.format(name=self.named.pupils[0]))
        return words

    def clean_screenshot(self) -> pictures.Picture | None:
        file: UploadedFile[bytes] | None = self.cleaned_data["screenshot"]
        if file is None:
            return None
        if (file.size or 0) > pictures.LARGEST:
            raise forms.ValidationError(pictures.TOO_LARGE)
        try:
            return pictures.checked(file.read(), file.name or "")
        except InvalidInput as refusal:
            raise forms.ValidationError(refusal.reason) from None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.named.others and not self.named.pupils and not data.get("names_are_meant"):
            self.add_error("names_are_meant", "Take the names out, or tick that they may stay.")
        return data


class DoneForm(SeenForm, PortalForm):
    """Asks when it was done on the platform; for a block also when to look at it again."""

    form_tag = False

    posted_at = MomentField(label="When was it done?", required=False, help_text="Leave it empty if it was just now.")
    review_on = forms.DateField(
        label="When shall somebody look at the block again?",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, item: Item, is_block: bool, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "done_%s")
        super().__init__(*args, item=item, **kwargs)
        if is_block:
            self.fields["review_on"].initial = review_day(clock.today())
        else:
            del self.fields["review_on"]

    def clean_posted_at(self) -> datetime | None:
        """A time without seconds in the very minute of the comment means: just after it."""
        posted_at: datetime | None = self.cleaned_data["posted_at"]
        received_at = self.item.received_at
        if posted_at is not None and posted_at < received_at < posted_at + timedelta(minutes=1):
            return received_at
        return posted_at


class HoldBackForm(PortalForm):
    form_tag = False

    reason = forms.CharField(
        label="Who advised it, and why?",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="For example: the police ask that nothing is said while they look into it. Give their reference.",
    )


class AppealForm(PortalForm):
    submit_label = "Record the appeal"

    words = forms.CharField(
        label="What does the author say?",
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="In their own words. Copy the message if there is one.",
    )
    received_at = MomentField(
        label="When did they ask?", required=False, help_text="Leave it empty if it was just now."
    )


class DecideAppealForm(PortalForm):
    submit_label = "Save the decision"

    decision = forms.ChoiceField(label="What do you decide?", choices=Appeal.Decision.choices, widget=forms.RadioSelect)
    reason = forms.CharField(
        label="Why?",
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Those who removed it read this. Tell the author the decision in your own words.",
    )


class KeepBanForm(PortalForm):
    form_tag = False

    review_on = forms.DateField(
        label="When shall somebody look at it again?",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["review_on"].initial = review_day(clock.today())


class LiftBanForm(PortalForm):
    form_tag = False

    reason = forms.CharField(label="Why?", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class BanFilter(FilterForm):
    q = forms.CharField(label="Name or reason", max_length=100)
    account = forms.ModelChoiceField(Account.objects.none(), label="Account", empty_label="All accounts")
    state = forms.ChoiceField(label="Which", choices=list(BAN_STATES.items()))

    def __init__(self, *args: Any, accounts: QuerySet[Account], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["account"].queryset = accounts  # type: ignore[attr-defined]
