"""Does an explanation name somebody? A pupil is never named; whoever else is named, the writer is asked (H1)."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from moderation.models import Author, Item
from moderation.models.author import author_key
from moderation.states import AuthorKind
from people.models import User

SHORTEST = 3  # letters of a name that is looked for
MOST_WORDS = 1500  # of the explanation
LONGEST_NAME = 4  # words
CHUNK = 500


@dataclass(frozen=True)
class Named:
    """Whom a text names: `pupils` may not be, `others` perhaps."""

    pupils: tuple[str, ...] = ()
    others: tuple[str, ...] = ()


def named_in(text: str, item: Item) -> Named:
    """Whom the explanation `text` of a removal names: the author, pupils, people of the portal, other authors."""
    plain = _plain(text)
    pupils = [name for name in _pupils() if _stands(name, plain)]
    author = _author(item, text, plain)
    if item.author is not None and item.author.kind == AuthorKind.PUPIL:
        pupils += author
        author = []
    people = User.objects.active().values_list("full_name", flat=True)
    others = [*author, *(name for name in people if _stands(name, plain)), *_known(item, plain)]
    return Named(_once(pupils), tuple(name for name in _once(others) if name not in pupils))


def _author(item: Item, text: str, plain: str) -> list[str]:
    """The author's whole name, or a part of it written as a name: "Will", but not "will"."""
    found = [item.author_name] if _stands(item.author_name, plain) else []
    if found:
        return found
    parts = [part for part in re.split(r"[\s._,@-]+", item.author_name) if len(part) >= SHORTEST and part[:1].isupper()]
    return [part for part in parts if re.search(rf"(?<!\w){re.escape(part)}(?!\w)", text)]


def _pupils() -> Iterable[str]:
    return Author.objects.filter(kind=AuthorKind.PUPIL).exclude(name="").values_list("name", flat=True)


def _known(item: Item, plain: str) -> Iterator[str]:
    """Others who write on this platform, by names of two words or more: one word alone is too often just a word."""
    words = re.findall(r"[\w'’-]+", plain)[:MOST_WORDS]
    keys = sorted(
        {
            author_key(" ".join(words[at : at + length]))
            for length in range(2, LONGEST_NAME + 1)
            for at in range(len(words) - length + 1)
        }
    )
    for start in range(0, len(keys), CHUNK):
        known = Author.objects.filter(platform=item.account.platform, key__in=keys[start : start + CHUNK])
        yield from known.values_list("name", flat=True)


def _stands(name: str, plain: str) -> bool:
    wanted = _plain(name)
    return len(wanted) >= SHORTEST and re.search(rf"(?<!\w){re.escape(wanted)}(?!\w)", plain) is not None


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _once(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in names if name))
