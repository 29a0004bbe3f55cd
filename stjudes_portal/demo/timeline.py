"""An invented past, told in the order in which it happened: each step runs with the clock at its moment."""

import heapq
import itertools
from collections.abc import Callable
from datetime import datetime

from core import clock


class Timeline:
    """Steps that may add later steps while they run."""

    def __init__(self) -> None:
        self._steps: list[tuple[datetime, int, Callable[[], object]]] = []
        self._order = itertools.count()

    def at(self, moment: datetime, step: Callable[[], object]) -> None:
        heapq.heappush(self._steps, (moment, next(self._order), step))

    def run(self, until: datetime) -> None:
        """Do every step up to `until`, in order of time."""
        while self._steps and self._steps[0][0] <= until:
            moment, _, step = heapq.heappop(self._steps)
            with clock.stopped(moment):
                step()
