"""Another provider's sign-in as the environment names it: all of it or nothing, and never a way to become SLT."""

import os
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from people.models import Role
from stjudes_portal import sign_in_with

TENANT = "01234567-89ab-cdef-0123-456789abcdef"
GOOGLE = {
    "SIGN_IN_WITH": "google",
    "SIGN_IN_CLIENT_ID": "id",
    "SIGN_IN_CLIENT_SECRET": "hush",
    "SIGN_IN_DOMAINS": "stjudes.sch.uk",
}
MICROSOFT = GOOGLE | {"SIGN_IN_WITH": "microsoft", "SIGN_IN_TENANT": TENANT}
OPENID = {
    "SIGN_IN_WITH": "openid",
    "SIGN_IN_CLIENT_ID": "id",
    "SIGN_IN_CLIENT_SECRET": "hush",
    "SIGN_IN_SERVER": "https://login.stjudes.sch.uk/",
}


@pytest.fixture(autouse=True)
def _nothing_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith("SIGN_IN_"):
            monkeypatch.delenv(name)


def load(monkeypatch: pytest.MonkeyPatch, values: dict[str, str]) -> object:
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    return sign_in_with.load()


def test_nothing_set_is_no_provider() -> None:
    assert sign_in_with.load() is None


def test_google(monkeypatch: pytest.MonkeyPatch) -> None:
    found = load(
        monkeypatch, GOOGLE | {"SIGN_IN_WITH": " Google ", "SIGN_IN_DOMAINS": "@StJudes.sch.uk, stjudes.example"}
    )
    assert (found.name, found.server) == ("Google", "https://accounts.google.com")
    assert found.domains == {"stjudes.sch.uk", "stjudes.example"}


def test_microsoft(monkeypatch: pytest.MonkeyPatch) -> None:
    groups = {"SIGN_IN_GROUPS": "IT team = administrator; dsl=safeguarding_lead;"}
    found = load(monkeypatch, MICROSOFT | groups | {"SIGN_IN_TENANT": TENANT.upper()})
    assert found.server == f"https://login.microsoftonline.com/{TENANT}/v2.0"
    assert found.groups == {"IT team": "administrator", "dsl": "safeguarding_lead"}


def test_another_provider(monkeypatch: pytest.MonkeyPatch) -> None:
    found = load(monkeypatch, OPENID)
    assert (found.name, found.server, found.domains) == (
        "login.stjudes.sch.uk",
        "https://login.stjudes.sch.uk",
        frozenset(),
    )


def test_the_secret_may_be_in_a_file_and_is_not_shown(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("whispered\n")
    values = {name: value for name, value in GOOGLE.items() if name != "SIGN_IN_CLIENT_SECRET"}
    found = load(monkeypatch, values | {"SIGN_IN_CLIENT_SECRET_FILE": str(tmp_path / "secret")})
    assert found.client_secret == "whispered"
    assert "whispered" not in repr(found)


@pytest.mark.parametrize(
    ("whole", "name"),
    [
        *((GOOGLE, name) for name in GOOGLE if name != "SIGN_IN_WITH"),
        *((MICROSOFT, name) for name in MICROSOFT if name != "SIGN_IN_WITH"),
        *((OPENID, name) for name in OPENID if name != "SIGN_IN_WITH"),
    ],
)
def test_half_of_it_is_refused_and_what_is_missing_is_named(
    monkeypatch: pytest.MonkeyPatch, whole: dict[str, str], name: str
) -> None:
    with pytest.raises(ImproperlyConfigured, match=f"{name} is missing"):
        load(monkeypatch, {each: value for each, value in whole.items() if each != name})


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"SIGN_IN_CLIENT_ID": "id"}, "SIGN_IN_CLIENT_ID is set, but SIGN_IN_WITH is not"),
        ({"SIGN_IN_WITH": "facebook"}, "google, microsoft or openid"),
        (
            {"SIGN_IN_WITH": "microsoft"},
            "SIGN_IN_CLIENT_ID, SIGN_IN_CLIENT_SECRET, SIGN_IN_TENANT and SIGN_IN_DOMAINS are",
        ),
        (MICROSOFT | {"SIGN_IN_TENANT": "stjudes.onmicrosoft.com"}, "Directory"),
        (MICROSOFT | {"SIGN_IN_TENANT": "common"}, "Directory"),
        (GOOGLE | {"SIGN_IN_TENANT": TENANT}, "no use for SIGN_IN_TENANT"),
        (GOOGLE | {"SIGN_IN_SERVER": "https://evil.example"}, "no use for SIGN_IN_SERVER"),
        (GOOGLE | {"SIGN_IN_DOMAINS": "stjudes"}, "which is no domain"),
        (GOOGLE | {"SIGN_IN_DOMAINS": "*.sch.uk"}, "which is no domain"),
        (OPENID | {"SIGN_IN_SERVER": "http://login.stjudes.sch.uk"}, "not encrypted"),
        (OPENID | {"SIGN_IN_SERVER": "login.stjudes.sch.uk"}, "its issuer"),
        (OPENID | {"SIGN_IN_GROUPS": "heads=slt"}, "Nobody becomes a member of SLT by a group"),
        (OPENID | {"SIGN_IN_GROUPS": "heads=king"}, "group=role"),
        (OPENID | {"SIGN_IN_GROUPS": "parents=volunteer"}, "group=role"),
        (OPENID | {"SIGN_IN_GROUPS": "administrator"}, "group=role"),
    ],
)
def test_a_mistake_is_refused_in_a_sentence(
    monkeypatch: pytest.MonkeyPatch, values: dict[str, str], words: str
) -> None:
    with pytest.raises(ImproperlyConfigured, match=words.replace("*", ".")):
        load(monkeypatch, values)


def test_plain_http_is_for_this_machine_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    assert load(monkeypatch, OPENID | {"SIGN_IN_SERVER": "http://localhost:9400"}).server == "http://localhost:9400"


def test_every_role_is_thought_of() -> None:
    given_by_hand = {"slt", "volunteer", "chair_of_governors", "outside_contact"}
    assert {*sign_in_with.ROLES_BY_GROUP, *given_by_hand} == set(Role.values)
