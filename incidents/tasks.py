"""What the portal does about incidents by itself."""

from celery import shared_task

from core.actors import SWEEP
from incidents import workflow
from incidents.staffing import led_elsewhere


@shared_task
def look_for_handlers() -> None:
    """No open incident stays with nobody to handle it when people come, go or leave (H5)."""
    for incident in led_elsewhere():
        workflow.look_for_handlers(incident, actor=SWEEP)
