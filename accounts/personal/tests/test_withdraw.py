from collections.abc import Callable

import pytest
from django.test import Client

from accounts.personal import workflow
from accounts.personal.models import PersonalAccount
from accounts.personal.states import Status
from accounts.personal.tests.test_declare import SignIn
from audit.models import Event
from conftest import NOW
from core.errors import InvalidInput, NotAllowed, WrongState
from people.models import User


@pytest.mark.parametrize("status", [Status.DECLARED, Status.NEEDS_CHANGE, Status.CHECKED])
def test_its_owner_withdraws_it(make_personal: Callable[..., PersonalAccount], teacher: User, status: Status) -> None:
    account = workflow.withdraw(make_personal(status), actor=teacher, ending="names_no_longer")

    account.refresh_from_db()
    assert (account.status, account.withdrawn_at) == (Status.WITHDRAWN, NOW)
    event = Event.objects.get(verb="personal.withdraw")
    assert event.data == {"from": status, "to": "withdrawn", "because": "names_no_longer"}
    assert account not in PersonalAccount.objects.standing()


@pytest.mark.parametrize("role", ["admin", "head", "teacher2", "volunteer"])
def test_nobody_else_does(declared: PersonalAccount, role: str, request: pytest.FixtureRequest) -> None:
    with pytest.raises(NotAllowed):
        workflow.withdraw(declared, actor=request.getfixturevalue(role), ending="closed")

    declared.refresh_from_db()
    assert declared.status == Status.DECLARED
    assert Event.objects.filter(verb="personal.withdraw", refused=True).count() == 1


def test_once_is_enough(make_personal: Callable[..., PersonalAccount], teacher: User) -> None:
    with pytest.raises(WrongState):
        workflow.withdraw(make_personal(Status.WITHDRAWN), actor=teacher, ending="closed")


def test_it_needs_a_reason(declared: PersonalAccount, teacher: User) -> None:
    with pytest.raises(InvalidInput):
        workflow.withdraw(declared, actor=teacher, ending="because")


def test_a_rollback_leaves_it(declared: PersonalAccount, teacher: User, broken_record: None) -> None:
    with pytest.raises(OSError, match="record"):
        workflow.withdraw(declared, actor=teacher, ending="closed")

    declared.refresh_from_db()
    assert (declared.status, declared.withdrawn_at) == (Status.DECLARED, None)


def test_it_asks_first(client: Client, sign_in: SignIn, declared: PersonalAccount, teacher: User) -> None:
    sign_in(client, teacher)
    url = f"/accounts/personal/{declared.pk}/withdraw/"
    page = client.get(url).content.decode()
    assert "This cannot be undone." in page
    assert "Choose why you withdraw it." in client.post(url, {"x": "y"}).content.decode()
    declared.refresh_from_db()
    assert declared.status == Status.DECLARED

    assert "Withdrawn." in client.post(url, {"ending": "closed"}, follow=True).content.decode()
    after = client.get(f"/accounts/personal/{declared.pk}/").content.decode()
    assert "The account is closed" in after
    assert "Withdraw it" not in after
