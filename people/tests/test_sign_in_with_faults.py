"""Signing in by another provider that is down, lies, or is asked by somebody who wants to come in as another."""

from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Client
from django.test import Client
from django.urls import reverse

from people.signing_in import exchange
from people.tests.steps import LOGIN
from people.tests.with_provider import RETURN, START, come, kinds, known, place_of, text
from tests.openid import provider_at

# --- faults and attacks


def test_a_provider_that_is_down_gives_a_page_and_a_record(
    client, provider, settings, django_capture_on_commit_callbacks
):
    settings.SIGN_IN_PROVIDER = provider_at(_Nowhere())
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(START)
    assert answer.status_code == 400
    assert "did not answer as it should" in text(answer)
    assert kinds() == ["provider"]


class _Nowhere:
    address = "http://localhost:9"  # nothing listens there


@pytest.mark.parametrize(
    "answer", [requests.ConnectionError("down"), KeyError("access_token"), ValueError("not JSON"), RuntimeError("odd")]
)
def test_whatever_goes_wrong_at_the_provider_later_is_no_error_page(
    client, server, provider, teacher, monkeypatch, answer
):
    def fails(*args, **kwargs):
        raise answer

    known(server, teacher)
    back = server.sign_in(place_of(client), "subject-1")
    monkeypatch.setattr(exchange._Adapter, "get_access_token_data", fails)
    assert client.get(back).status_code == 400
    assert client.get("/").status_code == 302


def test_a_provider_that_names_another_issuer_is_not_believed(client, server, provider, monkeypatch):
    config = requests.get(f"{server.address}/.well-known/openid-configuration", timeout=5).json()
    monkeypatch.setattr(exchange._Adapter, "openid_config", config | {"issuer": "https://evil.example"})
    assert client.post(START).status_code == 400


def test_a_token_signed_by_another_is_not_believed(client, server, provider, teacher, monkeypatch):
    known(server, teacher)
    real = exchange._Adapter.get_access_token_data

    def forged(self, *args, **kwargs):
        tokens = real(self, *args, **kwargs)
        head, body, signature = tokens["id_token"].split(".")
        return tokens | {"id_token": f"{head}.{body}.{signature[::-1]}"}

    monkeypatch.setattr(exchange._Adapter, "get_access_token_data", forged)
    assert come(client, server, "subject-1").status_code == 400
    assert client.get("/").status_code == 302


def test_stopping_at_the_provider_changes_nothing(client, server, provider, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.get(server.stop_at(place_of(client)))
    assert answer.status_code == 200
    assert "You stopped the sign-in" in text(answer)
    assert kinds() == ["cancelled"]


@pytest.mark.parametrize("query", ["", "?code=x", "?code=x&state=made-up", "?error=server_error&state=made-up"])
def test_a_return_that_was_not_begun_here_leads_nowhere(client, provider, query):
    answer = client.get(f"{RETURN}{query}")
    assert answer.status_code == 400
    assert "not begun here" in text(answer)


def test_a_return_works_once_and_only_in_the_browser_that_began(client, server, provider, teacher):
    known(server, teacher)
    back = server.sign_in(place_of(client), "subject-1")
    victim = Client()
    assert victim.get(back).status_code == 400
    assert victim.get("/").status_code == 302
    assert client.get(back).url == reverse("today")
    client.post(reverse("account_logout"))
    assert client.get(back).status_code == 400


def test_another_s_code_under_one_s_own_state_is_not_believed(client, server, provider, teacher, teacher2):
    known(server, teacher)
    attacker = Client()
    theirs = parse_qs(urlsplit(server.sign_in(place_of(attacker), "subject-1")).query)
    mine = parse_qs(urlsplit(place_of(client)).query)
    answer = client.get(RETURN, {"code": theirs["code"][0], "state": mine["state"][0]})
    assert answer.status_code == 400
    assert client.get("/").status_code == 302


def test_state_nonce_and_proof_go_with_each_request(client, server, provider, teacher, monkeypatch):
    sent = {}
    real = OAuth2Client.get_access_token

    def spy(self, code, pkce_code_verifier=None, **kwargs):
        sent["verifier"] = pkce_code_verifier
        return real(self, code, pkce_code_verifier=pkce_code_verifier, **kwargs)

    monkeypatch.setattr(OAuth2Client, "get_access_token", spy)
    known(server, teacher)
    places = [place_of(client), place_of(client)]
    one, two = (parse_qs(urlsplit(place).query) for place in places)
    assert one["code_challenge_method"] == ["S256"]
    for name in ("state", "nonce", "code_challenge"):
        assert len(one[name][0]) >= 16
        assert one[name] != two[name]
    client.get(server.sign_in(places[1], "subject-1"))
    assert len(sent["verifier"]) >= 43


def test_what_a_browser_adds_to_the_request_changes_nothing(client, server, provider):
    page = client.post(f"{START}?process=connect&scope=admin&auth_params=prompt%3Dnone&action=reauthenticate")
    asked = parse_qs(urlsplit(page.context["place"]).query)
    assert set(asked["scope"][0].split()) == {"openid", "profile", "email"}
    assert "prompt" not in asked


def test_a_provider_in_the_database_counts_for_nothing(client, server, provider):
    SocialApp.objects.create(provider="openid_connect", provider_id=provider.key, name="Evil", client_id="evil")
    assert parse_qs(urlsplit(place_of(client)).query)["client_id"] == ["the-portal"]


def test_it_needs_a_post_with_a_token(provider):
    assert Client().get(START).status_code == 405
    assert Client(enforce_csrf_checks=True).post(START).status_code == 403


def test_tries_are_limited_and_one_too_many_fills_no_record(
    client, provider, settings, django_capture_on_commit_callbacks
):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "login": "2/m/ip"}
    with django_capture_on_commit_callbacks(execute=True):
        answers = [client.get(f"{RETURN}?state=x").status_code for _ in range(4)]
    assert answers == [400, 400, 429, 429]
    assert kinds() == ["state", "state"]


def test_without_a_provider_there_are_no_such_pages(client, sign_in, teacher, settings):
    settings.SIGN_IN_PROVIDER = None
    assert START not in text(client.get(LOGIN))
    assert client.post(START).status_code == client.get(RETURN).status_code == 404
    sign_in(client, teacher)
    assert client.get(reverse("sign_in_with_again")).status_code == 404


def test_the_sign_in_page_offers_it_above_the_password(client, provider):
    page = text(client.get(f"{LOGIN}?next=/policy/"))
    assert page.index("Sign in with School login") < page.index("Password")
    assert page.count('value="/policy/"') >= 2
