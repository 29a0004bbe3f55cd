"""Who looked at which account when: the log, and the map of days and accounts (M1)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from accounts.models import Account
from core import clock
from moderation.models import Check
from school.models import school_zone

DAYS = 28  # of the map


@dataclass(frozen=True)
class Cell:
    """One day of one account. `people` looked at it, `times` in all; before it was watched, it is not asked for."""

    day: date
    people: int = 0
    times: int = 0
    asked: bool = True
    is_today: bool = False

    @property
    def tone(self) -> str:
        if self.people:
            return "often" if self.times > 1 else "once"
        return "none" if self.asked and not self.is_today else "blank"

    @property
    def words(self) -> str:
        if self.people:
            who = "1 person" if self.people == 1 else f"{self.people} people"
            return f"{who}, {'once' if self.times == 1 else f'{self.times} times'}"
        return "not watched yet" if not self.asked else "not looked at so far" if self.is_today else "nobody looked"


@dataclass(frozen=True)
class Line:
    account: Account
    cells: list[Cell]

    @property
    def looked(self) -> int:
        return sum(1 for cell in self.cells if cell.people)

    @property
    def waits(self) -> bool:
        """Whether it is watched, and nobody has looked today."""
        return any(cell.is_today and cell.asked and not cell.people for cell in self.cells)

    @property
    def asked(self) -> int:
        return sum(1 for cell in self.cells if cell.asked and (cell.people or not cell.is_today))


def heat_map(accounts: Iterable[Account], number: int = DAYS) -> list[Line]:
    """The last `number` days of each account, today last. One query."""
    known, today, zone = list(accounts), clock.today(), school_zone()
    first = today - timedelta(days=number - 1)
    people: dict[tuple[int, date], set[int]] = {}
    times: dict[tuple[int, date], int] = {}
    rows = Check.objects.filter(account__in=known, day__gte=first)
    for account_id, day, person_id, often in rows.values_list("account", "day", "person", "times"):
        people.setdefault((account_id, day), set()).add(person_id)
        times[account_id, day] = times.get((account_id, day), 0) + often
    lines = []
    for account in known:
        since = account.monitored_from.astimezone(zone).date() if account.monitored_from else None
        days = [first + timedelta(days=ahead) for ahead in range(number)]
        cells = [
            Cell(
                day,
                len(people.get((account.pk, day), ())),
                times.get((account.pk, day), 0),
                asked=since is not None and since <= day,
                is_today=day == today,
            )
            for day in days
        ]
        lines.append(Line(account, cells))
    return lines


def last_checks(accounts: Iterable[Account]) -> dict[int, Check]:
    """The latest check of each account. One query."""
    newest: dict[int, Check] = {}
    for row in Check.objects.filter(account__in=list(accounts), day__gte=clock.today() - timedelta(days=60)).order_by(
        "at"
    ):
        newest[row.account_id] = row
    return newest
