"""Reminding people whose training runs out: by the portal itself, and by SLT in one click."""

from collections.abc import Iterable
from datetime import timedelta

from django.urls import reverse

from audit import workflow as audit
from core import clock, rules, times
from core.actors import Actor
from core.errors import WrongState
from notifications import workflow as notifications
from people.models import User
from people.workflow.inviting import one_at_a_time
from policy.courses import selectors
from policy.courses.models import Reminder
from policy.models import TrainingRecord

STAGES = (30, 7)  # days before the last day
EXPIRED = 0

audit.register("courses.remind_expiring", "reminded people whose training runs out")


def remind_expiring(*, actor: Actor) -> int:
    """Tell people 30 and 7 days before their training runs out, and when it has (P3). Returns how many.

    Only the record with the latest last day matters. Where the portal was off meanwhile, only the nearest reminder is
    sent; each is sent once. Nothing to tell writes nothing. Raises NotAllowed for anybody but the daily round.
    """
    rules.require("courses.remind_expiring", actor)
    with audit.unit("courses.remind_expiring", actor=actor):
        one_at_a_time()
        waiting = _waiting()
        if not waiting:
            return 0
        now = clock.now()
        Reminder.objects.bulk_create(
            [Reminder(record=record, stage=stage, at=now) for _, record, stage in waiting], ignore_conflicts=True
        )
        notifications.tell_each(_notice(person, record, stage) for person, record, stage in waiting)
        audit.record(
            "courses.remind_expiring",
            None,
            actor=actor,
            people=[person.pk for person, _, _ in waiting],
            records=[record.pk for _, record, _ in waiting],
        )
    return len(waiting)


def _waiting() -> list[tuple[User, TrainingRecord, int]]:
    """Who is to be told of which record, at which stage."""
    near = list(selectors.with_last_days().filter(until__gt=selectors.NEVER, until__lte=clock.today() + selectors.SOON))
    records = selectors.last_records(near)
    found = []
    for person in near:
        record = records[person.record_key]
        stage = _stage(record)
        if stage is not None:
            found.append((person, record, stage))
    told = set(Reminder.objects.filter(record__in=records).values_list("record", "stage"))
    return [one for one in found if (one[1].pk, one[2]) not in told]


def _stage(record: TrainingRecord) -> int | None:
    """The nearest reminder that is due; None where the record is younger than the reminder would be."""
    left = (record.valid_until - clock.today()).days
    if left < 0:
        return EXPIRED
    stage = min((days for days in STAGES if left <= days), default=None)
    if stage is None or record.completed_on > record.valid_until - timedelta(days=stage):
        return None
    return stage


def _notice(person: User, record: TrainingRecord, stage: int) -> notifications.Notice:
    return notifications.Notice(
        [person],
        "courses.expired" if stage == EXPIRED else "courses.expiring",
        event=f"training:{record.pk}:runs_out:{stage}",
        url=selectors.where_to_train() or reverse("courses:index"),
        about=record,
        params={"title": record.title, "until": times.day(record.valid_until)},
    )


@audit.verb("courses.chase", "asked people to be trained")
def chase(people: Iterable[User], *, actor: Actor) -> int:
    """Ask those of `people` whose training is missing, ran out or runs out soon, once a day at most (P3).

    Returns how many are asked. Raises NotAllowed, and WrongState where nobody here is due.
    """
    rules.require("courses.see_due", actor)
    wanted = [person.pk for person in people]
    late = list(selectors.due({}).filter(pk__in=wanted))
    if not late:
        raise WrongState("Everybody here is trained. Nobody needs a reminder.")
    notifications.tell(
        late,
        "courses.chase",
        event=f"training:chase:{clock.today().isoformat()}",
        url=selectors.where_to_train() or reverse("courses:index"),
        asker=actor.get_full_name() if isinstance(actor, User) else "The portal",
    )
    audit.record("courses.chase", None, actor=actor, people=sorted(person.pk for person in late))
    return len(late)
