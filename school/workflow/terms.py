"""The dates of the terms. Figures are shown by them; no due time depends on them (M1)."""

from datetime import date

from audit import workflow as audit
from core import rules
from core.actors import Actor
from core.errors import InvalidInput, WrongState
from core.timeparse import FIRST_YEAR, LAST_YEAR
from school.models import School, Term
from school.terms import usual_terms

LONGEST = 200  # days from the first to the last of a term


@audit.verb("school.add_term", "added a term")
def add_term(
    *,
    actor: Actor,
    name: str,
    first_day: date,
    last_day: date,
    break_first: date | None = None,
    break_last: date | None = None,
) -> Term:
    """Raises NotAllowed, and InvalidInput for days that make no term or meet another one."""
    rules.require("school.set_terms", actor)
    _hold()
    term = Term(name=name, first_day=first_day, last_day=last_day, break_first=break_first, break_last=break_last)
    _save(term)
    audit.record("school.add_term", term, actor=actor, first=term.first_day.isoformat(), last=term.last_day.isoformat())
    return term


@audit.verb("school.change_term", "changed the dates of a term")
def change_term(
    term: Term,
    *,
    actor: Actor,
    name: str,
    first_day: date,
    last_day: date,
    break_first: date | None = None,
    break_last: date | None = None,
) -> Term:
    """Raises NotAllowed, InvalidInput, and WrongState where it is gone."""
    _hold()
    term = audit.lock(term)
    rules.require("school.set_terms", actor)
    term.name, term.first_day, term.last_day = name, first_day, last_day
    term.break_first, term.break_last = break_first, break_last
    _save(term)
    audit.record(
        "school.change_term", term, actor=actor, first=term.first_day.isoformat(), last=term.last_day.isoformat()
    )
    return term


@audit.verb("school.remove_term", "removed a term")
def remove_term(term: Term, *, actor: Actor) -> Term:
    """Raises NotAllowed, and WrongState where it is gone already."""
    rules.require("school.set_terms", actor)
    if not Term.objects.filter(pk=term.pk).exists():
        raise WrongState("Somebody has removed this term already.")
    audit.record("school.remove_term", term, actor=actor, first=term.first_day.isoformat())
    Term.objects.filter(pk=term.pk).delete()
    return term


@audit.verb("school.add_usual_terms", "added the usual terms of a school year")
def add_usual_terms(*, actor: Actor, begun_in: int) -> list[Term]:
    """Add the three terms of the school year that begins in September of `begun_in`, as most schools have them.

    Those that would meet a term on the list are left out. Raises NotAllowed, InvalidInput for a year out of reach, and
    WrongState where none is left to add.
    """
    rules.require("school.set_terms", actor)
    if not FIRST_YEAR <= begun_in < LAST_YEAR:
        raise InvalidInput(f"Years go from {FIRST_YEAR} to {LAST_YEAR}.", "begun_in")
    _hold()
    terms = [
        Term(**{name: getattr(usual, name) for name in ("name", "first_day", "last_day", "break_first", "break_last")})
        for usual in usual_terms(begun_in)
    ]
    added = [term for term in terms if not _met_by(term)]
    if not added:
        raise WrongState("The terms of this school year are on the list already.")
    for term in added:
        term.save()
    audit.record("school.add_usual_terms", None, actor=actor, year=begun_in, added=len(added))
    return added


def _hold() -> None:
    """So that two people do not add terms that meet, side by side."""
    School.objects.select_for_update().filter(pk=1).first()


def _save(term: Term) -> None:
    term.name = " ".join(term.name.split())
    if not term.name:
        raise InvalidInput("Name the term, for example “Autumn term 2026”.", "name")
    if len(term.name) > 60:
        raise InvalidInput("Use at most 60 letters.", "name")
    if term.first_day.year < FIRST_YEAR or term.last_day.year > LAST_YEAR:
        raise InvalidInput(f"Years go from {FIRST_YEAR} to {LAST_YEAR}.", "first_day")
    if term.last_day <= term.first_day:
        raise InvalidInput("The last day must be after the first.", "last_day")
    if (term.last_day - term.first_day).days >= LONGEST:
        raise InvalidInput(f"A term has at most {LONGEST} days.", "last_day")
    _check_break(term)
    other = _met_by(term)
    if other:
        raise InvalidInput(f"Some of these days are in “{other.name}” already.", "first_day")
    term.save()


def _check_break(term: Term) -> None:
    if term.break_first is None and term.break_last is None:
        return
    if term.break_first is None or term.break_last is None:
        raise InvalidInput("Give both days of the half-term holiday, or neither.", "break_last")
    if term.break_last < term.break_first:
        raise InvalidInput("The last day of the half-term holiday is before its first.", "break_last")
    if term.break_first <= term.first_day or term.break_last >= term.last_day:
        raise InvalidInput("The half-term holiday must be within the term.", "break_first")


def _met_by(term: Term) -> Term | None:
    meeting = Term.objects.filter(first_day__lte=term.last_day, last_day__gte=term.first_day)
    return meeting.exclude(pk=term.pk).first()
