"""What the list of case files reads. All of it begins with `visible_to`: what somebody cannot see is not counted."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db.models import (
    Case,
    Count,
    DateTimeField,
    Exists,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Least

from core import clock
from incidents.listing.forms import LATE, NOBODY, OPEN
from incidents.models import LED_TO, Assessment, Entry, Incident, IncidentClock, Involvement, Referral, Task
from incidents.refs import as_typed
from incidents.states import PUBLIC_LABELS, PUBLIC_LOOKS, TOLD, Clock, Part, Severity, Status
from people.models import User
from school.models import school_zone

NEVER = datetime(9999, 1, 1, tzinfo=UTC)
ORDERINGS = {
    "": ("group", "next_due", "-reported_at", "-pk"),
    "newest": ("-reported_at", "-pk"),
    "oldest": ("reported_at", "pk"),
    "serious": ("-grave", "-reported_at", "-pk"),
}
GRAVE = {Severity.LOW: 1, Severity.MEDIUM: 2, Severity.HIGH: 3}
MOST_REPORTS = 50
HANDLING_ROLES = [role for roles in LED_TO.values() for role in roles]


def running() -> QuerySet[IncidentClock]:
    """The clocks that run, the next one first."""
    return IncidentClock.objects.filter(met_at=None).order_by("due_at", "pk")


def to_chase() -> QuerySet[Referral]:
    """Those outside who have not answered, and when each is asked again."""
    waiting = Referral.objects.filter(answered_at=None, no_answer_needed="")
    return waiting.exclude(chase_at=None).order_by("chase_at", "pk")


def to_do() -> QuerySet[Task]:
    """The open tasks."""
    return Task.objects.filter(done_at=None).order_by("due_at", "pk")


def unchecked() -> QuerySet[Assessment]:
    """The last assessments with which a second person, where one is needed, has not agreed."""
    newer = Assessment.objects.filter(incident=OuterRef("incident"), pk__gt=OuterRef("pk"))
    return Assessment.objects.filter(needs_check=True).exclude(Exists(newer)).exclude(agreed=True)


def _has(rows: QuerySet[Any]) -> Q:
    """The incidents of `rows`: found once by an index, and not asked for again with each incident of ten years."""
    return Q(pk__in=rows.order_by().values("incident"))


def is_late() -> Q:
    """Something in the file is past its time: a clock, a task, or somebody outside who was to be asked again."""
    now = clock.now()
    late = _has(running().filter(due_at__lt=now)) | _has(to_do().filter(due_at__lt=now))
    return late | (_has(to_chase().filter(chase_at__lt=now)) & ~Q(status=Status.CLOSED))


def waits_for(person: User) -> Q:
    """What the next step of is `person`'s: asked first, leads it, has a task, looks at it second, or told an agency."""
    to_check = unchecked().filter(Q(agreed=False) | ~Q(by=person))
    open_now = Q(lead=person) | _has(to_check) | _has(to_chase().filter(by=person))
    asked = Q(first=person, status=Status.REPORTED)
    return asked | (open_now & ~Q(status=Status.CLOSED)) | _has(to_do().filter(owner=person))


def shows_files(person: User) -> bool:
    """Whether this person has a list at all: by a role that incidents are led to, or since they handle one by name."""
    return person.holds(*HANDLING_ROLES) or Incident.objects.visible_to(person).exists()


def found(person: User, chosen: dict[str, Any]) -> QuerySet[Incident]:
    """The case files that `person` handles, narrowed by the filters in the address, with what orders them."""
    files = _narrowed(_by_state(Incident.objects.visible_to(person), chosen.get("status", "")), person, chosen)
    due = {
        "clock_due": running().values("due_at"),
        "task_due": to_do().values("due_at"),
        "chase_due": to_chase().values("chase_at"),
    }
    dated = files.select_related("lead", "first").annotate(
        **{name: _first(dates) for name, dates in due.items()},
        clock_kind=Subquery(running().filter(incident=OuterRef("pk")).values("kind")[:1]),
        unchecked=Exists(unchecked().filter(incident=OuterRef("pk"))),
    )
    never = Value(NEVER, output_field=DateTimeField())
    return dated.annotate(
        next_due=Least(*due, output_field=DateTimeField()),
        group=Case(
            When(status=Status.CLOSED, then=Value(2)),
            When(clock_due=never, task_due=never, chase_due=never, unchecked=False, then=Value(1)),
            default=Value(0),
            output_field=IntegerField(),
        ),
        grave=Case(
            *(When(severity=severity, then=Value(weight)) for severity, weight in GRAVE.items()),
            default=Value(0),
            output_field=IntegerField(),
        ),
    )


def _first(dates: QuerySet[Any, Any]) -> Case:
    """The first of these dates in the file. Nothing is looked up of one that is closed: most are, and none is due."""
    never = Value(NEVER, output_field=DateTimeField())
    of_it = Coalesce(Subquery(dates.filter(incident=OuterRef("pk"))[:1]), never, output_field=DateTimeField())
    return Case(When(status=Status.CLOSED, then=never), default=of_it, output_field=DateTimeField())


def _by_state(files: QuerySet[Incident], status: str) -> QuerySet[Incident]:
    if status == OPEN:
        return files.exclude(status=Status.CLOSED)
    if status == LATE:
        return files.filter(is_late())
    return files.filter(status=status) if status else files


def _narrowed(files: QuerySet[Incident], person: User, chosen: dict[str, Any]) -> QuerySet[Incident]:
    exact = {name: chosen[name] for name in ("category", "severity") if chosen.get(name)}
    files = files.filter(**exact)
    if chosen.get("lead"):
        files = files.filter(lead=None if chosen["lead"] == NOBODY else chosen["lead"])
    if chosen.get("waiting"):
        files = files.filter(waits_for(person))
    if chosen.get("first"):
        files = files.filter(reported_at__gte=_midnight(chosen["first"]))
    if chosen.get("last"):
        files = files.filter(reported_at__lt=_midnight(chosen["last"] + timedelta(days=1)))
    return files.filter(_said(chosen["q"])) if chosen.get("q") else files


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=school_zone())


def _said(words: str) -> Q:
    """Its reference, or the beginning of it, as typed; or words of the report or of the timeline."""
    said = Q(what_happened__icontains=words) | Q(
        Exists(
            Entry.objects.filter(
                Q(text__icontains=words) | Q(reason__icontains=words),
                incident=OuterRef("pk"),
            )
        )
    )
    typed = as_typed(words)
    bare = "".join(words.upper().replace("INCIDENT", "").replace("-", "").split())
    return said | Q(public_id__startswith=typed) if typed and typed == bare else said


@dataclass(frozen=True)
class Row:
    """One file as the list shows it."""

    incident: Incident

    @property
    def due_what(self) -> str:
        """What is due next; empty where nothing is."""
        file: Any = self.incident
        if file.next_due == NEVER or file.status == Status.CLOSED:
            return ""
        if file.next_due == file.clock_due:
            return DUE[Clock(file.clock_kind)]
        return "Task" if file.next_due == file.task_due else "Ask again outside"

    @property
    def grave_word(self) -> str:
        return self.incident.get_severity_display().partition(":")[0] if self.incident.severity else ""


DUE = {
    Clock.ASSESS: "First assessment",
    Clock.OFFICER: "Designated officer",
    Clock.REGULATOR: "Regulator",
    Clock.COMPLAINT: "Acknowledge the complaint",
}


@dataclass(frozen=True)
class Counts:
    """How many of the files that somebody sees are in which way waiting."""

    all: int
    open: int
    to_assess: int
    late: int
    mine: int


def counts(person: User) -> Counts:
    """One query."""
    return Counts(
        **Incident.objects.visible_to(person).aggregate(
            all=Count("pk"),
            open=Count("pk", filter=~Q(status=Status.CLOSED)),
            to_assess=Count("pk", filter=Q(status=Status.REPORTED)),
            late=Count("pk", filter=is_late()),
            mine=Count("pk", filter=waits_for(person)),
        )
    )


def leads(person: User) -> list[tuple[int, str]]:
    """Who leads a file that `person` sees. One query."""
    led = Incident.objects.visible_to(person).exclude(lead=None).order_by("lead__full_name", "lead")
    return list(dict.fromkeys(led.values_list("lead", "lead__full_name")))


@dataclass(frozen=True)
class Report:
    """An incident that somebody is told of: no more than that it was received and how far it is."""

    incident: Incident
    part: str

    @property
    def state(self) -> str:
        return PUBLIC_LABELS[Status(self.incident.status)]

    @property
    def look(self) -> str:
        return PUBLIC_LOOKS[Status(self.incident.status)]


PARTS = {
    Part.REPORTER: "You reported it",
    Part.TARGET: "You are affected by it",
    Part.WITNESS: "You saw it",
}


def my_reports(person: User) -> list[Report]:
    """Those that `person` made or has an open part in, newest first: two queries, whatever there are."""
    told = list(Incident.objects.told_to(person).order_by("-reported_at", "-pk")[: MOST_REPORTS + 1])
    named = Involvement.objects.filter(incident__in=told, person=person, part__in=TOLD, ended_at=None)
    parts = dict(named.order_by("pk").values_list("incident", "part"))
    return [Report(one, PARTS[Part.REPORTER if one.reporter_id == person.pk else Part(parts[one.pk])]) for one in told]
