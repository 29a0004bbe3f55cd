"""What the portal does about evidence by itself: it asks for time stamps, again and again until there is one."""

import logging
import time

from django.conf import settings

from core.actors import DAILY
from core.crypto.cipher import KeyNotReached
from core.errors import WrongState
from core.registry import daily
from incidents.evidence import keeping, stamping, workflow
from incidents.models import Evidence

logger = logging.getLogger(__name__)

AT_ONCE = 20  # stamps asked for in one round
TRIED = 100  # pieces opened in one round, whether they open or not
ROUND = 120  # seconds after which a round asks for nothing more


@daily("time stamps for evidence")
def stamp_evidence() -> None:
    """Every fifteen minutes, where the school has named a time-stamp service. Nobody waits for it.

    Pieces that do not open are passed over, and the order is another one each time: they keep no other from its stamp.
    """
    if not settings.TIME_STAMP_URL:
        return
    until, asked = time.monotonic() + ROUND, 0
    waiting = Evidence.objects.filter(time_stamp=None).order_by("?").values_list("pk", flat=True)
    for pk in list(waiting[:TRIED]):
        if asked == AT_ONCE or time.monotonic() > until:
            return
        evidence = Evidence.objects.select_related("incident").defer("copy").get(pk=pk)
        try:
            content = keeping.content_of(evidence)
            if not content.is_whole:
                continue
            asked += 1
            workflow.stamp(evidence, actor=DAILY, token=stamping.stamp_for(content.data))
        except KeyNotReached:
            return  # nothing else would open now
        except WrongState:
            continue  # it does not open
        except stamping.NoStamp as error:
            logger.warning("no time stamp for evidence (%s); asked again later", error)
            return
