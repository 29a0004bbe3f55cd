from collections.abc import Callable
from datetime import timedelta

import pytest

from accounts.models import Account
from accounts.states import Status
from accounts.vault import duties, workflow
from accounts.vault.models import Credential
from audit.models import Event
from conftest import NOW, Clock
from core.errors import NotAllowed, WrongState
from notifications.models import Notification
from people.models import User


def to_change() -> list[Credential]:
    return [duty.credential for duty in duties.to_change(Credential.objects.get_queryset())]


@pytest.mark.parametrize("role", ["admin", "head", "dsl", "teacher"])
def test_who_may_notice_it_reports_it(
    account: Account, password: Credential, role: str, request: pytest.FixtureRequest
) -> None:
    person = request.getfixturevalue(role)

    assert workflow.report_compromise(account, actor=person) == [password]

    password.refresh_from_db()
    assert password.compromised_at == NOW
    assert to_change() == [password]
    event = Event.objects.get(verb="vault.report_compromise")
    assert (event.subject_type, event.subject_id) == ("accounts.account", str(account.pk))
    assert event.data == {"credentials": [password.pk]}
    # Who is told is the incident's matter.
    assert not Notification.objects.exists()


@pytest.mark.parametrize("role", ["outsider", "volunteer", "chair", "leaver"])
def test_nobody_else_reports_it(
    account: Account, password: Credential, role: str, request: pytest.FixtureRequest
) -> None:
    with pytest.raises(NotAllowed):
        workflow.report_compromise(account, actor=request.getfixturevalue(role))

    assert to_change() == []
    assert Event.objects.get(verb="vault.report_compromise").refused


def test_what_was_given_up_or_is_anothers_is_left_alone(
    account: Account, password: Credential, admin: User, make_account: Callable[..., Account]
) -> None:
    gone = workflow.store(account, actor=admin, kind="note", label="", secret="old")
    Credential.objects.get_queryset().filter(pk=gone.pk).update(retired_at=NOW)
    workflow.store(make_account(), actor=admin, kind="password", label="", secret="other")

    assert workflow.report_compromise(account, actor=admin) == [password]
    assert to_change() == [password]


def test_a_closed_account_has_nothing_to_report(make_account: Callable[..., Account], admin: User) -> None:
    with pytest.raises(WrongState):
        workflow.report_compromise(make_account(Status.CLOSED), actor=admin)


def test_changing_it_is_enough(account: Account, password: Credential, admin: User, clock: Clock) -> None:
    workflow.report_compromise(account, actor=admin)
    clock.move_to(NOW + timedelta(minutes=5))

    workflow.rotate(password, actor=admin, secret="made after the report")

    assert to_change() == []


def test_a_change_begun_before_the_report_is_not_enough(
    account: Account, password: Credential, admin: User, clock: Clock
) -> None:
    workflow.begin_rotation(password, actor=admin)
    clock.move_to(NOW + timedelta(minutes=5))
    workflow.report_compromise(account, actor=admin)

    workflow.finish_rotation(password, actor=admin)

    assert to_change() == [password]


def test_without_the_record_nothing_is_marked(
    account: Account, password: Credential, admin: User, broken_record: None
) -> None:
    with pytest.raises(OSError, match="record"):
        workflow.report_compromise(account, actor=admin)

    assert to_change() == []
