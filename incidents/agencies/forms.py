"""What is asked about agencies, and about those who were told."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone

from core import clock
from core.forms import PortalForm
from incidents.models import Agency, Referral
from moderation.forms import MomentField

A_YEAR = timedelta(days=366)


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def _within_a_year(form: forms.Form, name: str) -> Any:
    day = form.cleaned_data[name]
    if day is not None and not clock.today() <= day <= clock.today() + A_YEAR:
        raise forms.ValidationError("Choose a day from today on, within a year.")
    return day


class AgencyForm(PortalForm):
    submit_label = "Save"

    name = forms.CharField(label="Who is it?", max_length=120)
    what_for = forms.CharField(
        label="When do you turn to them?",
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="In one or two short sentences.",
    )
    phone = forms.CharField(
        label="Phone",
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel"}),
        help_text="The number alone, such as 0121 496 0000. It can be tapped on a phone.",
    )
    web = forms.URLField(label="Web page", max_length=300, required=False, assume_scheme="https")
    email = forms.EmailField(label="E-mail address", required=False)
    hours = forms.CharField(
        label="When do they answer?", max_length=120, required=False, help_text="For example: Monday to Friday, 9 to 5."
    )

    def clean_phone(self) -> str:
        phone: str = self.cleaned_data["phone"].strip()
        if phone and (sum(map(str.isdigit, phone)) < 3 or not set(phone.lower()) <= set("0123456789 +()-.ext")):
            raise forms.ValidationError("Write the number alone, such as 0121 496 0000, or 0121 496 0000 ext 12.")
        return phone


class ReferForm(PortalForm):
    """`fits` and `others` are the directory's lines, in the order in which they are offered."""

    submit_label = "Record it"

    agency = forms.ModelChoiceField(label="Who was told?", queryset=Agency.objects.none(), required=False)
    name = forms.CharField(
        label="Or somebody who is not in the list",
        max_length=120,
        required=False,
        help_text="Leave the list above empty then.",
    )
    how = forms.CharField(label="How?", max_length=120, help_text="For example: by phone on 101, to whom.")
    reference = forms.CharField(
        label="Their reference", max_length=120, required=False, help_text="Ask for one: it is how they find it again."
    )
    referred_at = MomentField(label="When?")
    chase_on = forms.DateField(
        label="If they do not answer, ask again on",
        required=False,
        widget=_day(),
        help_text="Everybody who handles this is reminded on that day.",
    )
    no_answer_needed = forms.CharField(
        label="If no answer is expected, say why",
        max_length=300,
        required=False,
        help_text="For example: they only take reports. Nobody is reminded then.",
    )

    def __init__(self, *args: Any, fits: Sequence[Agency], others: Sequence[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chooser: Any = self.fields["agency"]
        chooser.queryset = Agency.objects.filter(is_on=True)
        groups = [("For this kind of incident", fits), ("Others" if fits else "The directory", others)]
        offered = [(title, [(one.pk, with_phone(one)) for one in group]) for title, group in groups if group]
        chooser.choices = [("", "Choose"), *offered]
        for name in ("agency", "name", "chase_on"):
            asked: Any = self.fields[name]
            asked.has_usual = True  # so that it is not called optional

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("agency") is not None and given.get("name"):
            self.add_error("name", "Choose one: somebody from the list, or a name here.")
        elif given.get("agency") is None and not given.get("name") and "agency" not in self.errors:
            self.add_error("agency", "Say who was told: choose from the list, or write a name below it.")
        if given.get("no_answer_needed"):
            given["chase_on"] = None
        return given

    def clean_chase_on(self) -> Any:
        return _within_a_year(self, "chase_on")


def with_phone(agency: Agency) -> str:
    return f"{agency.name}, {agency.phone}" if agency.phone else agency.name


class CorrectReferralForm(ReferForm):
    """What was written down, to be put right; the answer as well, where there is one."""

    submit_label = "Put it right"

    answer = forms.CharField(label="What did they answer?", max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))
    answered_at = MomentField(label="When did they answer?")
    unanswered = forms.BooleanField(
        label="They have not answered after all",
        required=False,
        help_text="For example: the answer was somebody else's. They are asked again then.",
    )
    reason = forms.CharField(
        label="Why is it corrected?",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="For example: the wrong number. What it says now stays in the timeline, beside what is right.",
    )

    def __init__(self, *args: Any, referral: Referral, **kwargs: Any) -> None:
        initial = {name: getattr(referral, name) for name in ("how", "reference", "answer")}
        initial |= {"agency": referral.agency_id, "name": "" if referral.agency_id else referral.name}
        initial["referred_at"] = timezone.localtime(referral.referred_at)
        if referral.answered_at is not None:
            initial["answered_at"] = timezone.localtime(referral.answered_at)
        super().__init__(*args, initial=initial, **kwargs)
        chooser: Any = self.fields["agency"]
        chooser.queryset = Agency.objects.filter(Q(is_on=True) | Q(pk=referral.agency_id))
        left_out = ["chase_on", "no_answer_needed"]
        if referral.answered_at is None:
            left_out += ["answer", "answered_at", "unanswered"]
        for name in left_out:
            del self.fields[name]


class ChaseForm(PortalForm):
    submit_label = "Record it"

    note = forms.CharField(
        label="What did they say?",
        max_length=1500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="For example: left a message with the duty desk.",
    )
    chase_on = forms.DateField(label="If they do not answer, ask again on", required=False, widget=_day())

    def clean_chase_on(self) -> Any:
        return _within_a_year(self, "chase_on")


class AnswerForm(PortalForm):
    submit_label = "Save the answer"

    answer = forms.CharField(label="What did they answer?", max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))
    answered_at = MomentField(label="When?", help_text="Leave it as it is if it was just now.")
    reference = forms.CharField(
        label="Their reference",
        max_length=120,
        required=False,
        help_text="If they gave one, or another one.",
    )

    def __init__(self, *args: Any, referral: Referral, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reference"].initial = referral.reference


class NoAnswerForm(PortalForm):
    submit_label = "Wait no longer"

    reason = forms.CharField(label="Why is no answer needed?", max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
