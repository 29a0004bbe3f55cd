"""Who can take an account over (A3), and whether those who stay can go on without somebody."""

from collections.abc import Iterable

from django.db.models import Case, IntegerField, Value, When

from accounts.handovers.models import Handover
from core import times
from people.models import User, UserQuerySet
from policy.selectors import readiness, readiness_of

ENOUGH = 2  # employees who run an account (A1)


def why_not(handover: Handover, person: User) -> str:
    """Why `person` cannot take the account over now, as a sentence; empty where they can."""
    if person.pk == handover.person_id:
        return f"{person} is the one who stops running it. Choose somebody else."
    if not person.may_sign_in:
        return f"{person} cannot sign in any more. Choose somebody else."
    if not person.is_employed:
        return f"{person} is not employed by the school. Somebody employed takes an account over."
    if person.leaves_on is not None and person.leaves_on <= handover.last_day:
        return f"{person} leaves on {times.day(person.leaves_on)}. Choose somebody who stays longer."
    missing = readiness(person).missing
    if missing:
        return f"{person} {', and '.join(missing)}. Whoever takes an account over is ready to run it."
    return ""


def candidates(handover: Handover) -> UserQuerySet:
    """Everybody employed but the person, those who are ready first. Four queries, however many they are."""
    able = User.objects.employed().exclude(pk=handover.person_id)
    ready = ready_among(able)
    rank = Case(When(pk__in=ready, then=Value(0)), default=Value(1), output_field=IntegerField())
    return able.annotate(rank=rank).order_by("rank", "full_name", "pk")


def ready_among(people: Iterable[User]) -> set[int]:
    return {pk for pk, standing in readiness_of(people).items() if standing.ready}


def why_not_without(handover: Handover) -> str:
    """Why the account cannot go on with those who stay, as a sentence; empty where it can."""
    if handover.account.is_led_by(handover.person):
        return f"{handover.person} leads this account. Choose who leads it next."
    stay = [
        runner.person
        for runner in handover.account.runners.filter(until_at=None)
        .exclude(person=handover.person_id)
        .select_related("person")
    ]
    able = [
        one
        for one in stay
        if one.is_employed and one.may_sign_in and (one.leaves_on is None or one.leaves_on > handover.last_day)
    ]
    if len(able) < ENOUGH:
        return "Fewer than two employees would run this account. Choose somebody who takes it over, or close it."
    return ""
