"""What is asked before a pack is made: for whom, why, whose names, and what stays out. All on one page."""

from typing import Any

from django import forms
from django.forms import BoundField
from django.template.defaultfilters import filesizeformat

from core import times
from core.forms import LONGEST_NUMBER, PortalForm
from incidents.evidence.keeping import FILES
from incidents.models import Entry, Evidence, Incident
from incidents.packs.choices import Choices, Show
from incidents.packs.people import appearing, files_of
from people.models import User

SHOWN_WORDS = 110  # of an entry beside its tick
MOST_WORDS = 50
LARGEST = 10 ** (LONGEST_NUMBER - 1)


class PackForm(PortalForm):
    """Tick what stays out. What comes into the file while the page is open is not in the pack."""

    form_tag = False

    recipient = forms.CharField(
        label="Who is it for?", max_length=200, help_text="For example: Kent Police, PC 4411, reference 46/1234/26."
    )
    reason = forms.CharField(
        label="Why are they given it?",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="What they asked for, and on what grounds. It stands on the cover.",
    )
    words = forms.CharField(
        label="Other words to black out",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="One a line: nicknames, names of pupils, an address, a telephone number.",
    )
    entries_out = forms.TypedMultipleChoiceField(
        label="Leave these entries out", coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    evidence_out = forms.TypedMultipleChoiceField(
        label="Leave this evidence out", coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    tasks = forms.BooleanField(label="Tasks", required=False, initial=True)
    referrals = forms.BooleanField(label="Who outside the school was told", required=False, initial=True)
    audit = forms.BooleanField(
        label="What the portal recorded",
        required=False,
        initial=True,
        help_text="Who did what and when, without words, with the fingerprints by which we can prove it.",
    )
    last_entry = forms.IntegerField(min_value=0, max_value=LARGEST, widget=forms.HiddenInput)
    last_evidence = forms.IntegerField(min_value=0, max_value=LARGEST, widget=forms.HiddenInput)

    def __init__(self, *args: Any, incident: Incident, asker: User, **kwargs: Any) -> None:
        self.people = appearing(incident, asker)
        entries = list(incident.entries.select_related("by"))
        evidence = list(files_of(incident))
        initial = {
            "last_entry": max((entry.pk for entry in entries), default=0),
            "last_evidence": max((piece.pk for piece in evidence), default=0),
            "evidence_out": [piece.pk for piece in evidence if piece.set_aside_at is not None],
        }
        super().__init__(*args, initial=initial, **kwargs)
        self._offer("entries_out", [(entry.pk, _entry(number, entry)) for number, entry in enumerate(entries, 1)])
        self._offer("evidence_out", [(piece.pk, _piece(number, piece)) for number, piece in enumerate(evidence, 1)])
        for person in self.people:
            self.fields[f"show-{person.key}"] = forms.ChoiceField(
                label=person.name,
                choices=Show.choices,
                widget=forms.Select(attrs={"class": "form-select"}),
                initial=person.usual,
                help_text=", ".join(person.parts),
                error_messages={"required": f"Choose how {person.name} appears."},
            )

    def _offer(self, name: str, choices: list[tuple[int, str]]) -> None:
        if choices:
            self.fields[name].choices = choices  # type: ignore[attr-defined]
        else:
            del self.fields[name]

    @property
    def people_fields(self) -> list[BoundField]:
        return [self[f"show-{person.key}"] for person in self.people]

    def clean_words(self) -> list[str]:
        words = [line.strip() for line in self.cleaned_data["words"].splitlines()]
        kept = list(dict.fromkeys(word for word in words if any(letter.isalnum() for letter in word)))
        if len(kept) > MOST_WORDS:
            raise forms.ValidationError(f"At most {MOST_WORDS} lines.")
        return kept

    @property
    def choices(self) -> Choices:
        """Of a valid form."""
        given = self.cleaned_data
        return Choices(
            people={person.key: Show(given[f"show-{person.key}"]) for person in self.people},
            words=tuple(given["words"]),
            entries_out=frozenset(given.get("entries_out", ())),
            evidence_out=frozenset(given.get("evidence_out", ())),
            last_entry=given["last_entry"],
            last_evidence=given["last_evidence"],
            tasks=given["tasks"],
            referrals=given["referrals"],
            audit=given["audit"],
        )


def _entry(number: int, entry: Entry) -> str:
    words = " ".join(entry.text.split())
    shown = words if len(words) <= SHOWN_WORDS else f"{words[:SHOWN_WORDS]}…"
    return f"{number}. {entry.get_kind_display()}, {times.short(entry.at)}, {entry.by}: {shown}"


def _piece(number: int, piece: Evidence) -> str:
    size = f", {filesizeformat(piece.size)}" if piece.kind in FILES else ""
    aside = " (set aside: it never goes out)" if piece.set_aside_at is not None else ""
    return f"{number}. {piece.get_kind_display()}{size}: {piece.title}{aside}"
