"""An emergency: SLT opens what it was not given, and everybody who could object is told in the same moment."""

from collections.abc import Callable

import pytest
from django.db import transaction
from django.test import Client

from accounts.conftest import SECRET
from accounts.models import Account
from accounts.vault import duties, workflow
from accounts.vault.models import Credential, Exposure
from audit.models import Event
from conftest import NOW
from core.errors import InvalidInput, NotAllowed, WrongState
from notifications.models import Notification
from people.models import User

SignIn = Callable[[Client, User], Client]
WHY = "The office is closed and somebody posts through our page"


def told() -> set[User]:
    return {row.recipient for row in Notification.objects.filter(template="vault.glass_broken")}


def to_change() -> list[str]:
    return [reason.words for duty in duties.to_change(Credential.objects.get_queryset()) for reason in duty.reasons]


def test_slt_opens_it_and_all_others_are_told_without_the_reason(
    password: Credential, head: User, deputy: User, admin: User, admin2: User, teacher: User, dsl: User
) -> None:
    assert workflow.break_glass(password, actor=head, reason=WHY) == SECRET

    assert told() == {deputy, admin, admin2}
    notice = Notification.objects.filter(template="vault.glass_broken").first()
    assert notice is not None
    assert notice.params == {"who": "Helen Head", "what": "password", "account": "Friends of St Jude's (Facebook)"}
    assert notice.url == password.get_absolute_url()
    exposure = Exposure.objects.get(verb="break_glass")
    assert (exposure.person, exposure.version.number, exposure.reason, exposure.at) == (head, 1, WHY, NOW)
    event = Event.objects.get(verb="vault.break_glass")
    assert event.data == {"version": 1, "told": 3}
    assert WHY not in str(event.content())


def test_from_then_on_it_must_be_changed_until_it_is(
    password: Credential, head: User, deputy: User, admin: User
) -> None:
    workflow.break_glass(password, actor=head, reason=WHY)
    assert to_change() == ["Opened in an emergency by Helen Head"]

    workflow.rotate(password, actor=admin, secret="another one")
    assert to_change() == []


@pytest.mark.parametrize("role", ["admin", "teacher", "dsl", "outsider", "chair", "leaver"])
def test_nobody_but_slt_opens_it_so(
    password: Credential, head: User, deputy: User, role: str, request: pytest.FixtureRequest
) -> None:
    with pytest.raises(NotAllowed):
        workflow.break_glass(password, actor=request.getfixturevalue(role), reason=WHY)

    assert Event.objects.get(verb="vault.break_glass").refused
    assert not told()


def test_a_member_of_slt_whose_access_ended_opens_nothing(password: Credential, head: User, deputy: User) -> None:
    User.objects.get_queryset().filter(pk=head.pk).update(is_active=False)
    head.refresh_from_db()

    with pytest.raises(NotAllowed):
        workflow.break_glass(password, actor=head, reason=WHY)


def test_with_fewer_than_two_others_it_is_refused_in_a_sentence(password: Credential, head: User, admin: User) -> None:
    with pytest.raises(WrongState, match="tells at least two others"):
        workflow.break_glass(password, actor=head, reason=WHY)

    assert not Exposure.objects.filter(verb="break_glass").exists()
    assert not told()


def test_who_cannot_sign_in_any_more_is_no_witness(password: Credential, head: User, deputy: User, admin: User) -> None:
    User.objects.get_queryset().filter(pk=deputy.pk).update(is_active=False)

    with pytest.raises(WrongState):
        workflow.break_glass(password, actor=head, reason=WHY)


def test_who_has_never_come_in_is_no_witness(password: Credential, head: User, deputy: User, admin: User) -> None:
    deputy.set_unusable_password()
    deputy.save()

    with pytest.raises(WrongState, match="tells at least two others"):
        workflow.break_glass(password, actor=head, reason=WHY)

    assert not told()


@pytest.mark.parametrize("reason", ["", "   ", "abcd", "x" * 301])
def test_it_needs_a_reason(password: Credential, head: User, deputy: User, reason: str) -> None:
    with pytest.raises(InvalidInput):
        workflow.break_glass(password, actor=head, reason=reason)

    assert not told()


def test_what_is_not_in_use_is_no_emergency(password: Credential, head: User, deputy: User, admin2: User) -> None:
    Credential.objects.get_queryset().update(retired_at=NOW)
    with pytest.raises(NotAllowed):
        workflow.break_glass(password, actor=head, reason=WHY)

    Credential.objects.get_queryset().update(retired_at=None)
    Account.objects.get_queryset().update(status="closed", closed_at=NOW)
    with pytest.raises(NotAllowed):
        workflow.break_glass(password, actor=head, reason=WHY)


def test_without_the_record_nothing_is_opened_and_nobody_told(
    password: Credential, head: User, deputy: User, broken_record: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[object] = []
    monkeypatch.setattr("accounts.vault.workflow.revealing.opened", opened.append)

    with pytest.raises(OSError, match="record"):
        workflow.break_glass(password, actor=head, reason=WHY)

    assert opened == []
    assert not told()
    assert not Exposure.objects.filter(verb="break_glass").exists()


def test_it_refuses_to_run_inside_a_transaction(password: Credential, head: User, deputy: User) -> None:
    with transaction.atomic(), pytest.raises(RuntimeError):
        workflow.break_glass(password, actor=head, reason=WHY)


def test_a_second_opening_tells_again(password: Credential, head: User, deputy: User, admin: User) -> None:
    workflow.break_glass(password, actor=head, reason=WHY)
    workflow.break_glass(password, actor=head, reason=WHY)

    assert Notification.objects.filter(template="vault.glass_broken", recipient=deputy).count() == 2


def test_what_was_just_opened_can_be_copied_and_nothing_else(
    password: Credential, account: Account, head: User, deputy: User, admin: User
) -> None:
    other = workflow.store(account, actor=admin, kind="note", label="", secret="a note")
    workflow.break_glass(password, actor=head, reason=WHY)

    workflow.record_copy(password, 1, actor=head)
    assert Exposure.objects.filter(verb="copy", person=head).count() == 1
    with pytest.raises(NotAllowed):
        workflow.record_copy(other, 1, actor=head)
    with pytest.raises(NotAllowed):
        workflow.record_copy(password, 1, actor=deputy)


# --- The page ---------------------------------------------------------------------------------------


def test_the_page_names_who_is_told_then_shows_it(
    client: Client, sign_in: SignIn, password: Credential, head: User, deputy: User, admin: User
) -> None:
    sign_in(client, head)
    address = f"/vault/{password.pk}/emergency/"

    assert address in client.get(password.get_absolute_url()).content.decode()
    question = client.get(address)
    assert "Dev Deputy" in question.content.decode()
    assert "no-store" in question["Cache-Control"]
    assert not told()

    answer = client.post(address, {"reason": WHY})
    assert SECRET in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert told() == {deputy, admin}
    # The reason is on its page, for those who were told.
    assert WHY in sign_in(Client(), deputy).get(password.get_absolute_url()).content.decode()


def test_a_get_with_a_reason_opens_nothing(
    client: Client, sign_in: SignIn, password: Credential, head: User, deputy: User
) -> None:
    answer = sign_in(client, head).get(f"/vault/{password.pk}/emergency/", {"reason": WHY})

    assert SECRET not in answer.content.decode()
    assert not told()


def test_a_sign_in_that_is_too_old_opens_nothing(
    client: Client, sign_in_stale: SignIn, password: Credential, head: User, deputy: User
) -> None:
    sign_in_stale(client, head)
    address = f"/vault/{password.pk}/emergency/"

    assert client.get(address)["Location"].startswith("/sign-in/")
    assert client.post(address, {"reason": WHY})["Location"].startswith("/sign-in/")
    assert not told()


def test_with_too_few_others_the_page_says_so(
    client: Client, sign_in: SignIn, password: Credential, head: User, admin: User
) -> None:
    page = sign_in(client, head).get(f"/vault/{password.pk}/emergency/").content.decode()

    assert "tells at least two others" in page
    assert "Open it, and tell the others" not in page


def test_an_administrator_has_no_need_of_it(
    client: Client, sign_in: SignIn, password: Credential, admin: User, head: User
) -> None:
    sign_in(client, admin)

    assert "emergency/" not in client.get(password.get_absolute_url()).content.decode()
    assert client.get(f"/vault/{password.pk}/emergency/").status_code == 403
