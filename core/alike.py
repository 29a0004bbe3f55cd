"""Pages that are the same for everybody: nobody asks who is there, so neither sessions nor people are read."""

from django.conf import settings
from django.http import HttpRequest


def alike_for_everybody(request: HttpRequest) -> bool:
    """Whether this address answers without regard to who asks (`settings.ALIKE_FOR_EVERYBODY`)."""
    return request.path_info in settings.ALIKE_FOR_EVERYBODY
