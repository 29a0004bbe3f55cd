"""Has this person shown within the last five minutes that it is still they? Asked before a secret is shown."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import get_authentication_records
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

DEMO_SIGNED_IN = "demo_signed_in_as"


def is_fresh(request: HttpRequest) -> bool:
    """True where the last sign-in or re-authentication of this session is younger than 5 minutes."""
    if demo_signed_in(request):
        return True
    records = get_authentication_records(request, request.user)
    youngest = max((float(record["at"]) for record in records), default=0.0)
    return is_recent(youngest)


def is_recent(shown_at: float) -> bool:
    """Whether a sign-in at that moment (seconds since 1970, UTC) still counts as just now."""
    return time.time() - shown_at < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


def demo_signed_in(request: HttpRequest) -> bool:
    """The demonstration's "sign in as" counts as second factor and re-authentication; no other portal has it."""
    return settings.DEMO and DEMO_SIGNED_IN in request.session


def sign_in_again(request: HttpRequest) -> HttpResponse:
    """To the page that asks to sign in again, and from there to this address. What was posted is kept nowhere."""
    if request.method != "GET":
        messages.warning(
            request, "It was more than five minutes ago that you signed in. Sign in again, then repeat this step."
        )
    methods = get_adapter().get_reauthentication_methods(request.user)
    # Without any way to show it again (the provider is not configured any more) one signs out and in.
    place = methods[0]["url"] if methods else reverse("account_logout")
    return HttpResponseRedirect(f"{place}?{urlencode({'next': request.get_full_path()})}")


def fresh_sign_in(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Ask to sign in again before the GET of a secret form; refuse a stale POST, which is kept nowhere."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if is_fresh(request):
            return view(request, *args, **kwargs)
        return sign_in_again(request)

    return guarded
