from collections.abc import Callable
from dataclasses import replace

import pytest

from accounts import workflow
from accounts.models import Account
from accounts.particulars import Particulars
from accounts.states import Status
from audit.models import Event
from conftest import NOW
from core.errors import InvalidInput, NotAllowed, WrongState
from people.models import User


@pytest.fixture
def wanted(teacher: User, teacher2: User) -> Particulars:
    return Particulars(
        platform="instagram", name="Year 4", handle="stjudes_y4", runners=(teacher, teacher2), lead=teacher
    )


def test_it_is_watched_from_now_on_while_slt_decides(wanted: Particulars, teacher: User) -> None:
    account = workflow.register_existing(wanted, actor=teacher, application_id=3)

    assert account.status == Status.UNDER_REVIEW
    assert account.monitored_from == NOW
    assert account.mandate is None
    assert Event.objects.get(verb="accounts.register_existing").data == {"application": 3}


def test_it_needs_the_handle_under_which_it_is_found(wanted: Particulars, teacher: User) -> None:
    with pytest.raises(InvalidInput) as refusal:
        workflow.register_existing(replace(wanted, handle=" @ "), actor=teacher, application_id=3)

    assert refusal.value.field == "handle"


def test_somebody_who_has_left_registers_nothing(wanted: Particulars, leaver: User) -> None:
    with pytest.raises(NotAllowed):
        workflow.register_existing(wanted, actor=leaver, application_id=3)


def test_a_closed_account_does_not_keep_its_handle(
    wanted: Particulars, teacher: User, make_account: Callable[..., Account]
) -> None:
    make_account(Status.CLOSED, platform="instagram", handle="STJUDES_Y4")

    assert workflow.register_existing(wanted, actor=teacher, application_id=3).pk


def test_without_the_record_nothing_is_registered(wanted: Particulars, teacher: User, broken_record: None) -> None:
    with pytest.raises(OSError, match="record"):
        workflow.register_existing(wanted, actor=teacher, application_id=3)

    assert not Account.objects.exists()


def test_a_changed_case_changes_what_the_register_says(
    wanted: Particulars, teacher: User, teacher2: User, volunteer: User
) -> None:
    account = workflow.register_existing(wanted, actor=teacher, application_id=3)

    changed = replace(wanted, name="Year 4 and 5", runners=(teacher2, volunteer), lead=teacher2)
    account = workflow.amend_registration(account, changed, actor=teacher)

    assert account.name == "Year 4 and 5"
    assert list(account.runners_now()) == [teacher2, volunteer]
    assert account.lead_now() == teacher2
    # Who ran it before stays known.
    assert account.runners.filter(person=teacher, until_at=NOW).exists()


@pytest.mark.parametrize("status", [Status.PROVISIONING, Status.LIVE, Status.CLOSED])
def test_once_decided_the_case_no_longer_changes_it(
    wanted: Particulars, teacher: User, make_account: Callable[..., Account], status: Status
) -> None:
    account = make_account(status)

    with pytest.raises(WrongState):
        workflow.amend_registration(account, wanted, actor=teacher)

    account.refresh_from_db()
    assert account.name != "Year 4"
