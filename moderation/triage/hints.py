"""Which words of the list stand in a text. A hint, never a judgement: nothing is done because of one (M3)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import product
from math import prod
from operator import contains
from typing import TypeAlias

from moderation.models import Term
from moderation.states import PRESSING, Category
from moderation.triage.patterns import PATTERNS, personal_data
from moderation.triage.plain import Reader, is_odd, plain, signs_as_letters, words
from moderation.triage.shipped import Entry, entry, everyday, ordinary, shipped

LISTS = {
    Category.THREAT: "on the list of threats",
    Category.SELF_HARM: "on the list for self-harm and suicide",
    Category.SAFEGUARDING: "on the list for worries about a child",
    Category.BULLYING: "on the list for bullying",
    Category.DISCRIMINATION: "on the list for discrimination and hate",
    Category.OFFENSIVE: "on the list of offensive words",
    Category.PERSONAL_DATA: "on the list for personal data",
    Category.SPAM: "on the list for spam",
}
_SQUASHED = (Category.THREAT, Category.SELF_HARM)
_MOST_SQUASHED = 200  # forms of a term, written as one word
_LONGEST_FOUND = 200


@dataclass(frozen=True, slots=True)
class Found:
    """`term` is the list's name for it, `found` how it stands in the text."""

    category: str
    term: str
    found: str

    @property
    def reason(self) -> str:
        return reason(self.category, self.term, self.found)

    @property
    def is_pressing(self) -> bool:
        return self.category in PRESSING


def reason(category: str, term: str, found: str) -> str:
    """Why there is a hint, as a sentence: “k1ll you” is on the list of threats."""
    if term in PATTERNS:
        return f"“{found}” looks like {term}."
    where = LISTS.get(Category(category), f"on the list “{Category(category).label}”")
    return f"“{found}” is {where}."


# What the school changed: words, category, whether it is on.
Changes: TypeAlias = tuple[tuple[str, str, bool], ...]


class WordList:
    """A word list made ready: it finds its terms in any number of texts."""

    def __init__(self, changes: Changes = ()) -> None:
        self.changes = changes
        off = {(term, category) for term, category, is_on in changes if not is_on}
        known = {(one.name, one.category) for one in shipped()}
        own = [_in_all_readings(entry(term, category, ours=True)) for term, category, is_on in changes if is_on]
        self.entries = [one for one in shipped() if (one.name, one.category) not in off]
        self.entries += [one for one in own if (one.name, one.category) not in known]
        self._patterns = [name for name in PATTERNS if (name, Category.PERSONAL_DATA) not in off]
        self._by_anchor: dict[str, list[tuple[int, Entry, list[frozenset[str]]]]] = {}
        self._squashed: dict[str, Entry] = {}
        for one in self.entries:
            self._index(one)
        self._ordinary = _by_first(ordinary())
        spoken = {form for one in self.entries for slot in one.slots for form in slot}
        spoken.update(word for phrase in ordinary() for word in phrase)
        self._reader = Reader(spoken, self._squashed)
        misspelt = (wrong for wrong, right in self._reader.doubled.items() if right in self._by_anchor)
        self._triggers = frozenset((*self._by_anchor, *self._squashed, *misspelt))

    def _index(self, one: Entry) -> None:
        at = min(range(len(one.slots)), key=lambda slot: _rarity(one.slots[slot]))
        sets = [frozenset(slot) for slot in one.slots]
        for form in one.slots[at]:
            self._by_anchor.setdefault(form, []).append((at, one, sets))
        if one.category in _SQUASHED and len(one.slots) > 1 and prod(map(len, one.slots)) <= _MOST_SQUASHED:
            for forms in product(*one.slots):
                if len(squashed := "".join(forms)) > 6:
                    self._squashed.setdefault(squashed, one)

    def find(self, text: str) -> list[Found]:
        """Each term that stands in `text`, once, in the order of the text; what has a form of personal data last."""
        spelling = plain(text)
        heard = words(spelling)
        found: dict[tuple[str, str], Found] = {}
        if self._may_hold_terms(spelling, heard):
            self._find_terms(text, found)
        for name, stands in personal_data(text):
            if name in self._patterns:
                key = (str(Category.PERSONAL_DATA), name)
                found.setdefault(key, Found(Category.PERSONAL_DATA, name, stands[:_LONGEST_FOUND]))
        return list(found.values())

    def _may_hold_terms(self, spelling: str, heard: list[str]) -> bool:
        """A quick look, which most texts do not pass."""
        if is_odd(spelling, heard):
            return True
        return not self._triggers.isdisjoint(heard) and any(self._terms(self._reader.resolved(heard)))

    def _find_terms(self, text: str, found: dict[tuple[str, str], Found]) -> None:
        read = self._reader.read(text)
        for one, first, last in self._terms([word.word for word in read]):
            key = (one.category, one.name)
            if key not in found:
                stands = text[read[first].start : read[last].end]
                found[key] = Found(one.category, one.name, stands[:_LONGEST_FOUND])

    def _terms(self, spoken: list[str]) -> Iterator[tuple[Entry, int, int]]:
        """The terms in some words, with the places of the first word and the last."""
        covered: set[int] | None = None
        for place, word in enumerate(spoken):
            if word in self._squashed:
                yield self._squashed[word], place, place
            for at, one, slots in self._by_anchor.get(word, ()):
                first = place - at
                behind = first + len(slots)
                if first < 0 or behind > len(spoken):
                    continue
                if all(map(contains, slots, spoken[first:behind])):
                    if covered is None:
                        covered = self._covered(spoken)
                    if covered.isdisjoint(range(first, behind)):
                        yield one, first, behind - 1

    def _covered(self, spoken: list[str]) -> set[int]:
        """The places of ordinary words."""
        covered: set[int] = set()
        for place, word in enumerate(spoken):
            for phrase in self._ordinary.get(word, ()):
                if tuple(spoken[place : place + len(phrase)]) == phrase:
                    covered.update(range(place, place + len(phrase)))
        return covered


def _in_all_readings(one: Entry) -> Entry:
    """A term of the school's own, which somebody may have written with digits for letters."""
    slots = (tuple(dict.fromkeys((form, *signs_as_letters(form)))) for slot in one.slots for form in slot)
    return replace(one, slots=tuple(slots))


def _by_first(phrases: Iterable[tuple[str, ...]]) -> dict[str, list[tuple[str, ...]]]:
    found: dict[str, list[tuple[str, ...]]] = {}
    for phrase in phrases:
        found.setdefault(phrase[0], []).append(phrase)
    return found


def _rarity(slot: tuple[str, ...]) -> tuple[int, int]:
    """The lower, the better is a term looked for by these of its words."""
    return sum(form in everyday() for form in slot), -min(map(len, slot))


@lru_cache(maxsize=8)
def word_list(changes: Changes = ()) -> WordList:
    """The list with the school's changes, made ready once."""
    return WordList(changes)


def current() -> WordList:
    """The list as the school has it now: one query."""
    rows = Term.objects.order_by("category", "words").values_list("words", "category", "is_on")
    return word_list(tuple(rows))


def with_term(listed: WordList, term: str, category: str) -> WordList:
    """The same list with one term more, to try it before it is saved."""
    return WordList((*listed.changes, (term, category, True))) if term else listed


def hints_for(text: str, listed: WordList | None = None) -> list[Found]:
    """What the list finds in `text`; without `listed` by the list as it comes. Pure, and quick where there is nothing.

    `current()` reads the school's own changes: once for many texts.
    """
    return (listed or word_list()).find(text)
