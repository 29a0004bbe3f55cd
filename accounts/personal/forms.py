"""The shape of what is typed about personal accounts. What it means is checked by the verbs."""

from crispy_forms.layout import Layout
from django import forms

from accounts.models import Platform
from accounts.personal.states import Ending, Status
from core.forms import FilterForm, PortalForm, wide


class DeclareForm(PortalForm):
    """Where an account is, how it names the school, and that both conditions are met."""

    submit_label = "Send it in"

    platform = forms.ChoiceField(label="Platform", choices=[("", "Choose one"), *Platform.choices])
    handle = forms.CharField(
        label="Handle", required=False, max_length=101, help_text="Your name there, with or without the @."
    )
    url = forms.CharField(
        label="Address",
        required=False,
        max_length=300,
        help_text="The whole address of your profile, starting with https://. Give this, the handle, or both.",
        widget=forms.TextInput(attrs={"inputmode": "url", "autocapitalize": "none", "spellcheck": "false"}),
    )
    naming = forms.CharField(
        label="How does it name the school?",
        max_length=500,
        widget=forms.Textarea,
        help_text="For example: my profile says “teacher at St Jude's”.",
    )
    disclaimer = forms.BooleanField(
        label="The disclaimer is on the profile",
        help_text="It says that the words there are yours and not the school's.",
        error_messages={"required": "Put the disclaimer on your profile first, then tick this."},
    )
    no_branding = forms.BooleanField(
        label="No logo or branding of the school is on it",
        help_text="Not as a picture of the profile, not as a banner, not in its name.",
        error_messages={"required": "Take the school's logo and branding away first, then tick this."},
    )

    def build_layout(self) -> Layout:
        return Layout("platform", "handle", "url", wide("naming", 3), "disclaimer", "no_branding")


class CheckForm(PortalForm):
    """What an Administrator saw on the profile. `seen` is what the owner had sent in by then."""

    submit_label = "All is well"

    disclaimer_seen = forms.BooleanField(
        label="I saw the disclaimer",
        error_messages={"required": "Tick this if you saw the disclaimer, or ask for a change."},
    )
    no_logo = forms.BooleanField(
        label="The school's logo is not on it",
        error_messages={"required": "Tick this if the logo is not there, or ask for a change."},
    )
    no_branding = forms.BooleanField(
        label="Nor is other branding of the school",
        help_text="Such as its banner, its motto as a title, or a name that sounds like the school's own account.",
        error_messages={"required": "Tick this if no branding is there, or ask for a change."},
    )
    seen = forms.CharField(widget=forms.HiddenInput, max_length=60)


class ChangeForm(PortalForm):
    """What is wrong, in words that only the owner and those who check read."""

    submit_label = "Ask for this change"

    note = forms.CharField(
        label="What should be changed?",
        max_length=1000,
        widget=forms.Textarea,
        help_text="The owner reads it, and so do Administrators and SLT.",
        error_messages={"required": "Say what should be changed."},
    )
    seen = forms.CharField(widget=forms.HiddenInput, max_length=60)

    def build_layout(self) -> Layout:
        return Layout(wide("note", 3), "seen")


class WithdrawForm(PortalForm):
    form_tag = False

    ending = forms.ChoiceField(
        label="Why do you withdraw it?",
        choices=Ending.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose why you withdraw it."},
    )


class PersonalFilter(FilterForm):
    """The list's filters, in the address. `whose` comes from a person's page."""

    q = forms.CharField(label="Name, handle or address", max_length=100)
    platform = forms.ChoiceField(label="Platform", choices=[("", "All platforms"), *Platform.choices])
    show = forms.ChoiceField(
        label="Show",
        choices=[
            ("", "All that stand"),
            (Status.DECLARED, "Waiting for a check"),
            (Status.NEEDS_CHANGE, "Needing a change"),
            (Status.CHECKED, "Checked"),
            ("due", "Due for the yearly check"),
            (Status.WITHDRAWN, "Withdrawn"),
            ("ended", "Of people who have left"),
            ("any", "Everything"),
        ],
    )
    whose = forms.CharField(widget=forms.HiddenInput, max_length=9)
