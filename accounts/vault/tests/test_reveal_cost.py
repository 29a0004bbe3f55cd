"""What a reveal costs, and that it shows nothing where the record cannot be written, whatever keeps it from that."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.db import connection
from django.db.utils import DatabaseError
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.conftest import SECRET
from accounts.vault import workflow
from accounts.vault.models import Credential, Exposure, Grant
from accounts.vault.sealing import opened
from audit.models import Event, Head
from people.models import User

SignIn = Callable[[Client, User], Client]
WHY = "Signing in on the office computer"
MOST_WRITES = 3  # the exposure, the event, and the head of the record


def writes(queries: CaptureQueriesContext) -> list[str]:
    return [q["sql"][:80] for q in queries if q["sql"].lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE"))]


@contextmanager
def record_refuses_every_row() -> Iterator[None]:
    """As a database does whose right to write to the record was taken away."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "CREATE TRIGGER record_shut BEFORE INSERT ON audit_event "
                "BEGIN SELECT RAISE(ABORT, 'the record cannot be written'); END"
            )
        else:
            cursor.execute(
                "CREATE FUNCTION shut() RETURNS trigger AS $$ BEGIN RAISE 'the record cannot be written'; END $$ "
                "LANGUAGE plpgsql; "
                "CREATE TRIGGER record_shut BEFORE INSERT ON audit_event FOR EACH ROW EXECUTE FUNCTION shut()"
            )
    yield
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER record_shut" + ("" if connection.vendor == "sqlite" else " ON audit_event"))


def test_a_reveal_costs_three_writes(password: Credential, admin: User) -> None:
    with CaptureQueriesContext(connection) as queries:
        workflow.reveal(password, actor=admin, reason=WHY)

    assert len(writes(queries)) <= MOST_WRITES


def test_so_does_that_of_somebody_who_was_given_it_through_the_page(
    client: Client, sign_in: SignIn, password: Credential, teacher: User, granted: Callable[..., Grant]
) -> None:
    granted(password, teacher)
    sign_in(client, teacher)
    address = f"/vault/{password.pk}/reveal/"
    client.get(address)

    with CaptureQueriesContext(connection) as queries:
        assert SECRET in client.post(address, {"reason": WHY}).content.decode()

    assert len(writes(queries)) <= MOST_WRITES


def test_opening_it_takes_less_than_a_millisecond(password: Credential) -> None:
    version = password.versions.select_related("credential__account").get()
    opened(version)

    took = []
    for _ in range(50):
        began = time.perf_counter()
        assert opened(version) == SECRET
        took.append(time.perf_counter() - began)

    assert sorted(took)[25] < 0.001


def test_a_record_that_takes_no_row_shows_nothing(
    client: Client, sign_in: SignIn, password: Credential, admin: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(client, admin)
    client.raise_request_exception = False
    open_calls: list[object] = []
    monkeypatch.setattr("accounts.vault.workflow.revealing.opened", open_calls.append)

    with record_refuses_every_row():
        answer = client.post(f"/vault/{password.pk}/reveal/", {"reason": WHY})
        with pytest.raises(DatabaseError):
            workflow.break_glass(password, actor=admin, reason=WHY)

    assert answer.status_code == 503
    assert SECRET not in answer.content.decode()
    assert "could not be written down" in answer.content.decode()
    assert open_calls == []
    assert not Exposure.objects.filter(verb="reveal").exists()
    assert not Event.objects.filter(verb="vault.reveal").exists()


def test_a_record_without_its_head_shows_nothing(
    client: Client, sign_in: SignIn, password: Credential, admin: User
) -> None:
    sign_in(client, admin)
    client.raise_request_exception = False
    Head.objects.update(last_id=0)  # the next number is taken: the chain is broken

    answer = client.post(f"/vault/{password.pk}/reveal/", {"reason": WHY})

    assert answer.status_code == 503
    assert SECRET not in answer.content.decode()
    assert not Exposure.objects.filter(verb="reveal").exists()
