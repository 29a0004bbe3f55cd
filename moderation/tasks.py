"""What the timetable starts: the sweep, every minute; and imports, which a page or the timetable asks for."""

import logging

from celery import shared_task

from moderation import clearing as _clearing  # noqa: F401  (registers its chores)
from moderation import sweep as sweeping
from moderation.abuse import tasks as _abuse  # noqa: F401  (registers its chores)
from moderation.imports import waking
from moderation.imports import workflow as importing
from moderation.rota import tasks as _rota  # noqa: F401  (registers its chores)

logger = logging.getLogger(__name__)

TURN = 20  # seconds that an import takes before it lets other work pass


@shared_task
def sweep() -> None:
    result = sweeping.run()
    if result.stages or result.failed:
        logger.info("sweep: %s, %s failed", dict(result.stages), len(result.failed))


@shared_task
def run_import(batch_id: int) -> None:
    """Safe to start twice, or beside another: how far an import got is committed with its comments."""
    if not importing.run_for_uploader(batch_id, seconds=TURN):
        waking.wake(batch_id)


@shared_task
def resume_imports() -> None:
    """Imports whose worker died, or that the broker lost."""
    waiting = importing.resume_waiting()
    if waiting:
        logger.info("imports taken up again: %s", waiting)
