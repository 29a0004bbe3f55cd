"""The second step: required of some, its seeds sealed, each code used once; and signing in again."""

from datetime import UTC, datetime

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from audit.models import Event
from conftest import PASSWORD
from core.crypto import cipher
from notifications.models import Notification
from people.models import Session
from people.tests.steps import LOGIN, add_app, code, give_password


@pytest.mark.parametrize("who", ["head", "admin", "dsl", "chair"])
def test_who_must_have_a_second_step_is_led_to_add_one(client, request, who):
    person = request.getfixturevalue(who)
    give_password(client, person)
    for place in ("today", "policy:index", "people:list"):
        assert client.get(reverse(place)).url == reverse("people:your_sign_in")
    assert client.get(reverse("people:your_sign_in")).status_code == 200
    assert client.post(reverse("account_logout")).status_code == 302


@pytest.mark.parametrize("who", ["teacher", "volunteer"])
def test_for_others_it_is_an_offer(client, request, who):
    give_password(client, request.getfixturevalue(who))
    assert client.get("/").status_code == 200


def test_an_authenticator_app_is_added_and_its_seed_is_sealed(client, admin):
    give_password(client, admin)
    page = client.get(reverse("mfa_activate_totp"))
    seed = page.context["form"].secret
    assert seed not in str(dict(client.session.items()))
    answer = client.post(reverse("mfa_activate_totp"), {"code": "000000"})
    assert answer.context["form"].secret == seed
    assert seed not in str(dict(client.session.items()))
    answer = client.post(reverse("mfa_activate_totp"), {"code": code(seed)})
    assert answer.url == reverse("mfa_view_recovery_codes")
    kept = Authenticator.objects.get(user=admin, type="totp").data["secret"]
    assert seed not in kept
    assert seed not in str(list(Authenticator.objects.values_list("data", flat=True)))
    assert "mfa.totp.secret" not in client.session
    codes = client.get(reverse("mfa_view_recovery_codes"))
    assert len(codes.context["unused_codes"]) == 10
    assert client.get("/").status_code == 200


def test_adding_it_is_on_the_record_and_the_person_is_told(client, admin, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        give_password(client, admin)
        seed = client.get(reverse("mfa_activate_totp")).context["form"].secret
        client.post(reverse("mfa_activate_totp"), {"code": code(seed)})
    verbs = list(Event.objects.about(admin).values_list("verb", flat=True))
    assert sorted(verbs) == ["people.recovery_codes_made", "people.second_factor_added", "people.signed_in"]
    assert Notification.objects.filter(template="people.sign_in_changed", recipient=admin).exists()


def test_the_code_that_added_the_app_is_used_up(client, admin):
    give_password(client, admin)
    seed = client.get(reverse("mfa_activate_totp")).context["form"].secret
    used = code(seed)
    client.post(reverse("mfa_activate_totp"), {"code": used})
    client.post(reverse("account_logout"))
    give_password(client, admin)
    assert client.post(reverse("mfa_authenticate"), {"code": used}).status_code == 200
    assert client.get("/").status_code == 302


def test_with_an_app_the_password_alone_opens_nothing(client, admin):
    add_app(admin)
    assert give_password(client, admin).url == reverse("mfa_authenticate")
    assert client.get("/").url.startswith(LOGIN)
    assert client.post(reverse("mfa_authenticate"), {"code": code()}).url == reverse("today")
    assert client.get("/").status_code == 200


def test_a_one_time_code_works_once(client, admin, django_capture_on_commit_callbacks):
    add_app(admin)
    used = code()
    give_password(client, admin)
    client.post(reverse("mfa_authenticate"), {"code": used})
    client.post(reverse("account_logout"))
    give_password(client, admin)
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(reverse("mfa_authenticate"), {"code": used})
    assert answer.status_code == 200
    assert client.get("/").status_code == 302
    assert Event.objects.filter(verb="people.code_refused").count() == 1


def test_a_recovery_code_works_once(client, admin):
    give_password(client, admin)
    seed = client.get(reverse("mfa_activate_totp")).context["form"].secret
    client.post(reverse("mfa_activate_totp"), {"code": code(seed)})
    spare = client.get(reverse("mfa_view_recovery_codes")).context["unused_codes"][0]
    for works in (True, False):
        client.post(reverse("account_logout"))
        give_password(client, admin)
        client.post(reverse("mfa_authenticate"), {"code": spare})
        assert (client.get("/").status_code == 200) is works


def test_wrong_one_time_codes_are_limited(client, admin):
    add_app(admin)
    give_password(client, admin)
    for _ in range(5):
        client.post(reverse("mfa_authenticate"), {"code": "000000"})
    answer = client.post(reverse("mfa_authenticate"), {"code": code()})
    assert answer.status_code == 200
    assert client.get("/").status_code == 302


@pytest.mark.parametrize("place", ["mfa_add_webauthn", "mfa_list_webauthn", "people:your_sign_in"])
def test_the_pages_for_passkeys_are_shown(client, teacher, place):
    give_password(client, teacher)
    assert client.get(reverse(place)).status_code == 200


def test_signing_in_by_passkey_starts_without_a_session(client, school):
    answer = client.get(reverse("mfa_login_webauthn"), headers={"X-Requested-With": "XMLHttpRequest"})
    assert "challenge" in str(answer.json())


def stale(client):
    session = client.session
    session["account_authentication_methods"] = [
        step | {"at": datetime.now(UTC).timestamp() - 301} for step in session["account_authentication_methods"]
    ]
    session.save()


def test_signing_in_again_gives_a_new_key_and_is_on_the_record(client, teacher, django_capture_on_commit_callbacks):
    give_password(client, teacher)
    stale(client)
    before = client.session.session_key
    wanted = client.get(reverse("mfa_activate_totp"))
    assert wanted.url.startswith(reverse("account_reauthenticate"))
    with django_capture_on_commit_callbacks(execute=True):
        client.post(wanted.url, {"password": PASSWORD})
    assert client.session.session_key != before
    assert not Session.objects.filter(pk=before).exists()
    assert client.get(reverse("mfa_activate_totp")).status_code == 200
    assert Event.objects.filter(verb="people.signed_in_again", actor=f"person:{teacher.pk}").count() == 1


def test_a_wrong_password_does_not_sign_in_again(client, teacher):
    give_password(client, teacher)
    stale(client)
    client.post(reverse("account_reauthenticate"), {"password": "not the password"})
    assert client.get(reverse("mfa_activate_totp")).status_code == 302


def test_what_is_posted_too_late_is_parked_nowhere(client, teacher):
    give_password(client, teacher)
    stale(client)
    answer = client.post(reverse("mfa_activate_totp"), {"code": "314159"})
    assert answer.url.startswith(reverse("account_reauthenticate"))
    assert "314159" not in str(client.session.items())


def test_a_seed_copied_from_another_place_does_not_open(admin):
    sealed = add_app(admin).data["secret"]
    with pytest.raises(cipher.CannotOpen):
        cipher.unseal(sealed.encode(), {"field": "something else"})


def test_a_session_opened_by_the_password_alone_ends_when_a_second_step_is_added(
    admin, django_capture_on_commit_callbacks
):
    """Somebody who knew the password waits at “add a second step”; the owner's step must not let them through."""
    waiting, owner = Client(), Client()
    give_password(waiting, admin)
    give_password(owner, admin)
    seed = owner.get(reverse("mfa_activate_totp")).context["form"].secret
    with django_capture_on_commit_callbacks(execute=True):
        owner.post(reverse("mfa_activate_totp"), {"code": code(seed)})
    assert owner.get("/").status_code == 200
    assert reverse("account_login") in waiting.get("/").url
