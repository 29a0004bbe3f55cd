"""A form for each kind of secret. What is typed, pasted or chosen is never written back into a page."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from crispy_forms.layout import Layout
from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.views.decorators.debug import sensitive_variables

from accounts.vault import codes, qr, values
from accounts.vault.forms_recipe import RecipeFields
from accounts.vault.models import Kind
from core.errors import InvalidInput
from core.forms import PortalForm


@dataclass(frozen=True)
class About:
    """What a kind is, for those who choose one: `name`, one sentence, and an icon."""

    kind: Kind
    name: str
    words: str
    icon: str


ABOUT = (
    About(Kind.PASSWORD, "Password", "What somebody types to sign in.", "key-round"),
    About(
        Kind.SECOND_FACTOR,
        "Set-up key for sign-in codes",
        "The square picture or long key for an authenticator app. The portal then shows the code of the moment.",
        "qr-code",
    ),
    About(
        Kind.RECOVERY_CODE,
        "Recovery codes",
        "The list that the platform gives for the day when a telephone is lost.",
        "list-checks",
    ),
    About(Kind.RECOVERY_EMAIL, "Recovery e-mail address", "Where the platform writes if nobody gets in.", "mail"),
    About(Kind.RECOVERY_PHONE, "Recovery phone number", "Where the platform rings or sends a code.", "phone"),
    About(Kind.API_TOKEN, "Access token of a program", "With it a program comes in, not a person.", "plug"),
    About(Kind.NOTE, "Note", "Answers to security questions, or anything else that must stay secret.", "notebook-pen"),
    About(Kind.FILE, "File", "Such as a key or certificate, up to 64 kB.", "file-lock"),
)
WITH_USERNAME = (Kind.PASSWORD, Kind.API_TOKEN)


class Way:
    """Only the choices: how a new secret comes to be."""

    GENERATE, CHANGED = "generate", "changed"
    CHOICES = [
        (GENERATE, "Make a strong password for me"),
        (CHANGED, "It was changed on the platform already: keep the one that I type"),
    ]
    AT_FIRST = [
        (CHANGED, "There is one already: I type or paste it"),
        (GENERATE, "Make a strong password for me"),
    ]


class _Blank:
    """For a widget: whatever was sent, the page gets an empty field."""

    def format_value(self, value: Any) -> None:
        return None


class BlankTextarea(_Blank, forms.Textarea):
    pass


class BlankInput(_Blank, forms.TextInput):
    pass


_PLAIN = {"autocomplete": "off", "spellcheck": "false", "autocapitalize": "none"}
_HIDDEN = {**_PLAIN, "autocomplete": "new-password"}


def secret_field(label: str, help_text: str = "", *, required: bool = True) -> forms.CharField:
    """A field for a secret of one line: never shown, spaces kept, and no offer by the browser to remember it."""
    return _text(label, help_text, forms.PasswordInput(attrs=_HIDDEN), required=required)


def _text(label: str, help_text: str, widget: forms.Widget, *, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=required,
        strip=False,
        max_length=values.LONGEST_SECRET,
        widget=widget,
        error_messages={
            "required": values.EMPTY,
            "max_length": f"At most {values.LONGEST_SECRET:,} characters are kept.",
        },
    )


def _lines(rows: int) -> BlankTextarea:
    return BlankTextarea(attrs={**_PLAIN, "rows": rows})


def _file() -> forms.FileField:
    return forms.FileField(
        label="The file",
        help_text="Up to 64 kB. Its name is sealed with it.",
        allow_empty_file=True,
        error_messages={"required": "Choose the file that is to be kept."},
    )


_FIELDS: dict[str, Callable[[], forms.Field]] = {
    Kind.PASSWORD: lambda: secret_field("The password", "It is sealed when you store it. Paste works.", required=False),
    Kind.SECOND_FACTOR: lambda: _text(
        "The set-up key",
        "The platform shows it beside the square picture, often as “I can't scan it”. Spaces and small letters do "
        "not matter. An address that begins with otpauth:// works too.",
        forms.PasswordInput(attrs=_HIDDEN),
        required=False,
    ),
    Kind.RECOVERY_CODE: lambda: _text(
        "The recovery codes", "One on each line. All on a single line: with a space between.", _lines(10)
    ),
    Kind.API_TOKEN: lambda: secret_field("The token", "Paste all of it, and nothing beside it."),
    Kind.RECOVERY_EMAIL: lambda: _text(
        "The e-mail address", "", BlankInput(attrs={**_PLAIN, "type": "email", "inputmode": "email"})
    ),
    Kind.RECOVERY_PHONE: lambda: _text(
        "The phone number",
        "For example 020 7946 0018.",
        BlankInput(attrs={**_PLAIN, "type": "tel", "inputmode": "tel"}),
    ),
    Kind.NOTE: lambda: _text("The note", f"Up to {values.LONGEST_SECRET:,} characters.", _lines(8)),
    Kind.FILE: _file,
}


class ValueFields(PortalForm):
    """The field or fields in which a secret of one kind is given; after `clean`, `secret` is what a verb takes."""

    def __init__(
        self, data: QueryDict | None, files: MultiValueDict[str, Any] | None, *, kind: str, **more: Any
    ) -> None:
        super().__init__(data, files, **more)
        self.kind = kind
        self.fields["secret"] = _FIELDS[kind]()
        if kind == Kind.SECOND_FACTOR:
            self.fields["picture"] = forms.FileField(
                label="Or the square picture",
                required=False,
                allow_empty_file=True,
                help_text="A screenshot or photograph, PNG or JPEG, up to 5 MB. It is read and thrown away at once.",
                widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg"}),
            )

    @property
    def value_names(self) -> list[str]:
        return [name for name in ("secret", "picture") if name in self.fields]

    @sensitive_variables("data")
    def clean_value(self, data: dict[str, Any], missing: str = values.EMPTY) -> None:
        """Turn what was given into `secret`, or say beside the field what is wrong."""
        if self.kind == Kind.FILE and isinstance(data.get("secret"), UploadedFile):
            self._put(data, "secret", lambda: _packed(data["secret"]))
        elif self.kind == Kind.SECOND_FACTOR:
            self._clean_seed(data)
        elif not data.get("secret") and "secret" not in self.errors:
            self.add_error("secret", missing)

    @sensitive_variables("data", "picture")
    def _clean_seed(self, data: dict[str, Any]) -> None:
        picture = data.pop("picture", None)
        if picture and not data.get("secret"):
            self.errors.pop("secret", None)
        if picture and data.get("secret"):
            self.add_error("picture", "Give the key or the picture, not both.")
        elif picture:
            self._put(data, "picture", lambda: qr.address_in(_content(picture, qr.LARGEST_PICTURE, qr.TOO_LARGE)))
        elif not data.get("secret") and "secret" not in self.errors:
            self.add_error("secret", "Paste the set-up key, or give the square picture.")
        if data.get("secret"):
            self._put(data, "picture" if picture else "secret", lambda: _as_seed(data["secret"]))

    @sensitive_variables("data")
    def _put(self, data: dict[str, Any], field: str, read: Callable[[], str]) -> None:
        try:
            data["secret"] = read()
        except InvalidInput as refusal:
            data.pop("secret", None)
            self.add_error(field, refusal.reason)


@sensitive_variables()
def _as_seed(text: str) -> str:
    codes.seed_of(text)  # refuses what is none
    return text


@sensitive_variables()
def _packed(file: "UploadedFile[bytes]") -> str:
    return values.packed(file.name or "", _content(file, values.LARGEST_FILE, values.FILE_TOO_LARGE))


@sensitive_variables()
def _content(file: "UploadedFile[bytes]", largest: int, too_large: str) -> bytes:
    if (file.size or 0) > largest:
        raise InvalidInput(too_large, "secret")
    return bytes(file.read())


class StoreForm(RecipeFields, ValueFields):
    """A new credential of an account."""

    submit_label = "Store it in the vault"

    label = forms.CharField(
        label="Name",
        required=False,
        max_length=80,
        help_text="Only needed where there are two of a kind, such as “Password of the page's second sign-in”.",
    )
    username = forms.CharField(
        label="User name or e-mail address that goes with it",
        required=False,
        max_length=254,
        help_text="This is shown without asking.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    way = forms.ChoiceField(
        label="Where does the password come from?",
        choices=Way.AT_FIRST,
        initial=Way.CHANGED,
        required=False,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"] = forms.CharField(widget=forms.HiddenInput, required=False, initial=self.kind)
        if self.kind != Kind.PASSWORD:
            for name in ("way", "like", "length", "sets", "words", "separator"):
                del self.fields[name]
        else:
            self.fields["way"].has_usual = True  # type: ignore[attr-defined]
        if self.kind not in WITH_USERNAME:
            del self.fields["username"]
        # Only a picture, or a password that the portal makes, can stand in its place.
        self.fields["secret"].required = True

    @property
    def generates(self) -> bool:
        return bool(self.cleaned_data.get("way") == Way.GENERATE)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("way") == Way.GENERATE:
            self.errors.pop("secret", None)
            return data
        if "way" in self.fields:
            self.drop_recipe()
        self.clean_value(data)
        return data

    def build_layout(self) -> Layout:
        known = ["kind", *(name for name in ("username",) if name in self.fields)]
        if self.kind != Kind.PASSWORD:
            return Layout(*known, *self.value_names, "label")
        return Layout(*known, "way", "secret", *self.recipe_layout(), "label")
