"""Reads about absences: who is away, who acts, who could."""

from collections.abc import Iterable

from allauth.mfa.models import Authenticator

from core import clock
from people.absences.rules import decides_as, lends
from people.models import Absence, Role, User, UserQuerySet


def away_today(people: Iterable[User]) -> dict[int, Absence]:
    """The absence that holds today of each of `people` who is away, by the person's key, in one query."""
    found = Absence.objects.now().filter(person__in=[person.pk for person in people]).select_related("delegate")
    return {absence.person_id: absence for absence in found}


def lent_today() -> list[Absence]:
    """The absences by which somebody may decide business cases today in the place of SLT or the chair (A4)."""
    return _lending(Absence.objects.now())


def acting_for(person: User) -> list[Absence]:
    """Those of `lent_today` in which `person` is the one who acts."""
    return _lending(Absence.objects.now().filter(delegate=person))


def _lending(absences: "Iterable[Absence]") -> list[Absence]:
    return [one for one in _with_people(absences) if lends(one)]


def _with_people(absences: "Iterable[Absence]") -> list[Absence]:
    found = sorted(absences, key=lambda one: (one.from_on, one.pk))
    keys = {key for one in found for key in (one.person_id, one.delegate_id)}
    if not keys:
        return []
    people = User.objects.get_queryset().prefetch_related("grants").in_bulk(keys)
    for one in found:
        one.person, one.delegate = people[one.person_id], people[one.delegate_id]
    return found


def candidates(person: User, actor: User) -> UserQuerySet | None:
    """Those whom `actor` may choose to act for `person`; None where the actor sees no directory and writes an address.

    The days are looked at when it is saved.
    """
    role = decides_as(person)
    others = User.objects.active().exclude(pk=person.pk)
    if role == Role.CHAIR_OF_GOVERNORS:
        slt = User.objects.holding(Role.SLT)
        return others.filter(pk__in=User.objects.holding(Role.GOVERNOR)).exclude(pk__in=slt)
    if role == Role.SLT:
        safe = User.objects.employed().filter(pk__in=Authenticator.objects.values("user"))
        return others.filter(pk__in=User.objects.holding(Role.SLT)) | others.filter(pk__in=safe)
    visible = others.filter(pk__in=User.objects.visible_to(actor))
    if not User.objects.visible_to(actor).exclude(pk=actor.pk).exists():
        return None
    return visible.filter(is_employed=True) if person.is_employed else visible


def coming(absences: "Iterable[Absence]") -> list[Absence]:
    """Those that hold today or will, the next first."""
    today = clock.today()
    return sorted(
        (one for one in absences if one.ended_at is None and one.until_on >= today),
        key=lambda one: (one.from_on, one.pk),
    )
