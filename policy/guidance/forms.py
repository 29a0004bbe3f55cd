"""The shapes of what people type about guidance and sessions."""

from typing import Any

from crispy_forms.layout import HTML, Fieldset, Layout
from django import forms

from core.forms import FilterForm, PortalForm, wide
from policy.forms import a_day
from policy.guidance import selectors
from policy.guidance.models import AUDIENCES, MOST, EducationSession, GuidanceEdition

LONGEST_TEXT = 60_000  # characters


def _longest(name: str, model: Any = GuidanceEdition) -> int:
    length: int = model._meta.get_field(name).max_length
    return length


class PageForm(PortalForm):
    """`seen` is the number of the edition before the writer, so that nobody's words are lost under another's."""

    form_tag = False

    title = forms.CharField(label="Title", max_length=_longest("title"))
    summary = forms.CharField(
        label="In one sentence",
        max_length=_longest("summary"),
        required=False,
        help_text="It stands under the title, and wherever the portal leads people to this page.",
    )
    body_markdown = forms.CharField(
        label="Text",
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"spellcheck": "true"}),
        help_text="A line that begins with ## is a heading, one that begins with - a point of a list. **Bold** stands "
        "between two stars. A link is [its words](https://its.address).",
    )
    note = forms.CharField(
        label="What did you change?",
        max_length=_longest("note"),
        required=False,
        help_text="A few words for the history, if you like.",
    )
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput, min_value=0, max_value=1_000_000)

    def build_layout(self) -> Layout:
        return Layout("title", "summary", wide("body_markdown", 22), "note", "seen")

    def clean_seen(self) -> int:
        """Without a number, as if the writer had the starter text before them."""
        return int(self.cleaned_data["seen"] or 0)


class NewPageForm(PageForm):
    """A page of the school's own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["seen"], self.fields["note"]

    def build_layout(self) -> Layout:
        return Layout("title", "summary", wide("body_markdown", 22))


class SeenForm(PortalForm):
    """Beside a button: the number of the edition that the page showed."""

    form_tag = False

    seen = forms.IntegerField(widget=forms.HiddenInput)


class GuidanceFilter(FilterForm):
    q = forms.CharField(label="Find a page by its words", max_length=100)


class CompareForm(FilterForm):
    """Which two editions, by number; `before` need not be the older one."""

    def __init__(self, *args: Any, editions: list[GuidanceEdition], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        numbers = [(one.number, name_of(one)) for one in editions]
        for name, label in {"before": "Compare", "after": "with"}.items():
            self.fields[name] = forms.TypedChoiceField(label=label, choices=numbers, coerce=int, required=False)


def name_of(edition: GuidanceEdition) -> str:
    return "Starter text" if edition.is_starter else f"Edition {edition.number}"


class SessionForm(PortalForm):
    """How many took part is asked of each audience by itself, so that an evening for all is one session."""

    submit_label = "Record it"

    held_on = a_day(label="When was it?")
    title = forms.CharField(
        label="What was it?",
        max_length=_longest("title", EducationSession),
        help_text="For example: Assembly for Safer Internet Day.",
    )
    detail = forms.CharField(
        label="For whom, more exactly",
        max_length=_longest("detail", EducationSession),
        required=False,
        help_text="For example: Year 5, or parents of Reception. Name no pupil.",
    )
    led_by = forms.CharField(
        label="Who led it?",
        max_length=_longest("led_by", EducationSession),
        help_text="A person, or for example: the NSPCC’s school service.",
    )
    notes = forms.CharField(
        label="Notes",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"spellcheck": "true"}),
        help_text="What it was about, and what came of it. Name no pupil.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in AUDIENCES.items():
            self.fields[name] = forms.IntegerField(
                label=label,
                required=False,
                min_value=0,
                max_value=MOST,
                widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
            )

    def build_layout(self) -> Layout:
        return Layout(
            "held_on",
            "title",
            "detail",
            Fieldset(
                "How many took part?",
                HTML('<p class="field-hint">About is good enough. Leave empty who was not there.</p>'),
                *AUDIENCES,
                css_class="group",
            ),
            "led_by",
            wide("notes", 4),
        )

    def clean(self) -> dict[str, Any]:
        """A box left empty says that nobody of them was there."""
        data = dict(super().clean() or self.cleaned_data)
        return data | {name: data.get(name) or 0 for name in AUDIENCES}


class SessionFilter(FilterForm):
    """Which sessions are listed: this school year's, unless another year is chosen."""

    q = forms.CharField(label="Words", max_length=100)
    audience = forms.ChoiceField(label="For", choices=[("", "Anybody"), *AUDIENCES.items()])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        now, *before = selectors.years()
        choices = [("", f"This one ({now})"), *((str(year.starts_in), str(year)) for year in before)]
        choices.append((selectors.ALL_YEARS, "All years"))
        self.fields["year"] = forms.ChoiceField(label="School year", choices=choices, required=False)
