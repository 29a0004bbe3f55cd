"""A secret, whatever is done with it, is readable nowhere but on the page that shows it."""

import base64
import logging
from collections.abc import Callable, Iterator

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from accounts.models import Account
from accounts.vault.models import Credential, SecretVersion
from accounts.vault.sealing import opened
from accounts.vault.tests.pictures import qr
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


def assert_clean(place: str, value: object, looked_for: set[bytes] = LOOKED_FOR) -> None:
    body = bytes(value) if isinstance(value, (bytes, memoryview)) else str(value).encode()
    for disguise in looked_for:
        assert disguise not in body, f"a secret stands in {place}"


def cells() -> Iterator[tuple[str, object]]:
    """Every value of every column of every table."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            columns = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                yield from ((f"{table}.{column}", value) for column, value in zip(columns, row, strict=True))


def assert_database_clean(looked_for: set[bytes] = LOOKED_FOR) -> None:
    for place, value in cells():
        assert_clean(place, value, looked_for)


def assert_nowhere(
    client: Client, caplog: pytest.LogCaptureFixture, addresses: list[str], looked_for: set[bytes] = LOOKED_FOR
) -> None:
    """Not in the database, a session, a log, or on a page that is not the one which shows it."""
    cache.set("anything", 1)
    assert_database_clean(looked_for)
    for session in Session.objects.all():
        assert_clean("a session", session.get_decoded(), looked_for)
    for record in caplog.records:
        assert_clean("a log record", f"{record.getMessage()} {record.__dict__} {record.exc_text}", looked_for)
    for address in addresses:
        assert_clean(address, client.get(address).content, looked_for)


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

    assert_nowhere(client, caplog, [vault, "/vault/", f"/accounts/{account.pk}/", "/"])


# What only its own kind takes, each marked: a key by hand and one in a picture, codes, a token, a file with its name.
KEYS = ["KESTREL555PLAIN" + "A" * 17, "KESTREL555PICTURE" + "B" * 15]
OTHERS = {
    "recovery_code": "kestrel555-one\nkestrel555-two\nkestrel555-three",
    "api_token": "kestrel555-token-of-a-program",
    "recovery_email": "kestrel555@stjudes.example",
    "recovery_phone": "+44 20 5554 4714 471",
    "note": "Our first pet was kestrel555 the bird",
}
WRONG = {
    "totp_seed": "kestrel555-wrong-0189",
    "recovery_code": "kestrel555-wrong\nkestrel555-wrong",
    "api_token": "kestrel555 wrong",
    "recovery_email": "kestrel555-wrong-at-nowhere",
    "recovery_phone": "kestrel555",
    "note": "kestrel555" * 500,
    "file": "kestrel555",
}


def test_no_kind_leaves_a_trace(
    client: Client,
    sign_in: SignIn,
    sign_in_stale: SignIn,
    account: Account,
    admin: User,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    caplog.set_level(logging.DEBUG)
    sign_in(client, admin)
    client.raise_request_exception = False
    store = f"/vault/account/{account.pk}/store/"
    picture = qr(f"otpauth://totp/kestrel555?secret={KEYS[1]}&issuer=kestrel555")
    file = {"kind": "file", "secret": SimpleUploadedFile("kestrel555.pem", b"kestrel555 in a file")}
    marked = {"kestrel555", "KESTREL555", "kestrel555".title(), OTHERS["recovery_phone"]}
    looked_for = {disguise for marker in marked for disguise in disguises(marker)}

    def put(**data: object) -> None:
        assert client.post(store, data).status_code == 302

    put(kind="totp_seed", secret=KEYS[0].lower())
    put(kind="totp_seed", label="Second", picture=SimpleUploadedFile("kestrel555.png", picture))
    put(**file)
    for kind, secret in OTHERS.items():
        put(kind=kind, secret=secret)
    for credential in Credential.objects.get_queryset():
        vault = f"/vault/{credential.pk}/"
        shown = client.post(f"{vault}reveal/", {"reason": "Signing in", "which": "all"})
        assert any(marker.encode() in shown.content for marker in marked)  # the one place
        client.post(f"{vault}reveal/", {"reason": "Signing in", "which": "next"})
        client.post(f"{vault}copied/", {"version": "1"})
        client.post(f"{vault}code/")
        client.post(f"{vault}codes/1/used/")
        with monkeypatch.context() as broken:
            broken.setattr("audit.chain.append", lambda events: 1 / 0)
            client.post(f"{vault}reveal/", {"reason": "Signing in", "which": "next"})
            client.post(f"{vault}code/")

    # Wrong tries: by hand and in pictures, with a sign-in that is too old, in place of what is there, in a fault.
    stale = sign_in_stale(Client(), admin)
    for kind, secret in WRONG.items():
        credential = Credential.objects.filter(kind=kind).first()
        assert credential is not None
        client.post(store, {"kind": kind, "secret": secret, "label": "New"})
        client.post(f"/vault/{credential.pk}/rotate/", {"way": "changed", "secret": secret})
        stale.post(store, {"kind": kind, "secret": OTHERS.get(kind, secret), "label": "New"})
    for text in ("kestrel555", "otpauth://hotp/kestrel555?secret=KESTREL555", "otpauth-migration://kestrel555"):
        client.post(store, {"kind": "totp_seed", "label": "New", "picture": SimpleUploadedFile("a.png", qr(text))})
    client.post(store, {"kind": "totp_seed", "label": "New", "picture": SimpleUploadedFile("kestrel555.png", b"555")})
    client.post(store, {"kind": "file", "label": "New", "secret": SimpleUploadedFile("a", b"kestrel555" * 9999)})
    client.post("/vault/nowhere/", {"secret": SimpleUploadedFile("kestrel555.pem", b"kestrel555")})
    with monkeypatch.context() as broken:
        broken.setattr("core.crypto.cipher.seal", lambda *args, **more: 1 / 0)
        for kind, secret in OTHERS.items():
            client.post(store, {"kind": kind, "secret": secret, "label": "New"})
    assert Credential.objects.count() == len(OTHERS) + 3
    notifications.deliver_due()

    pages = [f"/vault/{credential.pk}/" for credential in Credential.objects.get_queryset()]
    pages += [f"{page}{stem}/" for page in pages for stem in ("reveal", "code", "codes", "rotate", "retire")]
    assert_nowhere(client, caplog, [*pages, "/vault/", f"/accounts/{account.pk}/", "/"], looked_for)


def test_what_the_portal_makes_leaves_no_trace(
    client: Client, sign_in: SignIn, account: Account, admin: User, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    sign_in(client, admin)
    recipe = {"way": "generate", "like": "words", "words": "6", "separator": "_"}
    client.post(f"/vault/account/{account.pk}/store/", {"kind": "password", **recipe})
    credential = Credential.objects.get()
    client.post(f"/vault/{credential.pk}/rotate/", {"way": "generate", "length": "30"})
    client.post(f"/vault/{credential.pk}/rotate/finish/")

    made = {opened(version) for version in credential.versions.all()}
    assert len(made) == 2
    looked_for = {disguise for secret in made for disguise in disguises(secret)}
    pages = [f"/vault/{credential.pk}/", f"/vault/{credential.pk}/rotate/", "/vault/", "/"]
    assert_nowhere(client, caplog, pages, looked_for)
