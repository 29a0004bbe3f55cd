"""Nonsense in every field and every filter of every page: whatever is sent, no page breaks (500).

The pages themselves say which fields they have: by the forms that they render.
"""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django import forms
from django.test import Client
from django.test.signals import template_rendered
from django.urls import reverse

from people.adapters import SecondFactorAdapter
from people.models import User
from tests.access_places import kwargs_of
from tests.access_table import ROLES, TABLE
from tests.test_access import undone
from tests.world import World, make_world

pytestmark = pytest.mark.thorough

HUGE = "9" * 30
# Most of it is text that a form takes, so that it reaches the verb, the database and the page after it.
TEXTS = ("\U0001f600\u202e\ufffe²٣%s%n{0}{a.b}{{ x }}'\"><script>\r\ny: z", "x" * 60_000)
EXTREMES = (HUGE, "first", "last")
QUERIES = ("²", HUGE, f"\0-{HUGE}%00{{}}'" + "x" * 2000)
FILTERS = (
    "q",
    "state",
    "status",
    "kind",
    "account",
    "category",
    "cursor",
    "role",
    "standing",
    "mine",
    "next",
    "weeks",
    "from",
    "to",
    "show",
    "whose",
    "openness",
    "look",
    "sort",
    "platform",
)
# Those that end the session, or that have neither fields nor filters of ours.
LEFT_OUT = {"healthz", "account_logout", "account_signup", "security_txt"}
NO_TEXT = (forms.EmailField, forms.URLField, forms.GenericIPAddressField)


@pytest.fixture
def world(make_person: Callable[..., User]) -> World:
    return make_world(make_person)


class Seen:
    """Notes the fields of the forms that a page renders."""

    def __init__(self) -> None:
        self.fields: dict[str, forms.Field] = {}

    def __call__(self, context: Any = None, **kwargs: Any) -> None:
        for value in context.flatten().values() if context is not None else ():
            for form in value if isinstance(value, list | tuple) else [value]:
                if isinstance(form, forms.BaseForm):
                    self.fields |= {form.add_prefix(name): field for name, field in form.fields.items()}


def fields_of(client: Client, url: str) -> dict[str, forms.Field]:
    seen = Seen()
    template_rendered.connect(seen, weak=False)
    try:
        for method in (client.post, client.get):
            with undone():
                if not seen.fields:
                    method(url)
    finally:
        template_rendered.disconnect(seen)
    return seen.fields


def is_text(field: forms.Field) -> bool:
    return isinstance(field, forms.CharField) and not isinstance(field, NO_TEXT)


def sensible(field: forms.Field) -> Any:
    """Something that the field takes."""
    if isinstance(field, forms.ModelChoiceField):
        some = [str(one.pk) for one in field.queryset[:2]] or [""]
        return some if isinstance(field, forms.ModelMultipleChoiceField) else some[0]
    if isinstance(field, forms.ChoiceField):
        return next((str(value) for value, _ in field.choices if value and not isinstance(_, list | tuple)), "")
    if isinstance(field, forms.BooleanField):
        return "on"
    if isinstance(field, forms.IntegerField):
        return str(field.initial or field.min_value or 1)
    if isinstance(field, forms.DateTimeField):
        return "2026-11-18T09:00"
    if isinstance(field, forms.DateField):
        return "2026-11-17"
    if isinstance(field, forms.EmailField):
        return "somebody@stjudes.example"
    if isinstance(field, forms.URLField):
        return "https://stjudes.example/"
    return "" if not is_text(field) or type(field) is not forms.CharField else "Some ordinary words"


def extreme(which: str, field: forms.Field) -> Any:
    """Something that is no choice, number or time, or the earliest or latest that can be written."""
    if which not in ("first", "last"):
        return [which, "1", which]
    day = "0001-01-01" if which == "first" else "9999-12-31"
    if isinstance(field, forms.DateField):
        return day
    if isinstance(field, forms.IntegerField):
        return str(-(2**63) if which == "first" else 2**63 - 1)
    return f"{day}T{'00:00' if which == 'first' else '23:59'}"


def bodies(fields: dict[str, forms.Field]) -> Iterator[tuple[str, dict[str, Any]]]:
    for text in TEXTS:
        yield f"{text[:20]!r} as text", {name: text if is_text(f) else sensible(f) for name, f in fields.items()}
    if any(type(field) is not forms.CharField for field in fields.values()):
        for which in EXTREMES:
            yield (
                f"{which!r} as a choice",
                {name: sensible(f) if type(f) is forms.CharField else extreme(which, f) for name, f in fields.items()},
            )


def broken(client: Client, name: str, url: str, *, reads_filters: bool) -> Iterator[str]:
    for query in QUERIES if reads_filters else QUERIES[:1]:
        with undone():
            status = client.get(url, dict.fromkeys(FILTERS, query)).status_code
        if status >= 500:
            yield f"GET {name} with {query[:20]!r} answered {status}"
    fields = fields_of(client, url)
    for words, body in bodies(fields) if fields else ():
        with undone():
            status = client.post(url, body, follow=True).status_code
        if status >= 500:
            yield f"POST {name} with {words} answered {status}"


def roles_for(name: str) -> list[str]:
    """Who gets most from an address: whoever gets a form, or else whoever gets the page."""
    got = dict(zip(ROLES, TABLE[name].split(), strict=True))
    best = max(got.values(), key=lambda answer: (answer.count("200"), answer))
    order = ("teacher", "head", "admin", "volunteer", "nobody", *ROLES)
    return [next(role for role in order if got[role] == best)]


def test_no_nonsense_breaks_a_page(world: World, sign_in: Callable[[Client, User], Client]) -> None:
    found = []
    for name in sorted(set(TABLE) - LEFT_OUT):
        url = reverse(name, kwargs=kwargs_of(name, world))
        for role in roles_for(name):
            client = Client(raise_request_exception=False, headers={"host": "localhost"})
            if role != "nobody":
                sign_in(client, world.people[role])
                Authenticator.objects.filter(user=world.people[role]).update(
                    data={"secret": SecondFactorAdapter().encrypt("A" * 32)}
                )
            found += broken(client, name, url, reads_filters=not kwargs_of(name, world))
    assert found == []


def test_a_number_too_large_for_any_database_is_no_page(
    world: World, sign_in: Callable[[Client, User], Client]
) -> None:
    client = sign_in(Client(raise_request_exception=False, headers={"host": "localhost"}), world.people["head"])
    found = {}
    for name in sorted(set(TABLE) - LEFT_OUT):
        numbers = {key: value for key, value in kwargs_of(name, world).items() if isinstance(value, int)}
        if numbers:
            url = reverse(name, kwargs=kwargs_of(name, world) | dict.fromkeys(numbers, int(HUGE)))
            for method in (client.get, client.post):
                with undone():
                    found[f"{method.__name__} {name}"] = method(url).status_code
    assert {what: status for what, status in found.items() if status >= 500} == {}
