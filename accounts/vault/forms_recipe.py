"""How a password is to be made: asked wherever the portal makes one."""

from typing import Any

from crispy_forms.layout import HTML, Fieldset
from django import forms

from accounts.vault.generator import (
    CLASSES,
    FEWEST_WORDS,
    LONGEST,
    MOST_WORDS,
    SHORTEST,
    USUAL,
    USUAL_WORDS,
    CharacterSet,
    Recipe,
)


class Like:
    """Only the choices: what a made password looks like."""

    CHARACTERS, WORDS = "characters", "words"
    CHOICES = [
        (CHARACTERS, "Letters, digits and signs: for a password that is pasted"),
        (WORDS, "Words: for one that is read out or typed"),
    ]


SETS = [
    (CharacterSet.LETTERS, "Small letters"),
    (CharacterSet.CAPITALS, "Capitals"),
    (CharacterSet.DIGITS, "Digits"),
    (CharacterSet.SYMBOLS, f"Signs such as {CLASSES[3][:4]}"),
]
SEPARATORS = [("-", "A hyphen"), (".", "A full stop"), ("_", "An underscore"), (" ", "A space"), ("", "Nothing")]
FIELDS = ("like", "length", "sets", "words", "separator")


class RecipeFields(forms.Form):
    """The fields of a recipe, for a form that may also take a password which somebody typed. All may be left alone."""

    like = forms.ChoiceField(
        label="What should it look like?",
        choices=Like.CHOICES,
        initial=Like.CHARACTERS,
        required=False,
        widget=forms.RadioSelect,
    )
    length = forms.IntegerField(
        label="Length of the password that is made",
        initial=USUAL,
        min_value=SHORTEST,
        max_value=LONGEST,
        required=False,
        help_text=f"From {SHORTEST} to {LONGEST} characters. {USUAL} is strong.",
    )
    sets = forms.MultipleChoiceField(
        label="Made of",
        choices=SETS,
        initial=list(CharacterSet),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Take one away only where the platform does not allow it.",
    )
    words = forms.IntegerField(
        label="How many words",
        initial=USUAL_WORDS,
        min_value=FEWEST_WORDS,
        max_value=MOST_WORDS,
        required=False,
        help_text=f"From {FEWEST_WORDS} to {MOST_WORDS}. {USUAL_WORDS} are strong.",
    )
    separator = forms.ChoiceField(label="Between the words", choices=SEPARATORS, initial="-", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in FIELDS:
            self.fields[name].has_usual = True  # type: ignore[attr-defined]  # said by templates/bootstrap5/field.html

    def drop_recipe(self) -> None:
        """Nothing is made: what stands in these fields is nobody's mistake."""
        for name in FIELDS:
            self.errors.pop(name, None)

    def recipe(self) -> Recipe:
        """Of a form that was found valid. What was left empty is as usual."""
        data: dict[str, Any] = self.cleaned_data
        if data.get("like") == Like.WORDS:
            separator = data.get("separator", "") if "separator" in self.data else "-"
            return Recipe(words=data.get("words") or USUAL_WORDS, separator=separator)
        return Recipe(length=data.get("length") or USUAL, sets=tuple(data.get("sets") or CharacterSet))

    def recipe_layout(self) -> list[Any]:
        """Folded away, for the usual recipe is a good one; open where something in it must be mended."""
        opened = " open" if any(name in self.errors for name in FIELDS) else ""
        return [
            HTML(f'<details class="more if-made"{opened}><summary>How it is made</summary>'),
            "like",
            Fieldset("Letters, digits and signs", "length", "sets", css_class="group if-characters"),
            Fieldset("Words", "words", "separator", css_class="group if-words"),
            HTML("</details>"),
        ]
