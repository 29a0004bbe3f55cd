"""A field in which somebody who signs in here is found by typing their name, however many there are."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from people.models import User, named

MOST_MEANT = 6  # that are named when it is not clear who is meant


class NameInput(forms.TextInput):
    """A text field with the names below it, as the browser offers them. Works by typing the whole name as well."""

    names: list[str] = []

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        list_id = f"names-for-{name}"
        drawn = super().render(name, value, {**(attrs or {}), "list": list_id, "autocomplete": "off"}, renderer)
        options = format_html_join("", '<option value="{}"></option>', ((one,) for one in self.names))
        return format_html('{}<datalist id="{}">{}</datalist>', drawn, list_id, options)


class PersonField(forms.CharField):
    """Cleans to the person who is meant, or None where it is empty. Who shares a name has their address behind it."""

    widget = NameInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": 400, "label": "Who?", **kwargs})
        self._meant: dict[str, User] = {}
        self._people: list[User] = []

    def offer(self, people: Iterable[User]) -> None:
        """Whom it may mean."""
        self._people = list(people)
        times = Counter(person.full_name.casefold() for person in self._people)
        shown = {
            (p.full_name if times[p.full_name.casefold()] == 1 else f"{p.full_name} ({p.email})"): p
            for p in self._people
        }
        widget: Any = self.widget
        widget.names = list(shown)
        self._meant = {words.casefold(): person for words, person in shown.items()}
        self._meant |= {person.email.casefold(): person for person in self._people}

    def clean(self, value: Any) -> Any:
        typed = " ".join(str(super().clean(value)).split())
        if not typed:
            return None
        person = self._meant.get(typed.casefold())
        if person is None:
            raise forms.ValidationError(self._who_is_meant(typed.casefold()))
        return person

    def _who_is_meant(self, typed: str) -> str:
        near = [p for p in self._people if typed in p.full_name.casefold() or p.full_name.casefold() in typed]
        if not near:
            return "Nobody who can be chosen here has this name. Type it as it stands in the list of people."
        if len(near) > MOST_MEANT:
            return "Several people could be meant. Type the whole name."
        shared = len({person.full_name.casefold() for person in near}) < len(near)
        more = ", with the e-mail address if they share it" if shared else ""
        return f"Do you mean {named(near)}? Type the whole name{more}."
