"""Where the vault's keys are, as the environment says it."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from core.crypto import key_file
from stjudes_portal import environment, vault_keys


@pytest.fixture
def read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    for name in (*vault_keys.NAMES, "DEMO"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("VAR", str(tmp_path))
    (tmp_path / "token").write_text("token")

    def load(may_make: bool = True, **given: str) -> vault_keys.VaultKeys:
        for name, value in given.items():
            monkeypatch.setenv(name, value.replace("HERE", str(tmp_path)))
        return vault_keys.load(environment.load(), may_make=may_make)

    return load


def test_a_new_portal_makes_a_key_file_for_its_owner_alone(read, tmp_path: Path) -> None:
    found = read()
    assert (found.provider, found.given, found.transit) == ("file", "", None)
    assert found.file == tmp_path / "secrets" / "vault.key"
    assert found.file.stat().st_mode & 0o777 == 0o600
    before = found.file.read_text()
    assert read(may_make=False).file.read_text() == before


def test_where_there_is_data_but_no_key_none_is_made(read, tmp_path: Path) -> None:
    with pytest.raises(ImproperlyConfigured, match="Put it back"):
        read(may_make=False)
    assert not (tmp_path / "secrets" / "vault.key").exists()


def test_the_command_that_brings_a_key_back_starts_without_one(
    read, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.argv", ["manage.py", "vault", "restore-key"])
    assert read(may_make=False).file == tmp_path / "secrets" / "vault.key"
    assert not (tmp_path / "secrets" / "vault.key").exists()


def test_a_key_in_the_environment_makes_no_file(read, tmp_path: Path) -> None:
    given = key_file.new_key().text
    found = read(VAULT_KEY=given)
    assert (found.provider, found.given, found.file) == ("environment", given, None)


def test_a_key_service_makes_no_file_but_an_older_file_still_opens(read, tmp_path: Path) -> None:
    older = read().file
    found = read(
        VAULT_TRANSIT_URL="https://keys.stjudes.example:8200/",
        VAULT_TRANSIT_KEY="portal",
        VAULT_TRANSIT_TOKEN_FILE="HERE/token",
    )
    assert found.provider == "transit"
    assert found.file == older
    assert found.transit.url == "https://keys.stjudes.example:8200"
    assert found.transit.mount == "transit"
    assert found.transit.timeout == 5
    assert read(VAULT_PROVIDER="file").provider == "file"


def test_the_demonstration_keeps_to_its_own_file(read, tmp_path: Path) -> None:
    found = read(VAULT_KEY=key_file.new_key().text, DEMO="1")
    assert (found.provider, found.given) == ("file", "")
    assert found.file == tmp_path / "demo-secrets" / "vault.key"


SERVICE = {
    "VAULT_TRANSIT_URL": "https://keys.stjudes.example",
    "VAULT_TRANSIT_KEY": "portal",
    "VAULT_TRANSIT_TOKEN_FILE": "HERE/token",
}


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"VAULT_KEY": "short"}, "32 random bytes"),
        ({"VAULT_KEY_FILE": "HERE/none"}, "cannot be read"),
        ({"VAULT_KEY_FILE": "HERE/token"}, "32 random bytes"),
        ({"VAULT_KEY_FILE": "/dev/null"}, "holds no key"),
        ({"VAULT_PROVIDER": "paper"}, "Give file, environment or transit"),
        ({"VAULT_PROVIDER": "transit"}, "VAULT_TRANSIT_URL is missing"),
        ({"VAULT_PROVIDER": "environment"}, "VAULT_KEY is missing"),
        ({"VAULT_TRANSIT_KEY": "portal"}, "VAULT_TRANSIT_URL is not"),
        ({**SERVICE, "VAULT_TRANSIT_URL": "http://keys.stjudes.example"}, "not encrypted"),
        ({**SERVICE, "VAULT_TRANSIT_URL": "https://me:word@keys.stjudes.example"}, "nothing after the host"),
        ({**SERVICE, "VAULT_TRANSIT_URL": "https://keys.stjudes.example/v1"}, "nothing after the host"),
        ({**SERVICE, "VAULT_TRANSIT_KEY": ""}, "VAULT_TRANSIT_KEY is missing"),
        ({**SERVICE, "VAULT_TRANSIT_KEY": "../sys/seal"}, "plain name"),
        ({**SERVICE, "VAULT_TRANSIT_TOKEN_FILE": "HERE/none"}, "is not there"),
        ({**SERVICE, "VAULT_TRANSIT_CA_FILE": "HERE/none"}, "is not there"),
        ({**SERVICE, "VAULT_TRANSIT_TIMEOUT": "soon"}, "from more than 0 to 60"),
    ],
)
def test_a_wrong_setting_is_a_sentence(read, given: dict[str, str], words: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=words) as failure:
        read(**given)
    assert "me:word" not in str(failure.value)


def test_plain_http_is_for_this_machine_only(read) -> None:
    assert read(**{**SERVICE, "VAULT_TRANSIT_URL": "http://127.0.0.1:8200"}).transit.url == "http://127.0.0.1:8200"
