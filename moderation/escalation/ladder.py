"""When whom must be told about an item: pure reckoning from its times and the steps that the school has set.

A breach and a missed priority target are recorded whatever the steps say. A reminder that a later one to the same
people overtook, because the portal was away, is left out.
"""

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from core.worktime import end_of_day
from moderation.clock_rules import SchoolClock
from moderation.models import Item, LadderStep
from moderation.sla import DAY_ENDS
from moderation.states import RECORDED, Anchor, Stage, Status

REMINDERS = (Anchor.HALF, Anchor.BEFORE_DUE)
AFTER = (Anchor.AFTER_DUE, Anchor.NEXT_WORKING_DAY)
COUNTED = (Anchor.BEFORE_DUE, Anchor.AFTER_DUE, Anchor.PRIORITY_SET, Anchor.PRIORITY_AFTER_DUE)  # in minutes


class Times(NamedTuple):
    """What the moments of an open item follow from. The priority times are None outside the lane, or once acted on."""

    received_at: datetime
    due_at: datetime
    priority_since: datetime | None = None
    priority_due_at: datetime | None = None


class Moment(NamedTuple):
    at: datetime
    stage: str


class Look(NamedTuple):
    """What was reached and not done yet, and when there is something to do next."""

    reached: list[Moment]
    next_at: datetime | None

    @property
    def sweep_at(self) -> datetime | None:
        """The moment that the sweep has to be told: of what is still to be done now, else the next."""
        return min((moment.at for moment in self.reached), default=self.next_at)


class Step(NamedTuple):
    """A step that is on, with the reckoning that belongs to it."""

    key: str
    anchor: str
    minutes: int
    whom: str
    by_mail: bool
    in_quiet_hours: bool
    name: str


def step_of(row: LadderStep) -> Step:
    return Step(row.key, row.anchor, row.minutes, row.whom, row.channel == "mail", row.in_quiet_hours, row.name)


@dataclass(frozen=True)
class _Sorted:
    """The steps by what they are counted from, with their lengths of time: reckoned once for many items."""

    reminders: tuple[tuple[str, timedelta | None, str], ...]  # None: half of the time
    after: tuple[tuple[str, timedelta | None], ...]  # None: the end of the next working day
    priority_set: tuple[tuple[str, timedelta], ...]
    priority_after: tuple[tuple[str, timedelta], ...]


class Ladder:
    """The steps that are on, for one school's clock. Made once for many items."""

    def __init__(self, steps: Iterable[Step], clock: SchoolClock) -> None:
        self.steps = tuple(steps)
        self.clock = clock
        self._ends: dict[date, datetime] = {}
        self._sorted = _Sorted(
            tuple(
                (step.key, None if step.anchor == Anchor.HALF else timedelta(minutes=step.minutes), step.whom)
                for step in self._of(*REMINDERS)
            ),
            tuple(
                (step.key, None if step.anchor == Anchor.NEXT_WORKING_DAY else timedelta(minutes=step.minutes))
                for step in self._of(*AFTER)
            ),
            tuple((step.key, timedelta(minutes=step.minutes)) for step in self._of(Anchor.PRIORITY_SET)),
            tuple((step.key, timedelta(minutes=step.minutes)) for step in self._of(Anchor.PRIORITY_AFTER_DUE)),
        )

    def _of(self, *anchors: str) -> Iterator[Step]:
        return (step for step in self.steps if step.anchor in anchors)

    def fingerprint(self) -> str:
        """Stands for what the moments depend on: another one means that `sweep_at` must be put right."""
        steps = sorted((step.key, step.anchor, step.minutes, step.whom) for step in self.steps)
        days = sorted(self.clock.calendar.days_off)
        return hashlib.sha256(f"{steps} {days} {self.clock.zone} {self.clock.readings}".encode()).hexdigest()

    def look(self, times: Times, now: datetime, done: Collection[str] = ()) -> Look:
        """What must be done at `now` about an open item of which `done` was done, and when to look again."""
        reached: list[Moment] = []
        coming: list[datetime] = []
        if now <= times.due_at:  # the due moment itself is in time
            coming.append(times.due_at)
            self._remind(times, now, reached, coming)
        else:
            reached.append(Moment(times.due_at, Stage.BREACH))
            self._after(times.due_at, now, reached, coming)
        if times.priority_since is not None and times.priority_due_at is not None:
            self._in_lane(times.priority_since, times.priority_due_at, now, reached, coming)
        if done:
            reached = [moment for moment in reached if moment.stage not in done]
        return Look(reached, min(coming, default=None))

    def _remind(self, times: Times, now: datetime, reached: list[Moment], coming: list[datetime]) -> None:
        latest: dict[str, datetime] = {}
        found: list[tuple[Moment, str]] = []
        for key, before, whom in self._sorted.reminders:
            if before is None:
                at = times.received_at + (times.due_at - times.received_at) / 2
            else:
                at = times.due_at - before
                if at <= times.received_at:
                    continue  # longer before than there is time at all
            if at > now:
                coming.append(at)
                continue
            found.append((Moment(at, key), whom))
            latest[whom] = max(latest.get(whom, at), at)
        reached += [moment for moment, whom in found if moment.at == latest[whom]]

    def _after(self, due_at: datetime, now: datetime, reached: list[Moment], coming: list[datetime]) -> None:
        for key, later in self._sorted.after:
            at = self._next_working_day(due_at) if later is None else due_at + later
            if at > now:
                coming.append(at)
            else:
                reached.append(Moment(at, key))

    def _in_lane(
        self, since: datetime, due_at: datetime, now: datetime, reached: list[Moment], coming: list[datetime]
    ) -> None:
        moments = [Moment(since + later, key) for key, later in self._sorted.priority_set]
        if now > due_at:
            reached.append(Moment(due_at, Stage.PRIORITY_BREACH))
            moments += [Moment(due_at + later, key) for key, later in self._sorted.priority_after]
        else:
            coming.append(due_at)
        for moment in moments:
            if moment.at > now:
                coming.append(moment.at)
            else:
                reached.append(moment)

    def _next_working_day(self, due_at: datetime) -> datetime:
        """The end of the first working day after the one on which it was due."""
        day = due_at.astimezone(self.clock.zone).date()
        end = self._ends.get(day)
        if end is None:
            next_day = self.clock.calendar.next_working_day(after=day)
            end = end_of_day(next_day, self.clock.zone, DAY_ENDS[self.clock.readings.day_end])
            self._ends[day] = end
        return end

    def course(self, times: Times) -> list[Moment]:
        """Everything that happens to an item that nobody ever answers, in its order, if the portal never sleeps."""
        found: dict[str, Moment] = {}
        at: datetime | None = times.received_at
        while at is not None:
            look = self.look(times, at, found)
            found.update({moment.stage: moment for moment in look.reached})
            # The due moment itself is in time: what follows it is seen just after.
            at = look.next_at if look.next_at is None or look.next_at > at else at + timedelta(microseconds=1)
        return sorted(found.values(), key=lambda moment: (moment.at, moment.stage not in RECORDED))


def times_of(item: Item) -> Times:
    """The times of one item, as `Ladder.look` takes them."""
    in_lane = item.priority_acted_at is None
    return Times(
        item.received_at,
        item.due_at,
        item.priority_since if in_lane else None,
        item.priority_due_at if in_lane else None,
    )


def first_look(item: Item, ladder: Ladder) -> datetime | None:
    """The `sweep_at` of an item that comes in: None for one from before the account was watched.

    May lie in the past, for an item that was found late; the next sweep does what is due then.
    """
    if not item.in_figures or item.status != Status.OPEN:
        return None
    return ladder.look(times_of(item), item.received_at).sweep_at


Loader = Callable[[], Ladder]


def load(clock: SchoolClock) -> Ladder:
    """The ladder as the school has set it. One query."""
    return Ladder((step_of(row) for row in LadderStep.objects.filter(is_on=True)), clock)
