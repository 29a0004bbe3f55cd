"""The shapes of what people type into a business case. What it needs to be complete is in `points`."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import BaseInput, Layout
from django import forms
from django.core.validators import URLValidator

from accounts.models import Openness, Platform
from applications.models import Revision
from applications.states import Kind, Status
from core.forms import FilterForm, PortalForm, wide
from people.models import User

LONGEST_TEXT = 5000


class StartForm(PortalForm):
    submit_label = "Start the business case"

    kind = forms.ChoiceField(
        label="What is it for?",
        choices=Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether the account is new or one that the school already has."},
    )


class LaterButton(BaseInput):  # type: ignore[misc]
    """The second button of a point: keeps what is there, complete or not."""

    input_type = "submit"
    field_classes = "btn btn-secondary"


class PointForm(PortalForm):
    """One point of the case. `partial` lets it be saved half done."""

    submit_label = "Save and go on"

    def __init__(self, *args: Any, revision: Revision, partial: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.revision = revision
        self.settle()
        if partial:
            for field in self.fields.values():
                field.required = False

    def settle(self) -> None:
        """What depends on the revision."""

    @property
    def helper(self) -> FormHelper:
        helper = super().helper
        helper.add_input(LaterButton("later", "Save for later"))
        return helper


class PlaceForm(PointForm):
    platform = forms.ChoiceField(
        choices=[("", "Choose a platform"), *Platform.choices],
        error_messages={"required": "Choose the platform."},
    )
    proposed_name = forms.CharField(
        label="Name of the account",
        max_length=120,
        help_text="As people will see it, for example “Year 4 at St Jude's”.",
        error_messages={"required": "Give the account's name."},
    )
    handle = forms.CharField(
        max_length=100,
        help_text="The name with which it is found on the platform, for example @StJudesYear4.",
        error_messages={"required": "Give the account's handle, because it is there already."},
    )
    url = forms.CharField(
        label="Web address",
        max_length=300,
        help_text="The whole address, starting with https://",
        widget=forms.URLInput,
        validators=[URLValidator(["http", "https"], message="Give the whole address, starting with https://")],
        error_messages={"required": "Give the account's web address, because it is there already."},
    )

    def settle(self) -> None:
        if not self.revision.application.is_existing:
            self.fields["handle"].required = self.fields["url"].required = False
            self.fields["handle"].help_text = "If you know it already, for example @StJudesYear4."
            self.fields["url"].help_text = "If you know it already. The whole address, starting with https://"

    def clean_handle(self) -> str:
        handle: str = self.cleaned_data["handle"].strip()
        if any(letter.isspace() for letter in handle):
            raise forms.ValidationError("A handle is one word, such as @StJudesYear4.")
        return handle


def _text(label: str, hint: str, missing: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea,
        error_messages={"required": missing},
    )


class AimForm(PointForm):
    aim = _text(
        "What is the account for?",
        "What will be better because of it? Say what you will post, and how often.",
        "Say what the account is for.",
    )

    def build_layout(self) -> Layout:
        return Layout(wide("aim", 8))


class AudienceForm(PointForm):
    audience = _text(
        "Who is it for?",
        "For example parents of one class, all families, or people who live near the school.",
        "Say who the account is for.",
    )


class PromotionForm(PointForm):
    promotion = _text(
        "How will people hear of it?",
        "For example a letter home, the newsletter, or a link on the school's website.",
        "Say how people will hear of the account.",
    )


class OpennessForm(PointForm):
    openness = forms.ChoiceField(
        label="Is the account open or closed?",
        choices=Openness.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether the account is open or closed."},
    )
    openness_reason = _text("Why?", "Say why this is right for the people it is for.", "Say why it should be so.")

    def build_layout(self) -> Layout:
        return Layout("openness", wide("openness_reason", 5))


POINT_FORMS: dict[str, type[PointForm]] = {
    "place": PlaceForm,
    "aim": AimForm,
    "audience": AudienceForm,
    "promotion": PromotionForm,
    "openness": OpennessForm,
}


class _PersonChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.full_name} ({', '.join(obj.role_labels)})" if obj.role_labels else obj.full_name


class AddRunnerForm(PortalForm):
    """Somebody more to run the account: from the directory, or by e-mail address for whoever sees none (P4)."""

    submit_label = "Add"

    person = _PersonChoice(
        label="Person",
        queryset=User.objects.none(),
        empty_label="Choose a person",
        error_messages={"required": "Choose a person to add."},
    )
    email = forms.EmailField(
        label="E-mail address",
        help_text="Their address at the school. They must be in the portal already.",
        error_messages={"required": "Give the e-mail address of the person to add."},
    )

    def __init__(self, *args: Any, actor: User, revision: Revision, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.named = set(revision.runners.values_list("person", flat=True))
        directory = User.objects.visible_to(actor).active().exclude(pk__in=self.named).prefetch_related("grants")
        sees_others = User.objects.visible_to(actor).exclude(pk=actor.pk).exists()
        if sees_others:
            del self.fields["email"]
            self.fields["person"].queryset = directory  # type: ignore[attr-defined]
        else:
            del self.fields["person"]

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].strip()
        person = User.objects.active().filter(email__iexact=email).first()
        if person is None:
            raise forms.ValidationError("Nobody with this address is in the portal. Ask an Administrator to add them.")
        if person.pk in self.named:
            raise forms.ValidationError(f"{person} is on the list already.")
        self.cleaned_data["person"] = person
        return email

    @property
    def chosen(self) -> User:
        person: User = self.cleaned_data["person"]
        return person


class SubmitForm(PortalForm):
    submit_label = "Submit the business case"

    declared = forms.BooleanField(
        label="What I have written is true, and everybody named has agreed to run the account.",
        error_messages={"required": "Tick the box to say that it is true and that everybody named has agreed."},
    )


class DecisionForm(PortalForm):
    submit_label = "Give your decision"

    verdict = forms.ChoiceField(
        label="What do you decide?",
        choices=[],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what you decide."},
    )
    reason = forms.CharField(
        label="Why?",
        help_text="The applicant reads this. It is kept with the business case.",
        max_length=4000,
        widget=forms.Textarea,
        error_messages={"required": "Give a reason. The applicant reads it."},
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["verdict"].choices = choices  # type: ignore[attr-defined]

    def build_layout(self) -> Layout:
        return Layout("verdict", wide("reason", 5), "seen")


class CaseFilterForm(FilterForm):
    q = forms.CharField(label="Search", max_length=100, help_text="")
    state = forms.ChoiceField(choices=[("", "Any state"), *Status.choices])
    whose = forms.ChoiceField(label="Whose", choices=[("", "All that I may see"), ("mine", "Mine, or naming me")])
    order = forms.ChoiceField(label="Order", choices=[("", "Newest first"), ("oldest", "Oldest first")])
