"""SLT's list: everybody whom the policy binds, and how each stands. Rows P2, P3, P7.

Whoever is ready is judged in one place only, `selectors.readiness_by_key`. So all are judged at once, in a handful of
queries however many they are, then counted and chosen from; only the people of one page are read whole.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from core import clock
from core.pagination import KeysetPaginator, Page
from people.models import User, UserQuerySet
from policy import selectors
from policy.models import Acknowledgement, Declaration
from policy.selectors import Declared, Readiness, Reminded
from policy.states import Status

PER_PAGE = 50


@dataclass(frozen=True)
class Standing:
    """How one person stands with all three: the policy read, training, the yearly declaration."""

    readiness: Readiness
    declared: Declared
    trained: bool

    @property
    def has_read(self) -> bool:
        return self.readiness.acknowledged_at is not None

    @property
    def lacks_a_word(self) -> bool:
        """Whether this person is one of those whom SLT chases from this list."""
        return not (self.has_read and self.declared.counts)


@dataclass(frozen=True)
class Row:
    """One person on the list."""

    person: User
    standing: Standing
    reminded: Reminded | None = None
    reminded_today: bool = False
    receipt: int | None = None  # key of the acknowledgement of the version in force
    declaration: int | None = None  # key of the last declaration


@dataclass(frozen=True)
class Counts:
    """Of everybody, whatever was chosen. `to_remind` leaves out those who were reminded today."""

    total: int
    ready: int
    not_read: int
    not_trained: int
    not_declared: int
    to_remind: int


SHOWN: dict[str, Callable[[Standing], bool]] = {
    "not_ready": lambda one: not one.readiness.ready,
    "not_read": lambda one: not one.has_read,
    "not_trained": lambda one: not one.trained,
    "not_declared": lambda one: not one.declared.counts,
    "ready": lambda one: one.readiness.ready,
}


class Matrix:
    """Everybody bound by the policy, judged as this is made."""

    def __init__(self) -> None:
        keys = list(selectors.must_acknowledge().order_by().values_list("pk", flat=True))
        today = clock.today()
        readiness, declared = selectors.readiness_by_key(keys), selectors.declared_by_key(keys)
        self.standing = {
            pk: Standing(readiness[pk], declared[pk], trained=(readiness[pk].trained_until or date.min) >= today)
            for pk in keys
        }
        self.reminded_today = selectors.reminded_today()

    def counts(self) -> Counts:
        everybody = self.standing.items()
        return Counts(
            total=len(self.standing),
            ready=sum(one.readiness.ready for _, one in everybody),
            not_read=sum(not one.has_read for _, one in everybody),
            not_trained=sum(not one.trained for _, one in everybody),
            not_declared=sum(not one.declared.counts for _, one in everybody),
            to_remind=sum(one.lacks_a_word and pk not in self.reminded_today for pk, one in everybody),
        )

    def people(self, chosen: dict[str, str]) -> UserQuerySet:
        """Those who fit what was chosen, by name."""
        people = selectors.must_acknowledge()
        if "q" in chosen:
            people = people.filter(full_name__icontains=chosen["q"])
        if "role" in chosen:
            people = people.filter(pk__in=User.objects.holding(chosen["role"]).values("pk"))
        test = SHOWN.get(chosen.get("show", ""))
        if test is not None:
            people = people.filter(pk__in=[pk for pk, one in self.standing.items() if test(one)])
        return people.prefetch_related("grants").order_by("full_name", "pk")

    def page(self, chosen: dict[str, str], cursor: str | None) -> tuple[Page[User], list[Row]]:
        """One page of them, and its rows."""
        page = KeysetPaginator(self.people(chosen), ("full_name", "pk"), PER_PAGE).page(cursor)
        return page, self.rows(page)

    def rows(self, people: Iterable[User]) -> list[Row]:
        by_key = {person.pk: person for person in people if person.pk in self.standing}
        last = selectors.last_reminders(by_key.keys())
        read = Acknowledgement.objects.filter(person__in=by_key, version__status=Status.PUBLISHED)
        receipts = dict(read.values_list("person", "pk"))
        declared = Declaration.objects.filter(person__in=by_key).order_by("at", "pk")
        declarations = dict(declared.values_list("person", "pk"))
        return [
            Row(
                person,
                self.standing[pk],
                last.get(pk),
                pk in self.reminded_today,
                receipts.get(pk),
                declarations.get(pk),
            )
            for pk, person in by_key.items()
        ]
