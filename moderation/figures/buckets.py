"""How long the first response took, in steps: what a rollup counts, and what can be said of it afterwards."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class Bucket:
    """`column` of a rollup counts those that took no longer than `upto`, and longer than the bucket before."""

    column: str
    upto: timedelta | None  # None: however long
    words: str  # "up to 15 minutes"
    within: str  # completes "half of them had their answer …"


def _bucket(column: str, words: str, **length: float) -> Bucket:
    return Bucket(f"took_{column}", timedelta(**length), f"up to {words}", f"within {words}")


BUCKETS = (
    _bucket("15m", "15 minutes", minutes=15),
    _bucket("30m", "30 minutes", minutes=30),
    _bucket("1h", "1 hour", hours=1),
    _bucket("2h", "2 hours", hours=2),
    _bucket("4h", "4 hours", hours=4),
    _bucket("8h", "8 hours", hours=8),
    _bucket("12h", "12 hours", hours=12),
    _bucket("24h", "24 hours", hours=24),
    _bucket("36h", "36 hours", hours=36),
    _bucket("48h", "48 hours", hours=48),
    _bucket("72h", "72 hours", hours=72),
    Bucket("took_more", None, "longer than 72 hours", "after more than 72 hours"),
)
COLUMNS = tuple(bucket.column for bucket in BUCKETS)
BOUNDS = tuple(bucket.upto for bucket in BUCKETS if bucket.upto is not None)


def from_cumulated(upto: Sequence[int], answered: int) -> Iterator[int]:
    """How many fell into each bucket, where `upto` says how many took no longer than each bound."""
    before = 0
    for number in (*upto, answered):
        yield number - before
        before = number


def half(took: Sequence[int]) -> Bucket | None:
    """The first bucket by whose end at least half of the responses were there: the median lies in it. None of none."""
    answered, seen = sum(took), 0
    for bucket, number in zip(BUCKETS, took, strict=True):
        seen += number
        if number and seen * 2 >= answered:
            return bucket
    return None
