"""What changed from one text to another, word by word or line by line. Pure."""

import difflib
import re
from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

SAME, ADDED, TAKEN = "same", "added", "taken"
_WORD = re.compile(r"\s*(?:\w+|[^\w\s])|\s+")
# Beyond these a comparison takes too long, and the whole text is shown as replaced: so many words, and so many pairs
# of equal words (a text of one word a thousand times over has a million, the same length of prose a few thousand).
LONGEST = 4000
MOST_PAIRS = 60_000


@dataclass(frozen=True)
class Piece:
    """A stretch of text that stayed, was added, or was taken out."""

    kind: str
    text: str


def words_of(text: str) -> list[str]:
    """The words and marks of `text`, each with the space before it: joined, they are the text again."""
    return _WORD.findall(text)


def compare(before: str, after: str) -> list[Piece]:
    """The words of both texts in one, each marked."""
    old, new = words_of(before), words_of(after)
    if len(old) + len(new) > LONGEST or effort(old, new) > MOST_PAIRS:
        return [Piece(TAKEN, before), Piece(ADDED, after)]
    return pieces(old, new)


def effort(old: Sequence[Hashable], new: Sequence[Hashable]) -> int:
    """How many pairs of equal words there are: what a comparison costs grows with it."""
    theirs = Counter(new)
    return sum(count * theirs[word] for word, count in Counter(old).items())


def pieces(old: Sequence[str], new: Sequence[str], joint: str = "") -> list[Piece]:
    """Both sequences in one, each stretch marked, its parts put together with `joint` after each."""
    found = []
    for op, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if op == "equal":
            found.append(Piece(SAME, joint.join(old[a:b]) + joint))
            continue
        if b > a:
            found.append(Piece(TAKEN, joint.join(old[a:b]) + joint))
        if d > c:
            found.append(Piece(ADDED, joint.join(new[c:d]) + joint))
    return found
