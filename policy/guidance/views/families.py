"""The page that pupils and parents read without signing in, and the paper to send home (P6)."""

from functools import lru_cache

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from core import rules
from core.documents import can_make_pdf, make_pdf
from people.models import User
from policy.guidance import selectors, starter
from policy.guidance.models import GuidanceEdition
from policy.guidance.sections import sections

SHARED_FOR = "public, max-age=300"  # seconds


def _found() -> GuidanceEdition:
    found = selectors.page(starter.FAMILIES)
    if found is None:  # it cannot be taken away; here for the types
        raise Http404
    return found


@login_not_required
@require_safe
def for_families(request: HttpRequest) -> HttpResponse:
    """How to be safe and kind online, what the school does, and whom to tell. For everybody, signed in or not."""
    found = _found()
    parts = sections(found.body_markdown)
    context = {
        "page": found,
        "parts": parts,
        "contents": [part for part in parts if part.label],
        "may_write": isinstance(request.user, User) and rules.ask("guidance.write", request.user),
        "can_make_pdf": can_make_pdf(),
    }
    return _shared(request, render(request, "guidance/for_families.html", context))


@login_not_required
@require_safe
def families_paper(request: HttpRequest) -> HttpResponse:
    """The same on paper, to send home. Without a way to make a PDF here, the page itself, which prints well."""
    if not can_make_pdf():
        return for_families(request)
    context = {"page": _found(), "frame": "documents/paper.html"}
    pdf = _pdf(render_to_string("guidance/families_paper.html", context, request))
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{starter.FAMILIES}.pdf"'
    return _shared(request, response)


@lru_cache(maxsize=2)
def _pdf(html: str) -> bytes:
    # Anybody may ask for it, as often as they like: the work is done once for each text.
    return make_pdf(html)


def _shared(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    # Whoever has a session may have messages of their own on the page, so theirs is kept nowhere.
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        response["Cache-Control"] = SHARED_FOR
    return response
