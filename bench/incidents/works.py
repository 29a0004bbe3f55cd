"""What the room does by itself every minute, and what it asks at every step; beside the least for the same rows."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial

from django.db import connection, transaction

from audit.models import Event
from bench.incidents.found import Found
from bench.incidents.plans import asked, read_whole
from bench.timing import Measure, median, seconds
from core import bulk, clock
from incidents import tasks
from incidents.assessing import sweep
from incidents.models import ClockStage, Incident, IncidentClock
from incidents.packs.people import events_about
from incidents.staffing import led_elsewhere
from notifications.models import Notification
from people.models import Role, User

DUE = 50


def measure(long: Incident) -> Iterator[Found]:
    head = User.objects.filter(grants__role=Role.SLT).earliest("pk")
    yield _beside(
        "who sees what, for SLT / the same rows by their route",
        lambda: list(Incident.objects.visible_to(head).values_list("pk", flat=True)),
        _sql("SELECT id FROM incidents_incident WHERE with_seniors"),
    )
    yield _beside(
        "whether SLT sees one / its row by its key",
        Incident.objects.visible_to(head).filter(pk=long.pk).exists,
        _sql("SELECT id FROM incidents_incident WHERE id = %s", long.pk),
    )
    open_now = "SELECT id, category, first_id FROM incidents_incident WHERE status <> 'closed'"
    yield _beside("all that is led elsewhere / the open ones", led_elsewhere, _sql(open_now))
    nothing = "SELECT id FROM incidents_incidentclock WHERE sweep_at <= %s LIMIT 1"
    yield _beside("the minute's sweep, nothing due / an index", sweep.run, _sql(nothing, clock.now()))
    yield _beside("all that happens in a minute / an index", tasks.look_after, _sql(nothing, clock.now()))
    yield _due()
    events = Event.objects.about(long).order_by("id")
    yield _beside(
        "the record of the long case / its rows", lambda: list(events_about(long)), lambda: list(events.all())
    )


def _beside(what: str, ours: Callable[[], object], least: Callable[[], object]) -> Found:
    questions = asked(ours)
    return Found(Measure(what, 1, median(ours), median(least)), len(questions), read_whole(questions))


def _sql(statement: str, *values: int | datetime) -> Callable[[], object]:
    def ask() -> object:
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
            return cursor.fetchall()

    return ask


def _due() -> Found:
    """So many clocks at a moment at which people are told, and the same rows written plainly."""
    ours, least = [], []
    for _ in range(3):
        pks, last = _make_due(), Notification.objects.latest("pk").pk
        ours.append(seconds(sweep.run))
        stages = list(ClockStage.objects.filter(clock__in=pks))
        told = list(Notification.objects.filter(pk__gt=last))
        assert len(stages) == DUE, len(stages)  # noqa: S101
        ClockStage.objects.all().delete()
        Notification.objects.filter(pk__gt=last).delete()
        least.append(seconds(partial(_write_plainly, pks, stages, told)))
        ClockStage.objects.all().delete()
        Notification.objects.filter(pk__gt=last).delete()
    what = f"the sweep, {DUE} due / UPDATE and INSERT of the same"
    return Found(Measure(what, DUE, min(ours), min(least)), note=f"{len(told)} notices")


def _make_due() -> list[int]:
    """Half of their three hours are over, so they are told of at any time of the day."""
    now = clock.now()
    ClockStage.objects.all().delete()
    pks = list(IncidentClock.objects.filter(met_at=None).order_by("pk").values_list("pk", flat=True)[:DUE])
    IncidentClock.objects.filter(pk__in=pks).update(
        from_at=now - timedelta(hours=2), due_at=now + timedelta(hours=1), sweep_at=now - timedelta(minutes=5)
    )
    return pks


def _write_plainly(pks: list[int], stages: list[ClockStage], told: list[Notification]) -> None:
    with transaction.atomic():
        IncidentClock.objects.filter(pk__in=pks).update(sweep_at=clock.now() + timedelta(hours=1))
        bulk.insert(ClockStage, ("clock_id", "step", "at", "recorded_at"), [
            (one.clock_id, one.step, one.at, one.recorded_at) for one in stages
        ])  # fmt: skip
        names = [field.attname for field in Notification._meta.concrete_fields if not field.primary_key]
        bulk.insert(Notification, names, [[getattr(one, name) for name in names] for one in told])
