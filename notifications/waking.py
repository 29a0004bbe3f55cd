"""Ask a worker to deliver now. A broker that cannot be reached only makes it later: the rows are there."""

import logging
from collections.abc import Callable

logger = logging.getLogger(__name__)

_wakers: list[Callable[[], object]] = []


def set_waker(function: Callable[[], object]) -> None:
    """The project names what to call: the delivery task's `delay`."""
    _wakers[:] = [function]


def wake_delivery() -> None:
    for waker in _wakers:
        try:
            waker()
        except Exception as error:
            logger.warning("the broker could not be reached (%s); the next round delivers", type(error).__name__)
