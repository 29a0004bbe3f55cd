"""Housekeeping of sign-in: sessions that have run out do not stay in the database."""

from celery import shared_task

from people.sessions import SessionStore


@shared_task
def clear_sessions() -> None:
    SessionStore.clear_expired()
