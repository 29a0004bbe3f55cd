"""What changed from one text to another, word by word or line by line. Pure."""

import difflib
import re
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any, TypeAlias

SAME, ADDED, TAKEN = "same", "added", "taken"
_WORD = re.compile(r"\s*(?:\w+|[^\w\s])|\s+")
LONGEST = 4000  # words of both texts; beyond it the whole text is shown as replaced
MOST_LOOKS = 3_000_000  # at pairs of equal words: about a third of a second, and ten times what long prose takes

Opcode: TypeAlias = tuple[str, int, int, int, int]


@dataclass(frozen=True)
class Piece:
    """A stretch of text that stayed, was added, or was taken out."""

    kind: str
    text: str


@dataclass
class Purse:
    """How much more comparing may be done. Whoever writes both texts could make one comparison take minutes."""

    looks: int = MOST_LOOKS


class _Spent(Exception):
    """The comparison would take too long."""


class _Matcher(difflib.SequenceMatcher[Any]):
    """Pays for each search from a purse before it makes it."""

    def __init__(self, old: Sequence[Hashable], new: Sequence[Hashable], purse: Purse) -> None:
        super().__init__(None, old, new, autojunk=False)
        self._purse = purse
        places: dict[Hashable, list[int]] = self.b2j  # type: ignore[attr-defined]
        # What a search costs is the number of pairs of equal words: of each word of `old`, its places in `new`.
        self._cost_before = [0, *accumulate(1 + len(places.get(word, ())) for word in old)]

    def find_longest_match(
        self, alo: int = 0, ahi: int | None = None, blo: int = 0, bhi: int | None = None
    ) -> difflib.Match:
        until = len(self._cost_before) - 1 if ahi is None else ahi
        self._purse.looks -= self._cost_before[until] - self._cost_before[alo]
        if self._purse.looks < 0:
            raise _Spent
        return super().find_longest_match(alo, ahi, blo, bhi)


def words_of(text: str) -> list[str]:
    """The words and marks of `text`, each with the space before it: joined, they are the text again."""
    return _WORD.findall(text)


def compare(before: str, after: str, purse: Purse | None = None) -> list[Piece]:
    """The words of both texts in one, each marked; the whole text as replaced where finding that takes too long."""
    old, new = words_of(before), words_of(after)
    found = opcodes(old, new, purse) if len(old) + len(new) <= LONGEST else None
    if found is None:
        return [Piece(TAKEN, before), Piece(ADDED, after)]
    return _pieces(old, new, found, "")


def opcodes(old: Sequence[Hashable], new: Sequence[Hashable], purse: Purse | None = None) -> Sequence[Opcode] | None:
    """How `new` comes from `old`, as difflib tells it; None where `purse` does not hold what finding that takes."""
    try:
        return _Matcher(old, new, purse or Purse()).get_opcodes()
    except _Spent:
        return None


def pieces(old: Sequence[str], new: Sequence[str], joint: str = "") -> list[Piece]:
    """Both sequences in one, each stretch marked, its parts put together with `joint` after each."""
    found = opcodes(old, new)
    return _pieces(old, new, found or [("replace", 0, len(old), 0, len(new))], joint)


def _pieces(old: Sequence[str], new: Sequence[str], found: Sequence[Opcode], joint: str) -> list[Piece]:
    marked = []
    for op, a, b, c, d in found:
        if op == "equal":
            marked.append(Piece(SAME, joint.join(old[a:b]) + joint))
            continue
        if b > a:
            marked.append(Piece(TAKEN, joint.join(old[a:b]) + joint))
        if d > c:
            marked.append(Piece(ADDED, joint.join(new[c:d]) + joint))
    return marked
