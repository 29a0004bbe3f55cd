"""The shapes of what people type about courses, and the quiz itself."""

from collections.abc import Iterable, Sequence
from typing import Any, cast

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.db.models import QuerySet

from core.forms import FilterForm, PortalForm, wide
from people.models import Role, User
from policy.courses import selectors
from policy.courses.models import MOST_MONTHS, MOST_QUESTIONS, Course, Page, Question
from policy.courses.paper import Put
from policy.courses.workflow.writing import LONGEST_PAGE, MOST_CHOICES
from policy.forms import a_day

ROLES = [("", "Any role"), *Role.choices]
TITLE = 160


class QuizForm(PortalForm):
    """One set of radio buttons for each question of a paper: its places, never which of them is right."""

    submit_label = "Send my answers"

    def __init__(self, paper: Sequence[Put], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.paper = paper
        for place, put in enumerate(paper):
            missing = f"Answer question {place + 1}."
            self.fields[f"q{place}"] = forms.TypedChoiceField(
                label=f"{place + 1}. {put.text}",
                choices=[(str(number), words) for number, words in enumerate(put.choices)],
                coerce=int,
                widget=forms.RadioSelect,
                error_messages={
                    "required": missing,
                    "invalid_choice": f"Choose one of the answers to question {place + 1}.",
                },
            )

    def clean(self) -> dict[str, Any]:
        strange = {name for name in self.data if name.startswith("q")} - set(self.fields)
        if strange:
            raise forms.ValidationError("There is an answer to a question that this quiz does not ask. Answer these.")
        return self.cleaned_data

    @property
    def answers(self) -> dict[int, int]:
        """Place of the question → place of the choice taken."""
        return {int(name[1:]): taken for name, taken in self.cleaned_data.items()}


class SeenForm(PortalForm):
    """`seen` is the time stamp of what the writer had before them, so that nobody's words are lost under another's."""

    seen = forms.DateTimeField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, of: Course | Page | Question | None = None, **kwargs: Any) -> None:
        if of is not None:
            kwargs["initial"] = {"seen": of.changed_at.isoformat()} | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)


class CourseForm(SeenForm):
    submit_label = "Save"

    title = forms.CharField(label="Title", max_length=TITLE)
    summary = forms.CharField(
        label="What it is about", max_length=400, help_text="One or two sentences, and how long it takes."
    )
    valid_months = forms.IntegerField(
        label="Counts for how many months", min_value=1, max_value=MOST_MONTHS, initial=12,
        help_text="After that, people take it again.",
    )  # fmt: skip
    asks = forms.IntegerField(
        label="Questions in each quiz", min_value=1, max_value=MOST_QUESTIONS, initial=10,
        help_text="They are drawn from all questions of the course, so write more than these.",
    )  # fmt: skip
    pass_mark = forms.IntegerField(
        label="Pass mark in percent", min_value=1, max_value=100, initial=80,
        help_text="With 10 questions, 80 percent are 8 right answers.",
    )  # fmt: skip


class PageForm(SeenForm):
    form_tag = False

    title = forms.CharField(label="Title of the page", max_length=TITLE)
    body_markdown = forms.CharField(
        label="Text",
        max_length=LONGEST_PAGE,
        widget=forms.Textarea(attrs={"spellcheck": "true"}),
        help_text="Keep it short: people read it on a phone. A line that begins with ## is a heading, one that begins "
        "with - a point of a list. **Bold** stands between two stars.",
    )

    def build_layout(self) -> Layout:
        return Layout("title", wide("body_markdown", 18), "seen")


class QuestionForm(SeenForm):
    """Up to six answers; the empty ones are left out."""

    submit_label = "Save the question"

    text = forms.CharField(label="Question", max_length=400, widget=forms.Textarea)
    explanation = forms.CharField(
        label="Why it is so", max_length=800, widget=forms.Textarea,
        help_text="Shown after the quiz, whether the answer was right or wrong.",
    )  # fmt: skip
    active = forms.BooleanField(
        label="Ask this question", required=False, initial=True,
        help_text="Without the tick it is put aside, and no new quiz asks it.",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, MOST_CHOICES + 1):
            needed = number <= 2
            field = forms.CharField(label=f"Answer {number}", max_length=300, required=needed)
            if needed:
                field.error_messages["required"] = f"Fill in “Answer {number}”: people choose between two at least."
            self.fields[f"choice_{number}"] = field
        self.fields["right"] = forms.TypedChoiceField(
            label="Which answer is right?",
            choices=[(number, f"Answer {number}") for number in range(1, MOST_CHOICES + 1)],
            coerce=int,
            widget=forms.RadioSelect,
            error_messages={"required": "Say which answer is right."},
        )

    def build_layout(self) -> Layout:
        choices = [f"choice_{number}" for number in range(1, MOST_CHOICES + 1)]
        return Layout(
            "text", Fieldset("Answers to choose from", *choices, "right", css_class="group"),
            wide("explanation", 3), "active", "seen",
        )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        right = cleaned.get("right")
        if right and not cleaned.get(f"choice_{right}") and f"choice_{right}" not in self.errors:
            self.add_error("right", f"Answer {right} is empty, so it cannot be the right one.")
        return cleaned

    @property
    def values(self) -> dict[str, Any]:
        """What the verbs take."""
        cleaned = self.cleaned_data
        given = [number for number in range(1, MOST_CHOICES + 1) if cleaned[f"choice_{number}"]]
        return {
            "text": cleaned["text"],
            "explanation": cleaned["explanation"],
            "active": cleaned["active"],
            "choices": [cleaned[f"choice_{number}"] for number in given],
            "right": given.index(cleaned["right"]),
        }

    @staticmethod
    def initial_of(question: Question) -> dict[str, Any]:
        choices = list(question.choices.all())
        initial: dict[str, Any] = {f"choice_{place}": choice.text for place, choice in enumerate(choices, 1)}
        initial["right"] = next((place for place, choice in enumerate(choices, 1) if choice.is_right), None)
        return initial | {
            "text": question.text, "explanation": question.explanation, "active": question.active,
        }  # fmt: skip


class AttendanceForm(PortalForm):
    """Who was there, at which training. The list of people is drawn by the template."""

    form_tag = False

    course = forms.ModelChoiceField(
        Course.objects.none(), label="Course", required=False, empty_label="Another training, named below"
    )
    title = forms.CharField(
        label="Name of the other training", max_length=TITLE, required=False,
        help_text="Only if it is not one of the courses above. For example: Staff training day.",
    )  # fmt: skip
    completed_on = a_day(label="Held on")
    valid_until = a_day(
        label="Counts until", required=False, help_text="Leave it empty to let it count as long as the course says."
    )
    evidence = forms.CharField(
        label="How the school knows", max_length=300,
        help_text="For example: led by Helen Head in the hall; the signed list is in the office.",
    )  # fmt: skip
    people = forms.TypedMultipleChoiceField(
        label="Who was there",
        error_messages={
            "required": "Tick at least one person.",
            "invalid_choice": "One of these people is not on the list any more. Look at the list again.",
        },
    )

    def __init__(self, *args: Any, courses: "QuerySet[Course]", people: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["course"].queryset = courses  # type: ignore[attr-defined]
        by_key = {str(person.pk): person for person in people}
        field = cast(forms.TypedMultipleChoiceField, self.fields["people"])
        field.choices = [(key, person.full_name) for key, person in by_key.items()]
        field.coerce = by_key.__getitem__

    def build_layout(self) -> Layout:
        return Layout("course", "title", "completed_on", "valid_until", "evidence")

    @property
    def ticked(self) -> set[str]:
        return {str(value) for value in self["people"].value() or ()}


class PeopleFilter(FilterForm):
    """Whom the list of people shows."""

    q = forms.CharField(label="Name")
    role = forms.ChoiceField(label="Role", choices=ROLES)
    show = forms.ChoiceField(label="Show", choices=[("", "Everybody"), ("untrained", "Who has no valid training")])


class DueFilter(FilterForm):
    q = forms.CharField(label="Name")
    role = forms.ChoiceField(label="Role", choices=ROLES)
    show = forms.ChoiceField(
        label="Show",
        choices=[("", "All of these"), *[(key, selectors.DUE_LABELS[key]) for key in ("never", "ran_out", "soon")]],
    )


class CertificateForm(FilterForm):
    number = forms.CharField(label="Number on the certificate", max_length=40)
