"""The shapes of what people type around an answer."""

from typing import Any

from crispy_forms.layout import Layout
from django import forms
from django.db.models import QuerySet

from core.forms import FilterForm, PortalForm, SeveralField, wide
from moderation.models import Template
from moderation.states import AuthorKind, Category, HouseRule
from moderation.words import selectors
from moderation.words.templates import BLANKS, DONE
from moderation.words.workflow import opinions, parents, texts
from people.models import User
from policy.forms import a_day

ANY_CATEGORY = [("", "Anything"), *Category.choices]
ANY_AUTHOR = [("", "Anybody"), *AuthorKind.choices]
ANY_RULE = [("", "Any rule"), *HouseRule.choices]


class TemplateFilter(FilterForm):
    q = forms.CharField(label="Words", max_length=100)
    use = forms.ChoiceField(label="What for", choices=[("", "Everything"), *Template.Use.choices])
    author_kind = forms.ChoiceField(label="For whom", choices=[("", "Anybody"), *AuthorKind.choices])
    off = forms.BooleanField(label="Also those switched off")


class TemplateForm(PortalForm):
    """A text. What one of the portal's is for does not change, so `came` leaves that out."""

    form_tag = False

    use = forms.ChoiceField(label="What is it for?", choices=Template.Use.choices, widget=forms.RadioSelect)
    name = forms.CharField(label="Name", max_length=texts.LONGEST_NAME, help_text="So that people find it in a list.")
    category = forms.ChoiceField(
        label="Comments about",
        choices=ANY_CATEGORY,
        required=False,
        help_text="It is offered first for such comments. An explanation goes by the rule below instead.",
    )
    author_kind = forms.ChoiceField(label="Written by", choices=ANY_AUTHOR, required=False)
    house_rule = forms.ChoiceField(
        label="Rule that was broken", choices=ANY_RULE, required=False, help_text="For a public explanation only."
    )
    text = forms.CharField(
        label="Text",
        max_length=texts.LONGEST_TEXT,
        widget=forms.Textarea(attrs={"spellcheck": "true"}),
        help_text="The portal fills these blanks: "
        + ", ".join(f"{{{name}}}" for name in BLANKS if name != DONE)
        + ", and in an explanation {done}. Write [what goes here] for what a person must fill in: nothing is posted "
        "before that. Name no pupil.",
    )
    tone = forms.CharField(
        label="Hint about the tone",
        max_length=texts.LONGEST_TONE,
        required=False,
        help_text="One line that stands beside it.",
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput, max_length=40)

    def __init__(self, *args: Any, came: bool = False, fixed_use: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("category", "author_kind", "house_rule") if came else ():
            del self.fields[name]
        if came or fixed_use:
            del self.fields["use"]

    def build_layout(self) -> Layout:
        return Layout(*(wide(name, 10) if name == "text" else name for name in self.fields))


class AskForm(PortalForm):
    submit_label = "Ask"
    field_order = ["question", "draft", "of"]

    of = SeveralField(
        queryset=User.objects.none(),
        label="Whom do you ask?",
        widget=forms.CheckboxSelectMultiple,
        help_text=f"One person, or up to {opinions.MOST}. They see this comment, your draft and your question.",
        error_messages={"required": "Choose whom to ask."},
    )
    question = forms.CharField(
        label="What would you like to know?",
        max_length=opinions.LONGEST_QUESTION,
        widget=forms.Textarea(attrs={"rows": 2, "spellcheck": "true"}),
        help_text="For example: is this too sharp? Name no pupil.",
    )
    draft = forms.CharField(
        label="Your reply as it stands",
        max_length=opinions.LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "true"}),
        help_text="Leave it empty if you have not begun.",
    )

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["of"].queryset = people  # type: ignore[attr-defined]
        self.fields["of"].label_from_instance = lambda person: person.full_name  # type: ignore[attr-defined]


class GiveForm(PortalForm):
    submit_label = "Send what I think"

    answer = forms.CharField(
        label="What do you think?",
        max_length=opinions.LONGEST,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "true"}),
        help_text="It is kept beside the comment. Name no pupil.",
    )


class ReleaseForm(PortalForm):
    submit_label = "Release it"

    note = forms.CharField(
        label="What may be answered?",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "true"}),
        help_text="Whoever answers reads this: the agreed words, what to leave out, who speaks for the school.",
    )


class StepForm(PortalForm):
    """The next step, offered once somebody has said what came of the one before."""

    form_tag = False

    message = forms.CharField(
        label="What you send",
        max_length=parents.LONGEST,
        widget=forms.Textarea(attrs={"spellcheck": "true"}),
        help_text="Fill in what stands in square brackets, copy it and send it privately. Name no pupil.",
    )
    done_on = a_day(label="When was it sent?", required=False, help_text="Leave it empty if it was today.")

    def build_layout(self) -> Layout:
        return Layout(*(wide(name, 14) if name == "message" else name for name in self.fields))


class OutcomeForm(PortalForm):
    form_tag = False
    prefix = "came"

    outcome = forms.CharField(
        label="What came of it?",
        max_length=parents.LONGEST_OUTCOME,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "true"}),
        help_text="For example: they took it down and rang to say sorry. Name no pupil.",
    )
    settled = forms.BooleanField(
        label="It is settled: nothing further is needed", required=False, help_text="This ends the path."
    )


class ParentFilter(FilterForm):
    state = forms.ChoiceField(label="Show", choices=list(selectors.STATES.items()))


class BehaviourForm(PortalForm):
    submit_label = "Record it"

    reference = forms.CharField(
        label="Reference in the behaviour log",
        max_length=100,
        help_text="Its number there, for example B-2026-114. No name: the rest stays in the behaviour log.",
    )
