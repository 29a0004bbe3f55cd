"""The daily round: what is due, told once to each."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from accounts.personal import workflow
from accounts.personal.models import PersonalAccount, Reminder
from accounts.personal.states import Status
from accounts.personal.tasks import remind
from audit.models import Event
from conftest import NOW, Clock
from core.errors import NotAllowed
from core.registry import chores
from notifications.models import Notification
from people.models import User

Make = Callable[..., PersonalAccount]


def told(template: str) -> list[tuple[int, str]]:
    return sorted(
        (row.recipient_id, str(row.params.get("what", ""))) for row in Notification.objects.filter(template=template)
    )


def test_owner_and_administrators_are_told_two_weeks_before_and_on_the_day(
    make_personal: Make, teacher: User, admin: User, clock: Clock
) -> None:
    make_personal(Status.CHECKED, due_on=date(2026, 12, 2))
    clock.move_to(NOW - timedelta(days=1))
    remind()
    assert not Notification.objects.exists()

    for day, count in ((NOW, 1), (NOW + timedelta(days=5), 1), (datetime(2026, 12, 2, 0, 30, tzinfo=UTC), 2)):
        clock.move_to(day)
        remind()
        remind()
        assert len(told("personal.still_right")) == len(told("personal.to_check")) == count
    assert told("personal.still_right")[0][0] == teacher.pk
    assert told("personal.to_check") == [
        (admin.pk, "1 is due for its yearly check"),
        (admin.pk, "1 is due within two weeks"),
    ]
    assert Event.objects.filter(verb="personal.remind").count() == 2


def test_the_next_year_asks_again(make_personal: Make, teacher: User, admin: User, clock: Clock) -> None:
    account = make_personal(Status.CHECKED, due_on=NOW.date())
    remind()
    workflow.check(account, actor=admin, disclaimer_seen=True, no_logo=True, no_branding=True)
    remind()
    assert len(told("personal.still_right")) == 1

    clock.move_to(NOW + timedelta(days=365))
    remind()
    assert len(told("personal.still_right")) == 2


def test_one_that_waits_for_a_week_reminds_administrators_alone(
    make_personal: Make, teacher: User, admin: User, admin2: User, clock: Clock
) -> None:
    make_personal()
    clock.move_to(NOW + timedelta(days=6, hours=23))
    remind()
    assert not Notification.objects.exists()

    clock.move_to(NOW + timedelta(days=7))
    remind()
    remind()
    assert told("personal.to_check") == [
        (admin.pk, "1 has waited more than a week for a check"),
        (admin2.pk, "1 has waited more than a week for a check"),
    ]
    assert told("personal.still_right") == []


def test_many_make_one_notice_and_nobody_is_asked_to_check_their_own(
    make_personal: Make, teacher: User, teacher2: User, admin: User, admin2: User, clock: Clock
) -> None:
    make_personal(Status.CHECKED, due_on=NOW.date())
    make_personal(Status.CHECKED, person=teacher2, due_on=NOW.date())
    make_personal(person=admin)
    clock.move_to(NOW + timedelta(days=7))
    remind()

    assert told("personal.to_check") == [
        (admin.pk, "2 are due for their yearly check"),
        (admin2.pk, "1 has waited more than a week for a check, 2 are due for their yearly check"),
    ]


def test_of_who_has_left_or_withdrawn_nobody_is_reminded(
    make_personal: Make, leaver: User, admin: User, clock: Clock
) -> None:
    make_personal(Status.CHECKED, person=leaver, due_on=NOW.date())
    make_personal(person=leaver)
    make_personal(Status.WITHDRAWN)
    make_personal(Status.NEEDS_CHANGE)
    clock.move_to(NOW + timedelta(days=30))
    remind()

    assert not Notification.objects.exists()
    assert not Event.objects.exists()


def test_a_rollback_is_made_good_by_the_next_round(
    make_personal: Make, admin: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_personal(Status.CHECKED, due_on=NOW.date())

    def fail(*args: object) -> None:
        raise OSError("the record cannot be written")

    with monkeypatch.context() as patch:
        patch.setattr("audit.chain.append", fail)
        with pytest.raises(OSError, match="record"):
            remind()
    assert not Reminder.objects.exists()
    assert not Notification.objects.exists()

    remind()
    assert len(told("personal.to_check")) == 1


def test_no_person_sends_these(head: User) -> None:
    with pytest.raises(NotAllowed):
        workflow.remind(actor=head)


def test_the_round_knows_it() -> None:
    assert "personal accounts that are to be checked" in {chore.name for chore in chores}
