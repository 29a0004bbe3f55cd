"""Every address × every role × GET and POST, against one declared table. An address that is not in it fails.

A row gives, for each role, what a GET and an (empty) POST answer: 200 a page, 302 sent elsewhere, 400 refused as it
stands, 403 told why not, 404 does not exist for this person, 405 no such method.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from people.models import User
from tests.access_places import kwargs_of
from tests.access_table import ROLES, TABLE
from tests.world import World, make_world

pytestmark = pytest.mark.thorough


@pytest.fixture
def world(make_person: Callable[..., User]) -> World:
    return make_world(make_person)


def all_names(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[str]:
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from all_names(entry, f"{prefix}{entry.namespace}:" if entry.namespace else prefix)
        elif isinstance(entry, URLPattern):
            yield f"{prefix}{entry.name}"


@contextmanager
def undone() -> Iterator[None]:
    """Whatever the request does, the next one finds the world as it was."""
    atomic = transaction.atomic()
    atomic._from_testcase = True  # type: ignore[attr-defined]  # verbs insist on the outermost transaction
    with atomic:
        yield
        transaction.set_rollback(True)


def test_every_address_is_declared() -> None:
    assert sorted(set(all_names()) - set(TABLE)) == []
    assert sorted(set(TABLE) - set(all_names())) == []


def answers(world: World, name: str, sessions: dict[str, str]) -> dict[str, str]:
    """What each role gets: "GET/POST"."""
    url = reverse(name, kwargs=kwargs_of(name, world))
    found = {}
    for role in ROLES:
        with undone():
            client = Client(raise_request_exception=False)
            if role != "nobody":
                client.cookies[settings.SESSION_COOKIE_NAME] = sessions[role]
            got = []
            for method in (client.get, client.post):
                with undone():
                    response = method(url, headers={"host": "localhost"})
                    status = str(response.status_code)
                    if response.status_code == 302 and "/sign-in/" in response.headers["Location"]:
                        status = "in"  # sent to sign in
                    got.append(status)
            found[role] = "/".join(got)
    return found


ROOMS = sorted({name.partition(":")[0].partition("_")[0] for name in TABLE})


@pytest.mark.parametrize("room", ROOMS)
def test_each_role_gets_what_the_table_says(room: str, world: World, sign_in: Callable[[Client, User], Client]) -> None:
    signed_in = {role: sign_in(Client(), world.people[role]) for role in ROLES if role != "nobody"}
    sessions = {role: str(client.session.session_key) for role, client in signed_in.items()}
    declared = {name: row for name, row in TABLE.items() if name.partition(":")[0].partition("_")[0] == room}
    found = {name: " ".join(answers(world, name, sessions).values()) for name in declared}
    assert found == declared
