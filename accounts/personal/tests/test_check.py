from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client

from accounts.personal import workflow
from accounts.personal.models import Check, PersonalAccount
from accounts.personal.selectors import a_year_after
from accounts.personal.states import Status
from accounts.personal.tests.test_declare import WORDS, SignIn
from audit.models import Event
from conftest import Clock
from core.errors import InvalidInput, NotAllowed, WrongState
from notifications.models import Notification
from people.models import Role, RoleGrant, User

ALL_WELL: dict[str, Any] = {"disclaimer_seen": True, "no_logo": True, "no_branding": True}


def test_an_administrator_checks_it_for_a_year(declared: PersonalAccount, teacher: User, admin: User) -> None:
    account = workflow.check(declared, actor=admin, **ALL_WELL)

    account.refresh_from_db()
    assert (account.status, account.due_on) == (Status.CHECKED, date(2027, 11, 18))
    found = Check.objects.get()
    assert (found.by, found.is_right) == (admin, True)
    assert Event.objects.get(verb="personal.check").data == {"from": "declared", "to": "checked", "check": found.pk}
    assert Notification.objects.get(template="personal.checked").recipient == teacher


def test_one_that_is_checked_is_checked_again(checked: PersonalAccount, admin2: User, clock: Clock) -> None:
    clock.move_to(datetime(2027, 11, 10, 12, tzinfo=UTC))

    assert workflow.check(checked, actor=admin2, **ALL_WELL).due_on == date(2028, 11, 10)


def test_a_leap_day_has_its_year() -> None:
    assert a_year_after(date(2028, 2, 29)) == date(2029, 2, 28)


@pytest.mark.parametrize("role", ["head", "teacher", "teacher2", "dsl", "chair", "leaver"])
def test_others_check_nothing(
    declared: PersonalAccount, admin: User, role: str, request: pytest.FixtureRequest
) -> None:
    actor = request.getfixturevalue(role)
    with pytest.raises(NotAllowed):
        workflow.check(declared, actor=actor, **ALL_WELL)
    with pytest.raises(NotAllowed):
        workflow.ask_for_change(declared, actor=actor, note="Take it away.")

    assert not Check.objects.exists()
    assert Event.objects.filter(refused=True).count() == 2


def test_nobody_checks_their_own(
    make_personal: Callable[..., PersonalAccount], admin: User, admin2: User, head: User
) -> None:
    for _ in range(2):
        account = make_personal(person=admin)
        with pytest.raises(NotAllowed, match="their own"):
            workflow.check(account, actor=admin, **ALL_WELL)
        assert workflow.check(account, actor=admin2 if _ else head, **ALL_WELL).status == Status.CHECKED


def test_where_there_is_no_administrator_slt_checks(declared: PersonalAccount, head: User) -> None:
    assert workflow.check(declared, actor=head, **ALL_WELL).status == Status.CHECKED


@pytest.mark.parametrize("missing", list(ALL_WELL))
def test_all_three_must_be_seen(declared: PersonalAccount, admin: User, missing: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        workflow.check(declared, actor=admin, **(ALL_WELL | {missing: False}))

    assert refusal.value.field == missing


@pytest.mark.parametrize("status", [Status.WITHDRAWN, Status.NEEDS_CHANGE])
def test_only_what_stands_is_checked(
    make_personal: Callable[..., PersonalAccount], admin: User, status: Status
) -> None:
    with pytest.raises(WrongState):
        workflow.check(make_personal(status), actor=admin, **ALL_WELL)


def test_of_somebody_who_has_left_nothing_is_checked(
    make_personal: Callable[..., PersonalAccount], leaver: User, admin: User
) -> None:
    with pytest.raises(WrongState, match="has left"):
        workflow.check(make_personal(person=leaver), actor=admin, **ALL_WELL)


def test_what_changed_meanwhile_is_read_again(
    declared: PersonalAccount, teacher: User, admin: User, clock: Clock
) -> None:
    seen = workflow.stamp(declared)
    clock.move_to(clock.now.replace(hour=11))
    workflow.send_again(declared, actor=teacher, **WORDS)

    with pytest.raises(WrongState, match="while you were looking"):
        workflow.check(declared, actor=admin, seen=seen, **ALL_WELL)
    with pytest.raises(WrongState, match="while you were looking"):
        workflow.ask_for_change(declared, actor=admin, seen=seen, note="Take it away.")


def test_a_change_is_asked_for_in_words_that_the_owner_reads(
    client: Client, sign_in: SignIn, declared: PersonalAccount, teacher: User, admin: User
) -> None:
    note = "The crest is in the banner."
    workflow.ask_for_change(declared, actor=admin, note=note)

    declared.refresh_from_db()
    assert declared.status == Status.NEEDS_CHANGE
    event = Event.objects.get(verb="personal.ask_for_change")
    assert note not in str(event.content())
    notice = Notification.objects.get(template="personal.needs_change")
    assert notice.recipient == teacher
    assert note not in str(notice.params)
    sign_in(client, teacher)
    assert note in client.get(f"/accounts/personal/{declared.pk}/").content.decode()
    assert "Change something on your personal account" in client.get("/").content.decode()


@pytest.mark.parametrize("note", ["", "  abc ", "x" * 1001])
def test_a_change_says_what(declared: PersonalAccount, admin: User, note: str) -> None:
    with pytest.raises(InvalidInput):
        workflow.ask_for_change(declared, actor=admin, note=note)


def test_a_rollback_leaves_no_check(declared: PersonalAccount, admin: User, broken_record: None) -> None:
    with pytest.raises(OSError, match="record"):
        workflow.check(declared, actor=admin, **ALL_WELL)
    with pytest.raises(OSError, match="record"):
        workflow.ask_for_change(declared, actor=admin, note="Take it away.")

    declared.refresh_from_db()
    assert declared.status == Status.DECLARED
    assert not Check.objects.exists()
    assert not Notification.objects.exists()


def test_the_page_of_the_check(client: Client, sign_in: SignIn, declared: PersonalAccount, admin: User) -> None:
    sign_in(client, admin)
    assert "1 personal account waits for a check" in client.get("/").content.decode()
    url = f"/accounts/personal/{declared.pk}/check/"
    page = client.get(url).content.decode()
    assert 'href="https://x.example/tom1"' in page
    seen = {"seen": workflow.stamp(declared)}

    assert "Tick this if you saw the disclaimer" in client.post(url, seen | {"no_logo": "on"}).content.decode()
    asked = f"/accounts/personal/{declared.pk}/ask-for-change/"
    assert "Say what should be changed." in client.post(asked, seen).content.decode()

    done = client.post(url, seen | dict.fromkeys(ALL_WELL, "on"), follow=True).content.decode()
    assert "Checked. Tom has been told." in done
    assert client.get(url).status_code == 200  # once more, whenever somebody looks again
    assert "personal account waits" not in client.get("/").content.decode()


def test_an_administrator_reads_why_their_own_has_no_button(
    client: Client, sign_in: SignIn, make_personal: Callable[..., PersonalAccount], admin: User
) -> None:
    account = make_personal(person=admin)
    sign_in(client, admin)

    assert "Check it" not in client.get(f"/accounts/personal/{account.pk}/").content.decode()
    assert client.get(f"/accounts/personal/{account.pk}/check/").status_code == 403


def test_slt_is_asked_on_today_for_administrators_accounts_alone(
    client: Client, sign_in: SignIn, make_personal: Callable[..., PersonalAccount], admin: User, head: User
) -> None:
    make_personal()
    sign_in(client, head)
    assert "waits for a check" not in client.get("/").content.decode()

    make_personal(person=admin)
    assert "1 personal account waits for a check" in client.get("/").content.decode()

    RoleGrant.objects.filter(role=Role.ADMINISTRATOR).delete()
    assert "2 personal accounts wait for a check" in client.get("/").content.decode()
