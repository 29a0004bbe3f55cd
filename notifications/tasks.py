"""Deliver what is due. Run after each commit that told somebody something, and every few seconds."""

from celery import shared_task

from notifications import workflow


@shared_task
def deliver() -> None:
    while workflow.deliver_due():
        pass
