"""Talking to the provider: where its sign-in page is, and what it then says of a person. By allauth's OpenID client."""

import logging
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import jwt
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.internal import statekit
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.base import AuthProcess
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from people.signing_in.provider import Provider, TurnedAway

logger = logging.getLogger(__name__)

# By a key that the provider alone holds: never by the shared secret, never by nothing.
SIGNED_BY = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
CLOCKS_DIFFER = 60  # seconds


class _Adapter(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]
    def get_provider(self) -> "_Client":
        if settings.SIGN_IN_PROVIDER is None:
            raise LookupError("no provider is set")
        return client_of(self.request, settings.SIGN_IN_PROVIDER)

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:
        # As it is registered with the provider, whatever host this request named.
        return return_address()

    def checked_claims(self, id_token: str) -> dict[str, Any]:
        """What the token says, its signature, issuer, audience and age checked."""
        client_id = self.get_provider().app.client_id
        claims: dict[str, Any] = jwt.decode(
            id_token,
            self._key_of(id_token),
            algorithms=SIGNED_BY,
            issuer=self.openid_config["issuer"],
            audience=client_id,
            leeway=CLOCKS_DIFFER,
            options={"require": ["iss", "aud", "exp", "iat", "sub"]},
        )
        if claims.get("azp", client_id) != client_id:
            raise jwt.InvalidTokenError("made for another client")
        return claims

    def _key_of(self, id_token: str) -> jwt.PyJWK:
        """The provider's key that the token names; a token may name none where the provider has but one."""
        with get_adapter().get_requests_session() as session:
            answer = session.get(self.openid_config["jwks_uri"])
            answer.raise_for_status()
        keys = [key for key in jwt.PyJWKSet.from_dict(answer.json()).keys if key.public_key_use in (None, "sig")]
        named = jwt.get_unverified_header(id_token).get("kid")
        fitting = [key for key in keys if named is None or key.key_id == named]
        if len(fitting) != 1:
            raise jwt.InvalidKeyError("no such key")
        return fitting[0]

    def user_info(self, access_token: str) -> dict[str, Any]:
        return dict(self._fetch_user_info(access_token))


class _Client(OpenIDConnectProvider):  # type: ignore[misc]
    oauth2_adapter_class = _Adapter
    pkce_enabled_default = True


def return_address() -> str:
    """Where the provider sends people back to: the "redirect URI" to register there."""
    return f"{settings.PUBLIC_URL}{reverse('sign_in_with_return')}"


def client_of(request: HttpRequest, provider: Provider) -> _Client:
    app = SocialApp(
        provider="openid_connect",
        provider_id=provider.key,
        name=provider.name,
        client_id=provider.client_id,
        secret=provider.client_secret,
        settings={"server_url": provider.server.rstrip("/")},
    )
    return _Client(request, app=app)


def begin(request: HttpRequest, provider: Provider, *, then: str | None, again: int | None) -> str:
    """The address of the provider's sign-in page for this browser, with state, nonce and PKCE.

    `again` is the person who shows anew that it is they. Raises TurnedAway.
    """
    client, nonce = client_of(request, provider), secrets.token_urlsafe(24)
    params = {"nonce": nonce}
    if provider.kind != "openid":
        params["prompt"] = "select_account"  # a computer in a staff room is shared
    if provider.kind == "google" and len(provider.domains) == 1:
        params["hd"] = next(iter(provider.domains))
    if again is not None and provider.kind != "google":
        params["prompt"] = "login"  # Google does not know this word
        params["max_age"] = "0"  # so that the token says when they signed in there
    with _foreign(provider):
        _check_issuer(client.get_oauth2_adapter(request), provider)
        answer = client.redirect(request, AuthProcess.LOGIN, then, auth_params=params, nonce=nonce, again=again)
        if answer.status_code != 302:
            raise TurnedAway("provider")
        return str(answer.url)


def finish(request: HttpRequest, provider: Provider) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """What this browser began, and what the provider says of the person. Raises TurnedAway."""
    client = client_of(request, provider)
    state = statekit.unstash_state(request, provider_id=client.sub_id, state_id=request.GET.get("state", ""))
    if request.GET.get("error") == "access_denied":
        raise TurnedAway("cancelled")
    if state is None:
        raise TurnedAway("state")
    if "code" not in request.GET:
        raise TurnedAway("provider")
    with _foreign(provider):
        adapter = client.get_oauth2_adapter(request)
        _check_issuer(adapter, provider)
        tokens = adapter.get_access_token_data(
            request, client.app, adapter.get_client(request, client.app), state.get("pkce_code_verifier")
        )
        claims = adapter.checked_claims(tokens["id_token"])
        if "email" not in claims and provider.kind == "openid":
            more = adapter.user_info(tokens["access_token"])
            if more.get("sub") != claims.get("sub"):
                raise TurnedAway("provider")
            claims = more | claims
    return state, claims


@contextmanager
def _foreign(provider: Provider) -> Iterator[None]:
    """Around what another's server answers: whatever is wrong with it is no error of this portal's."""
    try:
        yield
    except TurnedAway:
        raise
    except Exception as error:
        # Its text may hold codes and tokens.
        logger.warning("signing in with %s failed (%s)", provider.kind, type(error).__name__)
        raise TurnedAway("provider") from error


def _check_issuer(adapter: _Adapter, provider: Provider) -> None:
    if str(adapter.openid_config["issuer"]).rstrip("/") != provider.server.rstrip("/"):
        raise TurnedAway("provider")
