"""What every answer carries, the school's time zone, and a refusal told in its own words."""

from collections.abc import Callable
from typing import TypeAlias

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.db import Error
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils import timezone

from core.alike import alike_for_everybody
from core.asked import remembering
from core.errors import InvalidInput, NotAllowed, NotRecorded, Refused, WrongState
from school.models import current_school
from stjudes_portal.views import refused

Handler: TypeAlias = Callable[[HttpRequest], HttpResponse]

# Everything that a browser can lend to a page is shut, but passkeys and the copy button.
SHUT = (
    "accelerometer",
    "autoplay",
    "camera",
    "clipboard-read",
    "display-capture",
    "encrypted-media",
    "fullscreen",
    "geolocation",
    "gyroscope",
    "hid",
    "idle-detection",
    "local-fonts",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "picture-in-picture",
    "screen-wake-lock",
    "serial",
    "storage-access",
    "usb",
    "window-management",
    "xr-spatial-tracking",
)
OWN = ("clipboard-write", "publickey-credentials-create", "publickey-credentials-get")
PERMISSIONS = ", ".join([*(f"{name}=()" for name in SHUT), *(f"{name}=(self)" for name in OWN)])

STATUS = {NotAllowed: 403, WrongState: 409, InvalidInput: 400, NotRecorded: 503}


def browser_policy(get_response: Handler) -> Handler:
    """What the browser may do with the answer: lend it nothing, share it with no other site, keep no private page."""

    def handle(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if _is_signed_in(request) or "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = "no-store"
        return response

    return handle


def _is_signed_in(request: HttpRequest) -> bool:
    # Only what was read already: a static file or the health page must not read a session for this.
    session = getattr(request, "session", None)
    return session is not None and session.accessed and SESSION_KEY in session


def ask_once(get_response: Handler) -> Handler:
    """What is the same for everybody is read once for a request: see core.asked."""

    def handle(request: HttpRequest) -> HttpResponse:
        with remembering():
            return get_response(request)

    return handle


def school_time_zone(get_response: Handler) -> Handler:
    """Every time in the answer is the school's. Reads the school once; the context has it from here."""

    def handle(request: HttpRequest) -> HttpResponse:
        if alike_for_everybody(request):
            return get_response(request)  # their times are days, worked out before
        try:
            school = current_school()
        except Error:
            return get_response(request)  # no database: the health page says so, and other pages fail by themselves
        request.__dict__["school"] = school
        if school is None:
            return get_response(request)
        with timezone.override(school.zone):
            return get_response(request)

    return handle


def refusals(get_response: Handler) -> Handler:
    """A refusal that no view has caught becomes a page with its reason: 403, 409 or 400.

    An htmx request whose session has ended is sent to the sign-in page as a whole, not in a corner of the page.
    """

    def handle(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        location = response.headers.get("Location", "")
        if request.headers.get("HX-Request") and location.startswith(resolve_url(settings.LOGIN_URL)):
            return HttpResponse(status=204, headers={"HX-Refresh": "true"})
        return response

    def process_exception(request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Refused):
            return None
        status = next((code for kind, code in STATUS.items() if isinstance(exception, kind)), 403)
        return refused(request, exception.reason, status)

    handle.process_exception = process_exception  # type: ignore[attr-defined]
    return handle
