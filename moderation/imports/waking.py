"""Ask a worker to take an import on. A broker that cannot be reached only makes it later: the import's row is there."""

import logging

from celery import current_app

logger = logging.getLogger(__name__)
TASK = "moderation.tasks.run_import"


def wake(batch_id: int) -> None:
    """Never raises."""
    try:
        current_app.send_task(TASK, args=[batch_id])
    except Exception as error:
        logger.warning("the broker could not be reached (%s); the next sweep asks again", type(error).__name__)
