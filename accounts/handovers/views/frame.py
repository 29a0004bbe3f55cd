"""What the pages share."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from accounts.handovers.models import Handover
from people.current import signed_in


def the_handover(request: HttpRequest, pk: int) -> Handover:
    seen = Handover.objects.visible_to(signed_in(request)).select_related("account", "person", "successor")
    return get_object_or_404(seen, pk=pk)
