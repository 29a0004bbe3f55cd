"""What the timetable starts: the sweep, every minute."""

import logging

from celery import shared_task

from moderation import sweep as sweeping

logger = logging.getLogger(__name__)


@shared_task
def sweep() -> None:
    result = sweeping.run_alone()
    if result is None:
        logger.info("another sweep is at work")
    elif result.stages or result.failed:
        logger.info("sweep: %s, %s failed", dict(result.stages), len(result.failed))
