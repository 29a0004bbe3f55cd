"""A lost second step: taken away by two people together, by SLT alone for some, by the machine's operator at last."""

from datetime import timedelta
from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.urls import reverse

from audit.models import Event
from core import registry
from core.actors import DAILY
from core.clock import today as clock_today
from core.errors import NotAllowed, WrongState
from notifications.models import Notification
from people import tasks, workflow
from people.models import Role, Session, StepReset
from people.tests.steps import add_app
from people.workflow import second_steps


@pytest.fixture
def asked(admin, admin2, head):
    """Ada asks for Alan, who has lost his phone."""
    add_app(admin2)
    return workflow.ask_step_reset(admin2, actor=admin)


def has_step(person):
    return Authenticator.objects.filter(user=person).exists()


def told(person, template):
    return Notification.objects.filter(recipient=person, template=template, withdrawn_at=None).count()


@pytest.mark.parametrize("who", ["head", "deputy", "dsl", "admin2"])
def test_a_role_that_needs_it_loses_it_by_nobody_alone(request, deputy, admin, who):
    person = request.getfixturevalue(who)
    add_app(person)
    alone = deputy if person != deputy else request.getfixturevalue("head")
    with pytest.raises(NotAllowed):
        workflow.clear_second_steps(person, actor=alone)
    with pytest.raises(NotAllowed):
        workflow.clear_second_steps(person, actor=admin)
    assert has_step(person)


def test_anybody_else_s_is_taken_away_by_slt_alone(teacher, head, admin):
    add_app(teacher)
    with pytest.raises(NotAllowed):
        workflow.clear_second_steps(teacher, actor=admin)
    workflow.clear_second_steps(teacher, actor=head)
    assert not has_step(teacher)
    assert told(teacher, "people.sign_in_changed") == 1


def test_asking_takes_nothing_away_and_tells_those_who_may_agree_and_the_person(asked, admin, admin2, head, teacher):
    assert has_step(admin2)
    assert told(head, "people.step_reset_asked") == 1
    assert told(admin2, "people.step_reset_asked_of_you") == 1
    for nobody in (admin, admin2, teacher):
        assert told(nobody, "people.step_reset_asked") == 0
    assert Event.objects.about(admin2).filter(verb="people.ask_step_reset", actor=f"person:{admin.pk}").exists()


def test_another_agrees_and_it_is_gone(asked, client, admin, admin2, head, sign_in):
    sign_in(client, admin2)
    workflow.agree_step_reset(asked, actor=head)
    assert not has_step(admin2)
    assert not Session.objects.filter(person=admin2).exists()
    assert client.get("/").status_code == 302
    assert told(admin2, "people.sign_in_changed") == 1
    assert told(admin, "people.step_reset_decided") == 1
    assert told(head, "people.step_reset_asked") == 0
    event = Event.objects.about(admin2).get(verb="people.agree_step_reset")
    assert event.data == {"reset": asked.pk, "asked_by": admin.pk}


@pytest.mark.parametrize("who", ["admin", "admin2", "teacher", "chair", "volunteer", "dsl"])
def test_neither_who_asked_nor_the_person_nor_anybody_else_agrees(asked, request, who):
    with pytest.raises(NotAllowed):
        workflow.agree_step_reset(asked, actor=request.getfixturevalue(who))
    asked.refresh_from_db()
    assert asked.decided_at is None
    assert has_step(asked.person)


def test_somebody_switched_off_does_not_agree_and_what_they_asked_is_not_agreed_to(asked, admin, head, deputy):
    workflow.switch_off(admin, actor=head)
    with pytest.raises(WrongState, match="may not do so any more"):
        workflow.agree_step_reset(asked, actor=deputy)
    deputy.is_active = False
    deputy.save()
    with pytest.raises(NotAllowed):
        workflow.agree_step_reset(asked, actor=deputy)
    assert has_step(asked.person)


@pytest.mark.parametrize("who", ["head", "admin2"])
def test_another_lead_or_the_person_refuses(asked, request, admin, who):
    workflow.refuse_step_reset(asked, actor=request.getfixturevalue(who))
    assert has_step(asked.person)
    assert told(admin, "people.step_reset_decided") == 1
    with pytest.raises(WrongState):
        workflow.agree_step_reset(asked, actor=request.getfixturevalue("head"))


@pytest.mark.parametrize("who", ["admin", "teacher", "dsl"])
def test_others_do_not_refuse(asked, request, who):
    with pytest.raises(NotAllowed):
        workflow.refuse_step_reset(asked, actor=request.getfixturevalue(who))


def test_it_runs_out_after_a_day_even_before_the_round_comes(asked, head, admin, clock):
    clock.move_to(clock.now + timedelta(hours=24, seconds=1))
    with pytest.raises(WrongState, match="run out"):
        workflow.agree_step_reset(asked, actor=head)
    tasks.close_step_resets()
    tasks.close_step_resets()
    asked.refresh_from_db()
    assert (asked.agreed, asked.decided_by) == (None, None)
    assert asked.decided_at is not None
    assert told(admin, "people.step_reset_lapsed") == 1
    assert told(head, "people.step_reset_asked") == 0
    assert Event.objects.filter(verb="people.lapse_step_reset").count() == 1
    assert has_step(asked.person)


def test_the_round_leaves_a_young_request_alone(asked):
    tasks.close_step_resets()
    asked.refresh_from_db()
    assert asked.decided_at is None
    with pytest.raises(WrongState):
        workflow.lapse_step_reset(asked, actor=DAILY)


def test_it_can_be_asked_again_once_it_ran_out_but_not_twice_at_once(asked, admin, admin2, head, clock):
    with pytest.raises(WrongState, match="already"):
        workflow.ask_step_reset(admin2, actor=head)
    clock.move_to(clock.now + timedelta(hours=25))
    again = workflow.ask_step_reset(admin2, actor=admin)
    workflow.agree_step_reset(again, actor=head)
    assert not has_step(admin2)


def test_it_is_asked_only_for_somebody_who_has_one_and_only_where_another_can_agree(admin, admin2, teacher):
    with pytest.raises(WrongState, match="no second step"):
        workflow.ask_step_reset(teacher, actor=admin)
    add_app(admin2)
    with pytest.raises(WrongState, match="clear_second_steps alan.admin@stjudes.example"):
        workflow.ask_step_reset(admin2, actor=admin)
    assert not StepReset.objects.exists()


@pytest.mark.parametrize("who", ["teacher", "dsl", "volunteer", "chair"])
def test_only_an_administrator_or_slt_asks(request, teacher2, head, who):
    add_app(teacher2)
    with pytest.raises(NotAllowed):
        workflow.ask_step_reset(teacher2, actor=request.getfixturevalue(who))


def test_nobody_asks_for_themselves(admin, head):
    add_app(admin)
    with pytest.raises(NotAllowed):
        workflow.ask_step_reset(admin, actor=admin)


def test_the_database_itself_wants_two(asked, admin):
    asked.decided_by, asked.decided_at = admin, asked.asked_at
    with pytest.raises(IntegrityError), transaction.atomic():
        asked.save()


def test_a_request_is_moot_once_slt_took_the_step_away(teacher, admin, head):
    add_app(teacher)
    reset = workflow.ask_step_reset(teacher, actor=admin)
    workflow.clear_second_steps(teacher, actor=head)
    with pytest.raises(WrongState):
        workflow.agree_step_reset(reset, actor=head)
    assert told(head, "people.step_reset_asked") == 0


@pytest.mark.django_db
def test_a_rollback_leaves_neither_record_nor_notice(asked, head, monkeypatch):
    def fails(*args, **kwargs):
        raise RuntimeError

    before = Event.objects.count(), Notification.objects.count()
    monkeypatch.setattr(second_steps, "_tell_asker", fails)
    with pytest.raises(RuntimeError):
        workflow.agree_step_reset(asked, actor=head)
    assert (Event.objects.count(), Notification.objects.count()) == before
    assert has_step(asked.person)


# --- the pages


def test_it_waits_on_today_and_is_agreed_to_in_the_browser(asked, client, sign_in, head, admin, admin2):
    assert [need for need in registry.needs_of(admin) if "second step" in need.sentence] == []
    [need] = [need for need in registry.needs_of(head) if "second step" in need.sentence]
    assert need.sentence == "Ada Admin asks to take away the lost second step of Alan Admin"
    [own] = [need for need in registry.needs_of(admin2) if "second step" in need.sentence]
    assert "your second step" in own.sentence
    sign_in(client, head)
    page = client.get(need.url).content.decode()
    assert reverse("people:agree_step_reset", args=[asked.pk]) in page
    assert "by two people" not in page
    client.get(reverse("people:agree_step_reset", args=[asked.pk]))
    assert has_step(admin2)
    answer = client.post(reverse("people:agree_step_reset", args=[asked.pk]), follow=True)
    assert "is gone" in answer.content.decode()
    assert not has_step(admin2)


def test_the_person_s_page_offers_to_ask(client, sign_in, admin, admin2, head):
    add_app(admin2)
    sign_in(client, admin)
    place = reverse("people:ask_step_reset", args=[admin2.pk])
    assert place in client.get(reverse("people:person", args=[admin2.pk])).content.decode()
    answer = client.post(place, follow=True)
    assert "Waits for an answer" in answer.content.decode()
    assert "You asked for this yourself" in answer.content.decode()
    assert client.post(reverse("people:agree_step_reset", args=[StepReset.objects.get().pk])).status_code == 403


def test_a_stranger_to_the_request_does_not_find_it(asked, client, sign_in, teacher):
    sign_in(client, teacher)
    for name in ("step_reset", "agree_step_reset", "refuse_step_reset"):
        assert client.get(reverse(f"people:{name}", args=[asked.pk])).status_code == 404


def test_refusing_in_the_browser(asked, client, sign_in, admin2):
    sign_in(client, admin2)
    page = client.get(reverse("people:step_reset", args=[asked.pk])).content.decode()
    assert reverse("people:refuse_step_reset", args=[asked.pk]) in page
    assert reverse("people:agree_step_reset", args=[asked.pk]) not in page
    client.post(reverse("people:refuse_step_reset", args=[asked.pk]))
    asked.refresh_from_db()
    assert asked.agreed is False


# --- the machine's operator


def test_the_operator_clears_it_on_the_record_and_the_person_is_told(admin):
    add_app(admin)
    said = StringIO()
    call_command("clear_second_steps", admin.email.upper(), stdout=said)
    assert "Ada Admin comes in without a second step" in said.getvalue()
    assert not has_step(admin)
    assert Event.objects.get(verb="people.clear_second_steps").actor == "system:command-line"
    assert told(admin, "people.sign_in_changed") == 1


@pytest.mark.parametrize(
    ("email", "words"), [("nobody@x.example", "Nobody"), ("ada.admin@stjudes.example", "no second")]
)
def test_the_command_says_why_not(admin, email, words):
    with pytest.raises(CommandError, match=words):
        call_command("clear_second_steps", email)


# --- a new link must not undo it


def test_a_new_link_for_somebody_without_their_second_step_is_slt_s(admin, admin2, head, dsl):
    for person in (admin2, dsl):
        with pytest.raises(NotAllowed, match="no second step at the moment"):
            workflow.invite(person, actor=admin)
        assert workflow.invite(person, actor=head)
        add_app(person)
        assert workflow.invite(person, actor=admin)


def test_a_new_link_for_who_acts_for_slt_is_slt_s(admin, head, deputy, teacher):
    """Whoever came in by it could add a second step of their own, and decide."""
    add_app(teacher)
    workflow.record_absence(
        head, actor=head, from_on=clock_today(), until_on=clock_today() + timedelta(days=2), delegate=teacher
    )
    Authenticator.objects.all().delete()
    with pytest.raises(NotAllowed, match="no second step at the moment"):
        workflow.invite(teacher, actor=admin)
    assert workflow.invite(teacher, actor=deputy)


def test_nobody_makes_a_link_for_the_chair_or_who_acts_for_the_chair(admin, head, chair, make_person):
    """The chair decides SLT's own cases: neither SLT nor an Administrator may come in as the chair."""
    governor = make_person("Gus Governor", Role.GOVERNOR, employed=False)
    assert workflow.invite(governor, actor=admin)
    workflow.record_absence(
        chair, actor=chair, from_on=clock_today(), until_on=clock_today() + timedelta(days=2), delegate=governor
    )
    for person in (chair, governor):
        for actor in (admin, head):
            with pytest.raises(NotAllowed, match="I have forgotten my password"):
                workflow.invite(person, actor=actor)
    add_app(chair)
    assert workflow.invite(chair, actor=admin)


def test_a_chair_who_never_came_in_gets_a_link(admin):
    person, _ = workflow.add_person(
        actor=admin,
        full_name="Cora New",
        email="cora@stjudes.example",
        roles=[Role.CHAIR_OF_GOVERNORS],
        is_employed=False,
    )
    assert workflow.invite(person, actor=admin)


def test_who_never_came_in_gets_a_link_from_an_administrator(admin):
    person, _ = workflow.add_person(
        actor=admin, full_name="Nora New", email="nora@stjudes.example", roles=[Role.ADMINISTRATOR, Role.STAFF]
    )
    assert workflow.invite(person, actor=admin)
