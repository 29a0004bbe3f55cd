"""Two daily rounds beside each other: one has read who is to be told, and then the other is quicker."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from audit import workflow as audit
from core.actors import Actor


def come_between(monkeypatch: pytest.MonkeyPatch, other: Callable[[], object]) -> None:
    """Let `other` run whole, once, just before the next round begins to write."""
    begin = audit.unit
    came: list[str] = []

    @contextmanager
    def unit(name: str, *, actor: Actor) -> Iterator[None]:
        if not came:
            came.append(name)
            other()
        with begin(name, actor=actor):
            yield

    monkeypatch.setattr(audit, "unit", unit)
