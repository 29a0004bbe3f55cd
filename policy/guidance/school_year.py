"""The school year: from 1 September to 31 August."""

from dataclasses import dataclass
from datetime import date

FIRST_MONTH = 9


@dataclass(frozen=True)
class SchoolYear:
    """Named by the year in which it starts."""

    starts_in: int

    @property
    def first_day(self) -> date:
        return date(self.starts_in, FIRST_MONTH, 1)

    @property
    def last_day(self) -> date:
        return date(self.starts_in + 1, FIRST_MONTH - 1, 31)

    def __str__(self) -> str:
        return f"{self.starts_in}/{(self.starts_in + 1) % 100:02}"


def of(day: date) -> SchoolYear:
    """The school year that `day` is in."""
    return SchoolYear(day.year if day.month >= FIRST_MONTH else day.year - 1)
