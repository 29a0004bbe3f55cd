"""The sign-in code of the moment: on the record first, and never the key that makes it (R2)."""

from collections.abc import Callable
from datetime import timedelta

import pyotp
import pytest
from django.db import transaction
from django.test import Client

from accounts.models import Account
from accounts.vault import workflow
from accounts.vault.duties import known_by
from accounts.vault.models import Credential, Exposure, SecretVersion
from accounts.vault.tests.pictures import SEED
from audit.models import Event
from conftest import NOW, Clock
from core.crypto import cipher
from core.errors import NotAllowed, WrongState
from people.models import User

SignIn = Callable[[Client, User], Client]


@pytest.fixture
def seed(account: Account, admin: User) -> Credential:
    return workflow.store(account, actor=admin, kind="totp_seed", label="", secret=SEED.lower())


def test_it_is_the_code_that_the_platform_expects(seed: Credential, admin2: User, clock: Clock) -> None:
    for seconds in (0, 12, 29, 30):
        clock.move_to(NOW + timedelta(seconds=seconds))
        code = workflow.current_code(seed, actor=admin2)
        assert code.digits == pyotp.TOTP(SEED).at(NOW + timedelta(seconds=seconds))
        assert code.seconds_left == 30 - seconds % 30


def test_each_look_is_on_the_record_without_the_code(seed: Credential, admin2: User) -> None:
    code = workflow.current_code(seed, actor=admin2)

    event = Event.objects.get(verb="vault.code")
    assert (event.actor, event.data) == (f"person:{admin2.pk}", {"version": 1})
    assert code.digits not in str(event.content())
    assert Exposure.objects.get(person=admin2).verb == "code"


def test_whoever_saw_a_code_does_not_know_the_key(seed: Credential, admin2: User) -> None:
    workflow.current_code(seed, actor=admin2)

    assert known_by(admin2) == []


def test_a_runner_sees_codes_only_while_given_the_key(
    seed: Credential, admin: User, teacher: User, make_ready: Callable[..., None]
) -> None:
    make_ready(teacher)
    with pytest.raises(NotAllowed):
        workflow.current_code(seed, actor=teacher)

    workflow.grant(seed, teacher, actor=admin, until=NOW.date() + timedelta(days=2))

    assert workflow.current_code(seed, actor=teacher).digits


@pytest.mark.parametrize("role", ["head", "dsl", "outsider", "volunteer", "leaver", "chair"])
def test_others_see_none_and_the_attempt_is_kept(seed: Credential, role: str, request: pytest.FixtureRequest) -> None:
    with pytest.raises(NotAllowed):
        workflow.current_code(seed, actor=request.getfixturevalue(role))

    assert Event.objects.filter(verb="vault.code", refused=True).count() == 1
    assert not Exposure.objects.filter(verb="code").exists()


def test_a_password_makes_no_codes(password: Credential, admin: User) -> None:
    with pytest.raises(WrongState):
        workflow.current_code(password, actor=admin)


def test_without_the_record_no_code_is_made(
    seed: Credential, admin: User, broken_record: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[object] = []
    monkeypatch.setattr("accounts.vault.workflow.revealing.opened", opened.append)

    with pytest.raises(OSError, match="record"):
        workflow.current_code(seed, actor=admin)

    assert opened == []
    assert not Exposure.objects.filter(verb="code").exists()


def test_it_refuses_to_run_inside_a_transaction_that_could_take_the_record_back(seed: Credential, admin: User) -> None:
    with transaction.atomic(), pytest.raises(RuntimeError):
        workflow.current_code(seed, actor=admin)


def test_a_key_that_does_not_open_is_on_the_record(seed: Credential, admin: User) -> None:
    SecretVersion.objects.update(sealed=b"\x01broken")

    with pytest.raises(WrongState):
        workflow.current_code(seed, actor=admin)

    assert Event.objects.filter(verb="vault.reveal_failed").count() == 1


# --- The page ---------------------------------------------------------------------------------------


def test_the_page_asks_first_then_shows_the_code_and_leaves_by_itself(
    client: Client, sign_in: SignIn, seed: Credential, admin: User
) -> None:
    sign_in(client, admin)
    address = f"/vault/{seed.pk}/code/"
    digits = pyotp.TOTP(SEED).at(NOW)

    assert digits not in client.get(address).content.decode().replace(" ", "")
    assert not Exposure.objects.filter(verb="code").exists()

    answer = client.post(address)
    page = answer.content.decode()
    assert f"{digits[:3]} {digits[3:]}" in page
    assert SEED not in page
    assert "no-store" in answer["Cache-Control"]
    assert answer["Refresh"] == f"31; url={address}"


def test_the_page_needs_a_fresh_sign_in(client: Client, sign_in_stale: SignIn, seed: Credential, admin: User) -> None:
    answer = sign_in_stale(client, admin).post(f"/vault/{seed.pk}/code/")

    assert answer.status_code == 302
    assert answer["Location"].startswith("/sign-in/")
    assert not Exposure.objects.filter(verb="code").exists()


def test_only_a_key_has_this_page_and_only_for_those_who_see_the_account(
    client: Client, sign_in: SignIn, seed: Credential, password: Credential, admin: User, outsider: User, head: User
) -> None:
    assert sign_in(client, admin).get(f"/vault/{password.pk}/code/").status_code == 404
    assert sign_in(Client(), outsider).post(f"/vault/{seed.pk}/code/").status_code == 404
    assert sign_in(Client(), head).post(f"/vault/{seed.pk}/code/").status_code == 403


def test_the_key_itself_is_shown_on_request_with_a_reason(
    client: Client, sign_in: SignIn, seed: Credential, admin: User
) -> None:
    page = sign_in(client, admin).post(f"/vault/{seed.pk}/reveal/", {"reason": "A new telephone"}).content.decode()

    assert SEED in page
    assert "6 digits" in page


def test_a_key_put_in_before_it_had_a_form_of_its_own_still_makes_codes(seed: Credential, admin: User) -> None:
    version = seed.versions.get()
    version.sealed = cipher.seal(f"{SEED[:16]} {SEED[16:]}".encode(), version.bound_to)
    version.save()
    assert workflow.current_code(seed, actor=admin).digits == pyotp.TOTP(SEED).at(NOW)

    version.sealed = cipher.seal(b"ask Alan", version.bound_to)
    version.save()
    with pytest.raises(WrongState) as refusal:
        workflow.current_code(seed, actor=admin)
    assert "no set-up key" in refusal.value.reason
    assert "Alan" not in refusal.value.reason
