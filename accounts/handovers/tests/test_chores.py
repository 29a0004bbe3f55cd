"""The daily round: lost readiness, reminders, what is overdue. However often it comes, each once (R3)."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from accounts import workflow as accounts
from accounts.handovers import tasks, workflow
from accounts.handovers.models import Cause, Choice, Handover
from accounts.handovers.states import Status
from accounts.handovers.workflow.chores import note_overdue
from accounts.models import Account, Runner
from audit.models import Event
from conftest import NOW
from core.actors import DAILY, SWEEP
from core.errors import NotAllowed, WrongState
from core.registry import needs_of
from notifications.models import Notification
from people import workflow as people
from people.models import User
from policy.models import TrainingRecord

DAY = timedelta(days=1)


def notices(message: str) -> list[tuple[str, str]]:
    rows = Notification.objects.filter(template=f"handovers.{message}").order_by("pk")
    return [(row.recipient.full_name, row.event.partition(":")[2]) for row in rows.select_related("recipient")]


def the_round() -> None:
    tasks.open_handovers()
    tasks.remind_of_handovers()


@pytest.fixture
def unready(account: Account, teacher: User, make_ready: Callable, clock) -> Runner:
    """The teacher's training was struck out, and the daily round noticed."""
    make_ready(teacher)
    TrainingRecord.objects.all().delete()
    accounts.note_readiness(actor=DAILY)
    return Runner.objects.now().get()


def test_whoever_is_not_ready_for_a_fortnight_is_handed_over_once(unready: Runner, admin: User, clock) -> None:
    clock.move_to(NOW + 14 * DAY - timedelta(hours=1))
    the_round()
    assert not Handover.objects.get_queryset().exists()
    clock.move_to(NOW + 14 * DAY)
    the_round()
    the_round()
    opened = Handover.objects.get_queryset().get()
    assert (opened.cause, opened.due_on) == (Cause.NOT_READY, NOW.date() + 28 * DAY)
    assert [name for name, _ in notices("opened")] == ["Ada Admin"]


def test_it_ends_by_itself_when_they_are_ready_again(
    unready: Runner, teacher: User, make_account: Callable, clock
) -> None:
    clock.move_to(NOW + 14 * DAY)
    the_round()
    TrainingRecord.objects.create(
        person=teacher, title="Safe use", completed_on=NOW.date(), valid_until=date(2027, 9, 1), recorded_at=NOW
    )
    the_round()
    ended = Handover.objects.get_queryset().get()
    assert (ended.status, ended.ended_because) == (Status.CANCELLED, "Tom Teacher is ready again.")
    the_round()
    assert Handover.objects.get_queryset().count() == 1


def test_it_does_not_end_by_itself_once_something_was_begun(
    unready: Runner, teacher: User, teacher2: User, admin: User, clock
) -> None:
    clock.move_to(NOW + 14 * DAY)
    the_round()
    workflow.choose(Handover.objects.going_on().get(), actor=admin, choice=Choice.CLOSE)
    TrainingRecord.objects.create(
        person=teacher, title="Safe use", completed_on=NOW.date(), valid_until=date(2027, 9, 1), recorded_at=NOW
    )
    the_round()
    assert Handover.objects.going_on().get().status == Status.IN_HAND


def test_reminders_come_14_7_3_and_1_days_before_each_once(
    account: Account, teacher: User, outsider: User, admin: User, head: User, clock
) -> None:
    teacher.line_manager = outsider
    teacher.save()
    people.set_leaving_day(teacher, actor=head, leaves_on=date(2026, 12, 18))  # due on Thursday 17 December
    for number in range(30):
        clock.move_to(NOW + number * DAY)
        the_round()
        the_round()
    stages = [event.rpartition(":")[2] for name, event in notices("due") if name == "Ada Admin"]
    assert stages == ["14", "7", "3", "1"]
    assert {name for name, _ in notices("due")} == {"Ada Admin", "Tom Teacher", "Olive Outsider"}
    assert Event.objects.filter(verb="handovers.remind").count() == 4


def test_a_machine_that_was_off_sends_the_reminder_that_stands_today(
    account: Account, teacher: User, admin: User, head: User, clock
) -> None:
    people.set_leaving_day(teacher, actor=head, leaves_on=date(2026, 12, 18))
    clock.move_to(datetime(2026, 12, 15, 9, tzinfo=UTC))
    the_round()
    assert {event.rpartition(":")[2] for _, event in notices("due")} == {"3"}


def test_nobody_is_reminded_on_the_day_on_which_it_was_opened(handover: Handover) -> None:
    the_round()
    assert notices("due") == []


def test_overdue_is_noted_once_and_slt_hears_at_once_then_every_third_day(
    account: Account, teacher: User, admin: User, head: User, happened: Callable, clock
) -> None:
    people.set_leaving_day(teacher, actor=head, leaves_on=date(2026, 11, 20))  # due on Thursday 19 November
    clock.move_to(datetime(2026, 11, 19, 23, 59, tzinfo=UTC))
    the_round()
    assert happened("overdue") == []
    for number in range(8):
        clock.move_to(datetime(2026, 11, 20, 0, 5, tzinfo=UTC) + number * DAY)
        the_round()
        the_round()
    late = Handover.objects.going_on().get()
    assert (late.overdue_at, late.is_overdue) == (datetime(2026, 11, 20, 0, 5, tzinfo=UTC), True)
    assert len(happened("overdue")) == 1
    assert sorted(name for name, _ in notices("overdue")) == ["Ada Admin", "Helen Head"]
    again = [event.rpartition(":")[2] for name, event in notices("still_overdue") if name == "Helen Head"]
    assert again == ["1", "2"]


def test_put_off_it_is_not_overdue_any_more(
    account: Account, teacher: User, head: User, admin: User, happened: Callable, clock
) -> None:
    people.set_leaving_day(teacher, actor=head, leaves_on=date(2026, 11, 20))
    clock.move_to(datetime(2026, 11, 20, 9, tzinfo=UTC))
    the_round()
    people.set_leaving_day(teacher, actor=head, leaves_on=date(2026, 12, 18))
    late = Handover.objects.going_on().get()
    assert (late.overdue_at, late.due_on) == (None, date(2026, 12, 17))
    clock.move_to(datetime(2026, 12, 18, 9, tzinfo=UTC))
    the_round()
    assert len(happened("overdue")) == 2


def test_what_is_complete_is_never_overdue(sent: Handover, head: User, clock, happened: Callable) -> None:
    workflow.confirm(sent, actor=head)
    clock.move_to(NOW + 40 * DAY)
    the_round()
    assert happened("overdue") == []


def test_only_the_portal_notes_what_is_overdue(handover: Handover, head: User, clock) -> None:
    with pytest.raises(WrongState):
        note_overdue(handover, actor=DAILY)
    clock.move_to(NOW + 20 * DAY)
    for actor in (head, SWEEP):
        with pytest.raises(NotAllowed):
            note_overdue(handover, actor=actor)
        with pytest.raises(NotAllowed):
            workflow.remind(actor=actor)


def test_where_the_record_cannot_be_written_nothing_is_noted(handover: Handover, clock, broken_record: None) -> None:
    clock.move_to(NOW + 20 * DAY)
    with pytest.raises(OSError, match="record"):
        workflow.look_for_overdue(actor=DAILY)
    handover.refresh_from_db()
    assert handover.overdue_at is None
    assert notices("overdue") == []


def test_today_leads_with_what_is_overdue(handover: Handover, admin: User, head: User, teacher: User, clock) -> None:
    for person in (admin, head):
        assert [need.sentence for need in needs_of(person) if "becomes of" in need.sentence]
    clock.move_to(NOW + 20 * DAY)
    for person in (admin, head):
        need = next(one for one in needs_of(person) if "Overdue" in one.sentence)
        assert (need.urgency, need.url) == (0, handover.get_absolute_url())
    assert not [need for need in needs_of(teacher) if "hand" in need.sentence.lower()]


def test_today_asks_the_second_person_and_not_who_sent_it(
    sent: Handover, admin: User, head: User, teacher2: User
) -> None:
    assert [need.button for need in needs_of(head) if "Confirm the handover" in need.sentence] == ["Look at it"]
    assert not [need for need in needs_of(admin) if "Confirm the handover" in need.sentence]


def test_many_of_a_kind_share_one_line(make_account: Callable, teacher: User, admin: User, head: User) -> None:
    for _ in range(5):
        workflow.open_handover(make_account(), teacher, actor=admin)
    lines = [need for need in needs_of(head) if "handovers" in need.sentence]
    assert [(line.sentence, line.url) for line in lines] == [
        ("5 handovers wait for a choice", "/accounts/handovers/?state=open")
    ]
