"""Whose judgement a business case waits for: each member of SLT has a seat, and so has the chair of governors (A4).

While somebody is away, whoever they named may decide in their place. One person gives one decision on a revision,
and one decision is given from each seat, whoever gives it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from core import times
from core.rules import Denied
from people.absences import selectors as absences
from people.models import Absence, Role, User
from school.models import current_school

NOT_A_DECIDER = Denied("Only SLT decides business cases.")
APPLICANT = "You submitted this business case yourself, so somebody else decides it."
NAMED = "This business case names you to run the account, so somebody else decides it."
TWICE = "You have given your decision on this revision already. Each person decides once."
NOT_THE_CHAIR = Denied(
    "SLT can decide this without the chair of governors. It would come to the chair only if too few of SLT were free."
)


def approvals_needed() -> int:
    """How many approvals the school asks for (A4)."""
    school = current_school()
    return school.approvals_required if school else 1


@dataclass(frozen=True)
class Ties:
    """Who is tied to a case as it was submitted last, and who has spoken on it, by their keys."""

    applicant: int
    named: frozenset[int] = frozenset()
    decided: frozenset[int] = frozenset()
    spoken_for: frozenset[int] = frozenset()  # in whose place somebody decided
    approvals: int = 0

    def part_of(self, person: User) -> str:
        """Why `person` is too close to the case to decide it, as a sentence; empty where they are not."""
        if person.pk == self.applicant:
            return APPLICANT
        return NAMED if person.pk in self.named else ""


@dataclass(frozen=True)
class Seat:
    """Somebody who decides, and while they are away, whoever they named."""

    holder: User
    absence: Absence | None = None  # today
    delegate: User | None = None  # while away; None where whoever was named cannot act
    delegate_is_there: bool = False

    def is_open(self, ties: Ties) -> bool:
        """Whether a decision may still come from this seat."""
        spoken = self.holder.pk in ties.decided or self.holder.pk in ties.spoken_for
        return not spoken and not ties.part_of(self.holder)

    def why_not_delegate(self, ties: Ties) -> str:
        """Why the delegate may not decide this case from this seat; empty where they may."""
        if self.absence is None or self.delegate is None:
            return NOT_A_DECIDER.reason
        if ties.part_of(self.delegate):
            return ties.part_of(self.delegate)
        if self.delegate.pk in ties.decided:
            return TWICE
        if ties.part_of(self.holder):
            return f"You act for {self.holder}, who has a part in this business case, so somebody else decides it."
        if not self.is_open(ties):
            return f"The decision of {self.holder}, for whom you act, is given already."
        if ties.part_of(self.absence.made_by):
            return (
                f"{self.absence.made_by}, who named you to act for {self.holder}, has a part in this business case, "
                "so somebody else decides it."
            )
        return ""

    def asked(self, ties: Ties) -> User | None:
        """Who is to give the decision of this seat today; None where nobody is."""
        if not self.is_open(ties):
            return None
        if self.absence is None:
            return self.holder
        return self.delegate if self.delegate_is_there and not self.why_not_delegate(ties) else None


@dataclass(frozen=True)
class Asked:
    """Somebody for whose decision a case waits, in whose place if not their own."""

    person: User
    seat: Seat

    @property
    def acts_for(self) -> User | None:
        return None if self.person.pk == self.seat.holder.pk else self.seat.holder

    def __str__(self) -> str:
        absence, holder = self.seat.absence, self.seat.holder
        chair = "" if holder.is_slt else " (chair of governors)"
        if absence is None:
            return f"{holder}{chair}"
        away = f"away until {times.day(absence.until_on)}"
        return f"{holder}{chair}, {away}" if self.acts_for is None else f"{self.person} for {holder}{chair}, {away}"


@dataclass(frozen=True)
class Called:
    """Those for whom a case waits today, and how many more approvals it needs."""

    asked: list[Asked]
    missing: int  # approvals, one at least

    @property
    def people(self) -> list[User]:
        return [one.person for one in self.asked]

    @property
    def short(self) -> int:
        """How many approvals these people are too few to give."""
        return max(self.missing - len(self.asked), 0)


@dataclass(frozen=True)
class Capacity:
    """That somebody may decide, and in whose place if not their own."""

    acted_for: User | None = None


class Bench:
    """Every seat as it is today, read once for however many cases."""

    @cached_property
    def needed(self) -> int:
        return approvals_needed()

    @cached_property
    def slt(self) -> list[Seat]:
        return [seat for seat in self._seats if seat.holder.is_slt]

    @cached_property
    def chairs(self) -> list[Seat]:
        return [seat for seat in self._seats if not seat.holder.is_slt]

    @cached_property
    def _seats(self) -> list[Seat]:
        holders = User.objects.holding(Role.SLT, Role.CHAIR_OF_GOVERNORS).prefetch_related("grants")
        away = Absence.objects.now().filter(person__in=[person.pk for person in holders])
        by_person = {one.person_id: one for one in away.select_related("made_by")}
        if not by_person:
            return [Seat(holder) for holder in holders]
        delegates = {one.person_id: one.delegate for one in absences.lent_today()}
        not_there = absences.away_today(delegates.values())
        seats = []
        for holder in holders:
            delegate = delegates.get(holder.pk)
            there = delegate is not None and delegate.pk not in not_there
            seats.append(Seat(holder, by_person.get(holder.pk), delegate, there))
        return seats

    def called(self, ties: Ties) -> Called:
        """SLT as far as they are free and there, or their delegates. The chair joins where those are too few.

        Those who are away are waited for only where nobody else is left to ask; they may decide at any time.
        """
        missing = max(self.needed - ties.approvals, 1)
        asked = _once(self.slt, ties)
        if len(asked) < missing:
            asked = _merged(asked, _once(self.chairs, ties))
        if len(asked) < missing:
            spoken = {one.seat.holder.pk for one in asked}
            seats = [seat for seat in (*self.slt, *self.chairs) if seat.holder.pk not in spoken]
            away = [Asked(seat.holder, seat) for seat in seats if seat.is_open(ties)]
            asked = _merged(asked, away)
        return Called(asked, missing)

    def capacity(self, person: User, ties: Ties) -> Capacity | Denied:
        """Whether `person` may decide a case so tied, and as whom; or why not."""
        if ties.part_of(person):
            return Denied(ties.part_of(person))
        if person.pk in ties.decided:
            return Denied(TWICE)
        if person.is_slt:
            return _own(person, ties)
        refusal = NOT_A_DECIDER
        for seats, may in ((self.slt, True), (self.chairs, self._needs_chair(ties))):
            for seat in seats:
                if person.pk == seat.holder.pk:
                    answer = _own(person, ties) if may else NOT_THE_CHAIR
                elif seat.delegate is not None and person.pk == seat.delegate.pk:
                    answer = _as_delegate(seat, ties) if may else NOT_THE_CHAIR
                else:
                    continue
                if isinstance(answer, Capacity):
                    return answer
                refusal = answer
        return refusal

    def _needs_chair(self, ties: Ties) -> bool:
        return len(_once(self.slt, ties)) < max(self.needed - ties.approvals, 1)


def _own(person: User, ties: Ties) -> Capacity | Denied:
    if person.pk in ties.spoken_for:
        return Denied("Whoever acted for you while you were away has decided this in your place.")
    return Capacity()


def _as_delegate(seat: Seat, ties: Ties) -> Capacity | Denied:
    reason = seat.why_not_delegate(ties)
    return Denied(reason) if reason else Capacity(seat.holder)


def _once(seats: Iterable[Seat], ties: Ties) -> list[Asked]:
    """Who is asked from these seats, each person once: their own seat before those they act for."""
    found = [Asked(person, seat) for seat in seats if (person := seat.asked(ties)) is not None]
    return _merged([one for one in found if one.acts_for is None], found)


def _merged(first: list[Asked], more: list[Asked]) -> list[Asked]:
    merged = {one.person.pk: one for one in first}
    for one in more:
        merged.setdefault(one.person.pk, one)
    return list(merged.values())
