"""Giving an account up: begun with a reason, and called off."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from accounts import tasks as _tasks  # noqa: F401  (registers the chore)
from accounts import workflow
from accounts.models import Account, Purpose, Tick
from accounts.states import Status
from audit.models import Event
from conftest import NOW, Clock
from core.actors import DAILY
from core.errors import InvalidInput, NotAllowed, WrongState
from core.registry import chores, needs_of
from notifications.models import Notification
from people.models import User
from school.models import School

WHY = "The class has left."
OPEN_STATES = [Status.UNDER_REVIEW, Status.APPROVED, Status.PROVISIONING, Status.LIVE]


@pytest.fixture
def closing(account: Account, admin: User) -> Account:
    return workflow.start_closing(account, actor=admin, reason=WHY, announcement="We close this page.")


@pytest.mark.parametrize("status", OPEN_STATES)
@pytest.mark.parametrize("role", ["admin", "head"])
def test_any_open_account_can_be_given_up_and_kept_after_all(
    make_account: Callable[..., Account], status: Status, role: str, request: pytest.FixtureRequest
) -> None:
    actor = request.getfixturevalue(role)

    account = workflow.start_closing(make_account(status), actor=actor, reason=f" {WHY} ", announcement=" Bye. ")
    account.refresh_from_db()
    assert (account.status, account.status_before, account.closing_at) == (Status.CLOSING, status, NOW)
    assert (account.closed_because, account.announcement) == (WHY, "Bye.")

    account = workflow.call_off_closing(account, actor=actor)
    account.refresh_from_db()
    assert (account.status, account.status_before, account.closing_at) == (status, "", None)
    assert account.closed_because == ""


def test_a_suspended_account_is_suspended_again_when_it_is_kept(account: Account, admin: User) -> None:
    workflow.suspend(account, actor=admin, reason="Somebody is in it.")
    workflow.start_closing(account, actor=admin, reason=WHY)

    account = workflow.call_off_closing(account, actor=admin)
    assert (account.status, account.suspended_because) == (Status.SUSPENDED, "Somebody is in it.")
    assert workflow.resume(account, actor=admin).status == Status.LIVE


@pytest.mark.parametrize("role", ["dsl", "teacher", "volunteer", "outsider", "leaver", "chair"])
def test_others_give_nothing_up(account: Account, role: str, request: pytest.FixtureRequest) -> None:
    with pytest.raises(NotAllowed):
        workflow.start_closing(account, actor=request.getfixturevalue(role), reason=WHY)


@pytest.mark.parametrize("role", ["dsl", "teacher", "outsider"])
def test_others_keep_nothing(closing: Account, role: str, request: pytest.FixtureRequest) -> None:
    with pytest.raises(NotAllowed):
        workflow.call_off_closing(closing, actor=request.getfixturevalue(role))
    with pytest.raises(NotAllowed):
        workflow.prepare_closing(
            closing, actor=request.getfixturevalue(role), announcement="Party!", kept_archive="Nothing"
        )


@pytest.mark.parametrize("status", [Status.CLOSING, Status.CLOSED])
def test_it_begins_once(make_account: Callable[..., Account], admin: User, status: Status) -> None:
    with pytest.raises(WrongState):
        workflow.start_closing(make_account(status), actor=admin, reason=WHY)


@pytest.mark.parametrize("status", [*OPEN_STATES, Status.CLOSED])
def test_only_what_has_begun_is_called_off_or_prepared(
    make_account: Callable[..., Account], admin: User, status: Status
) -> None:
    account = make_account(status)

    with pytest.raises(WrongState):
        workflow.call_off_closing(account, actor=admin)
    with pytest.raises(WrongState):
        workflow.prepare_closing(account, actor=admin, announcement="", kept_archive="")


def test_it_needs_a_reason(account: Account, admin: User) -> None:
    with pytest.raises(InvalidInput):
        workflow.start_closing(account, actor=admin, reason=" no ")


def test_those_near_it_are_told_and_the_record_holds_no_words(
    closing: Account, teacher: User, admin: User, admin2: User
) -> None:
    assert Notification.objects.get(template="accounts.closing").recipient == teacher
    assert Event.objects.get(verb="accounts.start_closing").data == {"from": "live", "to": "closing"}

    workflow.prepare_closing(closing, actor=admin2, announcement="Bye bye.", kept_archive="On the drive")
    workflow.call_off_closing(closing, actor=admin2)

    assert {row.recipient for row in Notification.objects.filter(template="accounts.closing_called_off")} == {
        teacher,
        admin,
    }
    assert "Bye" not in str([event.data for event in Event.objects.all()])


def test_what_was_ticked_is_over_when_it_is_kept(closing: Account, admin: User) -> None:
    workflow.tick_step(closing, "announced", actor=admin, purpose=Purpose.CLOSE)

    workflow.call_off_closing(closing, actor=admin)

    assert Tick.objects.get().ended_at == NOW
    assert Event.objects.get(verb="accounts.call_off_closing").data["ticks"] == 1


def test_without_the_record_it_stays_live(account: Account, admin: User, broken_record: None) -> None:
    with pytest.raises(OSError, match="record"):
        workflow.start_closing(account, actor=admin, reason=WHY)

    account.refresh_from_db()
    assert (account.status, account.closed_because) == (Status.LIVE, "")
    assert not Notification.objects.exists()


@pytest.mark.parametrize("stop", [workflow.suspend, workflow.start_closing])
def test_approving_its_case_does_not_take_back_that_somebody_stopped_it(
    make_account: Callable[..., Account], admin: User, head: User, stop: Callable[..., Account]
) -> None:
    account = stop(make_account(Status.UNDER_REVIEW), actor=admin, reason=WHY)

    with pytest.raises(WrongState, match="taken back"):
        workflow.give_mandate(account, actor=head, application_id=77, revision_number=1, decided_by=head)


def test_today_says_to_administrators_how_far_it_is(closing: Account, admin: User, head: User) -> None:
    workflow.tick_step(closing, "announced", actor=admin, purpose=Purpose.CLOSE)

    assert f"Close the account {closing.label}: 1 of 9 steps done" in [need.sentence for need in needs_of(admin)]
    assert not [need for need in needs_of(head) if need.url.endswith("/closing/")]


def test_administrators_are_reminded_once_after_two_weeks(
    closing: Account, admin: User, admin2: User, head: User, clock: Clock
) -> None:
    clock.move_to(NOW + timedelta(days=14))
    assert workflow.remind_of_closing(actor=DAILY) == 0
    clock.move_to(NOW + timedelta(days=14, minutes=1))
    before = Event.objects.count()

    assert workflow.remind_of_closing(actor=DAILY) == 2
    assert workflow.remind_of_closing(actor=DAILY) == 0

    told = Notification.objects.filter(template="accounts.closing_for_long")
    assert {row.recipient for row in told} == {admin, admin2}
    assert told[0].url == f"/accounts/{closing.pk}/closing/"
    assert Event.objects.count() == before + 1
    with pytest.raises(NotAllowed):
        workflow.remind_of_closing(actor=head)


def test_the_daily_round_reminds() -> None:
    assert "the accounts that have been closing for long" in [chore.name for chore in chores]


def test_the_page_offers_words_to_change(
    client: Client, sign_in: Callable[[Client, User], Client], account: Account, school: School, admin: User
) -> None:
    sign_in(client, admin)
    place = f"/accounts/{account.pk}/close/"

    page = client.get(place).content.decode()
    assert "is closing “Friends of St Jude&#x27;s” on Facebook" in page
    assert "Say why" in client.post(place, {"reason": "", "announcement": "Bye."}).content.decode()
    answer = client.post(place, {"reason": WHY, "announcement": "Bye."}, follow=True)

    assert answer.request["PATH_INFO"] == f"/accounts/{account.pk}/closing/"
    assert "Bye." in answer.content.decode()
    assert client.get(place).headers["Location"] == f"/accounts/{account.pk}/closing/"


def test_the_page_calls_it_off(
    client: Client, sign_in: Callable[[Client, User], Client], closing: Account, head: User
) -> None:
    sign_in(client, head)

    assert "Keep “Friends" in client.get(f"/accounts/{closing.pk}/call-off-closing/").content.decode()
    client.post(f"/accounts/{closing.pk}/call-off-closing/")

    closing.refresh_from_db()
    assert closing.status == Status.LIVE
