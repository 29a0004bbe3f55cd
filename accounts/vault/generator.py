"""Strong passwords that can be read out and typed: no letter that looks like another; or words to say aloud."""

import functools
import secrets
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import xkcdpass
from django.views.decorators.debug import sensitive_variables

from accounts.vault import leaks
from core.errors import InvalidInput

LETTERS = "abcdefghijkmnpqrstuvwxyz"
CAPITALS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
DIGITS = "23456789"
SYMBOLS = "!#$%&*+-=?@_"
CLASSES = (LETTERS, CAPITALS, DIGITS, SYMBOLS)
ALPHABET = "".join(CLASSES)
SHORTEST, USUAL, LONGEST = 12, 20, 64
FEWEST_WORDS, USUAL_WORDS, MOST_WORDS = 4, 5, 10
UNSAID = frozenset(
    {
        *("groin", "handgun", "hangover", "lustfully", "lustily", "lustiness", "lusty", "ovary", "overkill", "poison"),
        *("strangle", "thong", "undead", "unisexual", "womb"),
    }
)
WORD_LIST = Path(xkcdpass.__file__).parent / "static" / "eff-long"


class CharacterSet(StrEnum):
    """What a password may be made of."""

    LETTERS = "letters"
    CAPITALS = "capitals"
    DIGITS = "digits"
    SYMBOLS = "symbols"

    @property
    def characters(self) -> str:
        return CLASSES[list(CharacterSet).index(self)]


@dataclass(frozen=True)
class Recipe:
    """How a password is to be made: `length` characters of `sets`, or `words` words where that is above 0."""

    length: int = USUAL
    sets: tuple[str, ...] = tuple(CharacterSet)
    words: int = 0
    separator: str = "-"


@sensitive_variables("made")
def make(recipe: Recipe) -> str:
    """A random password by `recipe`. Raises InvalidInput for a recipe that makes none, or a weak one."""
    while True:
        made = _words(recipe) if recipe.words else _characters(recipe)
        if not leaks.holds(made):
            return made


def password(length: int = USUAL) -> str:
    """A random password with a letter, a capital, a digit and a symbol at least. Raises ValueError for a bad length."""
    if not SHORTEST <= length <= LONGEST:
        raise ValueError(f"A password has {SHORTEST} to {LONGEST} characters.")
    return make(Recipe(length=length))


@sensitive_variables("candidate")
def _characters(recipe: Recipe) -> str:
    """Whole candidates are thrown away until one has a character of each set, so that each fitting one is as likely."""
    if not SHORTEST <= recipe.length <= LONGEST:
        raise InvalidInput(f"Choose a length from {SHORTEST} to {LONGEST} characters.", "length")
    if not recipe.sets or not set(recipe.sets) <= set(CharacterSet):
        raise InvalidInput("Choose what the password is made of.", "sets")
    kinds = [CharacterSet(name).characters for name in sorted(set(recipe.sets))]
    alphabet = "".join(kinds)
    if len(alphabet) ** recipe.length < 2**64:
        raise InvalidInput("With so few kinds of characters it must be longer, or it is easy to guess.", "length")
    while True:
        candidate = "".join(secrets.choice(alphabet) for _ in range(recipe.length))
        if all(any(letter in candidate for letter in kind) for kind in kinds):
            return candidate


def _words(recipe: Recipe) -> str:
    if not FEWEST_WORDS <= recipe.words <= MOST_WORDS:
        raise InvalidInput(f"Choose from {FEWEST_WORDS} to {MOST_WORDS} words.", "words")
    if len(recipe.separator) > 3 or not recipe.separator.isprintable():
        raise InvalidInput("Put at most three characters between the words.", "separator")
    return recipe.separator.join(secrets.choice(word_list()) for _ in range(recipe.words))


@functools.cache
def word_list() -> tuple[str, ...]:
    """Over 7,700 words that are easy to spell, made for this by the Electronic Frontier Foundation.

    Without those that cannot be read out in one go (“t-shirt”: is the dash between two words, or in one?), and without
    a few that nobody at a school wants to say to the police.
    """
    words = WORD_LIST.read_text(encoding="ascii").split()
    return tuple(word for word in words if word.isalpha() and word not in UNSAID)
