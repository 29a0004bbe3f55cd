"""A program of the portal borrows a token: counted by version and day, and nobody's knowledge."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import transaction

from accounts.conftest import SECRET
from accounts.models import Account
from accounts.vault import duties, workflow
from accounts.vault.models import Credential, Exposure, Loan, SecretVersion
from audit.models import Event
from conftest import NOW, Clock
from core.actors import CONNECTORS, DAILY
from core.errors import InvalidInput, NotAllowed, WrongState
from people.models import User

FOR = "facebook.comments"


def test_a_program_gets_what_is_in_use_and_that_is_counted(password: Credential, clock: Clock) -> None:
    assert workflow.lend(password, FOR, actor=CONNECTORS) == SECRET
    clock.move_to(NOW + timedelta(minutes=1))
    assert workflow.lend(password, FOR, actor=CONNECTORS) == SECRET

    loan = Loan.objects.get()
    assert (loan.version.number, loan.purpose, loan.day, loan.times) == (1, FOR, date(2026, 11, 18), 2)
    assert (loan.first_at, loan.last_at) == (NOW, NOW + timedelta(minutes=1))


def test_the_record_has_the_first_of_each_version_purpose_and_day(
    password: Credential, admin: User, clock: Clock
) -> None:
    for _ in range(3):
        workflow.lend(password, FOR, actor=CONNECTORS)
    workflow.lend(password, "facebook.posts", actor=CONNECTORS)
    workflow.rotate(password, actor=admin, secret="another")
    workflow.lend(password, FOR, actor=CONNECTORS)
    clock.move_to(NOW + timedelta(days=1))
    workflow.lend(password, FOR, actor=CONNECTORS)

    events = Event.objects.filter(verb="vault.lend").order_by("id")
    assert [(event.data["version"], event.data["purpose"]) for event in events] == [
        (1, FOR),
        (1, "facebook.posts"),
        (2, FOR),
        (2, FOR),
    ]
    assert {event.actor for event in events} == {"system:connectors"}


def test_a_loan_is_nobodys_knowledge(password: Credential) -> None:
    before = Exposure.objects.count()

    workflow.lend(password, FOR, actor=CONNECTORS)

    assert Exposure.objects.count() == before
    assert duties.to_change(Credential.objects.get_queryset()) == []


@pytest.mark.parametrize("role", ["admin", "head", "teacher"])
def test_no_person_borrows(password: Credential, role: str, request: pytest.FixtureRequest) -> None:
    with pytest.raises(NotAllowed):
        workflow.lend(password, FOR, actor=request.getfixturevalue(role))

    assert Event.objects.get(verb="vault.lend").refused
    assert not Loan.objects.exists()


def test_no_other_part_of_the_portal_borrows(password: Credential) -> None:
    with pytest.raises(NotAllowed):
        workflow.lend(password, FOR, actor=DAILY)


@pytest.mark.parametrize("status", ["suspended", "closed"])
def test_nothing_is_lent_of_an_account_that_is_suspended_or_closed(password: Credential, status: str) -> None:
    workflow.lend(password, FOR, actor=CONNECTORS)
    Account.objects.get_queryset().update(status=status, status_before="live", closed_at=NOW)

    for _ in range(2):
        with pytest.raises(WrongState, match=status):
            workflow.lend(password, FOR, actor=CONNECTORS)

    assert Loan.objects.get().times == 1
    # It asks each minute: its refusals would fill the record.
    assert not Event.objects.filter(refused=True).exists()


def test_nothing_is_lent_of_what_was_given_up(password: Credential) -> None:
    Credential.objects.get_queryset().update(retired_at=NOW)

    with pytest.raises(WrongState):
        workflow.lend(password, FOR, actor=CONNECTORS)


def test_what_was_reported_is_lent_until_the_account_is_suspended(
    password: Credential, account: Account, admin: User
) -> None:
    workflow.report_compromise(account, actor=admin)

    assert workflow.lend(password, FOR, actor=CONNECTORS) == SECRET


@pytest.mark.parametrize("purpose", ["", "Free text of somebody", "x" * 61, "UPPER"])
def test_a_purpose_is_a_short_word(password: Credential, purpose: str) -> None:
    with pytest.raises(InvalidInput):
        workflow.lend(password, purpose, actor=CONNECTORS)


def test_without_the_record_nothing_is_lent(
    password: Credential, broken_record: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[object] = []
    monkeypatch.setattr("accounts.vault.workflow.lending.opened", opened.append)

    with pytest.raises(OSError, match="record"):
        workflow.lend(password, FOR, actor=CONNECTORS)

    assert opened == []
    assert not Loan.objects.exists()


def test_it_refuses_to_run_inside_a_transaction(password: Credential) -> None:
    with transaction.atomic(), pytest.raises(RuntimeError):
        workflow.lend(password, FOR, actor=CONNECTORS)


def test_what_does_not_open_is_not_lent(password: Credential, make_account: Callable[..., Account]) -> None:
    SecretVersion.objects.update(sealed=b"nothing that opens")

    with pytest.raises(WrongState):
        workflow.lend(password, FOR, actor=CONNECTORS)
