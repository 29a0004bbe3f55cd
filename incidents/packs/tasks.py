"""What a worker does about packs. A task is told the pack's number alone."""

from celery import shared_task

from incidents.packs import making


@shared_task
def make_pack(pack_id: int) -> None:
    """Safe to start twice, or beside another: see making.py."""
    making.make(pack_id)
