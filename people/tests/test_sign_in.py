"""Signing in end to end, through allauth with our settings, as a browser would."""

import time
from datetime import UTC, datetime

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.urls import reverse

from audit.models import Event
from conftest import PASSWORD
from core.crypto import cipher
from notifications import workflow as notifications
from notifications.models import Notification
from people import workflow

SEED = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
LOGIN = "/sign-in/"


@pytest.fixture(autouse=True)
def _empty_cache(db):
    cache.clear()


@pytest.fixture
def facts(django_capture_on_commit_callbacks):
    """Run what follows a commit, as it does outside tests."""
    with django_capture_on_commit_callbacks(execute=True):
        yield lambda **where: list(Event.objects.filter(**where).values_list("verb", flat=True))


def code(seed=SEED, *, steps=0):
    return format_hotp_value(hotp_value(seed, int(time.time()) // 30 + steps))


def add_app(person):
    return TOTP.activate(person, SEED).instance


def give_password(client, person, password=PASSWORD, **more):
    return client.post(LOGIN, {"login": person.email, "password": password} | more)


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
    wrong = give_password(client, teacher, "not the password").content.decode()
    teacher.email = "nobody@stjudes.example"
    unknown = give_password(client, teacher, "not the password").content.decode()
    assert "not correct" in wrong
    assert wrong.count("not correct") == unknown.count("not correct")


def test_signing_in_gives_the_session_a_new_key(client, teacher):
    client.get(LOGIN)
    session = client.session
    session["planted"] = "yes"
    session.save()
    client.cookies["session8000"] = session.session_key
    give_password(client, teacher)
    assert client.session.session_key != session.session_key
    assert not Session.objects.filter(pk=session.session_key).exists()


@pytest.mark.parametrize("who", ["head", "admin", "dsl"])
def test_who_must_have_a_second_step_is_led_to_add_one(client, request, who):
    person = request.getfixturevalue(who)
    give_password(client, person)
    for place in ("today", "policy:index", "people:list"):
        assert client.get(reverse(place)).url == reverse("mfa_index")
    assert client.get(reverse("mfa_index")).status_code == 200
    assert client.post(reverse("account_logout")).status_code == 302


@pytest.mark.parametrize("who", ["teacher", "volunteer", "chair"])
def test_for_others_it_is_an_offer(client, request, who):
    give_password(client, request.getfixturevalue(who))
    assert client.get("/").status_code == 200


def test_an_authenticator_app_is_added_and_its_seed_is_sealed(client, admin, facts):
    give_password(client, admin)
    page = client.get(reverse("mfa_activate_totp"))
    seed = page.context["form"].secret
    answer = client.post(reverse("mfa_activate_totp"), {"code": code(seed)})
    assert answer.url == reverse("mfa_view_recovery_codes")
    kept = Authenticator.objects.get(user=admin, type="totp").data["secret"]
    assert seed not in kept
    assert seed not in str(list(Authenticator.objects.values_list("data", flat=True)))
    assert "mfa.totp.secret" not in client.session
    codes = client.get(reverse("mfa_view_recovery_codes"))
    assert len(codes.context["unused_codes"]) == 10
    assert client.get("/").status_code == 200


def test_adding_it_is_on_the_record_and_the_person_is_told(
    client, admin, django_capture_on_commit_callbacks
):
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


def test_wrong_passwords_are_limited_by_person_and_address(client, teacher, teacher2):
    for _ in range(5):
        give_password(client, teacher, "not the password")
    assert "Too many" in give_password(client, teacher).content.decode()
    # A colleague behind the same router is not locked out, nor is the person at another address.
    assert give_password(client, teacher2).status_code == 302
    client.post(reverse("account_logout"))
    elsewhere = client.post(
        LOGIN, {"login": teacher.email, "password": PASSWORD}, REMOTE_ADDR="192.0.2.7"
    )
    assert elsewhere.url == reverse("today")


def test_wrong_passwords_from_many_addresses_are_limited_by_person(client, teacher):
    for number in range(30):
        client.post(
            LOGIN, {"login": teacher.email, "password": "not the password"}, REMOTE_ADDR=f"192.0.2.{number}"
        )
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
    assert not any(
        session.get_decoded().get("_auth_user_id") == str(teacher.pk) for session in Session.objects.all()
    )


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


@pytest.mark.parametrize("place", ["mfa_add_webauthn", "mfa_list_webauthn", "mfa_index"])
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


def test_signing_in_again_gives_a_new_key_and_is_on_the_record(
    client, teacher, django_capture_on_commit_callbacks
):
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


def test_a_new_password_ends_the_other_sessions(client, client_class_other, teacher):
    give_password(client, teacher)
    give_password(client_class_other, teacher)
    new = "an even longer password"
    client.post(
        reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new}
    )
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
    client.post(
        reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": long, "password2": long}
    )
    client.post(reverse("account_logout"))
    assert give_password(client, teacher, long[:64]).status_code == 200
    assert give_password(client, teacher, long).status_code == 302


def test_a_seed_copied_from_another_place_does_not_open(admin):
    sealed = add_app(admin).data["secret"]
    with pytest.raises(cipher.CannotOpen):
        cipher.unseal(sealed.encode(), {"field": "something else"})
