"""What the portal does about evidence by itself: it asks for time stamps, again and again until there is one."""

import logging

from django.conf import settings

from core.actors import DAILY
from core.errors import WrongState
from core.registry import daily
from incidents.evidence import keeping, stamping, workflow
from incidents.models import Evidence

logger = logging.getLogger(__name__)

AT_ONCE = 20  # in one round


@daily("time stamps for evidence")
def stamp_evidence() -> None:
    """Every fifteen minutes, where the school has named a time-stamp service. Nobody waits for it."""
    if not settings.TIME_STAMP_URL:
        return
    waiting = Evidence.objects.filter(time_stamp=None).order_by("pk").values_list("pk", flat=True)
    for pk in list(waiting[:AT_ONCE]):
        evidence = Evidence.objects.select_related("incident").get(pk=pk)
        try:
            content = keeping.content_of(evidence)
            if content.is_whole:
                workflow.stamp(evidence, actor=DAILY, token=stamping.stamp_for(content.data))
        except WrongState:
            continue  # it does not open, or the key cannot be had just now
        except stamping.NoStamp as error:
            logger.warning("no time stamp for evidence (%s); asked again later", error)
            return
