"""What the portal does about incidents by itself, every minute."""

import logging
from collections.abc import Callable

from celery import shared_task
from django.db import InterfaceError, OperationalError

from core.actors import SWEEP
from incidents import workflow
from incidents.agencies import tasks as _agencies  # noqa: F401  (registers its chores)
from incidents.assessing import sweep as clocks
from incidents.evidence import tasks as _evidence  # noqa: F401  (registers its chores)
from incidents.packs import making as packs
from incidents.packs import tasks as _packs  # noqa: F401  (a worker finds its task here)
from incidents.staffing import led_elsewhere
from incidents.together import tasks as _together  # noqa: F401  (registers its chores)

logger = logging.getLogger(__name__)


def look_for_handlers() -> None:
    """No open incident stays with nobody to handle it when people come, go or leave (H5). One that fails stops none."""
    for incident in led_elsewhere():
        try:
            workflow.look_for_handlers(incident, actor=SWEEP)
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
