"""The look and manners of every form: a summary of what is wrong, label, hint, error, field, one button.

    class CaseForm(PortalModelForm):
        submit_label = "Save and go on"

        class Meta:
            model = ...

    {% load crispy_forms_tags %}{% crispy form %}

Help texts are shown as hints between label and field. Set `form_tag = False` where the template writes the
`<form>` and its buttons itself. Override `build_layout` for another order or for fieldsets.
"""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Field, Layout
from django import forms
from django.forms.fields import Field as FormField

LONGEST_NUMBER = 18  # digits: less than the largest that a database column holds


class PortalFormMixin:
    """Gives a form its crispy helper. Class attributes are the defaults; the view may set them on the form."""

    fields: dict[str, FormField]
    is_bound: bool

    submit_label = "Save"
    cancel_url = ""  # a "Cancel" link beside the button
    submit_harm = False  # a red button: for what cannot be undone
    form_tag = True
    form_method = "post"
    form_action = ""
    form_id = ""
    autosave_url = ""  # what is typed is sent there while the person writes
    form_attrs: dict[str, Any] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            say_what_is_missing(field)
            if isinstance(field, forms.IntegerField) and field.label:
                say_how_large(field)

    def build_layout(self) -> Layout:
        """All fields in their order. Override for fieldsets: `Fieldset("Legend", "field", css_class="group")`."""
        return Layout(*self.fields)

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper()
        helper.form_method = self.form_method
        helper.form_tag = self.form_tag
        helper.form_action = self.form_action
        helper.form_id = self.form_id
        helper.layout = self.build_layout()
        helper.render_hidden_fields = True
        # The server says what is wrong, in our words and all at once.
        helper.attrs = {"novalidate": True, **self.form_attrs}
        if self.autosave_url:
            helper.attrs["data-autosave"] = self.autosave_url
        helper.submit_label = self.submit_label if self.form_tag else ""
        helper.submit_harm = self.submit_harm
        helper.cancel_url = self.cancel_url
        return helper


class PortalForm(PortalFormMixin, forms.Form):
    """A form of its own."""


class PortalModelForm(PortalFormMixin, forms.ModelForm):  # type: ignore[type-arg]
    """A form of a model's fields. It is checked here and saved by a verb: never call `save()`."""


class FilterForm(PortalFormMixin, forms.Form):
    """Filters in the address: every field optional, a wrong value is as none. Drawn by components/filters.html."""

    form_method = "get"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.required = False

    @property
    def chosen(self) -> dict[str, Any]:
        """What was chosen and makes sense, without the fields left empty."""
        if not self.is_bound:
            return {}
        self.is_valid()
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if value not in (None, "", []) and value is not False
        }


class SeveralField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Several rows at once. A number that no database holds is none of them, and not an error of ours."""

    def _check_values(self, value: Any) -> Any:
        for pk in value:
            if len(str(pk)) > LONGEST_NUMBER:
                raise forms.ValidationError(self.error_messages["invalid_pk_value"], "invalid_pk_value", {"pk": "…"})
        return super()._check_values(value)  # type: ignore[misc]


def say_what_is_missing(field: FormField) -> None:
    """Let an empty field say which it is, for the summary lists the errors away from their fields.

    A field with a message of its own keeps it.
    """
    if field.error_messages.get("required") != FormField.default_error_messages["required"] or not field.label:
        return
    if isinstance(field, forms.BooleanField):
        words = f"Tick “{field.label}” to go on."
    elif isinstance(field, forms.FileField):
        words = f"Choose a file for “{field.label}”."
    elif isinstance(field, (forms.ChoiceField, forms.ModelChoiceField)):
        words = f"Choose an answer to “{field.label}”."
    else:
        words = f"Fill in “{field.label}”."
    field.error_messages["required"] = words


def say_how_large(field: FormField) -> None:
    """Let a number that is too small or too large be told by its field's name, in words."""
    label = str(field.label).replace("%", "%%")
    field.error_messages.setdefault("min_value", f"“{label}” is at least %(limit_value)s.")
    field.error_messages.setdefault("max_value", f"“{label}” is at most %(limit_value)s.")


def wide(name: str, rows: int = 6) -> Field:
    """A text area of `rows` lines, in a layout."""
    return Field(name, rows=rows)
