"""A secret, whatever is done with it, is readable nowhere but on the page that shows it."""

import base64
import logging
from collections.abc import Callable, Iterator

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client

from accounts.models import Account
from accounts.vault.models import Credential, SecretVersion
from notifications import workflow as notifications
from people.models import Session, User

SignIn = Callable[[Client, User], Client]
MARKERS = ["marker-Kestrel-4471-plain", "marker-Kestrel-4471-other", "marker-Kestrel-4471-wrong"]


def disguises(marker: str) -> set[bytes]:
    """The marker as bytes, in hexadecimal, and in base64 at each of its three alignments."""
    raw = marker.encode()
    found = {raw, raw.hex().encode(), raw[::-1], repr(marker).encode()[1:-1]}
    for shift in range(3):
        encoded = base64.b64encode(b"\0" * shift + raw)
        # The outermost characters depend on what stands beside the marker.
        found |= {encoded[4:-4], base64.urlsafe_b64encode(b"\0" * shift + raw)[4:-4]}
    return found


LOOKED_FOR = {disguise for marker in MARKERS for disguise in disguises(marker)}


def assert_clean(place: str, value: object) -> None:
    body = bytes(value) if isinstance(value, (bytes, memoryview)) else str(value).encode()
    for disguise in LOOKED_FOR:
        assert disguise not in body, f"a secret stands in {place}"


def cells() -> Iterator[tuple[str, object]]:
    """Every value of every column of every table."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            columns = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                yield from ((f"{table}.{column}", value) for column, value in zip(columns, row, strict=True))


def assert_database_clean() -> None:
    for place, value in cells():
        assert_clean(place, value)


def test_the_search_itself_finds_a_marker(account: Account) -> None:
    Account.objects.filter(pk=account.pk).update(purpose=base64.b64encode(f"x{MARKERS[0]}y".encode()).decode())

    with pytest.raises(AssertionError, match=r"accounts_account\.purpose"):
        assert_database_clean()


def test_a_secret_stands_nowhere(
    client: Client,
    sign_in: SignIn,
    sign_in_stale: SignIn,
    account: Account,
    admin: User,
    teacher: User,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    caplog.set_level(logging.DEBUG)
    sign_in(client, admin)
    client.raise_request_exception = False
    store = f"/vault/account/{account.pk}/store/"

    client.post(store, {"kind": "password", "secret": MARKERS[0], "username": "friends"})
    credential = Credential.objects.get()
    vault = f"/vault/{credential.pk}/"
    shown = client.post(f"{vault}reveal/", {"reason": "Signing in"})
    assert MARKERS[0] in shown.content.decode()  # the one place
    client.post(f"{vault}copied/", {"version": "1"})
    client.post(f"{vault}rotate/", {"way": "changed", "secret": MARKERS[1]})
    client.post(f"{vault}rotate/", {"way": "generate", "length": "20"})
    client.post(f"{vault}rotate/cancel/")

    # Mistakes, refusals, and faults.
    client.post(store, {"kind": "password", "secret": MARKERS[2]})  # a name that is there already
    client.post(store, {"kind": "nonsense", "secret": MARKERS[2]})
    client.post(f"{vault}rotate/", {"way": "nonsense", "secret": MARKERS[2]})
    sign_in_stale(Client(), admin).post(store, {"kind": "recovery_code", "secret": MARKERS[2]})
    sign_in(Client(), teacher).post(f"{vault}rotate/", {"way": "changed", "secret": MARKERS[2]})
    with monkeypatch.context() as broken:
        broken.setattr("audit.chain.append", lambda events: 1 / 0)
        client.post(f"{vault}reveal/", {"reason": "Signing in"})
        client.post(f"{vault}rotate/", {"way": "changed", "secret": MARKERS[2]})
    SecretVersion.objects.filter(status="current").update(sealed=b"\x01broken")
    client.post(f"{vault}reveal/", {"reason": "Signing in"})
    notifications.deliver_due()

    cache.set("anything", 1)
    assert_database_clean()
    for session in Session.objects.all():
        assert_clean("a session", session.get_decoded())
    for record in caplog.records:
        assert_clean("a log record", f"{record.getMessage()} {record.__dict__} {record.exc_text}")
    for address in (vault, "/vault/", f"/accounts/{account.pk}/", "/"):
        assert_clean(address, client.get(address).content)
