"""Each kind of secret has a form of its own: what it takes, and that it never gives a secret back into the page."""

import io
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import Account
from accounts.vault import uploads, values, workflow
from accounts.vault.models import Credential, Exposure, Kind, SecretVersion
from accounts.vault.tests.pictures import ADDRESS, SEED, bomb, qr
from core.errors import InvalidInput
from people.models import User

SignIn = Callable[[Client, User], Client]
Store = Callable[..., Any]


@pytest.fixture
def store(client: Client, sign_in: SignIn, account: Account, admin: User) -> Store:
    """Post the form of a kind."""
    sign_in(client, admin)

    def post(kind: str, **data: Any) -> Any:
        return client.post(f"/vault/account/{account.pk}/store/?kind={kind}", {"kind": kind, **data})

    return post


def revealed(client: Client, **data: str) -> Any:
    credential = Credential.objects.get()
    return client.post(f"/vault/{credential.pk}/reveal/", {"reason": "Signing in", "which": "all", **data})


def test_first_one_chooses_what_to_keep(client: Client, sign_in: SignIn, account: Account, admin: User) -> None:
    page = sign_in(client, admin).get(f"/vault/account/{account.pk}/store/").content.decode()

    for kind in Kind.values:
        assert f"?kind={kind}" in page
        assert client.get(f"/vault/account/{account.pk}/store/?kind={kind}").status_code == 200


GIVEN = [
    ("password", "correct horse battery", "correct horse battery"),
    ("totp_seed", SEED.lower(), SEED),
    ("totp_seed", ADDRESS, SEED),
    ("recovery_code", "aaaa-1111\nbbbb-2222", "bbbb-2222"),
    ("api_token", " EAAGm0PX4ZCpsBAKZC \n", "EAAGm0PX4ZCpsBAKZC"),
    ("recovery_email", "office@stjudes.example ", "office@stjudes.example"),
    ("recovery_phone", "+44 20 7946 0018", "+44 20 7946 0018"),
    ("note", "First pet: Tom\nFirst school: St Jude's?", "First pet: Tom"),
]


@pytest.mark.parametrize(("kind", "given", "shown"), GIVEN)
def test_what_is_given_is_sealed_and_shown_on_request(
    client: Client, store: Store, kind: str, given: str, shown: str
) -> None:
    answer = store(kind, secret=given)

    assert answer.status_code == 302
    version = SecretVersion.objects.get()
    assert given.encode() not in bytes(version.sealed)
    assert shown in revealed(client).content.decode()


BAD = [
    ("password", "x" * 4001, "At most 4,000"),
    ("totp_seed", "wrong-key-1890", "letters A to Z"),
    ("totp_seed", "otpauth://hotp/x?secret=JBSWY3DPEHPK3PXP", "counter"),
    ("recovery_code", "wrong-code-1\nwrong-code-1", "Number 2 is there twice"),
    ("api_token", "wrong token 1", "a space or a new line"),
    ("api_token", "tiny-xq", "too short"),
    ("recovery_email", "wrong-at-nowhere", "no e-mail address"),
    ("recovery_phone", "wrong 020", "no telephone number"),
    ("recovery_phone", "12345", "no telephone number"),
    ("note", "wrong\x00note", "no platform takes|Null characters"),
]


@pytest.mark.parametrize(("kind", "given", "word"), BAD)
def test_a_mistake_is_said_beside_the_field_and_gives_nothing_back(
    store: Store, kind: str, given: str, word: str
) -> None:
    answer = store(kind, secret=given, label="Second")
    page = answer.content.decode()

    assert answer.status_code == 200
    assert any(one in page for one in word.split("|"))
    assert given not in page
    assert given.splitlines()[0] not in page
    assert 'value="Second"' in page  # what is no secret stays
    assert not Credential.objects.exists()


@pytest.mark.parametrize("kind", Kind.values)
def test_an_empty_form_says_what_is_missing(store: Store, kind: str) -> None:
    answer = store(kind)

    assert answer.status_code == 200
    assert "data-error-summary" in answer.content.decode()
    assert not Credential.objects.exists()


def test_a_kind_that_is_none_leads_back_to_the_choice(store: Store) -> None:
    page = store("shoe_size", secret="forty-two").content.decode()

    assert "Choose what it is first" in page
    assert "forty-two" not in page


@pytest.mark.parametrize("kind", Kind.values)
@pytest.mark.parametrize(
    "text", ["\U0001f600\u202e²٣%s{0}{{ x }}'\"><script>x9()\r\n", "x" * 60_000, "\ud800", "9" * 30]
)
def test_no_nonsense_breaks_a_form(store: Store, kind: str, text: str) -> None:
    fields = ("secret", "label", "username", "way", "like", "length", "sets", "words", "separator")
    for way in ({}, {"way": "generate"}, {"picture": upload(text.encode(errors="replace"))}):
        answer = store(kind, **{**dict.fromkeys(fields, text.encode(errors="replace").decode()), **way})
        assert answer.status_code in (200, 302)
        assert "<script>x9" not in answer.content.decode()


# --- The portal makes the password ------------------------------------------------------------------


def test_the_portal_makes_one_and_shows_it_once_it_is_on_the_record(store: Store, admin: User) -> None:
    answer = store("password", way="generate", like="characters", length="30", sets=["letters", "digits"])

    version = SecretVersion.objects.get()
    assert version.made_by_portal
    assert Exposure.objects.get().verb == "rotate"
    secret = workflow.reveal(version.credential, actor=admin, reason="Checking it")
    assert len(secret) == 30
    assert secret.isalnum()
    assert secret == secret.lower()
    assert secret in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert answer["Refresh"].startswith("301;")


def test_the_portal_makes_a_passphrase(store: Store, admin: User) -> None:
    store("password", way="generate", like="words", words="6", separator=".")

    assert len(workflow.reveal(Credential.objects.get(), actor=admin, reason="Checking it").split(".")) == 6


def test_a_weak_recipe_is_refused_beside_its_field(store: Store) -> None:
    assert "easy to guess" in store("password", way="generate", length="12", sets=["digits"]).content.decode()
    assert not Credential.objects.exists()


def test_what_stands_in_the_recipe_is_no_mistake_where_nothing_is_made(store: Store) -> None:
    assert store("password", way="changed", secret="correct horse", length="3", words="99").status_code == 302


def test_without_the_record_none_is_made(
    account: Account, admin: User, broken_record: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[object] = []
    monkeypatch.setattr("accounts.vault.workflow.revealing.opened", opened.append)

    with pytest.raises(OSError, match="record"):
        workflow.make(account, actor=admin, label="", recipe=workflow.storing.generator.Recipe())

    assert opened == []
    assert not Credential.objects.exists()


# --- Pictures ---------------------------------------------------------------------------------------


def upload(content: bytes, name: str = "screenshot.png", kind: str = "image/png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, kind)


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_the_picture_of_a_key_is_enough(client: Client, store: Store, kind: str) -> None:
    assert store("totp_seed", picture=upload(qr(kind=kind))).status_code == 302
    assert SEED in revealed(client).content.decode()


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "no picture that can be read"),
        (b"<svg onload=x9()>", "no picture that can be read"),
        (bomb(), "too large"),
        (b"\x89PNG" + b"\0" * (5 * 1024 * 1024), "too large"),
        (qr("https://stjudes.example/"), "no set-up key"),
        (qr(f"otpauth://hotp/x?secret={SEED}"), "counter"),
    ],
)
def test_another_picture_is_refused(store: Store, content: bytes, word: str) -> None:
    page = store("totp_seed", picture=upload(content)).content.decode()

    assert word in page
    assert SEED not in page
    assert not Credential.objects.exists()


def test_a_key_and_a_picture_are_one_too_many(store: Store) -> None:
    page = store("totp_seed", secret=SEED, picture=upload(qr())).content.decode()

    assert "not both" in page
    assert SEED not in page


# --- Files ------------------------------------------------------------------------------------------


def test_a_file_comes_back_as_it_was_to_be_saved_and_never_opened(client: Client, store: Store) -> None:
    content = b"<html><script>x9()</script>\x00\xff"
    assert store("file", secret=upload(content, "../../keys/evil.html", "text/html")).status_code == 302
    assert b"evil" not in bytes(SecretVersion.objects.get().sealed)

    answer = revealed(client)

    assert answer.content == content
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"] == 'attachment; filename="evil.html"'
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"]


def test_a_file_needs_a_reason_and_a_post(client: Client, store: Store) -> None:
    store("file", secret=upload(b"key-in-a-file", "a.pem"))

    assert b"key-in-a-file" not in client.get(f"/vault/{Credential.objects.get().pk}/reveal/").content
    assert b"key-in-a-file" not in revealed(client, reason="").content


@pytest.mark.parametrize(
    ("content", "word"),
    [(b"", "empty"), (b"x" * (64 * 1024 + 1), "64 kB"), (b"x" * (6 * 1024 * 1024), "64 kB")],
)
def test_a_file_of_another_size_is_refused(store: Store, content: bytes, word: str) -> None:
    assert word in store("file", secret=upload(content, "a.pem")).content.decode()
    assert not Credential.objects.exists()


def test_the_largest_file_is_kept(client: Client, store: Store) -> None:
    assert store("file", secret=upload(b"\xff" * 64 * 1024, "a.pem")).status_code == 302
    assert revealed(client).content == b"\xff" * 64 * 1024


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("C:\\Users\\ada\\key.pem", "key.pem"),
        ("a\r\nSet-Cookie: x.pem", "aSet-Cookie x.pem"),
        ("..", "file"),
        ("", "file"),
        ("x" * 200 + ".pem", "x" * 116 + ".pem"),
        ("schlüssel\u202e.pem", "schlüssel.pem"),
    ],
)
def test_a_name_is_made_harmless(given: str, kept: str) -> None:
    assert values.harmless_name(given) == kept


@pytest.mark.parametrize(
    "text", ["{}", "[]", "plain", '{"name": "a", "content": "%%%"}', '{"name": "a", "content": ""}']
)
def test_the_verb_takes_nothing_that_is_no_file(account: Account, admin: User, text: str) -> None:
    with pytest.raises(InvalidInput):
        workflow.store(account, actor=admin, kind="file", label="", secret=text)


# --- Uploads ----------------------------------------------------------------------------------------


def test_nothing_that_is_uploaded_touches_a_disk(
    client: Client, sign_in: SignIn, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.NamedTemporaryFile", lambda *a, **k: pytest.fail("a file was made"))
    monkeypatch.setattr("django.core.files.uploadedfile.TemporaryUploadedFile.__init__", None)

    assert store("file", secret=upload(b"x" * (9 * 1024 * 1024), "a.pem")).status_code == 200
    assert store("totp_seed", picture=upload(qr())).status_code == 302
    rotate = f"/vault/{Credential.objects.get().pk}/rotate/"
    assert client.post(rotate, {"way": "changed", "picture": upload(qr())}).status_code == 302
    assert client.post(rotate, {"way": "changed", "picture": upload(b"x" * (9 * 1024 * 1024))}).status_code == 200


def test_of_a_file_that_is_too_large_only_the_size_is_kept(rf: Any) -> None:
    request = rf.post("/", {"a": SimpleUploadedFile("a.pem", b"x" * (uploads.LARGEST + 1))})
    request.upload_handlers = [uploads.MemoryOnly(request)]

    file = request.FILES["a"]

    assert file.size == uploads.LARGEST + 1
    assert isinstance(file.file, io.BytesIO)
    assert file.read() == b""


def test_many_files_fill_the_memory_no_more_than_one(rf: Any) -> None:
    half = b"x" * (uploads.LARGEST // 2)
    request = rf.post("/", {str(n): SimpleUploadedFile("a.pem", half) for n in range(5)})
    request.upload_handlers = [uploads.MemoryOnly(request)]

    assert sum(len(request.FILES[str(n)].read()) for n in range(5)) <= uploads.LARGEST


def test_the_token_of_the_form_is_still_asked_for(sign_in: SignIn, account: Account, admin: User) -> None:
    client = sign_in(Client(enforce_csrf_checks=True), admin)

    answer = client.post(f"/vault/account/{account.pk}/store/", {"kind": "password", "secret": "correct horse"})

    assert answer.status_code == 403
    assert not Credential.objects.exists()


def test_a_file_can_be_changed_for_another(client: Client, store: Store, admin: User) -> None:
    store("file", secret=upload(b"the first", "a.pem"))
    credential = Credential.objects.get()

    client.post(f"/vault/{credential.pk}/rotate/", {"way": "changed", "secret": upload(b"the second", "b.pem")})

    kept = json.loads(workflow.reveal(credential, actor=admin, reason="Checking it"))
    assert kept["name"] == "b.pem"
