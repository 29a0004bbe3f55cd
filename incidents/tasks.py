"""What the portal does about incidents by itself."""

from celery import shared_task

from core.actors import SWEEP
from incidents import workflow
from incidents.models import Incident


@shared_task
def look_for_handlers() -> None:
    """No incident stays without anybody to handle it when the last free member of SLT leaves."""
    for incident in Incident.objects.wrongly_with_or_without_chair():
        workflow.look_for_chair(incident, actor=SWEEP)
