"""Our own words that repeat what a comment says or links to: they say it no longer while it may show a child (H1)."""

import re
from collections.abc import Iterable
from typing import Any

from django.db import models

from moderation.models import Item, Jotting, Opinion, ParentStep, Response

HIDDEN = "(hidden)"
SHORTEST = 8  # letters; "Thank you" stands in every other answer
_OURS: dict[str, tuple[type[models.Model], tuple[str, ...]]] = {
    "response": (Response, ("text", "public_explanation")),
    "opinion": (Opinion, ("question", "draft", "answer")),
    "parent_step": (ParentStep, ("message", "outcome")),
    "jotting": (Jotting, ("text",)),
}


def take_away(item: Item, secrets: Iterable[str]) -> list[list[Any]]:
    """Hide `secrets` wherever they stand in what we wrote about `item`, sent or not. Returns what was there."""
    wanted = sorted({one.strip() for one in secrets if len(one.strip()) >= SHORTEST}, key=len, reverse=True)
    if not wanted:
        return []
    pattern = re.compile("|".join(map(re.escape, wanted)), re.IGNORECASE)
    taken: list[list[Any]] = []
    for name, (model, fields) in _OURS.items():
        for row in model._base_manager.filter(item=item).values_list("pk", *fields):
            for field, words in zip(fields, row[1:], strict=True):
                if (left := pattern.sub(HIDDEN, words)) != words:
                    model._base_manager.filter(pk=row[0]).update(**{field: left})
                    taken.append([name, row[0], field, words, left])
    return taken


def put_back(item: Item, taken: Iterable[list[Any]]) -> None:
    """Undo `take_away`, but for what somebody has changed since."""
    for name, pk, field, words, left in taken:
        _OURS[name][0]._base_manager.filter(item=item, pk=pk, **{field: left}).update(**{field: words})
