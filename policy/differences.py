"""What changed from one version of the policy to another: paragraph by paragraph, and word by word within one. P1, P2.

The texts are markdown. They are shown here as words, never as HTML: the template escapes every piece.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from core.differences import ADDED, SAME, TAKEN, Piece, Purse, compare, opcodes, words_of

CHANGED = "changed"
ALIKE = 0.5  # share of words in common above which one paragraph is the other, changed
MOST_BLOCKS = 4_000  # of both texts; beyond it all is shown as replaced, and beyond the next the rest is
MOST_WORDS = 1_000_000  # looked at to find which paragraph has become which
_STRONG = re.compile(r"\*\*([^*]+)\*\*")
_MARK = re.compile(r"^\s*(?:(#{1,6})\s+|([-*+]|\d{1,9}[.)])\s+)")


@dataclass(frozen=True)
class Block:
    """A heading, a point of a list or a paragraph, as it was typed but for its mark."""

    style: str  # heading, point, paragraph
    text: str


@dataclass(frozen=True)
class Change:
    """One block in the comparison. `kind` is same, added, taken or changed."""

    kind: str
    style: str
    pieces: list[Piece]


def between(before: str, after: str) -> list[Change]:
    """Both texts in one, in the order of reading."""
    old, new = list(blocks_of(before)), list(blocks_of(after))
    work = _Work()
    steps = opcodes(old, new, work.purse) if len(old) + len(new) <= MOST_BLOCKS else None
    if steps is None:
        return [Change(TAKEN, "paragraph", [Piece(TAKEN, before)]), Change(ADDED, "paragraph", [Piece(ADDED, after)])]
    found: list[Change] = []
    for op, a, b, c, d in steps:
        if op == "equal":
            found += [_whole(SAME, block) for block in old[a:b]]
        else:
            found += _replaced(old[a:b], new[c:d], work)
    return found


def changed_only(changes: Iterable[Change]) -> list[Change]:
    """Those blocks that differ, each group under the heading that it stands beneath."""
    found: list[Change] = []
    heading: Change | None = None
    for change in changes:
        if change.kind != SAME:
            if heading is not None and change.style != "heading":
                found.append(heading)
            heading = None
            found.append(change)
        elif change.style == "heading":
            heading = change
    return found


def blocks_of(text: str) -> Iterator[Block]:
    """The headings, points and paragraphs of a markdown text. Lines that run on belong together."""
    style, lines = "paragraph", list[str]()
    for line in [*text.replace("\r\n", "\n").split("\n"), ""]:
        mark = _MARK.match(line)
        ends = not line.strip() or mark is not None or style == "heading"
        if ends and lines:
            yield Block(style, " ".join(lines))
            lines = []
        if not line.strip():
            style = "paragraph"
            continue
        if ends or not lines:
            style = "paragraph" if mark is None else "heading" if mark[1] else "point"
        lines.append(line[mark.end() :].strip() if mark else line.strip())


@dataclass
class _Work:
    """How much more comparing may be done, and the words of each block, which are looked for once."""

    purse: Purse = field(default_factory=Purse)
    words: int = MOST_WORDS
    vocabularies: dict[str, frozenset[str]] = field(default_factory=dict)

    def vocabulary(self, text: str) -> frozenset[str]:
        if text not in self.vocabularies:
            words = (word.strip() for word in words_of(text.casefold()))
            self.vocabularies[text] = frozenset(word for word in words if word.isalnum())
        return self.vocabularies[text]


def _replaced(old: list[Block], new: list[Block], work: _Work) -> list[Change]:
    """The blocks of a stretch that differs: what is much alike as one changed block, the rest taken out or added."""
    found: list[Change] = []
    start = 0
    for block in new:
        at = next((index for index in range(start, len(old)) if _alike(old[index], block, work)), None)
        if at is None:
            found.append(_whole(ADDED, block))
            continue
        found += [_whole(TAKEN, gone) for gone in old[start:at]]
        pieces = compare(old[at].text, block.text, work.purse)
        found.append(Change(CHANGED, block.style, pieces))
        start = at + 1
    return found + [_whole(TAKEN, gone) for gone in old[start:]]


def _alike(old: Block, new: Block, work: _Work) -> bool:
    if old.style != new.style or work.words <= 0:
        return False
    ours, theirs = work.vocabulary(old.text), work.vocabulary(new.text)
    work.words -= len(ours) + len(theirs)
    return 2 * len(ours & theirs) > ALIKE * (len(ours) + len(theirs))


def _whole(kind: str, block: Block) -> Change:
    """All of a block. Its stars of emphasis say nothing here; in a changed block they may be what changed, and stay."""
    return Change(kind, block.style, [Piece(kind, _STRONG.sub(r"\1", block.text))])
