"""What a report asks: one thing to choose and one to write; the rest only if it is so (I1, I6)."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django import forms

from core import clock
from core.forms import PortalForm
from incidents.kinds import KINDS, PLAIN
from incidents.states import Category, Part
from incidents.workflow import PARTS, Named
from people.models import User
from school.models import school_zone

MOST_PEOPLE = 10
LONGEST_AGO = timedelta(days=366 * 20)
SHORTEST_WORD = 3  # letters: by which somebody is found among those who sign in here
TITLES = {"miss", "mrs", "mister", "the", "and", "teacher", "head", "headteacher"}
PART_WORDS = {
    Part.TARGET: "It was done to them",
    Part.ALLEGED: "They did it, or are said to have done it",
    Part.WITNESS: "They saw it",
    Part.PARENT: "They are a parent or carer",
    Part.OTHER: "Something else",
}


class ReportForm(PortalForm):
    """Under two minutes on a phone. `people` are forms of their own: PersonRow."""

    category = forms.ChoiceField(
        label="What kind of thing is it?",
        choices=[(category.value, PLAIN[category]) for category in Category],
        widget=forms.RadioSelect,
        help_text="Choose the nearest. If it is the wrong one, nothing is lost: those who read it put it right.",
    )
    what_happened = forms.CharField(
        label="What happened?",
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="In your own words. For pupils, write initials.",
    )
    where = forms.CharField(
        label="Where?", max_length=500, required=False, help_text="A link, the name of an account, or a place."
    )
    when = forms.ChoiceField(
        label="When?",
        choices=[("now", "Just now"), ("today", "Today"), ("earlier", "Earlier")],
        widget=forms.RadioSelect,
        required=False,
    )
    on_day = forms.DateField(
        label="On which day?",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="If it was earlier.",
    )
    at_time = forms.TimeField(
        label="At what time?",
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text="If you know.",
    )
    danger = forms.BooleanField(label="Somebody is in danger now", required=False)

    @property
    def kinds(self) -> list[tuple[str, list[Any]]]:
        """The choices of the category in their groups, as the page draws them."""
        drawn = {str(choice.data["value"]): choice for choice in self["category"].subwidgets}
        return [(title, [drawn[category.value] for category, _ in kinds]) for title, kinds in KINDS]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if {"when", "on_day", "at_time"} <= set(given):
            given["happened_at"] = self._happened_at(given)
        return given

    def _happened_at(self, given: Mapping[str, Any]) -> datetime | None:
        """As far as the reporter says. A day without a time is told by its midnight."""
        now = clock.now()
        if given["when"] == "now":
            return now
        day: date | None = clock.today() if given["when"] == "today" else given["on_day"]
        if day is None:
            if given["when"] or given["at_time"]:
                self.add_error("on_day", "Say on which day it was.")
            return None
        if not clock.today() - LONGEST_AGO <= day <= clock.today():
            self.add_error("on_day", "Check the day: it is still to come, or very long ago.")
            return None
        moment = datetime.combine(day, given["at_time"] or time(), tzinfo=school_zone()).astimezone(UTC)
        if moment > now:
            self.add_error("at_time", "This time is still to come.")
            return None
        return moment

    @property
    def answers(self) -> dict[str, Any]:
        """What the verb is given."""
        names = ("category", "what_happened", "where", "happened_at", "danger")
        return {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}


class MistakeForm(PortalForm):
    """No kind to choose and nobody to name (I6)."""

    what_happened = forms.CharField(
        label="What happened?",
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="What went wrong, and what you did about it, if anything. For pupils, write initials.",
    )
    where = forms.CharField(
        label="Where?", max_length=500, required=False, help_text="A link, or the name of the account."
    )


class PersonRow(PortalForm):
    """Somebody with their part. One field for the name: of somebody who signs in here, or in words.

    `candidates` are the people that the name might mean, when it has to be asked.
    """

    who = forms.CharField(
        label="Who?",
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"list": "people-names", "autocomplete": "off"}),
    )
    part = forms.ChoiceField(
        label="Their part", choices=[("", "Choose"), *((p.value, PART_WORDS[p]) for p in PARTS)], required=False
    )
    link = forms.CharField(
        label="A link to them, or to what they wrote",
        max_length=500,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}),
    )
    which = forms.CharField(max_length=250, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, people: Iterable[User], reporter: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = list(people)
        self.reporter = reporter
        self.candidates: list[User] = []
        self.person: User | None = None

    @property
    def nobody_here(self) -> str:
        """What `which` holds when it is none of the candidates: true for this name alone."""
        return f"none:{_plain(self.data.get(self.add_prefix('who'), ''))}"

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        name, part, link = (given.get(field, "") for field in ("who", "part", "link"))
        if name and not part and "part" not in self.errors:
            self.add_error("part", f"Say what part {name} has in it.")
        if not name and (part or link) and "who" not in self.errors:
            self.add_error("who", "Say who it is, or empty the rest of the line.")
        if link and not link.lower().startswith(("https://", "http://")):
            self.add_error("link", "A link begins with https://. Copy the whole of it.")
        if name:
            self._find(name, part, given.get("which", ""))
        return given

    def _find(self, name: str, part: str, which: str) -> None:
        plain = _plain(name)
        same = [person for person in self.people if _plain(person.full_name) == plain]
        meant = same if same else _alike(plain, self.people, any_word=part == Part.ALLEGED)
        if len(same) == 1:
            self.person = same[0]
        elif meant and which != self.nobody_here:
            self.candidates = meant[:MOST_PEOPLE]
            self.person = next((person for person in self.candidates if str(person.pk) == which), None)
            if self.person is None:
                self.add_error("which", f"Is “{name}” one of these people?")
        if self.person == self.reporter and part == Part.ALLEGED:
            self.person = None
            self.add_error("part", "That is you. Say what you did in your own words, and leave your name out here.")

    @property
    def is_empty(self) -> bool:
        return not any(str(self.data.get(self.add_prefix(name), "")).strip() for name in ("who", "part", "link"))

    @property
    def named(self) -> Named | None:
        """None for an empty line."""
        name = self.cleaned_data.get("who", "")
        if not name:
            return None
        link = self.cleaned_data.get("link", "")
        return Named(self.cleaned_data["part"], self.person, "" if self.person else name, link)


def rows_of(data: Mapping[str, Any] | None, *, people: Iterable[User], reporter: User, more: bool) -> list[PersonRow]:
    """The lines that were sent, one at least; with `more` an empty one after them."""
    there = list(people)
    sent = [at for at in range(MOST_PEOPLE) if data is not None and f"p{at}-who" in data]
    rows = [PersonRow(data, prefix=f"p{at}", people=there, reporter=reporter) for at in sent]
    if not rows or (more and len(rows) < MOST_PEOPLE):
        free = max(sent, default=-1) + 1
        rows.append(PersonRow(prefix=f"p{free}", people=there, reporter=reporter))
    return rows


def typed_in_report(data: Mapping[str, Any]) -> dict[str, str]:
    """What a report's page holds in words, to be kept while it is written. Nothing else that was sent is."""
    names = [*ReportForm.base_fields, "links"]
    names += [f"p{at}-{name}" for at in range(MOST_PEOPLE) for name in PersonRow.base_fields]
    return {name: str(data[name]) for name in names if data.get(name)}


def _plain(name: str) -> str:
    return " ".join(name.casefold().replace(".", " ").split())


def _alike(plain: str, people: list[User], *, any_word: bool) -> list[User]:
    """Whom a name might mean: all its words are in theirs; with `any_word`, one that is no title is enough."""
    words = {word for word in plain.split() if len(word) >= SHORTEST_WORD}
    if any_word:
        words -= TITLES - {word for person in people for word in _plain(person.full_name).split()}
    if not words:
        return []
    found = []
    for person in people:
        theirs = set(_plain(person.full_name).split())
        if (words & theirs) if any_word else words <= theirs:
            found.append(person)
    return found


class AddToReportForm(PortalForm):
    submit_label = "Add it to the report"

    text = forms.CharField(
        label="What do you want to add?",
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="It goes to the people who handle it. What you wrote before stays as it is.",
    )
