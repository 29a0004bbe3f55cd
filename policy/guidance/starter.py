"""The texts that the guidance starts with, in our own words, until SLT writes its own.

They are files beside this one: the title, a line that sums it up, and the text. No row is made of them, so that a
better starter text reaches every school that has not changed its own.
"""

from functools import cache
from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).resolve().parent / "words"

TONE = "tone"
BEFORE_YOU_POST = "before-you-post"
FAMILIES = "for-families"

# In the order in which people read them. What the portal itself points to cannot be taken away.
SLUGS = (TONE, "dos", BEFORE_YOU_POST, "personal-use", "privacy-and-photographs", "if-a-journalist-asks", FAMILIES)


class Words(NamedTuple):
    title: str
    summary: str
    body: str


@cache
def words_of(slug: str) -> Words:
    """The starter text of one of `SLUGS`."""
    text = (FOLDER / f"{slug}.md").read_text(encoding="utf-8")
    title, summary, body = text.split("\n", 2)
    return Words(title.removeprefix("# "), summary.removeprefix("> "), body.strip())
