"""The shapes of what is typed about people."""

from typing import Any

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Q, QuerySet

from core.forms import FilterForm, PortalForm
from people.models import Role, User
from people.staff_file import LARGEST_LIST, MOST_PEOPLE
from people.states import Standing

DAY = "%Y-%m-%d"


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


def a_day(**kwargs: Any) -> forms.DateField:
    return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format=DAY), **kwargs)


class LineManagerField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Somebody employed who has access; two of one name are told apart by their addresses."""

    def __init__(self, **kwargs: Any) -> None:
        label = "Line manager"
        super().__init__(User.objects.none(), label=label, required=False, empty_label="None", **kwargs)

    def label_from_instance(self, obj: User) -> str:
        return f"{obj.full_name} ({obj.email})"

    def offer(self, but: User | None = None) -> None:
        """Whom to choose from; with `but`, not that person, but the line manager whom that person has, gone or not."""
        able: QuerySet[User] = User.objects.employed()
        if but is not None:
            able = User.objects.filter(Q(pk__in=able.values("pk")) | Q(pk=but.line_manager_id)).exclude(pk=but.pk)
        self.queryset = able


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
    starts_on = a_day(label="First working day", required=False, help_text="They can sign in before it, to prepare.")
    leaves_on = a_day(label="Last working day", required=False, help_text="Access ends by itself at midnight after it.")
    line_manager = LineManagerField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["line_manager"].offer()  # type: ignore[attr-defined]


class CorrectForm(PortalForm):
    full_name = forms.CharField(label="Name", max_length=120)
    email = forms.EmailField(
        label="E-mail address",
        max_length=254,
        help_text="It can be changed until the person has chosen a password. Links sent to the old one end.",
    )
    is_employed = employed_field()
    starts_on = a_day(label="First working day", required=False)
    line_manager = LineManagerField()

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["line_manager"].offer(person)  # type: ignore[attr-defined]


class LeavingForm(PortalForm):
    form_tag = False

    leaves_on = a_day(
        label="Last working day",
        help_text="They can sign in until its end.",
        error_messages={"required": "Write the last working day."},
    )


class StaffListForm(PortalForm):
    submit_label = "Upload and look at it"
    form_attrs = {"enctype": "multipart/form-data"}

    file = forms.FileField(
        label="The file",
        help_text=(
            "A CSV file, such as a spreadsheet saved as “CSV UTF-8”. The first row names the columns. "
            f"At most {LARGEST_LIST // 1024**2} MB and {MOST_PEOPLE:,} people."
        ),
        error_messages={
            "required": "Choose a file.",
            "empty": "The file is empty. Choose a CSV file with a line of headings and one person a row.",
        },
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,.tsv,text/csv"}),
    )

    def clean_file(self) -> "UploadedFile[bytes]":
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > LARGEST_LIST:
            raise forms.ValidationError(
                f"The file is larger than {LARGEST_LIST // 1024**2} MB. Split it into smaller files."
            )
        return file


class AddListForm(PortalForm):
    submit_label = "Add them"

    invite = forms.TypedChoiceField(
        label="When are they invited?",
        choices=[
            ("now", "Now: each gets an e-mail with a link, which works for seven days"),
            ("later", "Later: they are added, and you invite them all at once from the list of people"),
        ],
        coerce=lambda value: value == "now",
        widget=forms.RadioSelect,
    )


class PeopleFilter(FilterForm):
    """Who leaves soon is for those who look after people alone: with `leads`."""

    q = forms.CharField(label="Name or e-mail address")
    role = forms.ChoiceField(label="Role", choices=[("", "Any role"), *Role.choices])
    standing = forms.ChoiceField(label="State")
    employed = forms.ChoiceField(
        label="Employed", choices=[("", "Employed or not"), ("yes", "Employed by the school"), ("no", "Not employed")]
    )

    def __init__(self, *args: Any, leads: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        soon = [("leaving", "Leaving soon"), ("starting", "Not started yet")] if leads else []
        self.fields["standing"].choices = [  # type: ignore[attr-defined]
            ("", "Everybody with access"),
            *soon,
            *Standing.choices,
            ("any", "Everybody there ever was"),
        ]
