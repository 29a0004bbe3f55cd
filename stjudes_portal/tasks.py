"""The daily round, and the school's time zone for everything that a worker does."""

import logging
from typing import Any

from celery import shared_task
from celery.signals import task_postrun, task_prerun
from django.utils import timezone

from core.registry import chores
from school.models import school_zone

logger = logging.getLogger(__name__)


@shared_task
def daily_round() -> None:
    """Every chore that the rooms registered, each by itself: an error in one keeps no other from its turn."""
    for chore in chores:
        try:
            chore.run()
        except Exception as error:
            # Its text may hold what people typed.
            logger.error("the chore “%s” failed (%s)", chore.name, type(error).__name__)


def _use_school_zone(**kwargs: Any) -> None:
    # "Today", and so who has left and what has run out, is a matter of the school's own midnight.
    timezone.activate(school_zone())


def _forget_zone(**kwargs: Any) -> None:
    timezone.deactivate()


task_prerun.connect(_use_school_zone, weak=False)
task_postrun.connect(_forget_zone, weak=False)
