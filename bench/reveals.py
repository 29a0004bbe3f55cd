"""A whole reveal, record first, beside views that only read and decrypt one row; one after another, and 8 at once."""

import statistics
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

from allauth.mfa.models import Authenticator
from django.db import connections
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path

from accounts.models import Account
from accounts.vault import workflow
from accounts.vault.models import SecretVersion
from accounts.vault.sealing import opened
from accounts.vault.views.frame import SHOWN_FOR, show
from bench.timing import Measure
from core import clock
from people.models import Role, RoleGrant, User
from stjudes_portal.urls import urlpatterns as portal

SECRET = "correct horse battery staple"  # noqa: S105  nobody's
ROUNDS = 60  # of each, in turns; the median counts
AT_ONCE = 8
EACH = 15

handler400, handler403 = "stjudes_portal.views.bad_request", "stjudes_portal.views.permission_denied"
handler404, handler500 = "stjudes_portal.views.page_not_found", "stjudes_portal.views.server_error"


def bare(request: HttpRequest, pk: int) -> HttpResponse:
    """The least: one row, opened, as text."""
    return HttpResponse(opened(SecretVersion.objects.get(pk=pk)))


def bare_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The least that answers with the same page."""
    version = SecretVersion.objects.select_related("credential__account").get(pk=pk)
    back = version.credential.get_absolute_url()
    return show(
        request, "vault/revealed.html", version.credential, opened(version), SHOWN_FOR, back, number=version.number
    )


urlpatterns = [*portal, path("bare/<int:pk>/", bare), path("bare-page/<int:pk>/", bare_page)]


def measure() -> Iterator[Measure]:
    """In the database of the settings, which `bench.measures` has migrated and given a school."""
    person = _administrator()
    account = Account.objects.create(name="Reveals", platform="facebook", handle="reveals", created_at=clock.now())
    credential = workflow.store(account, actor=person, kind="password", label="", secret=SECRET)
    version = credential.versions.get()
    with override_settings(ROOT_URLCONF="bench.reveals"):
        ways: list[Callable[[Client], Any]] = [
            lambda client: client.post(f"/vault/{credential.pk}/reveal/", {"reason": "Signing in"}),
            lambda client: client.get(f"/bare/{version.pk}/"),
            lambda client: client.get(f"/bare-page/{version.pk}/"),
        ]
        whole, text, page = _in_turns(_signed_in(person), ways)
        yield Measure("a whole reveal, record first / a bare view's text", 1, whole, text)
        yield Measure("a whole reveal, record first / a bare view's page", 1, whole, page)
        number = AT_ONCE * EACH
        together, alone = (_at_once(person, way) for way in ways[:2])
        yield Measure(f"{number} reveals, {AT_ONCE} at once / a bare view's text", number, together, alone)


def _administrator() -> User:
    now = clock.now()
    person = User.objects.create(full_name="Ada Admin", email="ada@stjudes.example", joined_at=now)
    for role in (Role.STAFF, Role.ADMINISTRATOR):
        RoleGrant.objects.create(person=person, role=role, granted_at=now)
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={"secret": "x"})
    return person


def _signed_in(person: User) -> Client:
    client = Client(SERVER_NAME="localhost")
    client.force_login(person)
    session = client.session
    session["account_authentication_methods_user"] = str(person.pk)
    at = time.time()
    session["account_authentication_methods"] = [
        {"method": "password", "at": at, "email": person.email},
        {"method": "mfa", "type": "totp", "at": at},
    ]
    session.save()
    return client


def _asked(client: Client, way: Callable[[Client], Any]) -> None:
    answer = way(client)
    assert answer.status_code == 200  # noqa: S101  a refusal is quick
    assert SECRET.encode() in answer.content  # noqa: S101


def _in_turns(client: Client, ways: list[Callable[[Client], Any]]) -> list[float]:
    took: list[list[float]] = [[] for _ in ways]
    for _ in range(ROUNDS + 1):
        for way, times in zip(ways, took, strict=True):
            began = time.perf_counter()
            _asked(client, way)
            times.append(time.perf_counter() - began)
    return [statistics.median(times[1:]) for times in took]


def _at_once(person: User, way: Callable[[Client], Any]) -> float:
    clients = [_signed_in(person) for _ in range(AT_ONCE)]

    def ask(client: Client) -> None:
        try:
            for _ in range(EACH):
                _asked(client, way)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=ask, args=(client,)) for client in clients]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.perf_counter() - began
