"""What a person sees and does about their own sign-in."""

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from core.views import attempt
from people import workflow
from people.current import signed_in
from people.models import User
from people.signing_in import needs as _needs  # noqa: F401  (registers what Today shows)
from people.signing_in import selectors


@require_GET
def your_sign_in(request: HttpRequest) -> HttpResponse:
    """How one shows that it is oneself, where one is signed in, and what happened lately."""
    person = signed_in(request)
    context = {
        "places": selectors.places_of(person, request.session.session_key),
        "events": selectors.recent_events(person),
        **selectors.factors_of(person),
    }
    return render(request, "people/your_sign_in.html", context)


@require_POST
def end_session(request: HttpRequest, handle: str) -> HttpResponse:
    """End one session of one's own. Ending the one that asks is signing out."""
    person = signed_in(request)
    here = next(place for place in selectors.places_of(person, request.session.session_key) if place.is_here)
    if handle == here.handle:
        logout(request)
        messages.success(request, "You are signed out here.")
        return redirect("account_login")
    if attempt(request, workflow.end_session, _row(person), handle, actor=person) is not None:
        messages.success(request, "That session has ended. Whoever has that device must sign in again.")
    return redirect("people:your_sign_in")


@require_POST
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    """End every session of one's own but this one."""
    person = signed_in(request)
    but = request.session.session_key or ""
    if attempt(request, workflow.end_other_sessions, _row(person), actor=person, but=but) is not None:
        messages.success(request, "You are signed in here alone now.")
    return redirect("people:your_sign_in")


def _row(person: User) -> User:
    """A verb locks the row itself, not the request's lazy stand-in for it."""
    return get_object_or_404(User.objects.visible_to(person), pk=person.pk)
