"""Guidance in editions, and the lessons and sessions that the school held. Rows P5, P6."""

from typing import cast

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse

from people.models import Role, User
from policy.guidance import starter

# A volunteer sees what they run, and the guidance; the log of lessons is the school's own (P4).
INSIDE = frozenset(Role.values) - {Role.VOLUNTEER}


class GuidanceEditionQuerySet(models.QuerySet["GuidanceEdition"]):
    def visible_to(self, user: User) -> "GuidanceEditionQuerySet":
        """SLT sees every edition; everybody else what each page says now."""
        if user.holds(Role.SLT):
            return self.all()
        return self.latest_of_each().filter(is_shown=True)

    def latest_of_each(self) -> "GuidanceEditionQuerySet":
        """The newest edition of each page, also of those that were taken away."""
        newer = GuidanceEdition.objects.filter(slug=OuterRef("slug"), number__gt=OuterRef("number"))
        return self.filter(~Exists(newer))


class GuidanceEdition(models.Model):
    """What a page says from one save to the next. Never changed: each save, also a restored text, is a new one.

    Number 0 is the starter text of a page that the portal brings along; it is not kept as a row.
    """

    slug = models.SlugField(max_length=60)
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=120)
    summary = models.CharField(max_length=300, blank=True)
    body_markdown = models.TextField("text")
    note = models.CharField("what changed", max_length=200, blank=True)
    is_shown = models.BooleanField(default=True)  # not: the page was taken away
    written_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(null=True)  # empty for number 0 alone

    objects = cast("models.Manager[GuidanceEdition]", GuidanceEditionQuerySet.as_manager())

    class Meta:
        ordering = ["slug", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["slug", "number"], name="guidance_edition_numbered_once"),
            models.CheckConstraint(
                condition=Q(number__gte=1, written_at__isnull=False), name="guidance_edition_written"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.slug}, edition {self.number}"

    def get_absolute_url(self) -> str:
        if self.is_for_families:
            return reverse("guidance:for_families")
        return reverse("guidance:page", kwargs={"slug": self.slug})

    @property
    def is_starter(self) -> bool:
        return self.number == 0

    @property
    def is_for_families(self) -> bool:
        return self.slug == starter.FAMILIES

    @property
    def comes_with_the_portal(self) -> bool:
        return self.slug in starter.SLUGS

    def says_the_same_as(self, other: "GuidanceEdition") -> bool:
        """Whether a reader would find no difference."""
        names = ("title", "summary", "body_markdown", "is_shown")
        return all(getattr(self, name) == getattr(other, name) for name in names)


AUDIENCES = {
    "pupils": "Pupils",
    "parents": "Parents and carers",
    "staff": "Staff and volunteers",
    "governors": "Governors",
}
MOST = 10_000  # people at one session


class EducationSessionQuerySet(models.QuerySet["EducationSession"]):
    def visible_to(self, user: User) -> "EducationSessionQuerySet":
        """Everybody of the school; not volunteers."""
        return self.all() if user.holds(*INSIDE) else self.none()

    def standing(self) -> "EducationSessionQuerySet":
        """Those that nobody has struck out as a mistake."""
        return self.filter(struck_at=None)


class EducationSession(models.Model):
    """A lesson, an assembly or an evening about safe use, and how many of whom took part (P6)."""

    held_on = models.DateField()
    title = models.CharField("what it was", max_length=160)
    detail = models.CharField("for whom", max_length=120, blank=True)
    pupils = models.PositiveIntegerField(default=0)
    parents = models.PositiveIntegerField(default=0)
    staff = models.PositiveIntegerField(default=0)
    governors = models.PositiveIntegerField(default=0)
    led_by = models.CharField(max_length=120)
    notes = models.TextField(blank=True)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    struck_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    struck_at = models.DateTimeField(null=True, blank=True)  # recorded by mistake: kept, but counts no more

    objects = cast("models.Manager[EducationSession]", EducationSessionQuerySet.as_manager())

    class Meta:
        ordering = ["-held_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(pupils__gt=0) | Q(parents__gt=0) | Q(staff__gt=0) | Q(governors__gt=0),
                name="guidance_session_somebody_came",
            ),
            models.CheckConstraint(
                condition=Q(struck_at=None, struck_by=None) | Q(struck_at__isnull=False, struck_by__isnull=False),
                name="guidance_session_struck_whole",
            ),
            models.CheckConstraint(
                condition=Q(pupils__lte=MOST, parents__lte=MOST, staff__lte=MOST, governors__lte=MOST),
                name="guidance_session_countable",
            ),
        ]
        indexes = [models.Index(F("held_on").desc(), name="guidance_session_held_on")]

    def __str__(self) -> str:
        return f"{self.title} ({self.held_on})"

    @property
    def took_part(self) -> list[tuple[str, int]]:
        """Who came, and how many: only those of whom there were any."""
        return [(label, count) for name, label in AUDIENCES.items() if (count := getattr(self, name))]
