"""What the guidance says now and said before, and what was held in a time. Rows P5, P6."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Min, Q, QuerySet, Sum

from core import clock
from people.models import User
from policy.guidance import school_year, starter
from policy.guidance.models import AUDIENCES, EducationSession, GuidanceEdition
from policy.guidance.school_year import SchoolYear

ALL_YEARS = "all"


def starter_edition(slug: str) -> GuidanceEdition | None:
    """Edition 0 of a page that comes with the portal, without a row."""
    if slug not in starter.SLUGS:
        return None
    words = starter.words_of(slug)
    return GuidanceEdition(
        slug=slug, number=0, title=words.title, summary=words.summary, body_markdown=words.body, written_at=None
    )


def latest(slug: str) -> GuidanceEdition | None:
    """The newest edition of a page, also of one that was taken away; None for no such page."""
    rows = GuidanceEdition.objects.select_related("written_by").filter(slug=slug)
    return rows.order_by("-number").first() or starter_edition(slug)


def page(slug: str) -> GuidanceEdition | None:
    """What a page says now, in one query; None where there is none, or it was taken away."""
    found = latest(slug)
    return found if found is not None and found.is_shown else None


def edition(slug: str, number: int) -> GuidanceEdition | None:
    """One edition of a page; number 0 is its starter text."""
    if number == 0:
        return starter_edition(slug)
    return GuidanceEdition.objects.select_related("written_by").filter(slug=slug, number=number).first()


def history(slug: str) -> list[GuidanceEdition]:
    """Every edition, newest first, down to the starter text. Empty for no such page."""
    rows = list(GuidanceEdition.objects.select_related("written_by").filter(slug=slug).order_by("-number"))
    first = starter_edition(slug)
    return [*rows, first] if first is not None else rows


@dataclass(frozen=True)
class Shelf:
    """All pages: those for people in the portal, the one for families, and those that were taken away."""

    pages: list[GuidanceEdition]
    families: GuidanceEdition
    away: list[GuidanceEdition]


def shelf() -> Shelf:
    """What every page says now, in one query: first those that come with the portal, then the school's own by title."""
    written = {one.slug: one for one in GuidanceEdition.objects.latest_of_each().select_related("written_by")}
    brought = [written.pop(slug, None) or starter_edition(slug) for slug in starter.SLUGS]
    known = [one for one in brought if one is not None]
    own = sorted(written.values(), key=lambda one: (one.title.casefold(), one.slug))
    return Shelf(
        pages=[one for one in known if not one.is_for_families] + [one for one in own if one.is_shown],
        families=next(one for one in known if one.is_for_families),
        away=[one for one in own if not one.is_shown],
    )


def matching(pages: Iterable[GuidanceEdition], words: str) -> list[GuidanceEdition]:
    """Those pages in which each of the words occurs."""
    wanted = words.casefold().split()
    return [
        one
        for one in pages
        if all(word in f"{one.title}\n{one.summary}\n{one.body_markdown}".casefold() for word in wanted)
    ]


def slugs_like(stem: str) -> set[str]:
    """Addresses in use that begin like `stem`."""
    rows = GuidanceEdition.objects.filter(slug__startswith=stem).values_list("slug", flat=True)
    return {*rows, *starter.SLUGS}


@dataclass(frozen=True)
class Held:
    """How many sessions there were, and how many took part. A person who came twice counts twice."""

    sessions: int
    pupils: int
    parents: int
    staff: int
    governors: int

    @property
    def by_audience(self) -> list[tuple[str, int]]:
        return [(label, getattr(self, name)) for name, label in AUDIENCES.items()]

    @property
    def in_words(self) -> str:
        """ "14 sessions, 412 pupils, 96 parents and carers": only those of whom there were any."""
        counts = [f"{count:,} {label.lower()}" for label, count in self.by_audience if count]
        return ", ".join([f"{self.sessions:,} session{'' if self.sessions == 1 else 's'}", *counts])


def counted(sessions: "QuerySet[EducationSession]") -> Held:
    """The totals of those sessions that stand, in one query."""
    row = sessions.filter(struck_at=None).aggregate(
        sessions=Count("pk"), **{name: Sum(name, default=0) for name in AUDIENCES}
    )
    return Held(**row)


def sessions_held(from_on: date, until_on: date) -> Held:
    """What was held from one day to another, both included: for the governors' report (P6)."""
    return counted(EducationSession.objects.filter(held_on__range=(from_on, until_on)))


def this_year() -> SchoolYear:
    return school_year.of(clock.today())


def years() -> list[SchoolYear]:
    """The school years since the first session that is in the log, newest first."""
    first = EducationSession.objects.aggregate(first=Min("held_on"))["first"]
    now = this_year()
    oldest = min(school_year.of(first).starts_in, now.starts_in) if first is not None else now.starts_in
    return [SchoolYear(year) for year in range(now.starts_in, oldest - 1, -1)]


def log(reader: User, chosen: dict[str, Any]) -> "QuerySet[EducationSession]":
    """The sessions that the reader sees, narrowed by what was chosen: this school year, unless another is."""
    rows = EducationSession.objects.visible_to(reader).select_related("recorded_by", "struck_by")
    year = chosen.get("year", "")
    if year != ALL_YEARS:
        of = SchoolYear(int(year)) if year else this_year()
        rows = rows.filter(held_on__range=(of.first_day, of.last_day))
    if "audience" in chosen:
        rows = rows.filter(**{f"{chosen['audience']}__gt": 0})
    for word in chosen.get("q", "").split():
        rows = rows.filter(Q(title__icontains=word) | Q(detail__icontains=word) | Q(led_by__icontains=word))
    return rows
