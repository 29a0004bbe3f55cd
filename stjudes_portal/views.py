"""What a person reads when something did not go as they wished."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.csrf import requires_csrf_token


def refused(request: HttpRequest, reason: str, status: int) -> HttpResponse:
    """A refused verb's reason, as a page; to htmx, as a message among the page's messages."""
    if request.headers.get("HX-Request"):
        response = render(request, "components/_refusal.html", {"reason": reason}, status=status)
        response.headers["HX-Retarget"] = "#messages"
        response.headers["HX-Reswap"] = "innerHTML"
        return response
    return _page(request, status, reason=reason)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 403)


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    # Whatever broke may be what the frame of a page needs too: this page asks for nothing.
    return HttpResponse(render_to_string("500.html"), status=500)


@requires_csrf_token
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form is older than the session, or cookies are off. `reason` is Django's own and not shown."""
    return _page(request, 403, template="csrf_failure.html")


def _page(request: HttpRequest, status: int, *, reason: str = "", template: str = "") -> HttpResponse:
    # Before the sign-in middleware ran there is no person, and so no frame to show.
    person = getattr(request, "user", None)
    frame = "base.html" if person is not None and person.is_authenticated else "base_public.html"
    return render(request, template or f"{status}.html", {"reason": reason, "frame": frame}, status=status)
