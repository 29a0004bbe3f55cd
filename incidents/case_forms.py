"""What is asked about the lines of a case file, the people in it, and who leads it."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from core.forms import FilterForm, PortalForm
from incidents.choosing import PersonField
from incidents.models import Entry
from incidents.states import SHUT_OUT, EntryKind, Part
from people.models import User, named

OPENED_TO = {
    Part.REPORTER: "Whoever reported it may read this",
    Part.TARGET: "Whoever is affected by it may read this",
    Part.WITNESS: "Whoever saw it may read this",
}


class EntryForm(PortalForm):
    """`readers`: for each part that can be told something, who would read it; a part with nobody is not asked for."""

    submit_label = "Add to the file"

    kind = forms.ChoiceField(
        label="What is it?",
        choices=[(k.value, k.label) for k in (EntryKind.NOTE, EntryKind.CONTACT, EntryKind.DECISION)],
        widget=forms.RadioSelect,
        initial=EntryKind.NOTE,
    )
    text = forms.CharField(
        label="What happened, or was decided?",
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="It stays in the file as you write it. For pupils, write initials.",
    )
    reason = forms.CharField(
        label="Why? (for a decision)", max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    happened_at = forms.DateTimeField(
        label="When was it? (if it was earlier)",
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    open_to_reporter = forms.BooleanField(label=OPENED_TO[Part.REPORTER], required=False)
    open_to_target = forms.BooleanField(label=OPENED_TO[Part.TARGET], required=False)
    open_to_witness = forms.BooleanField(label=OPENED_TO[Part.WITNESS], required=False)

    def __init__(self, *args: Any, readers: Mapping[str, list[User]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for part, words in OPENED_TO.items():
            who = readers.get(part, [])
            if who:
                self.fields[f"open_to_{part}"].label = f"{words} ({named(who)})"
                self.fields[f"open_to_{part}"].help_text = "They are told that there is news, not what."
            else:
                del self.fields[f"open_to_{part}"]


class CorrectForm(PortalForm):
    submit_label = "Put it right"

    text = forms.CharField(
        label="What is right?", max_length=5000, widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Write the whole of it again, as it should read.",
    )  # fmt: skip
    reason = forms.CharField(
        label="Why is it corrected?",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="For example: the wrong day.",
    )

    def __init__(self, *args: Any, entry: Entry, **kwargs: Any) -> None:
        super().__init__(*args, initial={"text": entry.text}, **kwargs)


class TimelineFilter(FilterForm):
    q = forms.CharField(label="Words", max_length=100)
    kind = forms.ChoiceField(label="What", choices=[("", "Everything"), *EntryKind.choices])


class LeadForm(PortalForm):
    """One of those who handle it, or somebody else who works here: they handle it from then on."""

    submit_label = "Start the investigation"

    handler = forms.ChoiceField(label="Who leads it?", required=False, widget=forms.RadioSelect)
    other = PersonField(
        label="Or somebody else who works here",
        required=False,
        help_text="Type their name. They can read the whole file from then on, and are told so.",
    )

    def __init__(self, *args: Any, handlers: Iterable[User], others: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.handlers = {str(person.pk): person for person in handlers}
        chooser: Any = self.fields["handler"]
        chooser.choices = [
            (pk, f"{person} ({', '.join(person.role_labels)})" if person.role_labels else str(person))
            for pk, person in self.handlers.items()
        ]
        other: Any = self.fields["other"]
        chooser.has_usual = other.has_usual = True  # one of the two: neither is called optional
        other.offer(person for person in others if str(person.pk) not in self.handlers)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        chosen, other = self.handlers.get(given.get("handler") or ""), given.get("other")
        if chosen is not None and other is not None:
            self.add_error("other", "Choose one person: somebody above, or somebody else here.")
        elif chosen is None and other is None and not self.errors:
            self.add_error("handler", "Choose who leads it.")
        return {"lead": other or chosen}


# What each part means for whoever has it, said before it is given.
PART_MEANS = {
    Part.HANDLER: "reads the whole file and works on it",
    Part.ALLEGED: "sees nothing of it from that moment on",
    Part.CONFLICTED: "sees nothing of it from that moment on",
    Part.TARGET: "learns that it was reported, and reads what you open to them",
    Part.WITNESS: "learns that it was reported, and reads what you open to them",
    Part.REPORTER: "learns that it was received, and reads what you open to them",
    Part.PARENT: "for the record alone",
    Part.OTHER: "for the record alone",
}


class NamePersonForm(PortalForm):
    submit_label = "Record it"

    person = PersonField(
        label="Who? Somebody who signs in here",
        required=False,
        help_text="Type their name and choose it from the list.",
    )
    name = forms.CharField(
        label="Or somebody who does not sign in here",
        max_length=200,
        required=False,
        help_text="For a pupil, write initials and the class.",
    )
    part = forms.ChoiceField(
        label="Their part",
        choices=[(part.value, f"{part.label}: {PART_MEANS[part]}") for part in Part],
        widget=forms.RadioSelect,
    )
    link = forms.CharField(
        label="A link (if there is one)",
        max_length=500,
        required=False,
        help_text="To their profile, or to what they wrote.",
    )

    def __init__(
        self, *args: Any, people: Iterable[User], chosen: str = "", shuts_out: bool = False, **kwargs: Any
    ) -> None:
        """`shuts_out`: only the parts by which somebody sees nothing of it are offered."""
        super().__init__(*args, initial={"part": chosen if chosen in Part.values else ""}, **kwargs)
        chooser: Any = self.fields["person"]
        name: Any = self.fields["name"]
        chooser.has_usual = name.has_usual = True  # one of the two: neither is called optional
        chooser.offer(people)
        if shuts_out:
            parts: Any = self.fields["part"]
            parts.choices = [(value, words) for value, words in parts.choices if value in SHUT_OUT]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("person") is not None and given.get("name"):
            self.add_error("name", "Choose one person at a time: above, or here.")
        elif given.get("person") is None and not given.get("name") and not self.errors:
            self.add_error("person", "Say who it is.")
        return given
