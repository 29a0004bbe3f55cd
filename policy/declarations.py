"""What each person declares once a year, in editions: words that somebody has confirmed stay as they were. Row P7.

To change the words, add an edition with the next number: everybody is asked again. A test holds each edition to its
digest.
"""

import hashlib
from dataclasses import dataclass
from datetime import date

WARN_DAYS = 30  # so long before it runs out, a declaration may be made anew


@dataclass(frozen=True)
class Edition:
    """`statements` are whole sentences, each of them confirmed."""

    number: int
    statements: tuple[str, ...]

    @property
    def digest(self) -> str:
        """The SHA-256, in hexadecimal, of the statements, one a line."""
        return hashlib.sha256("\n".join(self.statements).encode()).hexdigest()


EDITIONS = {
    edition.number: edition
    for edition in (
        Edition(
            1,
            (
                "I do not follow, befriend or message pupils of the school, or children who were pupils before, "
                "from my own accounts. My own family is the only exception.",
                "I write to classes and pupils only through the platform that the school has chosen for it.",
                "What I learn here about pupils, families and colleagues stays confidential, also after I have left "
                "the school.",
                "I know that the school may look at how its devices, network and accounts are used, and at what is "
                "public about it.",
            ),
        ),
    )
}
CURRENT = EDITIONS[max(EDITIONS)]


def a_year_after(day: date) -> date:
    """The same date of the next year; after a 29 February, the 28th."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)
