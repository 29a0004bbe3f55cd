"""What a worker does about packs. A task is told the pack's number alone."""

import logging

from celery import shared_task

from incidents.packs import making

logger = logging.getLogger(__name__)


@shared_task
def make_pack(pack_id: int) -> None:
    """Safe to start twice, or beside another: see making.py."""
    making.make(pack_id)


@shared_task
def resume_packs() -> None:
    """Packs whose worker died, or that the broker lost."""
    given = making.resume_waiting()
    if given:
        logger.info("packs taken up again: %s", given)
