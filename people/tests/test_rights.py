"""Giving and taking roles, switching off and on, correcting, and a lost phone: who may, and what follows."""

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from audit.models import Event
from core import clock as the_clock
from core.errors import InvalidInput, NotAllowed, WrongState
from notifications.models import Notification
from people import workflow
from people.models import Role, RoleGrant, User
from people.workflow import roles


def verbs(person, **where):
    return list(Event.objects.about(person).filter(**where).order_by("id").values_list("verb", flat=True))


def test_a_role_is_given_with_who_and_when(admin, teacher, clock):
    workflow.grant_role(teacher, Role.SAFEGUARDING_LEAD, actor=admin)
    grant = RoleGrant.objects.get(person=teacher, role=Role.SAFEGUARDING_LEAD)
    assert (grant.granted_by, grant.granted_at, grant.revoked_at) == (admin, clock.now, None)
    assert Event.objects.get(verb="people.grant_role").data == {"role": "safeguarding_lead"}
    assert Notification.objects.get(template="people.role_changed").recipient == teacher


def test_a_role_taken_stays_in_the_history(admin, teacher, clock):
    workflow.grant_role(teacher, Role.SAFEGUARDING_LEAD, actor=admin)
    workflow.revoke_role(teacher, Role.SAFEGUARDING_LEAD, actor=admin)
    grant = RoleGrant.objects.get(person=teacher, role=Role.SAFEGUARDING_LEAD)
    assert (grant.revoked_by, grant.revoked_at) == (admin, clock.now)
    workflow.grant_role(teacher, Role.SAFEGUARDING_LEAD, actor=admin)
    assert RoleGrant.objects.filter(person=teacher, role=Role.SAFEGUARDING_LEAD).count() == 2


@pytest.mark.parametrize("who", ["head", "admin"])
@pytest.mark.parametrize("role", Role)
def test_nobody_changes_their_own_roles(request, admin2, deputy, who, role):
    person = request.getfixturevalue(who)
    held = person.roles
    for verb in (workflow.grant_role, workflow.revoke_role):
        with pytest.raises(NotAllowed, match="their own roles"):
            verb(person, role, actor=person)
    assert User.objects.get(pk=person.pk).roles == held


def test_slt_is_given_and_taken_by_slt_alone(head, deputy, admin, teacher):
    for verb, person in ((workflow.grant_role, teacher), (workflow.revoke_role, deputy)):
        with pytest.raises(NotAllowed, match="Only a member of SLT"):
            verb(person, Role.SLT, actor=admin)
    workflow.grant_role(teacher, Role.SLT, actor=head)
    assert User.objects.get(pk=teacher.pk).is_slt


@pytest.mark.parametrize("who", ["teacher2", "volunteer", "dsl", "chair", "leaver"])
def test_others_give_and_take_nothing(request, teacher, who):
    actor = request.getfixturevalue(who)
    for verb in (workflow.grant_role, workflow.revoke_role):
        with pytest.raises(NotAllowed):
            verb(teacher, Role.STAFF, actor=actor)
    assert verbs(teacher, refused=False) == []
    assert not Notification.objects.exists()


def test_a_role_must_fit_the_person(admin, teacher, volunteer):
    with pytest.raises(InvalidInput):
        workflow.grant_role(teacher, Role.VOLUNTEER, actor=admin)
    with pytest.raises(InvalidInput):
        workflow.grant_role(volunteer, Role.STAFF, actor=admin)


def test_a_role_is_given_and_taken_once(admin, teacher):
    with pytest.raises(WrongState, match="already"):
        workflow.grant_role(teacher, Role.STAFF, actor=admin)
    with pytest.raises(WrongState, match="does not hold"):
        workflow.revoke_role(teacher, Role.GOVERNOR, actor=admin)


def test_nobody_is_left_without_a_role(admin, teacher):
    with pytest.raises(WrongState, match="only role"):
        workflow.revoke_role(teacher, Role.STAFF, actor=admin)


def test_the_last_administrator_keeps_the_role_and_the_access(head, admin):
    with pytest.raises(WrongState, match="only active person"):
        workflow.revoke_role(admin, Role.ADMINISTRATOR, actor=head)
    with pytest.raises(WrongState, match="only active person"):
        workflow.switch_off(admin, actor=head)


def test_the_last_member_of_slt_keeps_the_role(head, deputy):
    workflow.switch_off(deputy, actor=head)
    with pytest.raises(WrongState, match="only active person"):
        roles.keep_one(head, Role.SLT)


def test_a_change_of_role_counts_at_once(client, sign_in, admin, admin2, teacher):
    sign_in(client, admin2)
    assert client.get(reverse("people:add_person")).status_code == 200
    workflow.revoke_role(admin2, Role.ADMINISTRATOR, actor=admin)
    assert client.get(reverse("people:add_person")).status_code == 403


def test_a_rollback_leaves_no_role_no_record_and_no_notice(admin, teacher, monkeypatch):
    monkeypatch.setattr(roles.notifications, "tell", lambda *a, **k: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        workflow.grant_role(teacher, Role.GOVERNOR, actor=admin)
    assert User.objects.get(pk=teacher.pk).roles == {Role.STAFF}
    assert verbs(teacher) == []


def test_switching_off_and_on(admin, teacher):
    workflow.switch_off(teacher, actor=admin)
    with pytest.raises(WrongState):
        workflow.switch_off(teacher, actor=admin)
    assert not User.objects.get(pk=teacher.pk).may_sign_in
    workflow.switch_on(teacher, actor=admin)
    with pytest.raises(WrongState):
        workflow.switch_on(teacher, actor=admin)
    assert User.objects.get(pk=teacher.pk).may_sign_in
    assert verbs(teacher, refused=False) == ["people.switch_off", "people.switch_on"]


@pytest.mark.parametrize(
    ("who", "whom"),
    [("teacher2", "teacher"), ("volunteer", "teacher"), ("admin", "head"), ("admin", "admin"), ("head", "head")],
)
def test_who_may_not_switch_off_whom(request, deputy, admin2, who, whom):
    actor, person = request.getfixturevalue(who), request.getfixturevalue(whom)
    with pytest.raises(NotAllowed):
        workflow.switch_off(person, actor=actor)
    assert User.objects.get(pk=person.pk).is_active


def test_switching_off_leaves_others_signed_in(client, sign_in, admin, teacher, teacher2):
    other = sign_in(Client(), teacher2)
    sign_in(client, teacher)
    workflow.switch_off(teacher, actor=admin)
    assert client.get("/").status_code == 302
    assert other.get("/").status_code == 200


def with_app(person):
    Authenticator.objects.create(user=person, type="totp", data={"secret": "x"})


def test_slt_helps_whoever_lost_a_phone(client, sign_in, head, teacher):
    with_app(teacher)
    sign_in(client, teacher)
    workflow.clear_second_steps(teacher, actor=head)
    assert not Authenticator.objects.filter(user=teacher).exists()
    assert client.get("/").status_code == 302  # all sessions ended
    assert Notification.objects.get(template="people.sign_in_changed").recipient == teacher
    assert verbs(teacher) == ["people.clear_second_steps"]
    with pytest.raises(WrongState):
        workflow.clear_second_steps(teacher, actor=head)


@pytest.mark.parametrize(("who", "whom"), [("admin", "dsl"), ("teacher", "dsl"), ("head", "head")])
def test_nobody_else_takes_away_a_second_step(request, who, whom):
    actor, person = request.getfixturevalue(who), request.getfixturevalue(whom)
    with_app(person)
    with pytest.raises(NotAllowed):
        workflow.clear_second_steps(person, actor=actor)
    assert Authenticator.objects.filter(user=person).exists()


def test_taking_it_away_asks_first(client, sign_in, head, teacher):
    with_app(teacher)
    place = reverse("people:clear_second_steps", args=[teacher.pk])
    assert "Make sure that it is really they" in sign_in(client, head).get(place).content.decode()
    assert Authenticator.objects.filter(user=teacher).exists()
    client.post(place)
    assert not Authenticator.objects.filter(user=teacher).exists()


def correct(person, actor, **changes):
    known = ("full_name", "email", "is_employed", "starts_on", "line_manager")
    values = {name: getattr(person, name) for name in known}
    return workflow.correct_person(person, actor=actor, **(values | changes))


def test_a_name_is_corrected_and_the_record_holds_no_name(admin, teacher):
    assert correct(teacher, admin, full_name=" Thomas  Teacher ").full_name == "Thomas Teacher"
    assert Event.objects.get(verb="people.correct_person").data == {"full_name": True}


def test_a_mistyped_address_is_corrected_and_its_links_end(client, admin):
    person, token = workflow.add_person(actor=admin, full_name="Nora", email="nroa@stjudes.example", roles=["staff"])
    assert correct(person, admin, email="Nora@stjudes.example").email == "nora@stjudes.example"
    assert client.get(reverse("people:accept_invitation", args=[token])).status_code == 409


def test_the_address_of_somebody_who_signs_in_stays(admin, teacher):
    with pytest.raises(InvalidInput) as refusal:
        correct(teacher, admin, email="other@stjudes.example")
    assert refusal.value.field == "email"


@pytest.mark.parametrize(("who", "whom"), [("teacher2", "teacher"), ("admin", "head"), ("volunteer", "volunteer")])
def test_who_may_not_correct_whom(request, who, whom):
    with pytest.raises(NotAllowed):
        correct(request.getfixturevalue(whom), request.getfixturevalue(who), full_name="X")


def test_employment_must_fit_the_roles(admin, teacher, chair, make_person):
    with pytest.raises(InvalidInput) as refusal:
        correct(teacher, admin, is_employed=False)
    assert refusal.value.field == "is_employed"
    with pytest.raises(InvalidInput):
        correct(chair, admin, is_employed=True)  # nobody whom SLT employs reads what names SLT
    assert correct(make_person("Gus", "governor", employed=False), admin, is_employed=True).is_employed


@pytest.mark.parametrize("role", ["chair_of_governors", "outside_contact"])
def test_nobody_becomes_the_one_above_slt_by_themselves_nor_in_silence(
    role, admin, admin2, head, teacher, volunteer, chair
):
    for person in (admin, teacher):  # oneself, and a colleague
        with pytest.raises((NotAllowed, InvalidInput)):
            workflow.grant_role(person, role, actor=admin)
    with pytest.raises(NotAllowed):
        workflow.grant_role(volunteer, role, actor=head)
    if role == "outside_contact":
        workflow.grant_role(volunteer, role, actor=admin)
        told = Notification.objects.filter(template="people.role_above_given")
        assert {row.recipient for row in told} == {admin, admin2, head, chair}
        assert volunteer.needs_second_factor


def test_correcting_in_a_browser(client, sign_in, admin, teacher):
    place = reverse("people:correct_person", args=[teacher.pk])
    values = {"full_name": "Thomas Teacher", "email": teacher.email, "is_employed": "yes"}
    assert "Tom Teacher" in sign_in(client, admin).get(place).content.decode()
    assert client.post(place, values).url == reverse("people:person", args=[teacher.pk])
    assert User.objects.get(pk=teacher.pk).full_name == "Thomas Teacher"
    assert "already" in client.post(place, values | {"email": admin.email}).content.decode()


@pytest.mark.parametrize(
    "verb",
    [
        lambda chair, actor: workflow.revoke_role(chair, Role.CHAIR_OF_GOVERNORS, actor=actor),
        lambda chair, actor: workflow.switch_off(chair, actor=actor),
        lambda chair, actor: workflow.invite(chair, actor=actor),
        lambda chair, actor: workflow.set_leaving_day(chair, actor=actor, leaves_on=the_clock.today()),
        lambda chair, actor: correct(chair, actor, full_name="Somebody Else"),
    ],
)
def test_slt_does_not_choose_who_decides_its_own_cases(verb, chair, head, admin):
    workflow.grant_role(chair, Role.GOVERNOR, actor=admin)
    Authenticator.objects.create(user=chair, type=Authenticator.Type.TOTP, data={"secret": "x"})
    with pytest.raises(NotAllowed, match="only an Administrator"):
        verb(chair, head)


def test_slt_makes_nobody_chair(head, teacher, volunteer, admin):
    with pytest.raises(NotAllowed, match="only an Administrator"):
        workflow.grant_role(volunteer, Role.CHAIR_OF_GOVERNORS, actor=head)
    with pytest.raises(NotAllowed, match="only an Administrator"):
        workflow.add_person(
            actor=head, full_name="A Friend", email="friend@x.example", roles=["chair_of_governors"], is_employed=False
        )
    assert workflow.grant_role(volunteer, Role.CHAIR_OF_GOVERNORS, actor=admin).holds(Role.CHAIR_OF_GOVERNORS)
