"""The link to another provider: showing again that it is oneself, removing it, and what only the portal does."""

import time
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from django.urls import reverse

from audit.models import Event
from conftest import PASSWORD
from core.actors import SIGN_IN
from core.errors import NotAllowed, WrongState
from people import workflow
from people.models import Session, User
from people.signing_in.provider import Identity
from people.tests.steps import LOGIN, add_app, give_password
from people.tests.with_provider import come, known, place_of, stale, text
from people.workflow import by_provider

# --- showing again that it is oneself


def test_who_has_no_password_signs_in_again_at_the_provider(
    client, server, passwordless, django_capture_on_commit_callbacks
):
    stale(client)
    before = client.session.session_key
    wanted = reverse("mfa_activate_totp")
    asked = client.get(wanted)
    assert asked.url.startswith(reverse("sign_in_with_again"))
    page = client.get(asked.url)
    assert f'name="next" value="{wanted}"' in text(page)
    with django_capture_on_commit_callbacks(execute=True):
        answer = come(client, server, "new", next=wanted)
    assert answer.url == wanted
    assert client.get(wanted).status_code == 200
    assert client.session.session_key != before
    assert Event.objects.get(verb="people.signed_in_again").data == {"method": "openid"}


def test_who_must_add_a_second_step_can_sign_in_again_at_the_provider(client, server, passwordless, head):
    """Else it was a dead end: the step asks for a fresh sign-in, and the page for that asked for the step."""
    workflow.grant_role(passwordless, "slt", actor=head)
    stale(client)
    wanted = reverse("mfa_activate_totp")
    page = client.get(client.get(wanted).url)
    assert page.status_code == 200
    assert come(client, server, "new", next=wanted).url == wanted
    assert client.get(wanted).status_code == 200


def test_signing_in_again_asks_the_provider_for_it(client, server, passwordless):
    asked = parse_qs(urlsplit(place_of(client)).query)
    assert (asked["prompt"], asked["max_age"]) == (["login"], ["0"])


def test_a_provider_that_lets_one_straight_on_shows_nothing_anew(client, server, passwordless):
    """Whoever sits at the keyboard could take the question out of the address."""
    stale(client)
    server.knows("new", email=passwordless.email, email_verified=True, auth_time=int(time.time()) - 301)
    answer = come(client, server, "new", next=reverse("mfa_activate_totp"))
    assert answer.status_code == 403
    assert "did not ask you anew" in text(answer)
    assert client.get(reverse("mfa_activate_totp")).status_code == 302


def test_somebody_else_s_sign_in_is_not_oneself_again(client, server, passwordless, teacher):
    stale(client)
    known(server, teacher, "tom")
    answer = come(client, server, "tom", next=reverse("mfa_activate_totp"))
    assert answer.status_code == 403
    assert "as somebody else" in text(answer)
    assert client.get(reverse("mfa_activate_totp")).status_code == 302
    assert client.get("/").wsgi_request.user == passwordless


def test_who_has_a_second_step_may_use_it_instead(client, server, passwordless):
    add_app(passwordless)
    stale(client)
    asked = client.get(reverse("mfa_activate_totp"))
    assert asked.url.startswith(reverse("mfa_reauthenticate"))
    assert reverse("sign_in_with_again") in text(client.get(asked.url))


def test_a_first_password_needs_a_fresh_sign_in_and_is_another_way_in(
    client, passwordless, django_capture_on_commit_callbacks
):
    assert client.get(reverse("account_change_password")).url == reverse("account_set_password")
    stale(client)
    assert reverse("sign_in_with_again") in client.get(reverse("account_set_password")).url
    assert client.post(reverse("account_set_password"), {"password1": PASSWORD}).status_code == 302
    client.get("/")
    session = client.session
    session["account_authentication_methods"] = [
        step | {"at": step["at"] + 400} for step in session["account_authentication_methods"]
    ]
    session.save()
    assert client.get(reverse("account_set_password")).status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("account_set_password"), {"password1": PASSWORD, "password2": PASSWORD})
    assert Event.objects.about(passwordless).filter(verb="people.password_changed").exists()
    other = Client()
    assert give_password(other, passwordless).url == reverse("today")


def test_a_provider_no_longer_configured_is_no_dead_end(client, passwordless, settings):
    settings.SIGN_IN_PROVIDER = None
    stale(client)
    assert client.get(reverse("mfa_activate_totp")).url.startswith(reverse("account_logout"))


# --- the link


def test_the_page_shows_the_link_and_removes_it_for_who_has_a_password(client, server, provider, teacher):
    known(server, teacher)
    come(client, server, "subject-1")
    assert "Linked" in text(client.get(reverse("people:your_sign_in")))
    client.post(reverse("people:unlink_sign_in"))
    assert not SocialAccount.objects.exists()
    assert "Not linked" in text(client.get(reverse("people:your_sign_in")))
    assert Event.objects.filter(verb="people.unlink_sign_in").count() == 1


def test_the_only_way_in_is_not_removed(client, passwordless):
    page = client.post(reverse("people:unlink_sign_in"))
    assert "Choose a password first" in text(page)
    assert SocialAccount.objects.filter(user=passwordless).exists()
    assert reverse("people:unlink_sign_in") not in text(client.get(reverse("people:your_sign_in")))


def test_only_the_portal_links_and_adds_and_only_oneself_unlinks(provider, teacher, head, admin):
    who = Identity("s", "nora@stjudes.example", "Nora")
    for person in (head, admin, teacher):
        with pytest.raises(NotAllowed):
            workflow.add_by_provider(who, actor=person, provider=provider)
        with pytest.raises(NotAllowed):
            workflow.link_sign_in(teacher, "s", actor=person, provider=provider)
    workflow.link_sign_in(teacher, "s", actor=SIGN_IN, provider=provider)
    with pytest.raises(WrongState):
        workflow.link_sign_in(teacher, "t", actor=SIGN_IN, provider=provider)
    with pytest.raises(NotAllowed):
        workflow.unlink_sign_in(teacher, actor=head, provider=provider)


def test_a_rollback_adds_nobody(provider, admin, monkeypatch):
    def fails(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(by_provider.notifications, "tell", fails)
    before = Event.objects.count()
    with pytest.raises(RuntimeError):
        workflow.add_by_provider(Identity("s", "nora@stjudes.example", "Nora"), actor=SIGN_IN, provider=provider)
    assert not User.objects.filter(email="nora@stjudes.example").exists()
    assert Event.objects.count() == before


def test_switching_off_ends_a_session_that_began_at_the_provider(client, passwordless, admin):
    workflow.switch_off(passwordless, actor=admin)
    assert not Session.objects.filter(person=passwordless).exists()
    assert client.get("/").url.startswith(LOGIN)


def test_the_settings_page_says_by_whom(client, sign_in, head, provider, settings):
    sign_in(client, head)
    assert "People sign in with School login" in text(client.get(reverse("school:settings")))
    settings.SIGN_IN_PROVIDER = None
    assert "is not set up" in text(client.get(reverse("school:settings")))
    assert Authenticator.objects.filter(user=head).exists()
