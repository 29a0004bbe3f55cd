"""The shapes of what is typed about people."""

from crispy_forms.layout import Fieldset, Layout
from django import forms

from core.forms import FilterForm, PortalForm
from people.models import Role
from people.states import Standing


class SetUpForm(PortalForm):
    submit_label = "Set up the portal"

    code = forms.CharField(
        label="One-time code",
        help_text="The terminal in which the portal was started shows it. Capitals and spaces make no difference.",
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    school_name = forms.CharField(label="Name of the school", max_length=120)
    slt_name = forms.CharField(
        label="Name", max_length=120, error_messages={"required": "Write the name of the first member of SLT."}
    )
    slt_email = forms.EmailField(
        label="E-mail address",
        max_length=254,
        error_messages={"required": "Write the e-mail address of the first member of SLT."},
    )
    administrator_name = forms.CharField(
        label="Name", max_length=120, error_messages={"required": "Write the name of the first Administrator."}
    )
    administrator_email = forms.EmailField(
        label="E-mail address",
        max_length=254,
        error_messages={"required": "Write the e-mail address of the first Administrator."},
    )

    def build_layout(self) -> Layout:
        return Layout(
            "code",
            "school_name",
            Fieldset("The first member of the leadership team (SLT)", "slt_name", "slt_email", css_class="group"),
            Fieldset("The first Administrator", "administrator_name", "administrator_email", css_class="group"),
        )


class PasswordForm(PortalForm):
    """A password chosen by an invitation. The rules for passwords are the verb's."""

    submit_label = "Save my password"

    password = forms.CharField(
        label="Password",
        strip=False,
        max_length=500,
        help_text="At least 12 characters. Three or four unrelated words work well. You may paste it.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label="The same password again",
        strip=False,
        max_length=500,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_again(self) -> str:
        again: str = self.cleaned_data["again"]
        if "password" in self.cleaned_data and self.cleaned_data["password"] != again:
            raise forms.ValidationError("The two passwords are not the same.")
        return again


def employed_field() -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label="Is this person employed by the school?",
        choices=[("yes", "Yes"), ("no", "No: a volunteer, a parent or a governor")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )


class PersonForm(PortalForm):
    submit_label = "Add and make the link"

    full_name = forms.CharField(label="Name", max_length=120)
    email = forms.EmailField(
        label="E-mail address", max_length=254, help_text="They sign in with it, and get their messages there."
    )
    is_employed = employed_field()
    roles = forms.MultipleChoiceField(
        label="Roles",
        choices=Role.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one role."},
    )


class CorrectForm(PortalForm):
    full_name = forms.CharField(label="Name", max_length=120)
    email = forms.EmailField(
        label="E-mail address",
        max_length=254,
        help_text="It can be changed until the person has chosen a password. Links sent to the old one end.",
    )
    is_employed = employed_field()


class PeopleFilter(FilterForm):
    q = forms.CharField(label="Name or e-mail address")
    role = forms.ChoiceField(label="Role", choices=[("", "Any role"), *Role.choices])
    standing = forms.ChoiceField(
        label="State", choices=[("", "Everybody with access"), *Standing.choices, ("any", "Everybody there ever was")]
    )
