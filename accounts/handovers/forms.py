"""The shape of what is typed about handovers. What it means is checked by the verbs."""

from typing import Any

from crispy_forms.layout import Layout
from django import forms

from accounts.handovers import successors
from accounts.handovers.models import Choice, Handover
from accounts.handovers.states import OVERDUE, Status
from accounts.models import Account
from core.forms import FilterForm, PortalForm, wide
from people.models import User

DAY = "%Y-%m-%d"
LONGEST_REASON = 1000


class HandoverFilter(FilterForm):
    """The list's filters, in the address. `whose` and `account` come from the pages of a person and an account."""

    q = forms.CharField(label="Person or account", max_length=100)
    state = forms.ChoiceField(
        label="State",
        choices=[("", "Going on"), (OVERDUE, "Overdue"), *Status.choices, ("any", "All, with those that ended")],
    )
    whose = forms.CharField(widget=forms.HiddenInput, max_length=9)
    account = forms.CharField(widget=forms.HiddenInput, max_length=9)


class OpenForm(PortalForm):
    """Who stops running an account, and by when."""

    submit_label = "Open the handover"

    person = forms.ModelChoiceField(
        User.objects.none(),
        label="Who stops running it?",
        empty_label="Choose one",
        help_text="Those who run it now, and whose handover is not going on yet.",
    )
    due_on = forms.DateField(
        label="By when is all to be done?",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format=DAY),
        help_text="Left empty, it is two weeks from today.",
    )
    emergency = forms.BooleanField(
        label="They leave today",
        required=False,
        help_text="It is due today, and Administrators and SLT are told at once.",
    )

    def __init__(self, *args: Any, account: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        going = Handover.objects.going_on().filter(account=account).values("person")
        runs = account.runners.filter(until_at=None).values("person")
        found = User.objects.filter(pk__in=runs).exclude(pk__in=going)
        self.fields["person"].queryset = found.order_by("full_name")  # type: ignore[attr-defined]


class SuccessorField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Says of each who is ready."""

    def label_from_instance(self, obj: User) -> str:
        return f"{obj.full_name} ({'ready' if getattr(obj, 'rank', 1) == 0 else 'not ready yet'})"


class ChooseForm(PortalForm):
    """What becomes of the account."""

    submit_label = "Choose this"

    choice = forms.ChoiceField(
        label="What becomes of it?",
        choices=Choice.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one of these."},
    )
    successor = SuccessorField(
        User.objects.none(),
        label="If somebody takes it over: who?",
        required=False,
        empty_label="Choose one",
        help_text="Somebody employed by the school, who has read the policy and been trained. They are asked first.",
    )
    reason = forms.CharField(
        label="If it is closed: why?",
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.Textarea,
        help_text="Shown on the account's page. Its closing begins at once, with a checklist of its own.",
    )

    def __init__(self, *args: Any, handover: Handover, may_go_on: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_go_on:
            left = [choice for choice in Choice.choices if choice[0] != Choice.GO_ON]
            self.fields["choice"].choices = left  # type: ignore[attr-defined]
        self.fields["successor"].queryset = successors.candidates(handover)  # type: ignore[attr-defined]

    def build_layout(self) -> Layout:
        return Layout("choice", "successor", wide("reason", 2))


class ReasonForm(PortalForm):
    """A few words that those read who see the handover."""

    reason = forms.CharField(
        label="Why?", max_length=LONGEST_REASON, widget=forms.Textarea, error_messages={"required": "Say why."}
    )

    def build_layout(self) -> Layout:
        return Layout(wide("reason", 3))


class ButtonlessReasonForm(ReasonForm):
    """On a page that writes its own buttons."""

    form_tag = False
