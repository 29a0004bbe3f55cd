"""Here anybody signs in as anybody, so nobody may reach it from another machine."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.http.request import split_domain_port

from stjudes_portal.environment import is_loopback

FORWARDING = ("HTTP_FORWARDED", "HTTP_VIA", "HTTP_X_REAL_IP", "HTTP_X_CLIENT_IP", "HTTP_TRUE_CLIENT_IP")
FORWARDING_PREFIXES = ("HTTP_X_FORWARDED", "HTTP_X_ORIGINAL", "HTTP_CF_", "HTTP_X_ENVOY")


def this_machine_only(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Refuse (400) whatever came through another machine or names another host."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if _is_forwarded(request) or not _names_this_machine(request):
            return HttpResponseBadRequest(
                "The demonstration answers only to this machine itself. Open it as http://localhost.",
                content_type="text/plain",
            )
        return get_response(request)

    return middleware


def _is_forwarded(request: HttpRequest) -> bool:
    return any(key in FORWARDING or key.startswith(FORWARDING_PREFIXES) for key in request.META)


def _names_this_machine(request: HttpRequest) -> bool:
    # The raw header: a name that resolves to this machine (a rebinding attack) is a foreign one all the same.
    host, _ = split_domain_port(request.META.get("HTTP_HOST", ""))
    peer = request.META.get("REMOTE_ADDR", "")
    return is_loopback(host) and (not peer or is_loopback(peer))
