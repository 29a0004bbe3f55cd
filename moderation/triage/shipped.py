"""The word list that the portal comes with, read once from terms.toml."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("terms.toml")


@dataclass(frozen=True)
class Entry:
    """A term: words beside each other, each in any of its forms. `name` has the first form of each."""

    name: str
    category: str
    slots: tuple[tuple[str, ...], ...]
    ours: bool = False  # the school's own

    @property
    def forms(self) -> str:
        """All forms, for people: "kill or killing + you or him"."""
        return " + ".join(" / ".join(slot) for slot in self.slots)

    @property
    def has_forms(self) -> bool:
        return any(len(slot) > 1 for slot in self.slots)


def entry(words: str, category: str, *, ours: bool = False) -> Entry:
    """From a line of the list to a term."""
    slots = tuple(tuple(word.split("|")) for word in words.split())
    return Entry(" ".join(slot[0] for slot in slots), category, slots, ours)


@cache
def shipped() -> tuple[Entry, ...]:
    return tuple(entry(words, category) for category, lines in _content()["terms"].items() for words in lines)


@cache
def ordinary() -> tuple[tuple[str, ...], ...]:
    """Words that are left alone where they stand beside each other."""
    return tuple(tuple(words.split()) for words in _content()["ordinary"]["words"])


@cache
def everyday() -> frozenset[str]:
    """Words that stand in most texts."""
    return frozenset(_content()["everyday"]["words"].split())


@cache
def postcode_areas() -> frozenset[str]:
    return frozenset(_content()["postcodes"]["areas"].split())


@cache
def _content() -> dict[str, Any]:
    with FILE.open("rb") as file:
        return tomllib.load(file)
