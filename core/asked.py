"""What is the same for everybody and is read at many places: asked of the database once in a request.

    @once
    def current_school() -> School | None: ...

Nothing is remembered outside `remembering()`, so a worker, a command and a test ask anew each time. Whoever stores
such a row calls `forget()`. A verb begins and ends by forgetting: it decides by what is true now.
"""

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

T = TypeVar("T")
_answers: ContextVar[dict[Callable[[], Any], Any] | None] = ContextVar("asked_answers", default=None)


def once(function: Callable[[], T]) -> Callable[[], T]:
    """Have `function` asked once while something is remembered. Its answer is shared: nobody changes it."""

    @functools.wraps(function)
    def ask() -> T:
        answers = _answers.get()
        if answers is None:
            return function()
        if function not in answers:
            answers[function] = function()
        found: T = answers[function]
        return found

    return ask


@contextmanager
def remembering() -> Iterator[None]:
    """Within the block each answer is kept until somebody forgets, or the block ends."""
    token = _answers.set({})
    try:
        yield
    finally:
        _answers.reset(token)


def forget() -> None:
    """What is asked from here on is asked anew."""
    answers = _answers.get()
    if answers is not None:
        answers.clear()
