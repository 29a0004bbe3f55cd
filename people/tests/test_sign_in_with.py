"""Signing in by another provider, against one that runs on this machine: who comes in, and who does not."""

from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.test import Client
from django.urls import reverse

from audit.models import Event
from notifications.models import Notification
from people import workflow
from people.models import Invitation, Role, User
from people.states import Standing
from people.tests.steps import LOGIN, add_app, code
from people.tests.with_provider import RETURN, as_kind, come, kinds, known, place_of, text
from tests.openid import TENANT

# --- who comes in


def test_somebody_known_by_address_comes_in_and_is_linked(client, server, provider, teacher):
    known(server, teacher, email=teacher.email.upper())
    answer = come(client, server, "subject-1")
    assert answer.url == reverse("today")
    assert client.get("/").status_code == 200
    link = SocialAccount.objects.get(user=teacher)
    assert (link.provider, link.uid, link.extra_data) == (provider.key, "subject-1", {})
    assert Event.objects.about(teacher).filter(verb="people.link_sign_in", actor="system:sign-in").exists()
    assert Notification.objects.filter(recipient=teacher, template="people.sign_in_changed").count() == 1


def test_the_sign_in_is_on_the_record_and_no_token_is_kept(
    client, server, provider, teacher, django_capture_on_commit_callbacks
):
    known(server, teacher)
    with django_capture_on_commit_callbacks(execute=True):
        come(client, server, "subject-1")
    event = Event.objects.get(verb="people.signed_in")
    assert event.data == {"second_factor": False, "by": "openid"}
    assert not SocialToken.objects.exists()
    assert "token" not in str(dict(client.session.items()))


def test_one_leads_back_to_the_page_one_wanted_and_to_no_other_site(client, server, provider, teacher):
    known(server, teacher)
    assert come(client, server, "subject-1", next=reverse("policy:index")).url == reverse("policy:index")
    client.post(reverse("account_logout"))
    assert come(client, server, "subject-1", next="https://evil.example/").url == reverse("today")


def test_the_link_holds_when_the_address_changes_at_the_provider(client, server, provider, teacher):
    known(server, teacher)
    come(client, server, "subject-1")
    client.post(reverse("account_logout"))
    known(server, teacher, email="tom.married@stjudes.example")
    come(client, server, "subject-1")
    assert client.get("/").wsgi_request.user == teacher
    assert User.objects.count() == 1


def test_somebody_new_on_the_school_s_domain_is_added_as_staff(client, server, provider, admin):
    server.knows("new", email="nora.new@stjudes.example", email_verified=True, name="  Nora   New ")
    assert come(client, server, "new").url == reverse("today")
    person = User.objects.get(email="nora.new@stjudes.example")
    assert (person.full_name, person.roles, person.is_employed) == ("Nora New", {Role.STAFF}, True)
    assert not person.has_usable_password()
    assert person.standing == Standing.ACTIVE
    assert Event.objects.get(verb="people.add_by_provider").actor == "system:sign-in"
    told = Notification.objects.get(template="people.added_by_provider")
    assert told.recipient == admin
    assert not Notification.objects.filter(template="people.invited").exists()


def test_groups_give_roles_to_somebody_new_only(client, server, settings, school, teacher):
    as_kind(server, settings, "openid", groups={"it-team": "administrator", "dsl": "safeguarding_lead"})
    server.knows("new", email="nora@stjudes.example", email_verified=True, name="Nora", groups=["it-team", "choir", 7])
    come(client, server, "new")
    assert User.objects.get(email="nora@stjudes.example").roles == {Role.STAFF, Role.ADMINISTRATOR}
    other = Client()
    known(server, teacher, "subject-1", groups=["it-team"])
    come(other, server, "subject-1")
    assert User.objects.get(pk=teacher.pk).roles == {Role.STAFF}


@pytest.mark.parametrize(
    ("claims", "kind"),
    [
        ({"email": "visitor@elsewhere.example", "email_verified": True}, "nobody"),
        ({"email": "visitor@sub.stjudes.example", "email_verified": True}, "nobody"),
        ({"email": "nora@stjudes.example", "email_verified": False}, "unverified"),
        ({"email": "nora@stjudes.example", "email_verified": "true"}, "unverified"),
        ({"email": "nora@stjudes.example"}, "unverified"),
        ({"email_verified": True}, "unverified"),
    ],
)
def test_others_do_not_come_in_and_nobody_is_added(
    client, server, provider, claims, kind, django_capture_on_commit_callbacks
):
    server.knows("visitor", **claims)
    with django_capture_on_commit_callbacks(execute=True):
        answer = come(client, server, "visitor")
    assert answer.status_code == 403
    assert client.get("/").url.startswith(LOGIN)
    assert not User.objects.exists()
    assert kinds() == [kind]
    assert 'href="/sign-in/"' in text(answer)
    if kind == "nobody":
        assert "There is no place for you here yet. Ask an Administrator." in text(answer)


def test_an_unverified_address_opens_nobody_s_place(client, server, provider, teacher):
    known(server, teacher, email_verified=False)
    assert come(client, server, "subject-1").status_code == 403
    assert client.get("/").status_code == 302
    assert not SocialAccount.objects.exists()


@pytest.mark.parametrize("linked", [True, False])
@pytest.mark.parametrize("how", ["switched off", "left"])
def test_who_is_switched_off_or_has_left_stays_out(
    client, server, provider, teacher, clock, how, linked, django_capture_on_commit_callbacks
):
    known(server, teacher)
    if linked:
        come(client, server, "subject-1")
        client.post(reverse("account_logout"))
    if how == "left":
        teacher.leaves_on = clock.now.date().replace(day=17)
    else:
        teacher.is_active = False
    teacher.save()
    with django_capture_on_commit_callbacks(execute=True):
        answer = come(client, server, "subject-1")
    assert answer.status_code == 403
    assert "switched off, or your last working day" in text(answer)
    assert client.get("/").status_code == 302
    assert kinds() == ["no_access"]
    assert Event.objects.get(verb="people.sign_in_failed").subject_id == str(teacher.pk)


def test_another_subject_with_the_same_address_is_turned_away_and_told(
    client, server, provider, teacher, admin, django_capture_on_commit_callbacks
):
    known(server, teacher)
    come(client, server, "subject-1")
    client.post(reverse("account_logout"))
    known(server, teacher, "made-anew")
    with django_capture_on_commit_callbacks(execute=True):
        answer = come(client, server, "made-anew")
        come(client, server, "made-anew")
    assert answer.status_code == 403
    assert client.get("/").status_code == 302
    assert kinds() == ["other_subject", "other_subject"]
    told = Notification.objects.filter(template="people.other_subject")
    assert {row.recipient for row in told} == {teacher, admin}
    assert told.count() == 2
    assert SocialAccount.objects.get(user=teacher).uid == "subject-1"


def test_an_open_invitation_ends_once_its_person_came_in(client, server, provider, admin):
    person, _ = workflow.add_person(actor=admin, full_name="Nora", email="nora@stjudes.example", roles=["staff"])
    known(server, person)
    come(client, server, "subject-1")
    assert client.get("/").status_code == 200
    assert not Invitation.objects.filter(person=person, revoked_at=None).exists()


# --- the portal's own second step


def test_the_second_step_is_asked_for_after_the_provider(client, server, provider, admin):
    add_app(admin)
    known(server, admin)
    assert come(client, server, "subject-1").url == reverse("mfa_authenticate")
    assert client.get("/").url.startswith(LOGIN)
    assert client.post(reverse("mfa_authenticate"), {"code": code()}).url == reverse("today")
    assert client.get("/").status_code == 200


@pytest.mark.parametrize("who", ["head", "admin", "dsl"])
def test_who_must_have_a_second_step_and_has_none_adds_one_first(client, server, provider, request, who):
    person = request.getfixturevalue(who)
    known(server, person)
    come(client, server, "subject-1")
    assert client.get("/").url == reverse("people:your_sign_in")
    assert client.get(reverse("mfa_activate_totp")).status_code == 200


# --- Google and Microsoft


@pytest.mark.parametrize("hd", [None, "elsewhere.example", "gmail.com", ["stjudes.example"]])
def test_google_must_say_that_the_school_owns_the_account(client, server, settings, teacher, hd):
    as_kind(server, settings, "google")
    known(server, teacher, **({"hd": hd} if hd else {}))
    assert come(client, server, "subject-1").status_code == 403
    known(server, teacher, hd="stjudes.example")
    assert come(client, server, "subject-1").url == reverse("today")


@pytest.mark.parametrize("tid", [None, "fedcba98-89ab-cdef-0123-456789abcdef", ""])
def test_microsoft_must_be_the_school_s_tenant(client, server, settings, teacher, tid):
    as_kind(server, settings, "microsoft")
    claims = {"preferred_username": teacher.email, "email_verified": None}
    known(server, teacher, **claims, **({"tid": tid} if tid is not None else {}))
    answer = come(client, server, "subject-1")
    assert answer.status_code == 403
    assert "not with an address of the school" in text(answer)
    known(server, teacher, **claims, tid=TENANT.upper())
    assert come(client, server, "subject-1").url == reverse("today")


def test_microsoft_guests_and_mail_addresses_of_others_stay_out(client, server, settings, school):
    as_kind(server, settings, "microsoft")
    server.knows("guest", tid=TENANT, preferred_username="guest@elsewhere.example", email="guest@elsewhere.example")
    assert come(client, server, "guest").status_code == 403
    assert not User.objects.exists()


def test_microsoft_s_guests_with_an_address_that_nobody_has_proved_stay_out(client, server, settings, teacher):
    """A guest's own organisation writes what it likes into their address."""
    as_kind(server, settings, "microsoft")
    claims = {"tid": TENANT, "preferred_username": "guest@elsewhere.example"}
    known(server, teacher, "guest", **claims)
    assert come(client, server, "guest").status_code == 403
    assert not SocialAccount.objects.exists()
    known(server, teacher, "guest", **claims, xms_edov=True)
    assert come(client, server, "guest").url == reverse("today")


def test_what_is_asked_of_each_provider(client, server, settings, school):
    as_kind(server, settings, "google")
    asked = parse_qs(urlsplit(place_of(client)).query)
    assert (asked["prompt"], asked["hd"]) == (["select_account"], ["stjudes.example"])
    as_kind(server, settings, "microsoft")
    asked = parse_qs(urlsplit(place_of(client)).query)
    assert asked["prompt"] == ["select_account"]
    assert asked["redirect_uri"] == [f"{settings.PUBLIC_URL}{RETURN}"]
