"""The single-use link: seen without being used up, used once, ended by time, by a newer one, by switching off."""

from datetime import timedelta

import pytest
from django.urls import reverse

from audit.models import Event
from conftest import PASSWORD
from core.errors import InvalidInput, NotAllowed, WrongState
from notifications import workflow as notifications
from people import workflow
from people.models import Invitation, User
from people.workflow import inviting
from people.workflow.checks import digest_of

NEW = "four unrelated words here"


@pytest.fixture
def invited(admin):
    return workflow.add_person(actor=admin, full_name="Nora New", email="nora@stjudes.example", roles=["staff"])


def link(token):
    return reverse("people:accept_invitation", args=[token])


def accept(client, token, password=NEW, again=None):
    return client.post(link(token), {"password": password, "again": password if again is None else again})


def test_opening_the_link_changes_nothing(client, invited):
    person, token = invited
    for _ in range(3):
        page = client.get(link(token))
        assert "Welcome, Nora" in page.content.decode()
        assert page.headers["Referrer-Policy"] == "strict-origin"
    assert Invitation.objects.get().used_at is None
    assert not User.objects.get(pk=person.pk).has_usable_password()


def test_the_password_chosen_opens_the_portal(client, invited, clock):
    person, token = invited
    assert accept(client, token).url == reverse("account_login")
    invitation = Invitation.objects.get()
    assert (invitation.used_at, invitation.sealed_token) == (clock.now, None)
    answer = client.post(reverse("account_login"), {"login": person.email, "password": NEW})
    assert answer.url == reverse("today")
    assert Event.objects.get(verb="people.accept_invitation").actor == f"person:{person.pk}"


def test_it_works_once(client, invited):
    _, token = invited
    accept(client, token)
    again = accept(client, token, "another four unrelated words")
    assert again.status_code == 409
    assert "no longer works" in again.content.decode()


def test_of_two_who_use_it_at_once_one_wins(invited):
    person, token = invited
    inviting._accept(person, actor=person, digest=digest_of(token), password=NEW)
    with pytest.raises(WrongState):
        inviting._accept(person, actor=person, digest=digest_of(token), password="another password of mine")
    assert User.objects.get(pk=person.pk).check_password(NEW)


def test_it_runs_out_after_a_week(client, invited, clock):
    _, token = invited
    clock.move_to(clock.now + workflow.INVITATION_LASTS - timedelta(seconds=1))
    assert client.get(link(token)).status_code == 200
    clock.move_to(clock.now + timedelta(seconds=1))
    assert client.get(link(token)).status_code == 409


def test_a_newer_link_and_switching_off_end_it(client, invited, admin):
    person, first = invited
    second = workflow.invite(person, actor=admin)
    assert client.get(link(first)).status_code == 409
    workflow.switch_off(person, actor=admin)
    assert client.get(link(second)).status_code == 409
    assert accept(client, second).status_code == 409


def test_every_dead_link_gets_the_same_answer(client, invited):
    _, token = invited
    accept(client, token)
    client.get(reverse("account_login"))  # reads the message that the password is saved
    used = client.get(link(token)).content
    assert client.get(link("never-was-one")).content == used


@pytest.mark.parametrize(
    ("password", "again", "words"),
    [("short", None, "at least 12"), ("passwordpassword", None, "easy to guess"), (NEW, "other", "not the same")],
)
def test_a_poor_password_is_refused_and_the_link_stays_good(client, invited, password, again, words):
    _, token = invited
    assert words in accept(client, token, password, again).content.decode()
    assert Invitation.objects.get().used_at is None


def test_whoever_was_signed_in_here_is_signed_out(client, sign_in, invited, teacher):
    sign_in(client, teacher)
    accept(client, invited[1])
    assert client.get("/").url.startswith(reverse("account_login"))


def test_the_mail_holds_the_link_which_is_then_forgotten(invited, mailoutbox, settings):
    _, token = invited
    notifications.deliver_due()
    assert f"{settings.PUBLIC_URL}{link(token)}" in mailoutbox[0].body
    assert Invitation.objects.get().sealed_token is None


def test_the_token_is_kept_only_as_a_digest(invited):
    _, token = invited
    row = Invitation.objects.get()
    assert token not in row.digest
    assert token.encode() not in bytes(row.sealed_token)


@pytest.mark.parametrize("who", ["teacher", "volunteer", "dsl", "leaver"])
def test_others_invite_nobody(request, invited, who):
    with pytest.raises(NotAllowed):
        workflow.invite(invited[0], actor=request.getfixturevalue(who))


def test_a_rollback_leaves_the_link_good(invited, monkeypatch):
    person, token = invited
    monkeypatch.setattr(User, "set_password", lambda *a: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        workflow.accept_invitation(token, NEW)
    assert Invitation.objects.get().used_at is None
    assert not Event.objects.filter(verb="people.accept_invitation").exists()


def test_the_refused_password_is_on_no_record(invited):
    with pytest.raises(InvalidInput):
        workflow.accept_invitation(invited[1], "shortsecret")
    assert "shortsecret" not in str(list(Event.objects.values()))


def test_somebody_who_is_locked_out_gets_in_by_a_new_link(client, admin, teacher):
    token = workflow.invite(teacher, actor=admin)
    accept(client, token)
    person = User.objects.get(pk=teacher.pk)
    assert person.check_password(NEW)
    assert not person.check_password(PASSWORD)
