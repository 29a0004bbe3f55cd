"""The page "Your sign-in": what one has to show, where one is signed in, what happened lately."""

import pytest
from django.test import Client
from django.urls import reverse

from audit.models import Event
from core.errors import NotAllowed, WrongState
from people import workflow
from people.models import Session
from people.tests.steps import LOGIN, add_app, give_password

PAGE = "/people/your-sign-in/"
PHONE = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36"


def text(answer):
    return " ".join(answer.content.decode().split())


@pytest.fixture
def phone(teacher):
    client = Client(headers={"User-Agent": PHONE}, REMOTE_ADDR="203.0.113.7")
    give_password(client, teacher)
    return client


def handle_of(client):
    return Session.objects.get(pk=client.session.session_key).handle


def test_it_shows_where_one_is_signed_in_and_never_a_key(client, teacher, phone):
    give_password(client, teacher)
    page = client.get(PAGE)
    here, there = page.context["places"]
    assert (here.is_here, there.is_here) == (True, False)
    assert (there.device, there.address) == ("Chrome on Android", "203.0.113.7")
    assert "This device" in text(page)
    assert "From the network address 203.0.113.7." in text(page)
    for one in (client, phone):
        assert one.session.session_key not in page.content.decode()


def test_nobody_sees_another_s_sessions(client, teacher2, phone):
    give_password(client, teacher2)
    assert len(client.get(PAGE).context["places"]) == 1


def test_a_session_that_was_idle_too_long_is_not_shown(client, teacher, phone):
    session = phone.session
    session["seen"] -= 31 * 60
    session.save()
    give_password(client, teacher)
    assert [place.is_here for place in client.get(PAGE).context["places"]] == [True]


def test_one_session_is_ended_and_the_other_stays(client, teacher, phone):
    give_password(client, teacher)
    answer = client.post(reverse("people:end_session", args=[handle_of(phone)]))
    assert answer.url == PAGE
    assert phone.get("/").url.startswith(LOGIN)
    assert client.get("/").status_code == 200
    assert Event.objects.filter(verb="people.end_session", actor=f"person:{teacher.pk}").count() == 1


def test_ending_the_session_that_asks_is_signing_out(client, teacher, phone):
    assert phone.post(reverse("people:end_session", args=[handle_of(phone)])).url == LOGIN
    assert phone.get("/").url.startswith(LOGIN)


def test_all_others_are_ended_at_once(client, teacher, phone):
    give_password(client, teacher)
    client.post(reverse("people:end_other_sessions"))
    assert phone.get("/").url.startswith(LOGIN)
    assert client.get("/").status_code == 200
    assert Event.objects.get(verb="people.end_other_sessions").data == {"sessions": 1}
    again = client.post(reverse("people:end_other_sessions"), follow=True)
    assert "You are signed in nowhere else." in text(again)


def test_nobody_ends_another_s_session(client, teacher2, teacher, phone):
    give_password(client, teacher2)
    answer = client.post(reverse("people:end_session", args=[handle_of(phone)]), follow=True)
    assert "That session has ended already." in text(answer)
    assert phone.get("/").status_code == 200
    with pytest.raises(NotAllowed):
        workflow.end_session(teacher, handle_of(phone), actor=teacher2)
    with pytest.raises(WrongState):
        workflow.end_session(teacher, "nothing", actor=teacher)


def test_the_record_of_an_ended_session_does_not_hold_its_key(client, teacher, phone):
    give_password(client, teacher)
    key = phone.session.session_key
    client.post(reverse("people:end_session", args=[handle_of(phone)]))
    assert key not in str([event.content() for event in Event.objects.all()])


def test_ending_a_session_needs_a_post(client, teacher):
    give_password(client, teacher)
    assert client.get(reverse("people:end_other_sessions")).status_code == 405
    assert client.get(reverse("people:end_session", args=["x"])).status_code == 405


def test_it_tells_what_one_has_and_how_old_the_password_is(client, admin, sign_in, django_capture_on_commit_callbacks):
    page = text(sign_in(client, admin).get(PAGE))
    assert "Authenticator app" in page
    assert "Recovery codes" in page
    assert "Chosen" not in page
    with django_capture_on_commit_callbacks(execute=True):
        new = "another long and plain one"
        client.post(
            reverse("account_change_password"),
            {"oldpassword": "a long and plain password", "password1": new, "password2": new},
        )
    assert "Chosen" in text(client.get(PAGE))


def test_it_tells_what_happened_lately_in_words(client, admin, head, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        add_app(admin)
        give_password(client, admin, "not the password")
        give_password(client, admin)
        client.post(reverse("mfa_authenticate"), {"code": "000000"})
    workflow.invite(admin, actor=head)
    words = [line.words for line in client.get(PAGE, follow=True).context.get("events") or _events(admin)]
    assert words == [
        "Helen Head sent an invitation",
        "You gave a wrong or used one-time code",
        "The portal turned a sign-in away: the password was wrong",
    ]


def _events(person):
    client = Client()
    client.force_login(person)
    return client.get(PAGE).context["events"]


def test_the_old_address_leads_to_it(client, teacher):
    give_password(client, teacher)
    assert client.get(reverse("mfa_index")).url == PAGE


def test_who_must_add_a_second_step_first_may_still_end_sessions(client, admin):
    give_password(client, admin)
    assert client.get("/").url == PAGE
    assert client.get(PAGE).status_code == 200
    assert client.post(reverse("people:end_other_sessions")).url == PAGE
