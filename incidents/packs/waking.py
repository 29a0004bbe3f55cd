"""Ask a worker to make a pack. A broker that cannot be reached only makes it later: the pack's row is there."""

import logging

from celery import current_app

logger = logging.getLogger(__name__)
TASK = "incidents.packs.tasks.make_pack"


def wake(pack_id: int) -> None:
    """Never raises."""
    try:
        current_app.send_task(TASK, args=[pack_id])
    except Exception as error:
        logger.warning("the broker could not be reached (%s); the next round asks again", type(error).__name__)
