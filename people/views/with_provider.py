"""Signing in by another provider: to its page, and back from it. Nothing here is decided by what a browser sends."""

import logging

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.account.utils import get_next_redirect_url
from allauth.core.internal import ratelimit
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from core.actors import SIGN_IN
from core.errors import Refused
from core.views import attempt
from people import workflow
from people.current import signed_in
from people.fresh import fresh_sign_in, is_recent
from people.headers import keeps_its_address
from people.models import User
from people.sign_in_record import note_turned_away
from people.signing_in import exchange
from people.signing_in.provider import Identity, Provider, TurnedAway, identity_of, why

logger = logging.getLogger(__name__)
BAD_REQUEST, FORBIDDEN, TOO_MANY = 400, 403, 429
STATUS = {"cancelled": 200, "state": BAD_REQUEST, "provider": BAD_REQUEST, "too_often": TOO_MANY}


def _provider() -> Provider:
    provider: Provider | None = settings.SIGN_IN_PROVIDER
    if provider is None:
        raise Http404
    return provider


@login_not_required
@require_POST
@keeps_its_address
def sign_in_with(request: HttpRequest) -> HttpResponse:
    """On to the provider's page, by a page of ours: a redirect would break the rule that forms lead nowhere else."""
    provider = _provider()
    person = request.user if isinstance(request.user, User) else None
    try:
        _limit(request)
        then = get_next_redirect_url(request)
        place = exchange.begin(request, provider, then=then, again=person.pk if person else None)
    except TurnedAway as refusal:
        return _turned_away(request, provider, refusal.kind)
    return render(request, "people/sign_in_with.html", {"provider": provider, "place": place})


@login_not_required
@require_GET
@keeps_its_address
def sign_in_with_return(request: HttpRequest) -> HttpResponse:
    """Back from the provider: who is it, and may they come in?"""
    provider = _provider()
    try:
        _limit(request)
        state, claims = exchange.finish(request, provider)
        identity = identity_of(provider, claims, state.get("nonce", ""))
    except TurnedAway as refusal:
        return _turned_away(request, provider, refusal.kind)
    then = state.get("next")
    if state.get("again") is not None:
        return _again(request, provider, identity, state["again"], then)
    try:
        person = _person_of(provider, identity)
    except TurnedAway as refusal:
        known = User.objects.filter(email__iexact=identity.email).first()
        return _turned_away(request, provider, refusal.kind, known)
    if request.user.is_authenticated:
        logout(request)  # somebody else was signed in here
    record_authentication(request, person, method="socialaccount", provider=provider.kind)
    # allauth goes on from here as after a password: the second step, the new session, the record.
    answer: HttpResponse = perform_login(request, Login(user=person, redirect_url=then, email=person.email))
    return answer


def _limit(request: HttpRequest) -> None:
    if not ratelimit.consume(request, app="allauth.account", action="login", limit_get=True):
        raise TurnedAway("too_often")


def _person_of(provider: Provider, identity: Identity) -> User:
    """Whose sign-in this is: found by its link, else by its address, else made. Raises TurnedAway."""
    links = SocialAccount.objects.filter(provider=provider.key)
    link = links.filter(uid=identity.subject).select_related("user").first()
    person = link.user if link else User.objects.filter(email__iexact=identity.email).first()
    if person is None and identity.domain not in provider.domains:
        raise TurnedAway("nobody")
    if person is not None and not person.may_sign_in:
        raise TurnedAway("no_access")
    if person is not None and link is None and links.filter(user=person).exists():
        workflow.tell_other_subject(person, identity.subject, provider)
        raise TurnedAway("other_subject")
    try:
        if person is None:
            return workflow.add_by_provider(identity, actor=SIGN_IN, provider=provider)
        if link is None:
            return workflow.link_sign_in(person, identity.subject, actor=SIGN_IN, provider=provider)
    except (Refused, IntegrityError) as error:
        # Two sign-ins at the same moment, or a name and address that nobody here can have.
        logger.warning("a first sign-in with %s did not work out (%s)", provider.kind, type(error).__name__)
        raise TurnedAway("provider") from error
    return person


def _again(request: HttpRequest, provider: Provider, identity: Identity, pk: int, then: str | None) -> HttpResponse:
    """Somebody who is signed in has shown anew that it is they."""
    person = request.user
    links = SocialAccount.objects.filter(provider=provider.key, uid=identity.subject)
    if not isinstance(person, User) or person.pk != pk or not links.filter(user=person).exists():
        known = person if isinstance(person, User) else None
        return _turned_away(request, provider, "somebody_else", known)
    # Whoever sits at the keyboard can take "prompt=login" out of the address, and the provider lets them straight on.
    if identity.shown_at is not None and not is_recent(identity.shown_at):
        return _turned_away(request, provider, "not_anew", person)
    record_authentication(request, person, method="socialaccount", provider=provider.kind, reauthenticated=True)
    return redirect(then or resolve_url(settings.LOGIN_REDIRECT_URL))


def _turned_away(request: HttpRequest, provider: Provider, kind: str, person: User | None = None) -> HttpResponse:
    if kind != "too_often":  # else the record would grow as fast as anybody asks
        note_turned_away(kind, person)
    sentence = why[kind][0].format(name=provider.name)
    context = {"sentence": sentence, "provider": provider, "kind": kind}
    return render(request, "people/turned_away.html", context, status=STATUS.get(kind, FORBIDDEN))


@require_GET
def sign_in_with_again(request: HttpRequest) -> HttpResponse:
    """Ask somebody who is signed in to show at the provider that it is still they."""
    provider = _provider()
    ways = get_adapter().get_reauthentication_methods(signed_in(request))
    context = {
        "provider": provider,
        "then": get_next_redirect_url(request) or "",
        "reauthentication_alternatives": [way for way in ways if way["id"] != "provider"],
    }
    return render(request, "people/sign_in_with_again.html", context)


@fresh_sign_in
def unlink_sign_in(request: HttpRequest) -> HttpResponse:
    """Ask, then forget who one is at the provider."""
    provider, person = _provider(), signed_in(request)
    if request.method == "POST":
        own = get_object_or_404(User.objects.visible_to(person), pk=person.pk)
        if attempt(request, workflow.unlink_sign_in, own, actor=person, provider=provider) is not None:
            messages.success(request, f"The link to your {provider.name} sign-in is gone.")
            return redirect("people:your_sign_in")
    context = {
        "title": f"Remove the link to your {provider.name} sign-in?",
        "points": [
            "You sign in by your password from now on.",
            f"The next time that you sign in by {provider.name} with your address, that sign-in is linked.",
        ],
        "button": "Remove the link",
        "back_url": reverse("people:your_sign_in"),
    }
    return render(request, "components/confirm.html", context)
