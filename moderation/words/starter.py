"""The texts for answers that come with the portal. Their words stand in starter.toml, beside this file.

No row is made of them, so that a better starter text reaches every school that has not changed its own.
"""

import tomllib
from functools import cache
from pathlib import Path

from moderation.models import ParentStep, Template

WORDS = Path(__file__).with_name("starter.toml")
OF_STEP = {
    ParentStep.Step.ASK: "parent-ask",
    ParentStep.Step.INVITE: "parent-invite",
    ParentStep.Step.COMPLAINT: "parent-complaint",
}


@cache
def _texts() -> dict[str, dict[str, str]]:
    rows = tomllib.loads(WORDS.read_text(encoding="utf-8"))["template"]
    return {row["key"]: row for row in rows}


def all_keys() -> list[str]:
    """Of the texts that the portal comes with, in the order of their file."""
    return list(_texts())


def starter(key: str) -> Template | None:
    """The text of `key` as the portal comes with it, as a row that is not saved."""
    row = _texts().get(key)
    return Template(**row) if row is not None else None
