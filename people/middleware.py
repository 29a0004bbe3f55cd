"""Whose session may go on, and what has to be done first."""

import time
from collections.abc import Callable
from typing import Any, TypeAlias
from urllib.parse import urlencode

from allauth.core.exceptions import ReauthenticationRequired
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import resolve_url
from django.urls import Resolver404, resolve, reverse

from core.alike import alike_for_everybody
from people.fresh import demo_signed_in, sign_in_again
from people.models import User
from people.sessions import SEEN, STARTED, note_visit
from school.models import current_school

Handler: TypeAlias = Callable[[HttpRequest], HttpResponse]

NOTE_EVERY = 60  # seconds: how exactly idle time, and the last look from a device, are kept
POLLING = "X-Portal-Poll"
ALWAYS_OPEN = {"healthz", "security_txt"}
OWN_SIGN_IN = {
    *("people:your_sign_in", "people:end_session", "people:end_other_sessions"),
    *("sign_in_with", "sign_in_with_return", "sign_in_with_again"),  # to show again that it is they
}
WHILE_EMPTY = ALWAYS_OPEN | {"people:set_up", "people:accept_invitation"}


def _name(request: HttpRequest) -> str:
    try:
        return resolve(request.path_info).view_name
    except Resolver404:
        return ""


class LoginRequired(LoginRequiredMiddleware):
    """Django's own asks who is there before it looks whether the page is for everybody; ours does not."""

    def process_view(
        self, request: HttpRequest, view_func: Any, view_args: tuple[Any, ...], view_kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        if alike_for_everybody(request) and not getattr(view_func, "login_required", True):
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)


def set_up_first(get_response: Handler) -> Handler:
    """Until the school is set up, every page leads to the set-up page."""
    known = False

    def handle(request: HttpRequest) -> HttpResponse:
        nonlocal known
        if not known and not alike_for_everybody(request) and _name(request) not in WHILE_EMPTY:
            if current_school() is None:
                return HttpResponseRedirect(reverse("people:set_up"))
            known = not settings.TESTING
        return get_response(request)

    return handle


def session_limits(get_response: Handler) -> Handler:
    """End a session after 30 idle minutes (15 in the vault), 12 hours in all, or when the person's access ended.

    A page that polls by itself sends a header and does not extend the session.
    """

    def handle(request: HttpRequest) -> HttpResponse:
        if alike_for_everybody(request):
            return get_response(request)
        person = request.user
        if not isinstance(person, User):
            return get_response(request)
        now = int(time.time())
        started = request.session.get(STARTED, now)
        seen = request.session.get(SEEN, now)
        in_vault = request.path.startswith("/vault/")
        idle = settings.SESSION_IDLE_VAULT_SECONDS if in_vault else settings.SESSION_IDLE_SECONDS
        if not person.may_sign_in:
            return _ended(request, "Your access to the portal has ended. If that is wrong, ask an Administrator.")
        if now - started > settings.SESSION_COOKIE_AGE or now - seen > idle:
            return _ended(request, "You were signed out because nothing happened for a while. Sign in to go on.")
        if SEEN not in request.session or (POLLING not in request.headers and now - seen >= NOTE_EVERY):
            note_visit(request)
        return get_response(request)

    return handle


def _ended(request: HttpRequest, sentence: str) -> HttpResponse:
    logout(request)
    messages.info(request, sentence)
    target = resolve_url(settings.LOGIN_URL)
    if request.method == "GET":
        target = f"{target}?{urlencode({'next': request.get_full_path()})}"
    return HttpResponseRedirect(target)


def second_factor_first(get_response: Handler) -> Handler:
    """Whoever must have a second factor and has none is sent to add one, and may do nothing else before."""

    def handle(request: HttpRequest) -> HttpResponse:
        if alike_for_everybody(request):
            return get_response(request)
        person = request.user
        if (
            isinstance(person, User)
            and person.needs_second_factor
            and not demo_signed_in(request)
            and not is_mfa_enabled(person)
        ):
            name = _name(request)
            if not (name.startswith(("mfa_", "account_")) or name in ALWAYS_OPEN | OWN_SIGN_IN):
                messages.info(request, "Your role needs a second step at sign-in. Add one now: it takes two minutes.")
                return HttpResponseRedirect(reverse("people:your_sign_in"))
        return get_response(request)

    return handle


def nothing_parked(get_response: Handler) -> Handler:
    """Where allauth wants a fresh sign-in, ask for it without keeping in the session what was posted.

    Stands below allauth's own middleware, which would park the body of the request there.
    """

    def handle(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    def process_exception(request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return sign_in_again(request) if isinstance(exception, ReauthenticationRequired) else None

    handle.process_exception = process_exception  # type: ignore[attr-defined]
    return handle
