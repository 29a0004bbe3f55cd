"""Signing in by password, and how long it lasts: through allauth with our settings, as a browser would."""

import time

from django.urls import reverse

from audit.models import Event
from conftest import PASSWORD
from people import workflow
from people.models import Session
from people.tests.steps import LOGIN, give_password


def test_an_address_and_a_password_open_the_portal(client, teacher):
    answer = give_password(client, teacher)
    assert answer.url == reverse("today")
    assert client.get("/").status_code == 200


def test_the_address_may_be_written_in_capitals(client, teacher):
    teacher.email = teacher.email.upper()
    assert give_password(client, teacher).status_code == 302


def test_one_leads_back_to_the_page_one_wanted(client, teacher):
    wanted = client.get(reverse("policy:index"))
    assert wanted.url == f"{LOGIN}?next={reverse('policy:index')}"
    assert give_password(client, teacher, next=reverse("policy:index")).url == reverse("policy:index")


def test_nobody_is_led_to_another_site(client, teacher):
    assert give_password(client, teacher, next="https://evil.example/").url == reverse("today")


def test_a_wrong_password_says_no_more_than_an_unknown_address(client, teacher):
    wrong = give_password(client, teacher, "not the password").context["form"].errors
    teacher.email = "nobody@stjudes.example"
    unknown = give_password(client, teacher, "not the password").context["form"].errors
    assert wrong
    assert wrong == unknown


def test_signing_in_gives_the_session_a_new_key(client, teacher):
    client.get(LOGIN)
    session = client.session
    session["planted"] = "yes"
    session.save()
    client.cookies["session8000"] = session.session_key
    give_password(client, teacher)
    assert client.session.session_key != session.session_key
    assert not Session.objects.filter(pk=session.session_key).exists()


def test_wrong_passwords_are_limited_by_person_and_address(client, teacher, teacher2):
    for _ in range(5):
        give_password(client, teacher, "not the password")
    assert "Too many" in give_password(client, teacher).content.decode()
    # A colleague behind the same router is not locked out, nor is the person at another address.
    assert give_password(client, teacher2).status_code == 302
    client.post(reverse("account_logout"))
    elsewhere = client.post(LOGIN, {"login": teacher.email, "password": PASSWORD}, REMOTE_ADDR="192.0.2.7")
    assert elsewhere.url == reverse("today")


def test_wrong_passwords_from_many_addresses_are_limited_by_person(client, teacher):
    for number in range(30):
        client.post(LOGIN, {"login": teacher.email, "password": "not the password"}, REMOTE_ADDR=f"192.0.2.{number}")
    answer = client.post(LOGIN, {"login": teacher.email, "password": PASSWORD}, REMOTE_ADDR="192.0.2.99")
    assert answer.status_code == 200
    assert "Too many" in answer.content.decode()


def test_limits_are_kept_in_the_database(client, teacher, settings):
    assert settings.CACHES["default"]["BACKEND"].endswith("DatabaseCache")


def test_somebody_switched_off_does_not_come_in(client, teacher, admin):
    workflow.switch_off(teacher, actor=admin)
    assert give_password(client, teacher).url == reverse("account_inactive")
    assert client.get("/").status_code == 302


def test_somebody_who_has_left_does_not_come_in(client, leaver):
    assert give_password(client, leaver).url == reverse("account_inactive")
    assert client.get("/").status_code == 302


def test_switching_off_ends_an_open_session_at_once(client, teacher, admin):
    give_password(client, teacher)
    workflow.switch_off(teacher, actor=admin)
    assert client.get("/").url.startswith(LOGIN)
    assert not any(session.get_decoded().get("_auth_user_id") == str(teacher.pk) for session in Session.objects.all())


def test_an_open_session_ends_on_the_day_after_the_last(client, teacher, clock):
    teacher.leaves_on = clock.now.date()
    teacher.save()
    give_password(client, teacher)
    assert client.get("/").status_code == 200
    clock.move_to(clock.now.replace(day=19))
    assert client.get("/").url.startswith(LOGIN)


def test_an_idle_session_ends(client, teacher):
    give_password(client, teacher)
    client.get("/")
    session = client.session
    session["seen"] = time.time() - 31 * 60
    session.save()
    answer = client.get("/policy/?x=1")
    assert answer.url == f"{LOGIN}?next=%2Fpolicy%2F%3Fx%3D1"


def test_a_page_that_polls_does_not_keep_the_session_alive(client, teacher):
    give_password(client, teacher)
    client.get("/")
    session = client.session
    session["seen"] = seen = int(time.time() - 20 * 60)
    session.save()
    client.get("/", headers={"X-Portal-Poll": "yes"})
    assert client.session["seen"] == seen
    client.get("/")
    assert client.session["seen"] > seen


def test_no_session_lasts_longer_than_twelve_hours(client, teacher):
    give_password(client, teacher)
    client.get("/")
    session = client.session
    session["started"] = time.time() - 12 * 3600 - 1
    session.save()
    assert client.get("/").url.startswith(LOGIN)


def test_signing_out_ends_the_session_and_needs_a_post(client, teacher):
    give_password(client, teacher)
    key = client.session.session_key
    client.get(reverse("account_logout"))
    assert client.get("/").status_code == 200
    client.post(reverse("account_logout"))
    assert client.get("/").status_code == 302
    assert not Session.objects.filter(pk=key).exists()


def test_sign_ins_failures_and_sign_outs_are_on_the_record_without_what_was_typed(
    client, teacher, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        give_password(client, teacher, "my secret guess")
        client.post(LOGIN, {"login": "a.typed.password@stjudes.example", "password": "x"})
        give_password(client, teacher)
        client.post(reverse("account_logout"))
    events = list(Event.objects.order_by("id"))
    assert [(event.actor, event.verb) for event in events] == [
        ("system:sign-in", "people.sign_in_failed"),
        ("system:sign-in", "people.sign_in_failed"),
        (f"person:{teacher.pk}", "people.signed_in"),
        (f"person:{teacher.pk}", "people.signed_out"),
    ]
    assert events[0].subject_id == str(teacher.pk)
    assert events[1].subject_id == ""
    assert "typed" not in str([event.content() for event in events])
    assert "guess" not in str([event.content() for event in events])


def test_there_is_no_sign_up(client, school):
    assert client.get(reverse("account_signup")).status_code == 404
