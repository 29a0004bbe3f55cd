"""Who could run an account: active people who do not run it yet, and what each lacks (A3). Reading only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from accounts.models import Account, Runner
from accounts.readiness import in_words, to_do
from people.models import User, UserQuerySet
from policy.selectors import readiness_of

AT_ONCE = 15


@dataclass(frozen=True)
class Candidate:
    person: User
    lacks: str  # completes "First they must …"; empty for who is ready

    @property
    def leaves_on(self) -> date | None:
        return self.person.leaves_on


def found(account: Account, q: str = "") -> UserQuerySet:
    """By name or e-mail address; everybody where nothing was asked for."""
    people = User.objects.active().exclude(pk__in=Runner.objects.now().filter(account=account).values("person"))
    if q.strip():
        people = people.filter(Q(full_name__icontains=q.strip()) | Q(email__icontains=q.strip()))
    return people.order_by("full_name", "pk").prefetch_related("grants")


def with_readiness(people: Sequence[User] | UserQuerySet) -> list[Candidate]:
    """Each with what they lack, in three queries more."""
    rows = list(people)
    standing = readiness_of(rows)
    return [Candidate(person, in_words(to_do(standing[person.pk]))) for person in rows]
