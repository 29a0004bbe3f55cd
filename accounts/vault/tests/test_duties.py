"""What must be changed, and because of whom."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from accounts.models import Account, Runner
from accounts.vault import duties, workflow
from accounts.vault.duties import Because
from accounts.vault.models import Credential, Exposure, Grant
from conftest import NOW, Clock
from people.models import RoleGrant, User

WHY = "Signing in on the office computer"


def reasons() -> list[str]:
    return [reason.words for duty in duties.to_change(Credential.objects.get_queryset()) for reason in duty.reasons]


def causes() -> list[str]:
    return [reason.because for duty in duties.to_change(Credential.objects.get_queryset()) for reason in duty.reasons]


@pytest.fixture
def seen(password: Credential, teacher: User, granted: Callable[..., Grant]) -> Credential:
    """The teacher runs the account and has looked at its password."""
    granted(password, teacher)
    workflow.reveal(password, actor=teacher, reason=WHY)
    return password


def test_nothing_is_to_be_changed_while_those_who_know_it_may(seen: Credential) -> None:
    assert reasons() == []


def test_somebody_knows_what_they_saw_until_it_is_changed(
    seen: Credential, teacher: User, teacher2: User, admin: User, account: Account
) -> None:
    assert duties.known_by(teacher) == duties.known_by(teacher, account) == [seen]
    assert duties.known_by(admin) == [seen]  # who stored it
    assert duties.known_by(teacher2) == []

    workflow.rotate(seen, actor=admin, secret="another one")

    assert duties.known_by(teacher) == []


def test_who_made_the_one_that_waits_knows_it_also_when_it_was_cancelled(
    password: Credential, admin: User, admin2: User
) -> None:
    workflow.begin_rotation(password, actor=admin2)

    assert duties.known_by(admin2) == [password]
    workflow.cancel_rotation(password, actor=admin2)
    assert duties.known_by(admin2) == [password]  # it may be set on the platform after all

    workflow.rotate(password, actor=admin, secret="a third one")
    assert duties.known_by(admin2) == []


def test_a_sign_in_code_or_a_failed_look_is_no_knowledge(password: Credential, teacher2: User) -> None:
    version = password.versions.get()
    for verb in ("code", "reveal_failed"):
        Exposure.objects.create(credential=password, version=version, person=teacher2, verb=verb, reason=WHY, at=NOW)

    assert duties.known_by(teacher2) == []


def test_what_a_handover_changes_leaves_out_addresses_and_what_was_given_up(account: Account, admin: User) -> None:
    kept = workflow.store(account, actor=admin, kind="password", label="", secret="one")
    workflow.store(account, actor=admin, kind="recovery_email", label="", secret="office@stjudes.example")
    gone = workflow.store(account, actor=admin, kind="note", label="", secret="old")
    Credential.objects.get_queryset().filter(pk=gone.pk).update(retired_at=NOW)

    assert duties.must_change(account, admin) == [kept]
    assert len(duties.known_by(admin, account)) == 2


def test_a_leaver_leaves_it_to_be_changed(seen: Credential, teacher: User, admin: User, clock: Clock) -> None:
    User.objects.get_queryset().filter(pk=teacher.pk).update(leaves_on=date(2026, 11, 20))
    assert reasons() == []  # still here, and still runs it

    clock.move_to(NOW + timedelta(days=3))

    assert reasons() == ["Known to Tom Teacher, whose last day was Friday 20 November 2026"]
    workflow.rotate(seen, actor=admin, secret="another one")
    assert reasons() == []


def test_somebody_switched_off_leaves_it_to_be_changed(seen: Credential, teacher: User) -> None:
    User.objects.get_queryset().filter(pk=teacher.pk).update(is_active=False)

    assert reasons() == ["Known to Tom Teacher, whose access is switched off"]


def test_somebody_who_runs_it_no_more_leaves_it_to_be_changed(seen: Credential) -> None:
    Runner.objects.get_queryset().update(until_at=NOW)

    assert reasons() == ["Known to Tom Teacher, who does not run this account any more"]


def test_an_administrator_who_lost_the_role_leaves_it_to_be_changed(password: Credential, admin: User) -> None:
    RoleGrant.objects.filter(person=admin, role="administrator").update(revoked_at=NOW)

    assert reasons() == ["Known to Ada Admin, who is not an Administrator any more"]


def test_an_administrator_who_runs_it_no_more_keeps_the_vault(
    password: Credential, account: Account, admin: User
) -> None:
    Runner.objects.create(account=account, person=admin, from_at=NOW, until_at=NOW)

    assert reasons() == []


def test_a_known_address_alone_is_no_duty(account: Account, teacher: User) -> None:
    workflow.store(account, actor=teacher, kind="recovery_phone", label="", secret="01234 567890")
    Runner.objects.get_queryset().update(until_at=NOW)

    assert reasons() == []


def test_what_was_reported_is_the_most_urgent(
    seen: Credential, account: Account, teacher: User, admin: User, clock: Clock
) -> None:
    note = workflow.store(account, actor=teacher, kind="note", label="", secret="a note")
    clock.move_to(NOW + timedelta(hours=1))
    Runner.objects.get_queryset().update(until_at=NOW)
    Credential.objects.get_queryset().filter(pk=note.pk).update(compromised_at=NOW)

    found = duties.to_change(Credential.objects.get_queryset())

    assert [duty.credential for duty in found] == [note, seen]
    assert [reason.because for reason in found[0].reasons] == [Because.COMPROMISED, Because.KNOWN]
    assert found[0].urgent
    assert not found[1].urgent


def test_a_change_left_lying_for_a_day_is_named(password: Credential, admin: User, clock: Clock) -> None:
    workflow.begin_rotation(password, actor=admin)
    clock.move_to(NOW + timedelta(hours=23))
    assert causes() == []

    clock.move_to(NOW + timedelta(hours=24))

    assert reasons() == ["Ada Admin began to change it, and nobody said whether the new one works"]


def test_what_is_closed_or_given_up_lets_nobody_in(seen: Credential, account: Account) -> None:
    Runner.objects.get_queryset().update(until_at=NOW)
    Account.objects.get_queryset().update(status="closed", closed_at=NOW)
    assert causes() == []

    Account.objects.get_queryset().update(status="live")
    assert causes() == ["known"]
    Credential.objects.get_queryset().update(retired_at=NOW)
    assert causes() == []


def test_only_what_is_asked_about_is_answered(
    seen: Credential, make_account: Callable[..., Account], teacher2: User
) -> None:
    other = make_account(runners=(teacher2,))
    workflow.store(other, actor=teacher2, kind="password", label="", secret="other")
    Runner.objects.get_queryset().update(until_at=NOW)

    assert [duty.credential for duty in duties.to_change(Credential.objects.of(seen.account))] == [seen]


def test_it_asks_as_often_for_many_as_for_one(
    seen: Credential,
    make_account: Callable[..., Account],
    make_person: Callable[..., User],
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    Runner.objects.get_queryset().update(until_at=NOW)
    with django_assert_num_queries(4):
        assert len(duties.to_change(Credential.objects.get_queryset())) == 1

    for number in range(5):
        person = make_person(f"Runner {number}")
        account = make_account(runners=(person,))
        workflow.store(account, actor=person, kind="password", label="", secret="one of many")
    Runner.objects.get_queryset().update(until_at=NOW)

    with django_assert_num_queries(4):
        assert len(duties.to_change(Credential.objects.get_queryset())) == 6
