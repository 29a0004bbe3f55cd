"""Telling people: once each, whatever came together; quiet hours; who is on call; the rota (M2)."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from accounts.models import Runner
from audit.models import Event
from conftest import NOW
from core.errors import InvalidInput, NotAllowed, WrongState
from moderation import priority, sweep
from moderation import workflow as desk_work
from moderation.escalation import telling, workflow
from moderation.escalation.quiet import heard_at, is_quiet
from moderation.models import DeskSettings, Digest, Item, ItemStage, LadderStep, Untold
from moderation.rota import workflow as rota
from moderation.states import Stage
from notifications.models import Mail, Notification

LONDON = ZoneInfo("Europe/London")
LATE = NOW + timedelta(days=1, minutes=1)  # Thursday 10:01: what came until now is late


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=LONDON)


@pytest.fixture
def cast(teacher, admin, admin2, head, deputy):
    """Everybody who may be told is there."""


def told() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in Notification.objects.order_by("pk"):
        found.setdefault(row.recipient.full_name, []).append(row.template)
    return found


def test_many_late_comments_make_one_message_a_person(account, make_account, teacher, teacher2, clock, cast):
    other = make_account("Year 4", teacher2)
    for place, number in ((account, 7), (other, 3)):
        rows = [desk_work.NewItem(f"{place.pk} {n}", NOW - timedelta(minutes=n)) for n in range(number)]
        desk_work.add_many(place, rows, actor=teacher if place == account else teacher2)
    clock.move_to(LATE)
    assert sweep.run().told == 4
    assert sweep.run().told == 0
    assert told() == dict.fromkeys(("Tom Teacher", "Tara Teacher", "Ada Admin", "Alan Admin"), ["moderation.digest"])
    counts = {digest.person.full_name: digest.counts for digest in Digest.objects.all()}
    assert counts == {
        "Tom Teacher": {"late": 7},
        "Tara Teacher": {"late": 3},
        "Ada Admin": {"late": 10},
        "Alan Admin": {"late": 10},
    }
    assert {digest.stages.count() for digest in Digest.objects.all()} == {7, 3, 10}
    row = Notification.objects.get(recipient=teacher)
    assert row.params == {"number": 7, "what": "7 late"}
    assert row.url == f"/comments/escalation/{Digest.objects.get(person=teacher).pk}/"


def test_a_digest_names_the_first_and_counts_the_rest(account, teacher, clock, cast, monkeypatch):
    monkeypatch.setattr(telling, "LISTED", 4)
    rows = [desk_work.NewItem(f"{n}", NOW - timedelta(minutes=n)) for n in range(9)]
    desk_work.add_many(account, rows, actor=teacher)
    clock.move_to(LATE)
    sweep.run()
    assert {(digest.counts["late"], digest.stages.count()) for digest in Digest.objects.all()} == {(9, 4)}


def test_one_comment_is_told_of_by_its_account_and_time(item, clock, cast):
    clock.move_to(LATE)
    sweep.run()
    row = Notification.objects.get(recipient__full_name="Tom Teacher")
    assert (row.template, row.url) == ("moderation.step_late", f"/comments/{item.pk}/")
    assert row.params == {"account": "St Jude's on Facebook", "due": "Thu 19 Nov, 9:00 am"}


def test_a_person_told_twice_of_one_comment_gets_one_message(make_account, make_item, admin, clock, cast):
    """She runs the account and is an Administrator."""
    make_item(on=make_account("Hers", admin), by=admin)
    clock.move_to(LATE)
    sweep.run()
    assert told() == {"Ada Admin": ["moderation.step_late"], "Alan Admin": ["moderation.step_late"]}


def test_when_telling_fails_the_record_stands_and_the_next_sweep_tells(item, clock, cast, monkeypatch):
    clock.move_to(LATE)
    monkeypatch.setattr(telling, "_send", lambda *args: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        sweep.run()
    assert Item.objects.get(pk=item.pk).breached_at == item.due_at
    assert not Notification.objects.exists()
    monkeypatch.undo()
    assert sweep.run().told == 3
    assert not Untold.objects.exists()
    assert ItemStage.objects.count() == 3


@pytest.mark.parametrize(
    ("now", "quiet", "heard"),
    [
        (at(2026, 11, 18, 20, 59), False, at(2026, 11, 18, 20, 59)),
        (at(2026, 11, 18, 21, 0), True, at(2026, 11, 19, 7, 0)),
        (at(2026, 11, 19, 6, 59), True, at(2026, 11, 19, 7, 0)),
        (at(2026, 11, 19, 7, 0), False, at(2026, 11, 19, 7, 0)),
        (at(2026, 10, 24, 23, 0), True, at(2026, 10, 25, 7, 0)),  # the clocks go back in that night
    ],
)
def test_quiet_hours_go_over_midnight(now, quiet, heard):
    assert is_quiet(now, DeskSettings(), LONDON) is quiet
    assert heard_at(now, DeskSettings(), LONDON) == heard.astimezone(UTC)


def test_the_same_hour_twice_means_no_quiet_hours():
    assert not is_quiet(NOW, DeskSettings(quiet_from=time(10), quiet_until=time(10)), LONDON)


def test_at_night_it_is_recorded_and_told_in_the_morning_but_for_what_was_answered(make_item, clock, cast, teacher):
    night = at(2026, 11, 18, 23, 0).astimezone(UTC)
    items = [make_item(night - timedelta(days=1, minutes=n + 1)) for n in range(3)]
    clock.move_to(night)
    assert sweep.run().told == 0
    assert ItemStage.objects.filter(stage=Stage.BREACH, noticed_at=night).count() == 3
    assert not Notification.objects.exists()
    clock.move_to(night + timedelta(hours=1))
    desk_work.acknowledge(items[0], actor=teacher, text="Seen.")
    clock.move_to(at(2026, 11, 19, 7, 0).astimezone(UTC))
    assert sweep.run().told == 3
    assert {digest.counts["late"] for digest in Digest.objects.all()} == {2}


def test_a_step_may_wake_people(item, clock, cast, dsl):
    LadderStep.objects.filter(key="priority_safeguarding").update(in_quiet_hours=True)
    priority.enter(item, at(2026, 11, 18, 20, 0).astimezone(UTC))
    Item.objects.filter(pk=item.pk).update(priority_due_at=at(2026, 11, 18, 20, 30))
    clock.move_to(at(2026, 11, 18, 22, 0).astimezone(UTC))
    assert sweep.run().told == 1
    assert told() == {"Sara Safe": ["moderation.step_priority_missed"]}
    assert Untold.objects.exists()  # the others hear of it in the morning


def test_a_step_of_the_lane_is_not_told_once_somebody_acted(item, clock, cast):
    night = at(2026, 11, 18, 22, 0).astimezone(UTC)
    priority.enter(item, night)
    clock.move_to(night)
    sweep.run()
    Item.objects.filter(pk=item.pk).update(priority_acted_at=night)
    clock.move_to(at(2026, 11, 19, 7, 1).astimezone(UTC))
    sweep.run()
    # The reminders of the main clock go on: half of the time, and two hours before.
    assert set(told().get("Tom Teacher", [])) == {"moderation.step_before"}


def call(head, person, hours=24):
    return workflow.name_on_call(actor=head, person=person, from_at=NOW, until_at=NOW + timedelta(hours=hours))


def test_who_is_on_call_is_told_in_place_of_the_administrators_who_see_it_in_the_portal(item, clock, cast, head):
    call(head, head, hours=48)
    clock.move_to(LATE)
    sweep.run()
    mail = {row.recipient.full_name: row.mail for row in Notification.objects.all()}
    assert mail == {
        "Tom Teacher": Mail.WAITING,
        "Helen Head": Mail.WAITING,
        "Ada Admin": Mail.NONE,
        "Alan Admin": Mail.NONE,
    }


def test_after_the_time_on_call_the_administrators_are_told_again(item, clock, cast, head):
    on_call = call(head, head)
    workflow.end_on_call(on_call, actor=head)
    clock.move_to(LATE)
    sweep.run()
    assert set(told()) == {"Tom Teacher", "Ada Admin", "Alan Admin"}


def test_on_call_is_one_at_a_time_and_somebody_who_sees_every_account(head, admin, teacher, clock):
    call(head, admin)
    for person, hours in ((admin, 1), (teacher, 24), (head, 24 * 60), (head, -1)):
        with pytest.raises(InvalidInput):
            call(head, person, hours)
    with pytest.raises(NotAllowed):
        call(teacher, admin)


def test_a_step_to_the_portal_alone_sends_no_mail(item, clock, cast):
    LadderStep.objects.filter(key=Stage.REMINDER_HALF).update(channel="portal")
    clock.move_to(item.received_at + timedelta(hours=11, minutes=59) + timedelta(minutes=1))
    DeskSettings.objects.create(pk=1, quiet_from=time(0), quiet_until=time(0))
    sweep.run()
    assert [row.mail for row in Notification.objects.all()] == [Mail.NONE]


def test_whoever_the_rota_names_is_asked_first(account, item, clock, cast, teacher2):
    LadderStep.objects.filter(key=Stage.LATE_RUNNERS).update(whom="on_rota")
    Runner.objects.create(account=account, person=teacher2, from_at=NOW)
    rota.take_day(account, actor=teacher2, day=LATE.date())
    clock.move_to(LATE)
    sweep.run()
    assert set(told()) == {"Tara Teacher", "Ada Admin", "Alan Admin"}


def test_seeing_to_a_digest_shows_the_others_and_answers_nothing(make_item, clock, cast, admin, admin2):
    items = [make_item(NOW - timedelta(minutes=n)) for n in range(2)]
    clock.move_to(LATE)
    sweep.run()
    digest = Digest.objects.get(person=admin)
    with pytest.raises(NotAllowed):
        workflow.see_to(digest, actor=admin2)
    workflow.see_to(digest, actor=admin)
    with pytest.raises(WrongState):
        workflow.see_to(digest, actor=admin)
    assert Event.objects.filter(verb="moderation.see_to", refused=False, actor=f"person:{admin.pk}").count() == 1
    assert {item.status for item in Item.objects.filter(pk__in=[item.pk for item in items])} == {"open"}
