"""What a leaving date, staying, and being switched off or on make of the handovers of what somebody runs (R3)."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from django.test import Client
from django.urls import reverse

from accounts.handovers import workflow
from accounts.handovers.models import Cause, Choice, Handover
from accounts.handovers.states import Status
from accounts.models import Account, Runner
from accounts.states import Status as Register
from audit.models import Event
from conftest import NOW
from core.actors import DAILY
from core.errors import NotAllowed
from notifications.models import Notification
from people import workflow as people
from people.models import User
from school.models import NonWorkingDay

TODAY = NOW.date()
FRIDAY = date(2026, 12, 18)


@pytest.fixture
def accounts(account: Account, make_account: Callable[..., Account], teacher: User, teacher2: User) -> list[Account]:
    """One that the teacher leads, one that they run, one that is closed, one of somebody else."""
    return [
        account,
        make_account(name="Choir", runners=(teacher2, teacher)),
        make_account(Register.CLOSED, name="Old"),
        make_account(name="Another", runners=(teacher2,)),
    ]


def going() -> list[tuple[str, date, str, bool]]:
    rows = Handover.objects.going_on().select_related("account").order_by("account__name")
    return [(row.account.name, row.due_on, row.cause, row.emergency) for row in rows]


def test_a_leaving_date_opens_one_for_each_account_that_they_run(
    accounts: list[Account], teacher: User, head: User
) -> None:
    people.set_leaving_day(teacher, actor=head, leaves_on=FRIDAY)
    assert going() == [
        ("Choir", date(2026, 12, 17), "leaving", False),
        ("Friends of St Jude's", date(2026, 12, 17), "leaving", False),
    ]
    assert [row.was_lead for row in Handover.objects.get_queryset().order_by("account__name")] == [False, True]


def test_the_schools_days_off_are_left_out(accounts: list[Account], teacher: User, head: User) -> None:
    NonWorkingDay.objects.create(date=date(2026, 12, 17), label="Inset")
    people.set_leaving_day(teacher, actor=head, leaves_on=FRIDAY)
    assert {row[1] for row in going()} == {date(2026, 12, 16)}


def test_it_happens_in_the_transaction_of_the_leaving_date_or_not_at_all(
    accounts: list[Account], teacher: User, head: User, broken_record: None
) -> None:
    with pytest.raises(OSError, match="record"):
        people.set_leaving_day(teacher, actor=head, leaves_on=FRIDAY)
    teacher.refresh_from_db()
    assert teacher.leaves_on is None
    assert going() == []


def test_whoever_may_not_record_the_date_opens_nothing(accounts: list[Account], teacher: User, dsl: User) -> None:
    with pytest.raises(NotAllowed):
        people.set_leaving_day(teacher, actor=dsl, leaves_on=FRIDAY)
    assert going() == []


def test_another_date_moves_the_due_day(accounts: list[Account], teacher: User, head: User) -> None:
    people.set_leaving_day(teacher, actor=head, leaves_on=FRIDAY)
    people.set_leaving_day(teacher, actor=head, leaves_on=date(2026, 12, 14))
    assert {row[1] for row in going()} == {date(2026, 12, 11)}
    assert Event.objects.filter(verb="handovers.move_due_day").count() == 2


def test_a_date_brought_forward_to_today_makes_it_an_emergency(
    accounts: list[Account], teacher: User, head: User, told: Callable
) -> None:
    people.set_leaving_day(teacher, actor=head, leaves_on=FRIDAY)
    people.set_leaving_day(teacher, actor=head, leaves_on=TODAY)
    assert {row[1:] for row in going()} == {(TODAY, "leaving", True)}
    assert "Helen Head" in told("emergency")
    people.set_leaving_day(teacher, actor=head, leaves_on=FRIDAY)
    assert {row[1:] for row in going()} == {(date(2026, 12, 17), "leaving", False)}


def test_staying_ends_those_that_the_leaving_opened(accounts: list[Account], teacher: User, head: User) -> None:
    people.set_leaving_day(teacher, actor=head, leaves_on=FRIDAY)
    people.clear_leaving_day(teacher, actor=head)
    assert going() == []
    ended = Handover.objects.get_queryset().first()
    assert ended is not None
    assert (ended.status, ended.ended_because) == (Status.CANCELLED, "Tom Teacher stays.")


def test_staying_does_not_end_one_that_was_opened_by_hand(
    handover: Handover, accounts: list[Account], teacher: User, head: User
) -> None:
    people.set_leaving_day(teacher, actor=head, leaves_on=date(2026, 11, 27))
    assert ("Friends of St Jude's", date(2026, 11, 26), "by_hand", False) in going()  # sooner than it was
    people.clear_leaving_day(teacher, actor=head)
    assert [row[0] for row in going()] == ["Friends of St Jude's"]


def test_switching_somebody_off_opens_emergencies_and_switching_them_on_ends_them(
    accounts: list[Account], teacher: User, admin: User, head: User, told: Callable
) -> None:
    people.switch_off(teacher, actor=admin)
    assert {row[1:] for row in going()} == {(TODAY, "switched_off", True)}
    assert told("emergency") == {"Ada Admin", "Helen Head"}
    assert told("opened_person") == set()  # they read no notice any more
    teacher.refresh_from_db()
    people.switch_on(teacher, actor=admin)
    assert going() == []


def test_switched_off_while_leaving_and_on_again_they_still_leave(
    accounts: list[Account], teacher: User, head: User
) -> None:
    people.set_leaving_day(teacher, actor=head, leaves_on=FRIDAY)
    people.switch_off(teacher, actor=head)
    assert {row[1:] for row in going()} == {(TODAY, "switched_off", True)}
    people.switch_on(teacher, actor=head)
    assert {row[1:] for row in going()} == {(date(2026, 12, 17), "leaving", False)}


def test_what_is_late_is_not_put_off_by_itself(accounts: list[Account], teacher: User, head: User, clock) -> None:
    people.set_leaving_day(teacher, actor=head, leaves_on=date(2026, 11, 20))
    clock.move_to(datetime(2026, 11, 23, 9, tzinfo=UTC))
    teacher.refresh_from_db()
    workflow.settle(teacher, actor=DAILY)
    assert {row[1:] for row in going()} == {(date(2026, 11, 19), "leaving", False)}


def test_the_daily_round_opens_what_was_missed_once(
    accounts: list[Account], teacher: User, teacher2: User, admin: User
) -> None:
    User.objects.filter(pk=teacher.pk).update(leaves_on=FRIDAY)  # as from before there were handovers
    User.objects.filter(pk=teacher2.pk).update(is_active=False)
    assert workflow.open_missed(actor=DAILY) == 4
    assert workflow.open_missed(actor=DAILY) == 0
    assert len(going()) == 4
    assert Notification.objects.filter(template="handovers.opened", recipient=admin).count() == 2


def test_what_is_complete_is_not_opened_again(sent: Handover, account: Account, teacher: User, head: User) -> None:
    workflow.confirm(sent, actor=head)
    people.set_leaving_day(teacher, actor=head, leaves_on=FRIDAY)
    assert workflow.open_missed(actor=DAILY) == 0
    assert going() == []


def test_one_in_hand_goes_on_with_another_day(asked: Handover, teacher: User, head: User, teacher2: User) -> None:
    people.set_leaving_day(teacher, actor=head, leaves_on=date(2026, 11, 27))
    asked.refresh_from_db()
    assert (asked.status, asked.choice, asked.due_on) == (Status.ASKED, Choice.TRANSFER, date(2026, 11, 26))


def test_the_leavers_access_ends_on_its_day_whatever_became_of_the_handover(
    account: Account, teacher: User, head: User, clock
) -> None:
    people.set_leaving_day(teacher, actor=head, leaves_on=date(2026, 11, 20))
    clock.move_to(datetime(2026, 11, 21, 0, 1, tzinfo=UTC))
    teacher.refresh_from_db()
    assert not teacher.may_sign_in
    assert Handover.objects.going_on().get().cause == Cause.LEAVING
    assert Runner.objects.now().filter(person=teacher).exists()


def test_the_page_of_the_last_day_says_what_will_open(
    accounts: list[Account], teacher: User, head: User, client: Client, sign_in: Callable
) -> None:
    sign_in(client, head)
    page = client.get(reverse("people:set_leaving_day", args=[teacher.pk])).content.decode()
    assert "Handovers are opened for “Choir (Facebook)”, “Friends of St Jude&#x27;s (Facebook)”" in page
