from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.personal import workflow
from accounts.personal.models import PersonalAccount
from accounts.personal.states import Status
from accounts.personal.tests.test_declare import WORDS, SignIn
from audit.models import Event
from conftest import Clock
from core.errors import InvalidInput, NotAllowed, WrongState
from notifications.models import Notification
from people.models import User


@pytest.mark.parametrize("status", [Status.DECLARED, Status.NEEDS_CHANGE, Status.CHECKED])
def test_the_owner_corrects_it_and_it_is_checked_anew(
    make_personal: Callable[..., PersonalAccount], teacher: User, admin: User, status: Status
) -> None:
    account = workflow.send_again(make_personal(status), actor=teacher, **WORDS)

    account.refresh_from_db()
    assert (account.status, account.handle) == (Status.DECLARED, "TomTeaches")
    event = Event.objects.get(verb="personal.send_again")
    assert event.data == ({} if status == Status.DECLARED else {"from": status, "to": "declared"})
    assert Notification.objects.get(template="personal.declared").recipient == admin


@pytest.mark.parametrize("role", ["teacher2", "head", "admin", "volunteer"])
def test_nobody_else_speaks_for_the_owner(declared: PersonalAccount, role: str, request: pytest.FixtureRequest) -> None:
    with pytest.raises(NotAllowed):
        workflow.send_again(declared, actor=request.getfixturevalue(role), **WORDS)

    declared.refresh_from_db()
    assert declared.handle == "tom1"
    assert Event.objects.filter(verb="personal.send_again", refused=True).count() == 1


def test_what_was_withdrawn_stays_so(make_personal: Callable[..., PersonalAccount], teacher: User) -> None:
    with pytest.raises(WrongState):
        workflow.send_again(make_personal(Status.WITHDRAWN), actor=teacher, **WORDS)


@pytest.mark.parametrize("missing", ["disclaimer", "no_branding"])
def test_both_points_are_confirmed_every_time(checked: PersonalAccount, teacher: User, missing: str) -> None:
    with pytest.raises(InvalidInput):
        workflow.send_again(checked, actor=teacher, **(WORDS | {missing: False}))

    checked.refresh_from_db()
    assert checked.status == Status.CHECKED


def test_a_rollback_leaves_it_as_it_was(
    to_change: PersonalAccount, teacher: User, admin2: User, broken_record: None
) -> None:
    with pytest.raises(OSError, match="record"):
        workflow.send_again(to_change, actor=teacher, **WORDS)

    to_change.refresh_from_db()
    assert to_change.status == Status.NEEDS_CHANGE
    assert not Notification.objects.exists()


def test_the_yearly_question_is_answered_on_one_page(
    client: Client, sign_in: SignIn, checked: PersonalAccount, teacher: User, admin: User, clock: Clock
) -> None:
    clock.move_to(clock.now.replace(year=2027, day=15))
    sign_in(client, teacher)
    assert "Is it still right?" in client.get("/").content.decode()
    assert "Yes, it is still right" in client.get(f"/accounts/personal/{checked.pk}/").content.decode()

    url = f"/accounts/personal/{checked.pk}/send-again/"
    assert "tom1" in client.get(url).content.decode()
    kept: dict[str, Any] = {"platform": "x", "handle": "tom1", "url": "", "naming": "Teacher at St. Jude's"}
    client.post(url, kept | {"disclaimer": "on", "no_branding": "on"})

    checked.refresh_from_db()
    assert (checked.status, checked.url) == (Status.DECLARED, "")
    assert "Is it still right?" not in client.get("/").content.decode()


def test_a_stranger_finds_no_such_page(
    client: Client, sign_in: SignIn, declared: PersonalAccount, outsider: User
) -> None:
    sign_in(client, outsider)
    for page in ("", "send-again/", "check/", "withdraw/"):
        assert client.get(f"/accounts/personal/{declared.pk}/{page}").status_code == 404
