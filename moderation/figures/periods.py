"""Which days the figures can be shown of: terms and half-terms, school years, weeks, all, or between two days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from core.times import day as in_words
from moderation.figures.numbers import Period, monday_of
from school.models import Term
from school.terms import (
    Stretch,
    halves_with_holidays,
    now_and_before,
    school_year,
    school_year_of,
    terms_with_holidays,
)

WEEKS = {"6": "six", "12": "twelve"}
WITHOUT_TERMS = "6"
HALF_TERM = "half_term"
BETWEEN = "between"
MOST_TERMS = 12  # of the past, in the list

Choices = list[tuple[str, str | list[tuple[str, str]]]]


@dataclass(frozen=True)
class Periods:
    """What can be chosen, under its key in the address, by the day it is and the terms that the school has entered."""

    named: dict[str, tuple[str, Period]]
    of_terms: dict[str, tuple[str, Period]]

    @property
    def usual(self) -> str:
        """This half-term where the school says when that is."""
        return HALF_TERM if HALF_TERM in self.named else WITHOUT_TERMS

    @property
    def choices(self) -> Choices:
        named: Choices = [(key, label) for key, (label, _) in self.named.items()]
        terms = [(key, label) for key, (label, _) in self.of_terms.items()]
        return [*named, (BETWEEN, "Between two days"), *([("One term", terms)] if terms else [])]

    def get(self, key: str) -> Period:
        _, period = self.named.get(key) or self.of_terms.get(key) or self.named[self.usual]
        return period


def periods(today: date, terms: Sequence[Term]) -> Periods:
    whole, halves = terms_with_holidays(terms), halves_with_holidays(terms)
    named = {
        **_now_and_before(halves, today, HALF_TERM, "half-term"),
        **_now_and_before(whole, today, "term", "term"),
        **_years(today),
        "week": ("This week", Period("this week", monday_of(today), monday_of(today) + timedelta(days=6))),
        **{key: _weeks(today, key) for key in WEEKS},
        "all": ("All of it", Period("in all")),
    }
    begun = [(f"{kind}-{each.first}", each) for kind, found in (("t", whole), ("h", halves)) for each in found]
    past = sorted((one for one in dict(begun).items() if one[1].first <= today), key=_latest_first)[: 3 * MOST_TERMS]
    return Periods(named, {key: (each.name, _of(each, f"in {each.name}")) for key, each in past})


def between(first: date | None, last: date | None) -> Period:
    if first and last:
        first, last = sorted((first, last))
        return Period(f"from {in_words(first)} to {in_words(last)}", first, last)
    if first:
        return Period(f"since {in_words(first)}", first)
    return Period(f"up to {in_words(last)}", None, last) if last else Period("in all")


def dates(period: Period) -> str:
    """The days of a period that has a name: "Monday 2 November 2026 to Sunday 3 January 2027"."""
    if period.first is None or period.last is None:
        return f"since {in_words(period.first)}" if period.first else ""
    return f"{in_words(period.first)} to {in_words(period.last)}"


def _latest_first(one: tuple[str, Stretch]) -> tuple[int, int]:
    """A term before its halves."""
    return -one[1].first.toordinal(), -one[1].last.toordinal()


def _now_and_before(stretches: Sequence[Stretch], today: date, key: str, noun: str) -> dict[str, tuple[str, Period]]:
    present, before = now_and_before(stretches, today)
    found = {}
    if present:
        found[key] = (f"This {noun}", _of(present, f"this {noun}"))
    if before:
        found[f"last_{key}"] = (f"Last {noun}", _of(before, f"last {noun}"))
    return found


def _of(stretch: Stretch, words: str) -> Period:
    return Period(words, stretch.first, stretch.last)


def _years(today: date) -> dict[str, tuple[str, Period]]:
    begun = school_year_of(today)
    return {
        "year": ("This school year", Period("this school year", *school_year(begun))),
        "last_year": ("Last school year", Period("last school year", *school_year(begun - 1))),
    }


def _weeks(today: date, key: str) -> tuple[str, Period]:
    first = monday_of(today) - timedelta(weeks=int(key) - 1)
    return f"The last {key} weeks", Period(f"in the last {WEEKS[key]} weeks", first, monday_of(today) + timedelta(6))
