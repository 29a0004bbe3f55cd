"""Whose a session is, on what device and from where; and how somebody's sessions are ended."""

import time

import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.test import Client
from django.urls import reverse

from people.models import Session
from people.sessions import SessionStore
from people.tests.steps import give_password
from people.workflow import end_sessions

PHONE = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36"


def session_of(client):
    return Session.objects.get(pk=client.session.session_key)


def test_a_session_knows_whose_it_is_on_what_device_and_from_where(teacher):
    phone = Client(headers={"User-Agent": PHONE}, REMOTE_ADDR="203.0.113.7")
    phone.get(reverse("account_login"))
    give_password(phone, teacher)
    row = session_of(phone)
    assert (row.person, row.device, row.address) == (teacher, "Chrome on Android", "203.0.113.7")
    assert abs(row.began_at.timestamp() - time.time()) < 5
    assert row.began_at == row.seen_at


def test_a_visitor_s_session_is_nobody_s(client, school):
    SessionStore().create()
    row = Session.objects.get()
    assert (row.person, row.device, row.address, row.began_at) == (None, "", None, None)


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "198.51.100.9", "203.0.113.7"),
        (1, "10.0.0.1, 198.51.100.9", "198.51.100.9"),
        (1, "nonsense", None),
        (2, "198.51.100.9", None),
    ],
)
def test_the_address_is_the_one_that_the_trusted_proxies_name(teacher, settings, proxies, forwarded, address):
    client = Client(REMOTE_ADDR="203.0.113.7")
    client.force_login(teacher)
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    client.get("/", headers={"X-Forwarded-For": forwarded})
    assert session_of(client).address == address


def test_the_last_look_is_noted_once_a_minute_and_the_beginning_stays(client, teacher):
    give_password(client, teacher)
    begun = session_of(client).began_at
    for ago, noted in ((30, False), (61, True)):
        session = client.session
        session["seen"] = seen = int(time.time()) - ago
        session.save()
        client.get("/")
        assert (session_of(client).seen_at.timestamp() > seen) is noted
    assert session_of(client).began_at == begun


def test_somebody_s_sessions_are_ended_and_nobody_else_s(teacher, teacher2, django_assert_num_queries):
    mine, mine_too, theirs = Client(), Client(), Client()
    for client, person in ((mine, teacher), (mine_too, teacher), (theirs, teacher2)):
        give_password(client, person)
    with django_assert_num_queries(1):
        assert end_sessions(teacher, but=mine.session.session_key) == 1
    assert mine.get("/").status_code == theirs.get("/").status_code == 200
    assert mine_too.get("/").status_code == 302
    assert end_sessions(teacher) == 1
    assert mine.get("/").status_code == 302


def test_a_session_that_ended_meanwhile_is_not_saved_again(client, teacher):
    give_password(client, teacher)
    held = SessionStore(client.session.session_key)
    held["note"] = "a request on its way"
    end_sessions(teacher)
    with pytest.raises(UpdateError):
        held.save()
    assert not Session.objects.filter(person=teacher).exists()
