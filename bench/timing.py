"""A stopwatch, and what it says in a line."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

TIMES = 15  # that a page is asked for; the median counts


@dataclass(frozen=True)
class Measure:
    """Seconds of ours, and of the least that the database needs, for `number` rows (or pages)."""

    what: str
    number: int
    ours: float
    least: float

    def line(self) -> str:
        took = f"{self.ours:>8.3f} s {self.least:>8.3f} s {self.ours / self.least:>7.1f} ×"
        return f"{self.what:<56} {took} {self.number / self.ours:>8,.0f}/s"


HEADING = f"{'':<56} {'ours':>10} {'least':>10} {'ratio':>9} {'ours':>10}"


def seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def median(work: Callable[[], object]) -> float:
    """Of TIMES times, after one for what is worked out only once."""
    work()
    return statistics.median(seconds(work) for _ in range(TIMES))
