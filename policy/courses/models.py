"""Courses: pages to read, a bank of questions, how far each person is, and what they answered. Row P3."""

import calendar
import hashlib
from datetime import date
from typing import cast

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from people.models import Role, User
from policy.courses.states import Status
from policy.models import TrainingRecord

MOST_MONTHS, MOST_QUESTIONS = 60, 50


class CourseQuerySet(models.QuerySet["Course"]):
    def visible_to(self, user: User) -> "CourseQuerySet":
        """Everybody sees what is offered; drafts and retired courses are SLT's."""
        if user.holds(Role.SLT):
            return self.all()
        return self.filter(status=Status.LIVE)

    def live(self) -> "CourseQuerySet":
        return self.filter(status=Status.LIVE)


class Course(models.Model):
    """`edition` counts the states of the course that people may have met: each change while it is offered is one."""

    key = models.CharField(max_length=40, blank=True)  # of a course that came with the portal
    title = models.CharField(max_length=160)
    summary = models.CharField(max_length=400)
    valid_months = models.PositiveSmallIntegerField(
        "counts for (months)", validators=[MinValueValidator(1), MaxValueValidator(MOST_MONTHS)]
    )
    pass_mark = models.PositiveSmallIntegerField(
        "pass mark (percent)", validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    asks = models.PositiveSmallIntegerField(
        "questions in each quiz", validators=[MinValueValidator(1), MaxValueValidator(MOST_QUESTIONS)]
    )
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.DRAFT)
    edition = models.PositiveIntegerField(default=1)
    created_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)  # first offered

    objects = cast("models.Manager[Course]", CourseQuerySet.as_manager())

    class Meta:
        ordering = ["title", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=Status.values), name="course_status_known"),
            models.CheckConstraint(
                condition=Q(valid_months__gte=1, valid_months__lte=MOST_MONTHS), name="course_counts_for_months"
            ),
            models.CheckConstraint(condition=Q(pass_mark__gte=1, pass_mark__lte=100), name="course_mark_is_percent"),
            models.CheckConstraint(condition=Q(asks__gte=1, asks__lte=MOST_QUESTIONS), name="course_asks_something"),
            models.CheckConstraint(
                condition=Q(status=Status.DRAFT) | Q(status=Status.RETIRED) | Q(published_at__isnull=False),
                name="course_offered_since",
            ),
            models.UniqueConstraint(fields=["key"], condition=~Q(key=""), name="course_of_portal_once"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_live(self) -> bool:
        return self.status == Status.LIVE

    @property
    def needed(self) -> int:
        """How many answers of a quiz must be right."""
        return needed(self.asks, self.pass_mark)

    def counts_until(self, completed_on: date) -> date:
        """The last day on which the course counts, if it was completed on that day."""
        return months_after(completed_on, self.valid_months)


def needed(asked: int, pass_mark: int) -> int:
    """The fewest right answers of `asked` that reach `pass_mark` percent."""
    return -(-asked * pass_mark // 100)


def months_after(day: date, months: int) -> date:
    """The same day some months later, or the last one of a shorter month; never later than dates go."""
    month = day.month - 1 + months
    year = day.year + month // 12
    if year > date.max.year:
        return date.max
    month = month % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


class Page(models.Model):
    """One short page of a course."""

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="pages")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=160)
    body_markdown = models.TextField("text")
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["course", "position"], name="course_page_order")]

    def __str__(self) -> str:
        return self.title


class Question(models.Model):
    """One question of a course's bank. A quiz that was begun keeps its own copy of the words."""

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="questions")
    text = models.CharField("question", max_length=400)
    explanation = models.CharField(max_length=800)
    active = models.BooleanField(default=True)
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.text


class Choice(models.Model):
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="choices")
    text = models.CharField("answer", max_length=300)
    is_right = models.BooleanField(default=False)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["question"], condition=Q(is_right=True), name="course_one_right_choice"),
        ]

    def __str__(self) -> str:
        return self.text


class Progress(models.Model):
    """A person has read a page to its end. It goes with the page: it records where somebody is, nothing else."""

    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="seen")
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "page"], name="course_page_seen_once")]

    def __str__(self) -> str:
        return f"{self.person_id} has read {self.page_id}"


class AttemptQuerySet(models.QuerySet["Attempt"]):
    def visible_to(self, user: User) -> "AttemptQuerySet":
        """What somebody answered is their own matter; SLT sees the record of a pass."""
        return self.filter(person=user)

    def open(self) -> "AttemptQuerySet":
        return self.filter(finished_at=None)


class Attempt(models.Model):
    """One quiz: the questions and choices as they were put to this person, in their order, and what came of it.

    `paper` and `answers` are read and written through paper.py alone.
    """

    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="attempts")
    edition = models.PositiveIntegerField()
    pass_mark = models.PositiveSmallIntegerField()
    paper = models.JSONField()
    answers = models.JSONField(default=list)  # for each question, the place of the choice that was taken
    asked = models.PositiveSmallIntegerField()
    score = models.PositiveSmallIntegerField(null=True, blank=True)
    passed = models.BooleanField(null=True, blank=True)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = cast("models.Manager[Attempt]", AttemptQuerySet.as_manager())

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "course"], condition=Q(finished_at=None), name="course_one_open_attempt"
            ),
            models.CheckConstraint(
                condition=Q(finished_at=None, score=None, passed=None)
                | Q(finished_at__isnull=False, score__isnull=False, passed__isnull=False),
                name="course_attempt_finished_whole",
            ),
            models.CheckConstraint(condition=Q(score=None) | Q(score__lte=F("asked")), name="course_score_of_asked"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} tried {self.course_id}"

    @property
    def needed(self) -> int:
        return needed(self.asked, self.pass_mark)


class Completion(models.Model):
    """Which course a training record is of, and the quiz that was passed for it, if it was by a quiz."""

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="completions")
    record = models.OneToOneField(TrainingRecord, on_delete=models.PROTECT, related_name="completion")
    attempt = models.OneToOneField(Attempt, null=True, blank=True, on_delete=models.PROTECT, related_name="completion")

    def __str__(self) -> str:
        return f"{self.record_id} completes {self.course_id}"


class Reminder(models.Model):
    """Somebody was reminded that a record of theirs runs out, or has. `stage` is the days before: 30, 7, 0."""

    record = models.ForeignKey(TrainingRecord, on_delete=models.PROTECT, related_name="reminders")
    stage = models.PositiveSmallIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["record", "stage"], name="course_reminded_once")]

    def __str__(self) -> str:
        return f"{self.record_id} at {self.stage}"


def certificate_number(record: TrainingRecord) -> str:
    """What stands on a certificate, so that SLT can look it up: the record's number, and six digits of its content."""
    content = f"{record.pk}|{record.person_id}|{record.title}|{record.completed_on}|{record.valid_until}"
    return f"T{record.pk}-{hashlib.sha256(content.encode()).hexdigest()[:6].upper()}"
