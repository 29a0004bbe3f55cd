"""Every minute, act once on each moment that a clock of an incident has come to (I2, I5).

A chunk of clocks is one transaction: the moments' rows, what changes of the clocks, and the notices are written
together or not at all, by a statement for each table. A process that dies loses a chunk's work, which the next sweep
does again; a moment's row is unique and the clocks' rows are held meanwhile, so two sweeps may overlap. Neither the
state of an incident nor a holiday is asked for: a clock runs until what it asks for is done.
"""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import InterfaceError, OperationalError
from django.db.models import F
from django.utils import timezone

from audit import workflow as audit
from core import clock, times
from core.actors import SWEEP
from incidents.assessing import messages as _messages  # noqa: F401  (registers the messages)
from incidents.assessing.audience import Audience, audiences
from incidents.models import ClockStage, Incident, IncidentClock
from incidents.states import ClockStep
from incidents.telling import causes, file_url
from incidents.timing import steps
from moderation.escalation.quiet import is_quiet
from moderation.models import desk
from notifications import workflow as notifications
from notifications.workflow import Notice
from school.models import school_zone

logger = logging.getLogger(__name__)

CHUNK = 500  # clocks in one transaction
SHORT = timedelta(hours=6)  # what has so little time is told of at any hour

audit.register("incidents.look_at_clocks", "looked at what must be done about incidents in time")


def run() -> int:
    """One pass over all that is due. Safe to run twice, late, or beside another. Returns how many moments it wrote.

    In the quiet hours it leaves what has days to the morning, and looks at what is urgent. Raises OperationalError
    where the database is away: the next pass goes on from there.
    """
    due = IncidentClock.objects.filter(sweep_at__lte=clock.now())
    if not due.exists():
        return 0
    if is_quiet(clock.now(), desk(), school_zone()):
        due = due.filter(due_at__lt=F("from_at") + SHORT)
    written, after = 0, 0
    while pks := list(due.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:CHUNK]):
        after = pks[-1]
        written += _handle(pks)
    return written


def _handle(pks: list[int]) -> int:
    """One chunk; where something in it fails, its halves, and theirs, so that only the bad rows are left."""
    try:
        with audit.unit("incidents.look_at_clocks", actor=SWEEP):
            return _chunk(pks, clock.now())
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        if len(pks) == 1:
            logger.exception("clock %s of an incident could not be looked at", pks[0])
            return 0
        return _handle(pks[: len(pks) // 2]) + _handle(pks[len(pks) // 2 :])


def _chunk(pks: list[int], now: datetime) -> int:
    """Look again with the rows held: what was met, or swept by another, since it was found is left alone.

    The incidents are held first, as every verb does: whoever is named meanwhile has these notices taken back (H5).
    """
    of_them = Incident.objects.filter(pk__in=IncidentClock.objects.filter(pk__in=pks).values("incident"))
    incidents = {one.pk: one for one in of_them.order_by("pk").select_for_update(no_key=True)}
    held = IncidentClock.objects.filter(pk__in=pks, sweep_at__lte=now).order_by("pk").select_for_update(no_key=True)
    clocks = list(held)
    if not clocks:
        return 0
    stages = _new_stages(clocks, now)
    ClockStage.objects.bulk_create(stages, ignore_conflicts=True)
    reached = {one.pk: [stage for stage in stages if stage.clock_id == one.pk] for one in clocks}
    for one in clocks:
        _change(one, [ClockStep(stage.step) for stage in reached[one.pk]], now)
    IncidentClock.objects.bulk_update(clocks, ["sweep_at", "warned_at", "breached_at"])
    told = audiences(list(incidents.values()))
    with timezone.override(school_zone()):
        notices = [
            notice
            for one in clocks
            for notice in _notices(one, incidents[one.incident_id], told[one.incident_id], reached[one.pk])
        ]
    notifications.tell_each(notices)
    for one in clocks:
        for stage in reached[one.pk]:
            audit.record(
                "incidents.look_at_clocks", incidents[one.incident_id], actor=SWEEP, clock=one.pk, step=stage.step
            )
    return len(stages)


def _new_stages(clocks: Sequence[IncidentClock], now: datetime) -> list[ClockStage]:
    """The moments that each running clock has come to and that nobody wrote yet."""
    there = set(ClockStage.objects.filter(clock__in=clocks).values_list("clock_id", "step"))
    return [
        ClockStage(clock=one, step=step, at=one.due_at if step == ClockStep.LATE else at, recorded_at=now)
        for one in clocks
        if one.met_at is None
        for step, at in steps(one.from_at, one.due_at).items()
        if at <= now and (one.pk, step) not in there
    ]


def _change(one: IncidentClock, reached: Sequence[ClockStep], now: datetime) -> None:
    """What the sweep changes of a clock: when it looks again, and what it noticed."""
    to_come = [at for at in steps(one.from_at, one.due_at).values() if at > now]
    one.sweep_at = to_come[0] if to_come and one.met_at is None else None
    if reached and one.warned_at is None:
        one.warned_at = now
    if ClockStep.LATE in reached:
        one.breached_at = one.due_at


def _notices(one: IncidentClock, incident: Incident, told: Audience, reached: Sequence[ClockStage]) -> list[Notice]:
    """Of several moments at once people hear of the last. None says which clock: that would tell what it is about."""
    if not reached:
        return []
    step = reached[-1].step
    event = f"{causes(incident)}clock:{one.pk}:{step}"
    params = {"reference": incident.reference, "by": times.short(one.due_at)}
    url = file_url(incident)
    notices = [Notice(told.handlers, f"incidents.clock_{step}", event=event, url=url, about=incident, params=params)]
    if step == ClockStep.LATE:
        # Without a link: for them the file does not exist.
        notices.append(Notice(told.above, "incidents.clock_late_above", event=event, about=incident, params=params))
    return notices
