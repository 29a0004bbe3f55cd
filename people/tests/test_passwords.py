"""Passwords: changed, forgotten, too weak."""

import pytest
from django.urls import reverse

from audit.models import Event
from conftest import PASSWORD
from notifications import workflow as notifications
from notifications.models import Notification
from people.tests.steps import give_password


def test_a_new_password_ends_the_other_sessions(client, client_class_other, teacher):
    give_password(client, teacher)
    give_password(client_class_other, teacher)
    new = "an even longer password"
    client.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert client.get("/").status_code == 200
    assert client_class_other.get("/").status_code == 302


@pytest.fixture
def client_class_other(client):
    return type(client)()


def ask_for_reset(client, email):
    return client.post(reverse("account_reset_password"), {"email": email}, follow=True)


def link_in_mail(mailoutbox):
    notifications.deliver_due()
    return next(word for word in mailoutbox[-1].body.split() if "/password/reset/" in word).partition("8000")[2]


def test_a_forgotten_password_is_replaced_by_a_link_that_works_once(
    client, teacher, mailoutbox, django_capture_on_commit_callbacks
):
    ask_for_reset(client, teacher.email)
    link = link_in_mail(mailoutbox)
    assert mailoutbox[-1].to == [teacher.email]
    opened = client.get(link)
    assert opened.headers["Referrer-Policy"] == "strict-origin"
    new = "an even longer password"
    with django_capture_on_commit_callbacks(execute=True):
        client.post(opened.url, {"password1": new, "password2": new})
    assert give_password(client, teacher, new).url == reverse("today")
    assert Event.objects.filter(verb="people.password_reset").count() == 1
    client.post(reverse("account_logout"))
    assert client.get(link).status_code == 200  # no redirect to the form: the link is used up
    assert "token_fail" in client.get(link).context


def test_the_link_is_kept_nowhere(client, teacher, mailoutbox):
    ask_for_reset(client, teacher.email)
    key = link_in_mail(mailoutbox).rstrip("/").split("/")[-1]
    assert key not in str(list(Notification.objects.values()))


def test_an_unknown_address_gets_the_same_answer_and_no_mail(client, teacher, leaver, mailoutbox):
    known = ask_for_reset(client, teacher.email)
    for email in ("nobody@stjudes.example", leaver.email):
        unknown = ask_for_reset(client, email)
        assert unknown.redirect_chain == known.redirect_chain
        assert unknown.content == known.content
    notifications.deliver_due()
    assert [mail.to for mail in mailoutbox] == [[teacher.email]]


@pytest.mark.parametrize(
    "password", ["short", "passwordpassword", "tom.teacher@stjudes", "Password123456", "abcabcabcabcabc"]
)
def test_weak_passwords_are_refused(client, teacher, password):
    give_password(client, teacher)
    answer = client.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": password, "password2": password},
    )
    assert answer.status_code == 200
    assert answer.context["form"].errors


def test_long_passwords_are_taken_whole(client, teacher):
    give_password(client, teacher)
    long = "correct horse " * 8
    client.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": long, "password2": long})
    client.post(reverse("account_logout"))
    assert give_password(client, teacher, long[:64]).status_code == 200
    assert give_password(client, teacher, long).status_code == 302
