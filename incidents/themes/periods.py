"""The terms and school years of which the numbers are shown. Pure: dates and terms in, stretches out."""

from collections.abc import Sequence
from datetime import date

from school.terms import Stretch, TermDates, school_year, school_year_of, terms_with_holidays

YEARS = 3


def to_choose(today: date, terms: Sequence[TermDates], *, ended_terms_only: bool) -> dict[str, Stretch]:
    """By their key in the address, the usual one first: the term of today, then earlier ones, then school years.

    Governors see a term when it has ended, and no school years: a number that grows by one between two readings, or a
    year without its other two terms, would tell them what is too small to be shown.
    """
    begun = [stretch for stretch in reversed(terms_with_holidays(terms)) if stretch.first <= today]
    if ended_terms_only:
        return {_key(stretch): stretch for stretch in begun if stretch.last < today}
    this_year = school_year_of(today)
    years = [
        Stretch(f"School year {year}/{(year + 1) % 100:02}", *school_year(year))
        for year in range(this_year, this_year - YEARS, -1)
    ]
    in_term = [stretch for stretch in begun if stretch.holds(today)]
    earlier = [stretch for stretch in begun if not stretch.holds(today)]
    return {_key(one): one for one in ([*in_term, *earlier, *years] if in_term else [*years, *earlier])}


def _key(stretch: Stretch) -> str:
    return f"{stretch.first.isoformat()}-to-{stretch.last.isoformat()}"
