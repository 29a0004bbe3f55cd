"""The address by which an invited person comes in."""

from django.conf import settings
from django.urls import reverse


def link_of(token: str) -> str:
    """The whole single-use link. It is shown and mailed, and stored nowhere."""
    return f"{settings.PUBLIC_URL}{reverse('people:accept_invitation', kwargs={'token': token})}"
