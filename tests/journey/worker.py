"""What the portal's real worker does when a test says so. Runs inside the portal, see `Portal.does`."""

import time
from typing import Any

from stjudes_portal.celery import app

PATIENCE = 60  # seconds


def do(task: str) -> None:
    """Send a task as the timer would, and come back once the worker is through with it. Raises TimeoutError."""
    before = _taken(task)
    app.send_task(task)
    deadline = time.monotonic() + PATIENCE
    while _taken(task) == before or _is_busy_with(task):
        if time.monotonic() > deadline:
            raise TimeoutError(f"the worker has not done {task} within {PATIENCE} s")
        time.sleep(0.1)


def _taken(task: str) -> int:
    """How often the worker has begun it since the worker started."""
    return int(_answer("stats")["total"].get(task, 0))


def _is_busy_with(task: str) -> bool:
    return any(running["name"] == task for running in _answer("active"))


def _answer(question: str) -> Any:
    replies = getattr(app.control.inspect(timeout=PATIENCE, limit=1), question)()
    if not replies:
        raise TimeoutError("the worker does not answer")
    return next(iter(replies.values()))
