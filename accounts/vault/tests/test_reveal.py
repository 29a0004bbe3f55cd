from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from django.db import transaction
from django.test import Client

from accounts.conftest import SECRET
from accounts.models import Account, Runner
from accounts.states import Status
from accounts.vault import sealing, workflow
from accounts.vault.models import Credential, Exposure, Grant, SecretVersion
from audit import workflow as audit
from audit.models import Event
from conftest import NOW, Clock
from core.crypto import cipher
from core.errors import InvalidInput, NotAllowed, WrongState
from people.models import User

SignIn = Callable[[Client, User], Client]
Granted = Callable[..., Grant]
WHY = "Signing in on the office computer"


def test_an_administrator_sees_it_and_that_is_kept(password: Credential, admin2: User) -> None:
    assert workflow.reveal(password, actor=admin2, reason=WHY) == SECRET

    exposure = Exposure.objects.get(verb="reveal")
    assert (exposure.person, exposure.version.number, exposure.reason, exposure.at) == (admin2, 1, WHY, NOW)
    event = Event.objects.get(verb="vault.reveal")
    assert event.actor == f"person:{admin2.pk}"
    assert event.data == {"version": 1}
    assert WHY not in str(event.content())


def test_a_runner_who_was_given_it_and_is_ready_sees_it(
    password: Credential, teacher: User, granted: Granted, make_ready: Callable[..., None]
) -> None:
    granted(password, teacher, ready=False)
    with pytest.raises(NotAllowed, match="as soon as you are ready"):
        workflow.reveal(password, actor=teacher, reason=WHY)

    make_ready(teacher)

    assert workflow.reveal(password, actor=teacher, reason=WHY) == SECRET


def test_a_runner_without_a_grant_sees_nothing(
    password: Credential, teacher: User, make_ready: Callable[..., None]
) -> None:
    make_ready(teacher)

    with pytest.raises(NotAllowed, match="Nobody has given you this one"):
        workflow.reveal(password, actor=teacher, reason=WHY)
    assert Event.objects.get(verb="vault.reveal", refused=True).actor == f"person:{teacher.pk}"


def test_a_grant_is_for_one_credential_and_one_person(
    password: Credential, account: Account, admin: User, teacher: User, teacher2: User, granted: Granted
) -> None:
    other = workflow.store(account, actor=admin, kind="note", label="", secret="a note")
    Runner.objects.create(account=account, person=teacher2, from_at=NOW)
    granted(password, teacher)
    granted(other, teacher2)

    with pytest.raises(NotAllowed):
        workflow.reveal(other, actor=teacher, reason=WHY)
    with pytest.raises(NotAllowed):
        workflow.reveal(password, actor=teacher2, reason=WHY)


def test_after_its_last_day_a_grant_shows_nothing(
    password: Credential, admin: User, teacher: User, make_ready: Callable[..., None], clock: Clock
) -> None:
    make_ready(teacher)
    workflow.grant(password, teacher, actor=admin, until=date(2026, 11, 20))

    clock.move_to(datetime(2026, 11, 20, 23, 59, tzinfo=UTC))
    assert workflow.reveal(password, actor=teacher, reason=WHY) == SECRET
    clock.move_to(datetime(2026, 11, 21, 0, 0, tzinfo=UTC))
    with pytest.raises(NotAllowed):
        workflow.reveal(password, actor=teacher, reason=WHY)


def test_a_grant_alone_helps_nobody_who_does_not_run_the_account(
    password: Credential, volunteer: User, teacher: User, granted: Granted
) -> None:
    granted(password, volunteer)
    with pytest.raises(NotAllowed):
        workflow.reveal(password, actor=volunteer, reason=WHY)

    Runner.objects.create(account=password.account, person=volunteer, from_at=NOW)
    assert workflow.reveal(password, actor=volunteer, reason=WHY) == SECRET

    # Replaced as a runner: at once, before any row is tidied.
    password.account.runners.update(until_at=NOW)
    with pytest.raises(NotAllowed):
        workflow.reveal(password, actor=volunteer, reason=WHY)


def test_a_superuser_without_the_role_sees_nothing(password: Credential, outsider: User) -> None:
    # Our people have no such column; somebody could still think of setting it.
    outsider.is_superuser = outsider.is_staff = True

    with pytest.raises(NotAllowed):
        workflow.reveal(password, actor=outsider, reason=WHY)


def test_an_older_version_is_for_administrators_alone(
    password: Credential, admin: User, teacher: User, head: User, granted: Granted
) -> None:
    granted(password, teacher)
    workflow.rotate(password, actor=admin, secret="the new one")

    assert workflow.reveal(password, actor=teacher, reason=WHY, number=2) == "the new one"
    for person in (teacher, head):
        with pytest.raises(NotAllowed):
            workflow.reveal(password, actor=person, reason=WHY, number=1)
    assert workflow.reveal(password, actor=admin, reason=WHY, number=1) == SECRET

    assert Event.objects.get(verb="vault.reveal_old", refused=False).data == {"version": 1}
    assert Exposure.objects.filter(person=admin, verb="reveal", version__number=1).count() == 1
    with pytest.raises(WrongState):
        workflow.reveal(password, actor=admin, reason=WHY, number=3)


def test_what_was_given_up_is_for_administrators_alone(
    password: Credential, admin: User, teacher: User, granted: Granted
) -> None:
    granted(password, teacher)
    Credential.objects.get_queryset().update(retired_at=NOW)

    with pytest.raises(NotAllowed):
        workflow.reveal(password, actor=teacher, reason=WHY)
    assert workflow.reveal(password, actor=admin, reason=WHY, number=1) == SECRET


@pytest.mark.parametrize("status", [Status.UNDER_REVIEW, Status.CLOSED])
def test_before_approval_and_after_closing_administrators_alone_see_it(
    make_account: Callable[..., Account], granted: Granted, admin: User, teacher: User, status: Status
) -> None:
    account = make_account(Status.UNDER_REVIEW)
    credential = workflow.store(account, actor=teacher, kind="password", label="", secret=SECRET)
    granted(credential, teacher)
    Account.objects.filter(pk=account.pk).update(status=status, closed_at=NOW)

    with pytest.raises(NotAllowed):
        workflow.reveal(credential, actor=teacher, reason=WHY)
    assert workflow.reveal(credential, actor=admin, reason=WHY) == SECRET


@pytest.mark.parametrize("role", ["head", "dsl", "outsider", "leaver", "chair"])
def test_others_see_nothing_and_the_attempt_is_kept(
    password: Credential, role: str, request: pytest.FixtureRequest
) -> None:
    with pytest.raises(NotAllowed):
        workflow.reveal(password, actor=request.getfixturevalue(role), reason=WHY)

    assert not Exposure.objects.filter(verb="reveal").exists()
    assert Event.objects.filter(verb="vault.reveal", refused=True).count() == 1


def test_an_administrator_whose_access_ended_sees_nothing(password: Credential, admin: User) -> None:
    User.objects.get_queryset().filter(pk=admin.pk).update(is_active=False)
    admin.refresh_from_db()

    with pytest.raises(NotAllowed):
        workflow.reveal(password, actor=admin, reason=WHY)


@pytest.mark.parametrize("reason", ["", "   ", "abcd", "x" * 301])
def test_it_needs_a_reason(password: Credential, admin: User, reason: str) -> None:
    with pytest.raises(InvalidInput):
        workflow.reveal(password, actor=admin, reason=reason)

    assert not Exposure.objects.filter(verb="reveal").exists()


def test_the_record_is_written_before_anything_is_opened(
    password: Credential, admin: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[int] = []

    def opened(version: SecretVersion) -> str:
        seen.append(Event.objects.filter(verb="vault.reveal").count())
        return "opened"

    monkeypatch.setattr("accounts.vault.workflow.revealing.opened", opened)

    assert workflow.reveal(password, actor=admin, reason=WHY) == "opened"
    assert seen == [1]


def test_without_the_record_nothing_is_opened(
    password: Credential, admin: User, broken_record: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[object] = []
    monkeypatch.setattr("accounts.vault.workflow.revealing.opened", opened.append)

    with pytest.raises(OSError, match="record"):
        workflow.reveal(password, actor=admin, reason=WHY)

    assert opened == []
    assert not Exposure.objects.filter(verb="reveal").exists()


def test_it_refuses_to_run_inside_a_transaction_that_could_take_the_record_back(
    password: Credential, admin: User
) -> None:
    with transaction.atomic(), pytest.raises(RuntimeError):
        workflow.reveal(password, actor=admin, reason=WHY)

    audit.register("vault.test_outer", "tried")
    with pytest.raises(RuntimeError), audit.unit("vault.test_outer", actor=admin):
        workflow.reveal(password, actor=admin, reason=WHY)


def test_a_value_copied_onto_another_row_does_not_open(account: Account, password: Credential, admin: User) -> None:
    other = workflow.store(account, actor=admin, kind="password", label="Second", secret="other")
    stolen = SecretVersion.objects.get(credential=password).sealed
    SecretVersion.objects.filter(credential=other).update(sealed=stolen)

    with pytest.raises(WrongState):
        workflow.reveal(other, actor=admin, reason=WHY)


def test_a_value_moved_to_another_version_does_not_open(password: Credential) -> None:
    version = SecretVersion.objects.get(credential=password)
    version.number = 2

    with pytest.raises(cipher.CannotOpen):
        sealing.opened(version)


def test_what_does_not_open_is_on_the_record_under_its_own_verb(password: Credential, admin: User) -> None:
    sealed = bytes(SecretVersion.objects.get(credential=password).sealed)
    SecretVersion.objects.update(sealed=sealed[:-1] + bytes([sealed[-1] ^ 1]))

    with pytest.raises(WrongState) as refusal:
        workflow.reveal(password, actor=admin, reason=WHY)

    assert "could not be opened" in refusal.value.reason
    assert Event.objects.get(verb="vault.reveal_failed").data == {"version": 1}
    assert Exposure.objects.filter(verb="reveal_failed", person=admin).count() == 1


# --- The page ---------------------------------------------------------------------------------------


def test_the_page_asks_why_then_shows_it_and_no_browser_keeps_it(
    client: Client, sign_in: SignIn, password: Credential, admin: User
) -> None:
    sign_in(client, admin)
    address = f"/vault/{password.pk}/reveal/"

    question = client.get(address)
    assert SECRET not in question.content.decode()
    assert "no-store" in question["Cache-Control"]

    answer = client.post(address, {"reason": WHY})
    assert SECRET in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    # Without JavaScript too, the browser leaves the page by itself.
    assert answer["Refresh"] == f"31; url=/vault/{password.pk}/"
    assert SECRET not in answer["Refresh"]


def test_a_get_with_a_reason_shows_nothing(client: Client, sign_in: SignIn, password: Credential, admin: User) -> None:
    answer = sign_in(client, admin).get(f"/vault/{password.pk}/reveal/", {"reason": WHY})

    assert SECRET not in answer.content.decode()
    assert not Exposure.objects.filter(verb="reveal").exists()


def test_the_page_shows_nothing_when_the_record_cannot_be_written(
    client: Client, sign_in: SignIn, password: Credential, admin: User, broken_record: None
) -> None:
    sign_in(client, admin)
    client.raise_request_exception = False

    answer = client.post(f"/vault/{password.pk}/reveal/", {"reason": WHY})

    assert answer.status_code == 503
    assert "could not be written down" in answer.content.decode()
    assert SECRET not in answer.content.decode()


def test_a_sign_in_that_is_too_old_is_asked_for_again_before_the_form(
    client: Client, sign_in_stale: SignIn, password: Credential, admin: User
) -> None:
    answer = sign_in_stale(client, admin).get(f"/vault/{password.pk}/reveal/")

    assert answer.status_code == 302
    assert answer["Location"].startswith("/sign-in/")
    assert answer["Location"].endswith(f"next=%2Fvault%2F{password.pk}%2Freveal%2F")


def test_a_stale_post_is_refused_and_parked_nowhere(
    client: Client, sign_in_stale: SignIn, account: Account, password: Credential, admin: User
) -> None:
    sign_in_stale(client, admin)

    for address, data in [
        (f"/vault/{password.pk}/reveal/", {"reason": "A reason that must not be parked"}),
        (f"/vault/account/{account.pk}/store/", {"kind": "password", "secret": "parked-secret", "label": "New"}),
        (f"/vault/{password.pk}/rotate/", {"way": "changed", "secret": "parked-secret"}),
        (f"/vault/{password.pk}/rotate/show/", {}),
    ]:
        answer = client.post(address, data)
        assert answer.status_code == 302
        assert "parked" not in answer["Location"]

    assert "parked" not in str(dict(client.session))
    assert Credential.objects.count() == 1
    assert SecretVersion.objects.count() == 1
    assert not Exposure.objects.filter(verb="reveal").exists()


def test_who_may_not_see_it_is_told_why(
    client: Client, sign_in: SignIn, password: Credential, head: User, outsider: User
) -> None:
    sign_in(client, head)

    assert "Only an Administrator" in client.get(f"/vault/{password.pk}/").content.decode()
    assert client.get(f"/vault/{password.pk}/reveal/").status_code == 403
    assert client.post(f"/vault/{password.pk}/reveal/", {"reason": WHY}).status_code == 403
    assert Event.objects.filter(verb="vault.reveal", refused=True).count() == 1

    sign_in(client, outsider)
    assert client.get(f"/vault/{password.pk}/").status_code == 404
    assert client.post(f"/vault/{password.pk}/reveal/", {"reason": WHY}).status_code == 404


def test_the_lists_show_user_names_and_nothing_sealed(
    client: Client, sign_in: SignIn, password: Credential, admin: User, outsider: User
) -> None:
    sign_in(client, admin)

    for address in ("/vault/", f"/vault/account/{password.account_id}/", f"/vault/{password.pk}/"):
        page = client.get(address).content.decode()
        assert "friends" in page
        assert SECRET not in page

    assert "Friends of St Jude" not in sign_in(Client(), outsider).get("/vault/").content.decode()


def test_the_page_says_who_has_seen_it_and_why(
    client: Client, sign_in: SignIn, password: Credential, admin: User, head: User, teacher: User
) -> None:
    workflow.reveal(password, actor=admin, reason=WHY)

    assert WHY in sign_in(client, head).get(f"/vault/{password.pk}/").content.decode()
    assert WHY not in sign_in(Client(), teacher).get(f"/vault/{password.pk}/").content.decode()
