"""When two names look alike to a hurried eye: letters of other alphabets, figures for letters, one letter more or less.

What looks alike is never the same: this only finds whom a name could be mistaken for.
"""

import unicodedata
from collections.abc import Iterable, Iterator

SHORTEST = 5  # shorter names are alike by chance
LONGEST = 60

# Each letter by the one that it is mistaken for. Both sides of every comparison go through this table.
_ALIKE: dict[str, str] = {
    # figures and signs
    **dict(zip("01345789|!$€@", "oleastbgllsea", strict=True)),
    # small l, capital I and the figure 1 are one stroke in many typefaces
    "i": "l", "ı": "l", "j": "j", "ł": "l", "ø": "o", "đ": "d", "ħ": "h", "ŧ": "t", "ƒ": "f", "ſ": "s", "ß": "ss",
    "æ": "ae", "œ": "oe", "þ": "p", "ɑ": "a", "ɡ": "g", "ɩ": "l", "ʏ": "y", "ʀ": "r", "ɴ": "n", "ʜ": "h", "ᴄ": "c",
    # Cyrillic
    **dict(zip("авеёзіїјкмнопрстухһԁԛԝѕӏьгєпүҽв", "abeeslljkmhonpctyxhdqwslbrenyeb", strict=True)),
    # Greek
    **dict(zip("αβγεζηικμνορςστυχωϲϳ", "abyeznlkuvopsotuxwcj", strict=True)),
    # Armenian
    **dict(zip("օսհոցԼ", "ouhngl", strict=True)),
}  # fmt: skip
_TABLE: dict[int, str | None] = {ord(letter): plain for letter, plain in _ALIKE.items()}
_TABLE |= {number: None for number in range(0x20, 0x7F) if not chr(number).isalnum() and chr(number) not in _ALIKE}


def fold(text: str) -> str:
    """The bare outline of a name: two names with one outline look alike."""
    if not text.isascii():
        apart = unicodedata.normalize("NFKD", text)
        text = "".join(letter for letter in apart if unicodedata.category(letter)[0] not in "MCPZ" or letter in _ALIKE)
    outline = text.lower().translate(_TABLE)
    return outline.replace("rn", "m").replace("vv", "w")


def _with_one_less(outline: str) -> Iterator[str]:
    yield outline
    for place in range(len(outline)):
        yield outline[:place] + outline[place + 1 :]


class Likeness:
    """Finds, among known names, the one that a name could be mistaken for. Each known name has a number."""

    def __init__(self, known: Iterable[tuple[str, int]]) -> None:
        """The first of equal outlines counts."""
        self._same: dict[str, int] = {}
        self._near: dict[str, int] = {}
        # One slip leaves the beginning or the end of a name as it was: the quickest look at a name that is like none.
        self._heads: set[str] = set()
        self._tails: set[str] = set()
        for name, number in known:
            outline = fold(name[:LONGEST])
            if len(outline) >= SHORTEST:
                self._same.setdefault(outline, number)
                self._heads.add(outline[:2])
                self._tails.add(outline[-2:])
                for shorter in _with_one_less(outline):
                    self._near.setdefault(shorter, number)

    def of(self, name: str) -> int | None:
        """The number of the name that `name` looks like: by outline, by a letter, or because it contains it whole."""
        outline = fold(name[:LONGEST])
        if len(outline) < SHORTEST:
            return None
        if outline in self._same:
            return self._same[outline]
        if outline[:2] in self._heads or outline[-2:] in self._tails:
            for shorter in _with_one_less(outline):
                if shorter in self._near:
                    return self._near[shorter]
        for known, number in self._same.items():
            if known in outline:
                return number
        return None
