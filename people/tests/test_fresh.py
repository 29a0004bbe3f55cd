"""A secret is shown only to whoever signed in within the last five minutes; a late POST is kept nowhere."""

import time

import pytest
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import reverse

from people.fresh import DEMO_SIGNED_IN, fresh_sign_in, is_fresh

SECRET = "typed-secret-to-look-for"


@fresh_sign_in
def view(request):
    return HttpResponse("the secret")


@pytest.fixture
def ask(teacher):
    def asked(method="get", *, age=None, by=None, data=None, reauthenticated=False):
        request = getattr(RequestFactory(), method)("/vault/1/reveal/?x=1", data or {})
        SessionMiddleware(lambda r: None).process_request(request)
        MessageMiddleware(lambda r: None).process_request(request)
        request.user = teacher
        if age is not None:
            step = {"method": "password", "at": time.time() - age}
            request.session["account_authentication_methods"] = [step]
            request.session["account_authentication_methods_user"] = str((by or teacher).pk)
        return request

    return asked


@pytest.mark.parametrize(("age", "fresh"), [(0, True), (299, True), (301, False), (None, False)])
def test_five_minutes(ask, age, fresh):
    request = ask(age=age)
    assert is_fresh(request) is fresh
    assert (view(request).content == b"the secret") is fresh


def test_a_later_look_leads_to_signing_in_again_and_back(ask):
    answer = view(ask(age=301))
    assert answer.url == f"{reverse('account_reauthenticate')}?next=%2Fvault%2F1%2Freveal%2F%3Fx%3D1"


def test_a_late_post_is_refused_and_kept_nowhere(ask):
    request = ask("post", age=301, data={"password": SECRET})
    answer = view(request)
    assert answer.status_code == 302
    assert SECRET not in str(dict(request.session))
    assert SECRET not in answer.url


def test_somebody_else_s_sign_in_in_the_same_session_does_not_count(ask, teacher2):
    assert not is_fresh(ask(age=0, by=teacher2))


@pytest.mark.parametrize(("demo", "fresh"), [(True, True), (False, False)])
def test_signing_in_as_somebody_counts_in_the_demonstration_alone(ask, settings, demo, fresh):
    settings.DEMO = demo
    request = ask()
    request.session[DEMO_SIGNED_IN] = 1
    assert is_fresh(request) is fresh
