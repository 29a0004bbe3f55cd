"""Housekeeping of sign-in: sessions that have run out do not stay in the database."""

from celery import shared_task
from django.core.management import call_command


@shared_task
def clear_sessions() -> None:
    call_command("clearsessions")
