"""Names taken out of words, in any spelling that a machine can know. Pure: says where it changed what.

A name is looked for whole, in its parts, and run together; whatever its case, its accents and what stands between
its parts. What no machine finds (a nickname, a slip of the pen) is for the person who reads the preview.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from incidents.packs.choices import Show

BLACKED_OUT = "[blacked out]"
SHARED = "[name blacked out]"  # a part of a name that several people have
BETWEEN = r"[\W_]{0,5}"  # what may stand between the parts of one name
RUN = re.compile(r"[^\W_]+")
# Parts of a name that are words as well are taken for a name only where they have a capital letter.
_ALSO_WORDS = (
    "april august bay bell bill bishop black booker brook brown bush chase christian cook cross dale day dean dawn "
    "drew early east eve ever faith field fields fisher ford frank gay gene glen good grace grant gray green guy hall "
    "hardy heather hill hope hunt hunter iris ivy jack jean joy june king knight lake lane law lee lily long love mark "
    "marsh mason may miles mills moon moss new north page park parker pat penny piper pool poppy pride price rain ray "
    "read reed rich rob robin rose ruby ruth sage sharp short singer small smart smith snow sky star stone strong sue "
    "summer taylor teal terry trip turner view violet wade walker ward waters way wells west white will wise wood "
    "woods worth young"
)
ALSO_WORDS = frozenset(_ALSO_WORDS.split())
# Words that stand beside a name, and are none.
_NO_NAMES = (
    "mr mrs ms miss mx dr sir lady prof professor rev father mother mum dad mummy daddy parent parents carer guardian "
    "brother sister grandmother grandfather nan grandad aunt uncle pupil student child boy girl teacher governor head "
    "deputy class form year reception nursery sen unknown anonymous the a an of and in from at for to with by on our "
    "his her their user account page"
)
NO_NAMES = frozenset(_NO_NAMES.split())


@dataclass(frozen=True)
class Somebody:
    """A person as the file names them; `also` are other ways to name them: an e-mail address."""

    key: str
    name: str
    show: Show = Show.NAME
    also: tuple[str, ...] = ()


class Redactor:
    """Gives names and words as they may leave the school. `changed` counts what it took out, by place."""

    def __init__(self, people: Sequence[Somebody], words: Iterable[str] = ()) -> None:
        self.changed: Counter[str] = Counter()
        self.labels = _labels(people)
        self._found: dict[str, str | None] = {}
        self._runs: dict[str, list[str]] = {}
        hidden = [person for person in people if person.show != Show.NAME]
        for person in hidden:
            for part in _parts(person.name):
                self._add([part], self.labels[person.key])
        for person in hidden:
            for name in (person.name, *person.also):
                self._add(_runs(name), self.labels[person.key])
        for person in people:
            if person.show == Show.NAME:  # a part of it that somebody else has too stays where it is whole
                self._keep(_runs(person.name))
        for word in words:
            self._found.pop("".join(_runs(word)), None)
            self._add(_runs(word), BLACKED_OUT)
        self._pattern = self._compiled()

    def name(self, key: str) -> str:
        """How the person of `key` appears; blacked out where nobody chose."""
        return self.labels.get(key, BLACKED_OUT)

    def words(self, text: str, place: str) -> str:
        """`text` without the names; what was changed is counted under `place`, where that is not empty."""
        if self._pattern is None or not text:
            return text
        folded, at = _folded(text)
        done, upto = [], 0
        for match in self._pattern.finditer(folded):
            start, end = at[match.start()], max(at[match.end() - 1] + 1, at[match.end()])
            instead = self._found["".join(RUN.findall(match.group()))]
            if instead is None or start < upto or not self._is_meant(match.group(), text[start:end]):
                continue
            done += [text[upto:start], instead]
            upto = end
            if place:
                self.changed[place] += 1
        return "".join([*done, text[upto:]])

    def _add(self, runs: list[str], label: str) -> None:
        key = "".join(runs)
        if not key:
            return
        known = self._found.get(key, label)
        self._found[key] = label if known == label else SHARED
        self._runs.setdefault(key, runs)

    def _keep(self, runs: list[str]) -> None:
        key = "".join(runs)
        if len(runs) > 1 and key not in self._found:
            self._found[key] = None
            self._runs[key] = runs

    def _compiled(self) -> re.Pattern[str] | None:
        if not any(self._found.values()):
            return None
        longest_first = sorted(self._runs.items(), key=lambda one: (-len(one[0]), one[0]))
        ways = "|".join(BETWEEN.join(map(re.escape, runs)) for _, runs in longest_first)
        return re.compile(rf"(?<![^\W_])(?:{ways})(?![^\W_])")

    @staticmethod
    def _is_meant(found: str, as_written: str) -> bool:
        runs = RUN.findall(found)
        if "".join(runs) == found and (len(found) <= 2 or found in ALSO_WORDS):
            return as_written[:1].isupper() and (len(found) > 2 or as_written.isupper() or as_written.istitle())
        return True


def _labels(people: Sequence[Somebody]) -> dict[str, str]:
    labels: dict[str, str] = {}
    taken: Counter[str] = Counter()
    number = 0
    for person in people:
        if person.show == Show.NAME:
            labels[person.key] = person.name
        elif person.show == Show.INITIALS:
            short = initials(person.name)
            taken[short] += 1
            labels[person.key] = short if taken[short] == 1 else f"{short} ({taken[short]})"
        else:
            number += 1
            labels[person.key] = f"[person {number}]"
    return labels


def initials(name: str) -> str:
    """ "Amira Khan" is "A. K."; of nobody's name "[no name]"."""
    letters = [run[0].upper() for run in RUN.findall(name) if _is_name(run)]
    return " ".join(f"{letter}." for letter in letters) or "[no name]"


def _is_name(run: str) -> bool:
    return run.casefold() not in NO_NAMES and not run.isdigit() and not any(letter.isdigit() for letter in run)


def _parts(name: str) -> list[str]:
    """The parts by which somebody may be named alone: not titles, not single letters."""
    return [part for part in _runs(name) if len(part) > 1 and _is_name(part)]


def _runs(words: str) -> list[str]:
    return RUN.findall(_folded(words)[0])


def _folded(text: str) -> tuple[str, Sequence[int]]:
    """The text without case, accents and invisible letters; and where each of its letters stands in `text`."""
    if text.isascii():
        return text.lower(), range(len(text) + 1)
    letters: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        for plain in unicodedata.normalize("NFKD", character):
            if unicodedata.category(plain) not in ("Mn", "Cf"):
                for letter in plain.casefold():
                    letters.append(letter)
                    places.append(place)
    places.append(len(text))
    return "".join(letters), places
