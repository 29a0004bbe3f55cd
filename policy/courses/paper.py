"""The paper of a quiz: its questions and choices, drawn and shuffled once, and kept as they were put."""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from policy.courses.models import Question

_shuffler = secrets.SystemRandom()


@dataclass(frozen=True)
class Put:
    """A question as it was put to somebody. `right` is the place of the right choice: never show it beforehand."""

    question: int
    text: str
    explanation: str
    choices: list[str]
    right: int


def draw(bank: Sequence[Question], count: int, *, asked_last: Iterable[int]) -> list[Put]:
    """`count` questions of `bank` (choices prefetched), those not asked last time first, all in a new order."""
    last = set(asked_last)
    fresh = [question for question in bank if question.pk not in last]
    again = [question for question in bank if question.pk in last]
    chosen = _shuffler.sample(fresh, min(count, len(fresh)))
    chosen += _shuffler.sample(again, min(count - len(chosen), len(again)))
    _shuffler.shuffle(chosen)
    return [_put(question) for question in chosen]


def _put(question: Question) -> Put:
    choices = list(question.choices.all())
    _shuffler.shuffle(choices)
    right = next(place for place, choice in enumerate(choices) if choice.is_right)
    return Put(question.pk, question.text, question.explanation, [choice.text for choice in choices], right)


def write(paper: Iterable[Put]) -> list[dict[str, Any]]:
    return [asdict(put) for put in paper]


def read(stored: Iterable[dict[str, Any]]) -> list[Put]:
    return [Put(**put) for put in stored]
