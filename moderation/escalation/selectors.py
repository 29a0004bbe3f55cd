"""What the pages of the ladder show: steps in plain sentences, a course of events, a digest's comments."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from core import clock
from core.times import time_of_day
from moderation.clock_rules import SchoolClock
from moderation.escalation.ladder import Times, load
from moderation.escalation.messages import what_waits
from moderation.escalation.quiet import heard_at
from moderation.models import DeskSettings, Digest, Item, LadderStep, OnCall
from moderation.priority import due as priority_due
from moderation.rules import WATCHERS
from moderation.states import RECORDED, Anchor, Channel, Stage, Whom
from people.models import User

FRIDAY = 4
HOUR, DAY = 60, 24 * 60  # minutes
SHOWN_DIGESTS = 20
AT_ONCE = 1  # digests that a page shows before it folds the rest


def length(minutes: int) -> str:
    """For example "2 hours", "1 day 12 hours", "45 minutes"."""
    parts = [(minutes // DAY, "day"), (minutes % DAY // HOUR, "hour"), (minutes % HOUR, "minute")]
    return " ".join(f"{number} {unit}{'' if number == 1 else 's'}" for number, unit in parts if number)


def when(step: LadderStep) -> str:
    """When a step is reached, as a sentence begins."""
    at_once = {
        Anchor.HALF: "When half of the time has passed",
        Anchor.BEFORE_DUE: "When it is due",
        Anchor.AFTER_DUE: "As soon as it is late",
        Anchor.NEXT_WORKING_DAY: "At the end of the working day after it was due",
        Anchor.PRIORITY_SET: "As soon as it comes into the priority lane",
        Anchor.PRIORITY_AFTER_DUE: "As soon as its priority target is missed",
    }
    if step.minutes == 0:
        return at_once[Anchor(step.anchor)]
    return f"{length(step.minutes)} {Anchor(step.anchor).label}"


def sentence(step: LadderStep) -> str:
    """A step as the page says it: "2 hours before it is due: tell who runs the account, in the portal …"."""
    hours = ", at night too" if step.in_quiet_hours else ""
    return f"{when(step)}: tell {Whom(step.whom).label}, {Channel(step.channel).label}{hours}."


ORDER = (
    *(Anchor.HALF, Anchor.BEFORE_DUE, Anchor.AFTER_DUE, Anchor.NEXT_WORKING_DAY),
    *(Anchor.PRIORITY_SET, Anchor.PRIORITY_AFTER_DUE),
)


def steps() -> list[LadderStep]:
    """All steps in the order in which they are reached, those that are switched off too. One query."""

    def place(step: LadderStep) -> tuple[int, int, int]:
        minutes = -step.minutes if step.anchor == Anchor.BEFORE_DUE else step.minutes
        return ORDER.index(Anchor(step.anchor)), minutes, step.pk

    return sorted(LadderStep.objects.all(), key=place)


PARTS = {
    "Before it is due": (Anchor.HALF, Anchor.BEFORE_DUE),
    "When it is late": (Anchor.AFTER_DUE, Anchor.NEXT_WORKING_DAY),
    "For the priority lane": (Anchor.PRIORITY_SET, Anchor.PRIORITY_AFTER_DUE),
}


@dataclass(frozen=True)
class Rung:
    step: LadderStep
    sentence: str


@dataclass(frozen=True)
class Part:
    """The steps that belong together, in their order."""

    title: str
    rungs: list[Rung]


def parts(steps: list[LadderStep]) -> list[Part]:
    """The ladder as the page shows it; a part without a step is left out."""
    found = [
        Part(title, [Rung(step, sentence(step)) for step in steps if step.anchor in anchors])
        for title, anchors in PARTS.items()
    ]
    return [part for part in found if part.rungs]


@dataclass(frozen=True)
class Event:
    """One thing that would happen: recorded at `at`; `heard_at` is when people are told, None where nobody is."""

    at: datetime
    words: str
    heard_at: datetime | None = None


_RECORD = {
    Stage.BREACH: "It is late. That is recorded, and stays so.",
    Stage.PRIORITY_BREACH: "Its priority target is missed. That is recorded, and stays so.",
}


def course(received_at: datetime, *, pressing: bool, school: SchoolClock, desk: DeskSettings) -> list[Event]:
    """What would happen to a comment that nobody ever answers, if it came in at this moment. One query."""
    ladder = load(school)
    since = received_at if pressing else None
    until = priority_due(since, desk, school.zone) if since else None
    named = {step.key: step for step in ladder.steps}
    found = []
    for moment in ladder.course(Times(received_at, school.due(received_at).at, since, until)):
        if moment.stage in RECORDED:
            found.append(Event(moment.at, _RECORD[Stage(moment.stage)]))
            continue
        step = named[moment.stage]
        heard = moment.at if step.in_quiet_hours else heard_at(moment.at, desk, school.zone)
        found.append(Event(moment.at, f"{step.name}. It goes to {Whom(step.whom).label}.", heard))
    return found


def an_example(school: SchoolClock) -> datetime:
    """Three o'clock on the coming Friday."""
    today = clock.now().astimezone(school.zone).date()
    friday = today + timedelta(days=(FRIDAY - today.weekday()) % 7)
    return datetime.combine(friday, time(15), tzinfo=school.zone)


@dataclass(frozen=True)
class Hours:
    """The times of the desk as they are said: "7:00 am"."""

    priority_from: str
    priority_until: str
    quiet_from: str
    quiet_until: str

    @classmethod
    def of(cls, desk: DeskSettings) -> "Hours":
        given = (desk.priority_from, desk.priority_until, desk.quiet_from, desk.quiet_until)
        return cls(*(time_of_day(datetime.combine(date.min, at)) for at in given))


def says_nothing_when_late(steps: list[LadderStep]) -> bool:
    """Whether nobody at all is told of a comment that is late."""
    late = (Anchor.AFTER_DUE, Anchor.NEXT_WORKING_DAY)
    return not any(step.is_on and step.anchor in late for step in steps)


def standing_on_call() -> list[OnCall]:
    """Who is on call now or will be, soonest first."""
    return list(OnCall.objects.filter(until_at__gt=clock.now()).select_related("person", "named_by"))


def recent_digests(reader: User) -> list[Digest]:
    """Messages about several comments: one's own, and for Administrators and SLT also those that somebody sees to."""
    theirs = Digest.objects.filter(person=reader)
    if reader.holds(*WATCHERS):
        theirs = theirs | Digest.objects.filter(acknowledged_at__isnull=False)
    return list(theirs.select_related("person").order_by("-made_at", "-pk")[:SHOWN_DIGESTS])


@dataclass(frozen=True)
class Listed:
    """What the page of a digest shows: comments that still wait, how many do not any more, who else sees to it."""

    waiting: list[Item]
    finished: int
    not_listed: int
    others: list[Digest]
    what: str


def listed(digest: Digest, reader: User) -> Listed:
    """Four queries, however many comments."""
    about = Item.objects.filter(pk__in=digest.stages.values("item"))
    number = about.count()
    waiting = about.visible_to(reader).unanswered().select_related("account").order_by("rank", "due_at", "pk")
    found = list(waiting)
    others = Digest.objects.filter(made_at=digest.made_at, acknowledged_at__isnull=False).exclude(pk=digest.pk)
    return Listed(
        waiting=found,
        finished=number - len(found),
        not_listed=max(0, sum(digest.counts.values()) - number),
        others=list(others.select_related("person").order_by("acknowledged_at")),
        what=what_waits(digest.counts),
    )
