"""What the portal does about incidents by itself, every minute."""

import logging
from collections.abc import Callable, Iterable

from celery import shared_task
from django.db import InterfaceError, OperationalError

from core.actors import DAILY, SWEEP, SystemActor
from core.registry import daily
from incidents import workflow
from incidents.agencies import tasks as _agencies  # noqa: F401  (registers its chores)
from incidents.assessing import sweep as clocks
from incidents.evidence import tasks as _evidence  # noqa: F401  (registers its chores)
from incidents.models import Incident
from incidents.packs import making as packs
from incidents.packs import tasks as _packs  # noqa: F401  (a worker finds its task here)
from incidents.staffing import led_elsewhere, left_to_nobody
from incidents.together import tasks as _together  # noqa: F401  (registers its chores)

logger = logging.getLogger(__name__)


def look_for_handlers() -> None:
    """No open incident stays with nobody to handle it when people come, go or leave (H5). One that fails stops none."""
    _look_for_handlers(led_elsewhere(), SWEEP)


@daily("closed case files that nobody could open any more")
def look_for_readers() -> None:
    """An auditor, or whoever reopens it, must find somebody who can open it. Closed files stay where they are else."""
    _look_for_handlers(left_to_nobody(), DAILY)


def _look_for_handlers(incidents: Iterable[Incident], actor: SystemActor) -> None:
    for incident in incidents:
        try:
            workflow.look_for_handlers(incident, actor=actor)
        except (OperationalError, InterfaceError):
            raise
        except Exception:
            logger.exception("nobody could be looked for to handle incident %s", incident.pk)


# In this order: whoever handles an incident from now on is told of its clocks too. Each is safe to run again, at any
# time: what it has done stands in rows.
PARTS: list[tuple[str, Callable[[], object]]] = [
    ("handlers", look_for_handlers),
    ("clocks", clocks.run),
    ("packs", packs.resume_waiting),
]


@shared_task
def look_after() -> None:
    """All of it. An error in one part keeps no other from its work; the next round does again what it left."""
    for name, part in PARTS:
        try:
            part()
        except (OperationalError, InterfaceError) as error:
            logger.warning("incidents: the database was away for the %s (%s)", name, type(error).__name__)
        except Exception:
            logger.exception("incidents: the %s could not be looked after", name)
