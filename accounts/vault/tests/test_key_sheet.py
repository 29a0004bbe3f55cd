"""The vault's key on paper: once, for Administrators, on the record before it is seen, and then put away."""

import logging
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from pytest_django import Settings

from accounts.vault import keeping
from accounts.vault.key_needs import sheet_to_print
from accounts.vault.models import KeySheet
from accounts.vault.tests.keys import ids_in, own_key_file, versions
from accounts.vault.workflow import restoring, sheets
from audit import chain
from audit.models import Event
from conftest import NOW
from core.crypto import key_file
from core.crypto.key_file import Key
from core.errors import InvalidInput, NotAllowed, WrongState
from core.tests.key_service import running
from notifications.models import Notification
from people.models import User

PAGE, SHEET = "/vault/key/", "/vault/key/sheet/"


@pytest.fixture
def file(settings: Settings, tmp_path: Path, db: None) -> Path:
    return own_key_file(settings, tmp_path / "keys")


@pytest.fixture
def key(file: Path) -> Key:
    return key_file.decode(key_file.read(file)[0])


def words_of(person: User) -> list[str]:
    return [need.sentence for need in sheet_to_print(person)]


def test_administrators_are_asked_until_the_sheet_is_put_away(key: Key, admin: User, head: User, teacher: User) -> None:
    assert words_of(admin) == ["Print the recovery sheet of the vault"]
    assert words_of(head) == words_of(teacher) == []
    sheets.sheet(actor=admin)
    assert words_of(admin) == ["Put the recovery sheet of the vault away"]
    sheets.put_away(actor=admin, check=keeping.paper_of(key).check)
    assert words_of(admin) == []


def test_the_page_explains_and_never_holds_the_key(key: Key, client: Client, admin: User, sign_in) -> None:
    page = sign_in(client, admin).get(PAGE)
    assert page.headers["Cache-Control"] == "no-store"
    said = page.content.decode()
    assert key.id in said
    assert "Show the sheet to print it" in said
    assert key.text not in said
    assert keeping.paper_of(key).rows[0] not in said
    assert not KeySheet.objects.exists()


def test_the_sheet_holds_what_brings_the_key_back(
    key: Key, file: Path, client: Client, admin: User, sign_in, settings: Settings
) -> None:
    answer = sign_in(client, admin).post(f"{SHEET}?print=1")
    said = answer.content.decode()
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Refresh"] == "301; url=/vault/key/"
    assert "restore-key" in said
    assert key.id in said
    typed = " ".join([*keeping.paper_of(key).rows, keeping.paper_of(key).check])
    for row in keeping.paper_of(key).rows:
        assert row in said
    key_file.write(file, [key_file.new_key().text])  # the machine broke; a new portal made a key of its own
    assert restoring.restore_key(typed.lower())[0] == key.id
    assert ids_in(file)[0] == key.id
    assert len(ids_in(file)) == 2
    assert "already" in restoring.restore_key(typed)[1]


def test_a_mistyped_sheet_changes_nothing(key: Key, file: Path) -> None:
    paper = keeping.paper_of(key)
    right = "".join(paper.groups) + paper.check
    wrong = ("B" if right[7] != "B" else "C").join([right[:7], right[8:]])
    before = file.read_text()
    for typed in (wrong, right[:-1], right[1:], "", "1 2 3", "é" * 56):
        with pytest.raises(WrongState, match="Type it again"):
            restoring.restore_key(typed)
    assert file.read_text() == before


def test_a_key_file_that_is_gone_is_made_again(key: Key, file: Path) -> None:
    typed = "".join([*keeping.paper_of(key).groups, keeping.paper_of(key).check])
    file.unlink()
    file.parent.rmdir()
    assert "in front" in restoring.restore_key(typed)[1]
    assert file.read_text() == f"{key.text}\n"
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_spoilt_key_file_is_not_written_over(key: Key, file: Path) -> None:
    typed = "".join([*keeping.paper_of(key).groups, keeping.paper_of(key).check])
    for content in (b"what is this", b"\xff\xfe"):
        file.write_bytes(content)
        with pytest.raises(WrongState, match="Rename it"):
            restoring.restore_key(typed)
        assert file.read_bytes() == content


def test_figures_typed_for_letters_are_understood() -> None:
    for _ in range(50):
        key = key_file.new_key()
        paper = keeping.paper_of(key)
        typed = "".join([*paper.groups, paper.check]).replace("O", "0").replace("I", "1").replace("B", "8")
        assert keeping.read_paper(typed).secret == key.secret


def test_it_can_be_a_pdf_which_no_cache_keeps(key: Key, client: Client, admin: User, sign_in) -> None:
    answer = sign_in(client, admin).post(SHEET)
    assert answer.headers["Cache-Control"] == "no-store"
    if answer.headers["Content-Type"] == "application/pdf":
        assert answer.content.startswith(b"%PDF")
        assert "attachment" in answer.headers["Content-Disposition"]


def test_it_is_shown_once_to_nobody_twice(key: Key, client: Client, admin: User, admin2: User, sign_in) -> None:
    sign_in(client, admin).post(f"{SHEET}?print=1")
    for person in (admin, admin2):
        answer = sign_in(client, person).post(f"{SHEET}?print=1", follow=True)
        said = answer.content.decode()
        assert "shown only once" in said
        assert keeping.paper_of(key).rows[0] not in said
        assert "Show the sheet to print it" not in sign_in(client, person).get(PAGE).content.decode()
    assert KeySheet.objects.get().shown_to == admin


def test_a_new_key_gets_a_new_sheet(key: Key, file: Path, admin: User) -> None:
    versions(1, admin)
    sheets.sheet(actor=admin)
    sheets.put_away(actor=admin, check=keeping.paper_of(key).check)
    call_command("vault", "new-key")
    assert words_of(admin) == ["Print the recovery sheet of the vault"]
    assert sheets.sheet(actor=admin).id == ids_in(file)[0] != key.id
    assert KeySheet.objects.count() == 2


@pytest.mark.parametrize("role", ["head", "deputy", "dsl", "teacher", "volunteer", "chair"])
def test_nobody_but_administrators_sees_it(
    role: str, key: Key, client: Client, sign_in, request: pytest.FixtureRequest
) -> None:
    person = request.getfixturevalue(role)
    sign_in(client, person)
    assert client.get(PAGE).status_code == 403
    assert client.post(f"{SHEET}?print=1").status_code == 403
    assert client.post(PAGE, {"check": "AAAA"}).status_code == 403
    with pytest.raises(NotAllowed):
        sheets.put_away(actor=person, check=keeping.paper_of(key).check)
    assert not KeySheet.objects.exists()
    assert Event.objects.filter(verb="vault.show_key", refused=True).count() == 1


def test_looking_with_a_stale_sign_in_asks_to_sign_in_again(
    key: Key, client: Client, admin: User, sign_in_stale
) -> None:
    sign_in_stale(client, admin)
    for answer in (client.get(PAGE), client.post(f"{SHEET}?print=1"), client.post(PAGE, {"check": "x"})):
        assert answer.status_code == 302
        assert "/sign-in/again/" in answer.headers["Location"]
    assert not KeySheet.objects.exists()


def test_a_get_shows_nothing(key: Key, client: Client, admin: User, sign_in) -> None:
    assert sign_in(client, admin).get(f"{SHEET}?print=1").status_code == 405
    assert not KeySheet.objects.exists()


def test_the_record_is_written_before_and_the_others_are_told(key: Key, admin: User, admin2: User, head: User) -> None:
    sheets.sheet(actor=admin)
    event = Event.objects.get(verb="vault.show_key")
    assert (event.actor, event.data) == (f"person:{admin.pk}", {"key": key.id})
    told = Notification.objects.filter(template="vault.key_shown")
    assert {row.recipient for row in told} == {admin2, head}


def test_where_the_record_cannot_be_written_nothing_is_shown(
    key: Key, client: Client, admin: User, sign_in, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(client, admin)
    monkeypatch.setattr(chain, "append", lambda events: (_ for _ in ()).throw(RuntimeError("full")))
    client.raise_request_exception = False
    answer = client.post(f"{SHEET}?print=1")
    assert answer.status_code == 500
    assert keeping.paper_of(key).rows[0].encode() not in answer.content
    assert not KeySheet.objects.exists()


def test_putting_away_needs_the_sheet_in_hand(key: Key, client: Client, admin2: User, admin: User, sign_in) -> None:
    with pytest.raises(WrongState, match="Print it first"):
        sheets.put_away(actor=admin, check="AAAA")
    sheets.sheet(actor=admin)
    with pytest.raises(InvalidInput):
        sheets.put_away(actor=admin, check=key.id[:4])
    sign_in(client, admin2)
    wrong = client.post(PAGE, {"check": "nope"})
    assert "Look at the sheet again" in wrong.content.decode()
    client.post(PAGE, {"check": f" {keeping.paper_of(key).check.lower()} "})
    assert KeySheet.objects.get().put_away_at == NOW
    assert Event.objects.filter(verb="vault.put_key_away", refused=False).count() == 1
    with pytest.raises(WrongState, match="already"):
        sheets.put_away(actor=admin, check=keeping.paper_of(key).check)
    assert "is put away" in client.get(PAGE).content.decode()


def test_the_key_is_in_no_table_no_log_and_no_record(
    key: Key, client: Client, admin: User, sign_in, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    versions(2, admin)
    sign_in(client, admin)
    client.post(f"{SHEET}?print=1")
    client.post(PAGE, {"check": keeping.paper_of(key).check})
    call_command("vault", "new-key")
    call_command("vault", "rekey")
    call_command("vault", "forget-key", key.id)
    held = "\n".join(_cells())
    spellings = [key.text, key.secret.hex(), "".join(keeping.paper_of(key).groups), keeping.paper_of(key).rows[0]]
    for text in (*spellings, key.text.rstrip("="), repr(key.secret)):
        assert text not in held
        assert text not in caplog.text


def test_with_a_key_service_the_page_says_where_it_is_and_asks_nothing(
    file: Path, client: Client, admin: User, sign_in, settings: Settings, tmp_path: Path
) -> None:
    with running() as service:
        settings.VAULT_TRANSIT, settings.VAULT_PROVIDER = service.settings(tmp_path), "transit"
        said = sign_in(client, admin).get(PAGE).content.decode()
        assert service.address in said
        assert "Show the sheet" not in said
        assert words_of(admin) == []
        answer = client.post(f"{SHEET}?print=1", follow=True)
        assert "no matter of a file" in answer.content.decode()
        assert not KeySheet.objects.exists()
        assert service.asked == []


def test_with_a_key_of_the_environment_it_is_not_shown_either(
    file: Path, client: Client, admin: User, sign_in, settings: Settings
) -> None:
    given = key_file.new_key()
    settings.VAULT_KEY, settings.VAULT_PROVIDER = given.text, "environment"
    said = sign_in(client, admin).get(PAGE).content.decode()
    assert "by its environment" in said
    assert given.text not in said
    assert words_of(admin) == []
    client.post(f"{SHEET}?print=1")
    assert not KeySheet.objects.exists()


def test_a_key_file_that_is_gone_is_said_on_today_and_on_the_page(
    file: Path, client: Client, admin: User, sign_in
) -> None:
    file.unlink()
    assert "cannot be read" in words_of(admin)[0]
    page = sign_in(client, admin).get(PAGE)
    assert page.status_code == 200
    assert "cannot be read" in page.content.decode()
    assert client.get("/").status_code == 200
    assert client.post(f"{SHEET}?print=1").status_code in (302, 409)


def _cells() -> list[str]:
    """Every cell of every table, as text and as bytes would show it."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                for cell in row:
                    raw = bytes(cell) if isinstance(cell, memoryview | bytes) else None
                    found.append(str(cell) if raw is None else f"{raw!r} {raw.hex()}")
    return found


def test_the_vault_leads_administrators_to_its_key(client: Client, admin: User, head: User, sign_in) -> None:
    sign_in(client, admin)
    assert 'href="/vault/key/"' in client.get("/vault/").content.decode()
    sign_in(client, head)
    assert 'href="/vault/key/"' not in client.get("/vault/").content.decode()
