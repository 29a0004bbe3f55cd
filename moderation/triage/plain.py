"""What somebody wrote, brought to the plain letters that the word list is written in.

Case, accents, letters of other scripts that look alike, invisible characters, digits and signs for letters,
letters repeated or set apart.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import pairwise, product
from typing import NamedTuple

# Of Greek and Cyrillic, and of the Latin letters that do not fall apart into a letter and a mark.
_ALIKE = {
    **dict(zip("абвгдезикмнорстухѕіјԁԛԝһӏүё", "a6brde3ukmhopctyxsijdqwhlye", strict=True)),
    **dict(zip("αβεηικνορτυχωγμ", "abenikvoptuxwym", strict=True)),
    **dict(zip("øđłıßæœðþŧħɑɡɪʟɴʀʏⅼ", "odlibaodpthagilnryl", strict=True)),
    **dict.fromkeys("’‘ʼ`´", "'"),
}


class _Folding(dict[int, str]):
    """A table for `str.translate` that works each character out once."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = fold(chr(code))
        return folded


def fold(character: str) -> str:
    """One character as plain small letters; nothing for marks and for what cannot be seen."""
    letters = []
    for part in unicodedata.normalize("NFKD", character).casefold():
        if unicodedata.category(part) in ("Mn", "Me", "Cf"):  # accents, frames, zero-width characters
            continue
        letters.append(_ALIKE.get(part, part))
    return "".join(letters)


_FOLDING = _Folding()
_TOKEN = re.compile(r"[a-z0-9$@€](?:[a-z0-9$@€!|*+']*[a-z0-9$@€])?")
_THRICE = re.compile(r"([a-z])\1\1")
_ALL_RUNS = re.compile(r"([a-z])\1+")
_SIGNS = str.maketrans("4035789$@!€+|", "aoestbgsaieti")
_ONE_IS = ("i", "l")
_MOST_ONES = 4
_SPELT = 3  # letters that stand alone, one after another, are a word spelt out
LONGEST_WORD = 40


def plain(text: str) -> str:
    """The text in plain letters. Words may stand at other places than before."""
    return text.lower() if text.isascii() else text.translate(_FOLDING)


def words(text: str) -> list[str]:
    """The words of a plain text as they stand there, without their apostrophes."""
    return _TOKEN.findall(text.replace("'", ""))


def is_odd(text: str, found: list[str]) -> bool:
    """Whether a plain text with these words holds anything but common spelling, so that it needs a closer look."""
    if not all(map(str.isalpha, found)) and any(not (word.isalpha() or word.isdigit()) for word in found):
        return True
    if _THRICE.search(text) is not None:
        return True
    return list(map(len, found)).count(1) >= _SPELT


def signs_as_letters(token: str) -> Iterator[str]:
    """What a token reads as with digits and signs taken for letters; nothing for a number or a word of letters."""
    letters = sum(map(str.isalpha, token))
    ones = token.count("1")
    if token.isalpha() or not letters or letters * 2 < len(token) or ones > _MOST_ONES:
        return
    parts = token.translate(_SIGNS).split("1")
    for chosen in product(_ONE_IS, repeat=ones):
        yield "".join(part + letter for part, letter in zip(parts, (*chosen, ""), strict=True))


class Word(NamedTuple):
    """A word as the list would write it, and where it stands in the text as it was sent."""

    word: str
    start: int
    end: int


class Reader:
    """Reads texts with a vocabulary: a spelling is only taken for another where that is a word of it."""

    def __init__(self, vocabulary: Iterable[str], joined: Iterable[str] = ()) -> None:
        self.known = frozenset(vocabulary)
        self._by_runs: dict[str, list[str]] = {}
        for word in sorted(self.known):
            self._by_runs.setdefault(_ALL_RUNS.sub(r"\1", word), []).append(word)
        # A letter too many, in words long enough not to be another word: "stuupid", "idiott".
        self.doubled = {
            word[:at] + word[at] + word[at:]: word
            for word in sorted(self.known)
            if len(word) > 4 and word.isalpha()
            for at in range(len(word))
            if word[max(at - 1, 0) : at] != word[at] and word[at + 1 : at + 2] != word[at]
        }

        self.known |= frozenset(joined)  # several words written as one
        # A word with stars has its first letter: whoever sends thousands of them must not hold the import up.
        self._by_start: dict[tuple[int, str], list[str]] = {}
        for word in sorted(self.known):
            self._by_start.setdefault((len(word), word[0]), []).append(word)

    def resolved(self, found: list[str]) -> list[str]:
        """Words of common spelling, with what has a letter too many put right."""
        return [self.doubled.get(word, word) for word in found]

    def read(self, text: str) -> list[Word]:
        """The words of a text as it was sent, each with its place there."""
        spelling, places = _with_places(text)
        found = [Word(match.group().replace("'", ""), *match.span()) for match in _TOKEN.finditer(spelling)]
        if [len(one.word) for one in found].count(1) >= _SPELT:
            found = list(self._spelt_out(found))
        if places is not None:
            found = [Word(word, places[start], places[end - 1] + 1) for word, start, end in found]
        return [one if one.word in self.known else Word(self.resolve(one.word), *one[1:]) for one in found]

    def resolve(self, token: str) -> str:
        """The word of the vocabulary that a token stands for, else the token itself."""
        if token in self.known or len(token) > LONGEST_WORD:
            return token
        if token.isalpha() and token not in self.doubled and _THRICE.search(token) is None:
            return token
        for candidate in self._readings(token):
            if candidate in self.known:
                return candidate
            if candidate in self.doubled:
                return self.doubled[candidate]
            if _THRICE.search(candidate) is not None and (word := self._without_repeats(candidate)):
                return word
        return token

    def _readings(self, token: str) -> Iterator[str]:
        yield token
        if token.isalpha():
            return
        bare = token.replace("*", "")
        if bare != token:
            yield bare
            yield from self._masked(token)
        yield from signs_as_letters(bare)

    def _masked(self, token: str) -> Iterator[str]:
        """Words with stars for some letters within: "f*ck", "sh**"."""
        if token[0] == "*" or token.count("*") > len(token) / 2:
            return
        for word in self._by_start.get((len(token), token[0]), ()):
            letters = zip(token, word, strict=True)
            if all(sign == letter or (sign == "*" and "a" <= letter <= "z") for sign, letter in letters):
                yield word

    def _without_repeats(self, token: str) -> str:
        for word in self._by_runs.get(_ALL_RUNS.sub(r"\1", token), ()):
            fits = zip(_runs(token), _runs(word), strict=True)
            if all(here == there or (here >= 3 and here > there) for here, there in fits):
                return word
        return ""

    def _spelt_out(self, found: list[Word]) -> Iterator[Word]:
        """Letters set apart made one word again, where there are three or more: "k i l l", "k.i.l.l"."""
        run: list[Word] = []
        for one in [*found, None]:
            if one is not None and len(one.word) == 1 and (not run or one.start - run[-1].end <= 3):
                run.append(one)
                continue
            yield from self._joined(run)
            run = []
            if one is not None and len(one.word) == 1:
                run.append(one)
            elif one is not None:
                yield one

    def _joined(self, run: list[Word]) -> Iterator[Word]:
        if len(run) < _SPELT:
            yield from run
            return
        narrow = min(after.start - before.end for before, after in pairwise(run))
        group: list[Word] = []
        for one in run:
            if group and one.start - group[-1].end > narrow:  # a wider gap parts two words
                yield Word("".join(part.word for part in group), group[0].start, group[-1].end)
                group = []
            group.append(one)
        yield Word("".join(part.word for part in group), group[0].start, group[-1].end)


def _runs(word: str) -> list[int]:
    return [len(match.group()) for match in re.finditer(r"(.)\1*", word)]


def _with_places(text: str) -> tuple[str, list[int] | None]:
    """The plain text, and for each of its places the one in `text`; None where they are the same."""
    if text.isascii():
        return text.lower(), None
    spelling: list[str] = []
    places: list[int] = []
    for at, character in enumerate(text):
        folded = _FOLDING[ord(character)]
        spelling.append(folded)
        places.extend([at] * len(folded))
    return "".join(spelling), places
