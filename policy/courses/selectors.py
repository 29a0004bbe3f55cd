"""Reads for the pages of courses: where a person is, what a course lacks, whose training is missing or runs out."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, DateField, OuterRef, Prefetch, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse

from core import clock
from people.models import User
from policy.courses.models import Attempt, Choice, Completion, Course, Page, Progress, Question, certificate_number
from policy.models import TrainingRecord
from policy.selectors import must_acknowledge

SOON = timedelta(days=30)
CERTIFICATE = re.compile(r"T([0-9]{1,9})-[0-9A-F]{6}")
NEVER = date(1, 1, 1)  # stands for no training at all, so that a list by date begins with it


def bank(course: Course) -> list[Question]:
    """The questions that a quiz draws from, with their choices."""
    choices = Prefetch("choices", Choice.objects.order_by("pk"))
    return list(course.questions.filter(active=True).prefetch_related(choices))


def lacking(course: Course) -> list[str]:
    """What keeps a course from being offered, in whole sentences; nothing where it is whole."""
    found = []
    if not course.pages.exists():
        found.append("Write at least one page.")
    questions = course.questions.filter(active=True).annotate(
        told=Count("choices"), right=Count("choices", filter=Q(choices__is_right=True))
    )
    good = [question.right == 1 and question.told >= 2 for question in questions]
    if not all(good):
        found.append("Each question needs at least two answers to choose from, and exactly one right one.")
    if len(good) < course.asks:
        found.append(f"The quiz asks {course.asks} questions, but only {len(good)} are there to choose from.")
    return found


@dataclass(frozen=True)
class Standing:
    """How one person stands with one course."""

    course: Course
    pages: int
    read: int
    open_attempt: Attempt | None
    last_attempt: Attempt | None  # finished
    record: TrainingRecord | None  # the newest that stands

    @property
    def has_read_all(self) -> bool:
        return self.read >= self.pages

    @property
    def state(self) -> str:
        """ "passed", "soon", "expired", "quiz", "reading" or "new"."""
        today = clock.today()
        if self.record is not None and self.record.counts_on(today):
            return "soon" if self.record.valid_until - today <= SOON else "passed"
        if self.open_attempt is not None or self.has_read_all:
            return "quiz"
        if self.read:
            return "reading"
        return "expired" if self.record is not None else "new"


def standings(person: User, courses: "QuerySet[Course]") -> list[Standing]:
    """How `person` stands with each of `courses`, in five queries however many they are."""
    found = list(courses.annotate(page_count=Count("pages")))
    keys = [course.pk for course in found]
    read = Progress.objects.filter(person=person, page__course__in=keys).values_list("page__course")
    read_by_course = dict(read.annotate(many=Count("pk")).order_by())
    attempts: dict[int, dict[bool, Attempt]] = {}
    for attempt in Attempt.objects.filter(person=person, course__in=keys).defer("paper", "answers"):
        attempts.setdefault(attempt.course_id, {}).setdefault(attempt.finished_at is None, attempt)
    records: dict[int, TrainingRecord] = {}
    mine = Completion.objects.filter(course__in=keys, record__person=person, record__struck_at=None)
    for completion in mine.select_related("record"):
        best = records.get(completion.course_id)
        if best is None or completion.record.valid_until >= best.valid_until:
            records[completion.course_id] = completion.record
    return [
        Standing(
            course=course,
            pages=course.page_count,
            read=read_by_course.get(course.pk, 0),
            open_attempt=attempts.get(course.pk, {}).get(True),
            last_attempt=attempts.get(course.pk, {}).get(False),
            record=records.get(course.pk),
        )
        for course in found
    ]


def standing(person: User, course: Course) -> Standing:
    return standings(person, Course.objects.filter(pk=course.pk))[0]


@dataclass(frozen=True)
class PageLine:
    """A page of a course in its row, numbered from 1."""

    number: int
    page: Page
    read: bool


def page_lines(person: User, course: Course) -> list[PageLine]:
    read = set(Progress.objects.filter(person=person, page__course=course).values_list("page", flat=True))
    return [PageLine(number, page, page.pk in read) for number, page in enumerate(course.pages.all(), 1)]


def where_to_train() -> str:
    """The address that takes somebody straight to training: the course, where one alone is offered."""
    live = list(Course.objects.live().values_list("pk", flat=True)[:2])
    if not live:
        return ""
    return reverse("courses:course", kwargs={"pk": live[0]}) if len(live) == 1 else reverse("courses:index")


def with_last_days() -> "QuerySet[Any]":
    """Everybody whom the policy binds, with `until`: the last day that any training of theirs counts, or NEVER."""
    counting = TrainingRecord.objects.filter(
        person=OuterRef("pk"), struck_at=None, completed_on__lte=clock.today()
    ).order_by("-valid_until", "-pk")
    return (
        must_acknowledge()
        .annotate(until=Coalesce(Subquery(counting.values("valid_until")[:1]), Value(NEVER, output_field=DateField())))
        .annotate(course_title=Coalesce(Subquery(counting.values("title")[:1]), Value("")))
        .annotate(record_key=Subquery(counting.values("pk")[:1]))
    )


def due(chosen: dict[str, Any]) -> "QuerySet[Any]":
    """Those who were never trained, whose training ran out or runs out within 30 days; narrowed by what was chosen."""
    today = clock.today()
    people = with_last_days().prefetch_related("grants").filter(until__lte=today + SOON)
    match chosen.get("show"):
        case "never":
            people = people.filter(until=NEVER)
        case "ran_out":
            people = people.filter(until__gt=NEVER, until__lt=today)
        case "soon":
            people = people.filter(until__gte=today)
    return narrowed(people, chosen)


def narrowed(people: "QuerySet[Any]", chosen: dict[str, Any]) -> "QuerySet[Any]":
    """Those of `people` whose name and role were asked for."""
    if "q" in chosen:
        people = people.filter(full_name__icontains=chosen["q"])
    if "role" in chosen:
        people = people.filter(pk__in=User.objects.holding(chosen["role"]).values("pk"))
    return people


def due_state(until: date) -> str:
    """ "never", "ran_out", "soon" or "fine", of the last day that somebody's training counts."""
    today = clock.today()
    if until == NEVER:
        return "never"
    if until < today:
        return "ran_out"
    return "soon" if until <= today + SOON else "fine"


DUE_LABELS = {"never": "Never trained", "ran_out": "Ran out", "soon": "Runs out soon", "fine": "Valid"}


def due_counts() -> dict[str, int]:
    """How many of those whom the policy binds are in each state."""
    counts = dict.fromkeys(DUE_LABELS, 0)
    for until in with_last_days().values_list("until", flat=True):
        counts[due_state(until)] += 1
    return counts


def last_records(people: Iterable[User]) -> dict[int, TrainingRecord]:
    """For each person of `with_last_days`, the record that gives the last day."""
    return TrainingRecord.objects.in_bulk([key for person in people if (key := getattr(person, "record_key", None))])


def record_of(number: str) -> TrainingRecord | None:
    """The training record whose certificate bears this number, or None."""
    found = CERTIFICATE.fullmatch(number.strip().upper())
    if found is None:
        return None
    record = TrainingRecord.objects.filter(pk=int(found[1])).select_related("person").first()
    return record if record is not None and certificate_number(record) == found[0] else None
