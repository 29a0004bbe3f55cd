"""Housekeeping: sessions that have run out, the access of those who have left, staff lists left lying."""

from contextlib import suppress

from celery import shared_task

from core import clock
from core.actors import DAILY
from core.errors import WrongState
from core.registry import daily
from people import workflow
from people.models import StepReset
from people.sessions import SessionStore
from people.workflow.second_steps import RESET_LASTS


@shared_task
def clear_sessions() -> None:
    SessionStore.clear_expired()


@daily("end access of leavers")
def end_access_of_leavers() -> None:
    workflow.end_access_of_leavers()


@daily("forget staff lists left lying")
def forget_staff_lists() -> None:
    workflow.forget_staff_lists()


@daily("close requests about lost second steps")
def close_step_resets() -> None:
    for reset in StepReset.objects.filter(decided_at=None, asked_at__lte=clock.now() - RESET_LASTS):
        with suppress(WrongState):  # answered a moment ago
            workflow.lapse_step_reset(reset, actor=DAILY)
