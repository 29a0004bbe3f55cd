"""Nobody comes by a role that reads what is confidential in silence (A4, H5)."""

from datetime import timedelta

import pytest

from notifications import messages
from notifications.models import Notification
from people import workflow
from people.models import User
from people.tests.test_staff_list import upload

GIVEN = ("people.role_of_trust_given", "people.role_above_given", "people.role_of_trust_again")


def told_of(name: str) -> dict[User, str]:
    rows = Notification.objects.filter(template__in=GIVEN, params__name=name)
    return {row.recipient: row.template.rpartition(".")[2] for row in rows}


@pytest.mark.parametrize(
    ("role", "by", "told"),
    [
        ("slt", "head", {"head", "deputy"}),
        ("safeguarding_lead", "admin", {"dsl", "head", "deputy"}),
        ("deputy_safeguarding_lead", "head", {"dsl", "head", "deputy"}),
        ("governor", "head", set()),
    ],
)
def test_those_who_read_it_already_hear_who_reads_it_from_now_on(role, by, told, request, teacher, admin2):
    everybody = {name: request.getfixturevalue(name) for name in ("head", "deputy", "admin", "dsl", "teacher2")}
    workflow.grant_role(teacher, role, actor=everybody[by])
    assert told_of(teacher.full_name) == dict.fromkeys([everybody[name] for name in told], "role_of_trust_given")


def test_so_they_do_of_somebody_who_is_added_or_comes_back(head, deputy, admin, dsl):
    person, _ = workflow.add_person(
        actor=head, full_name="Nia New", email="nia@stjudes.example", roles=["slt", "staff"]
    )
    assert told_of("Nia New") == dict.fromkeys([head, deputy], "role_of_trust_given")
    Notification.objects.all().delete()
    workflow.switch_off(person, actor=head)
    assert told_of("Nia New") == {}
    workflow.switch_on(person, actor=head)
    assert told_of("Nia New") == dict.fromkeys([head, deputy], "role_of_trust_again")


@pytest.mark.parametrize("day", ["none", "later"])
def test_so_they_do_of_somebody_who_had_left_and_whose_last_day_is_taken_out_or_put_off(
    day, head, deputy, chair, admin, make_person, clock
):
    today = clock.now.date()
    away = make_person("Olga Outside", "outside_contact", employed=False, leaves_on=today - timedelta(days=3))
    if day == "none":
        workflow.clear_leaving_day(away, actor=admin)
    else:
        workflow.set_leaving_day(away, actor=admin, leaves_on=today + timedelta(days=30))
    assert told_of("Olga Outside") == dict.fromkeys([head, deputy, chair, admin], "role_of_trust_again")
    Notification.objects.all().delete()
    workflow.set_leaving_day(away, actor=admin, leaves_on=today + timedelta(days=40))
    workflow.clear_leaving_day(away, actor=admin)
    assert told_of("Olga Outside") == {}  # they were there all the time


def test_so_they_do_of_whoever_a_staff_list_adds(head, deputy, admin, admin2, dsl):
    kept = upload(
        admin,
        "Lee Lead,lee@stjudes.example,staff;deputy safeguarding lead,yes,,,",
        "Olga Outside,olga@x.example,outside contact,no,,,",
        "Nora Staff,nora@stjudes.example,staff,yes,,,",
    )
    workflow.add_staff_list(kept, actor=admin, invite=False)
    new = User.objects.get(email="lee@stjudes.example")
    assert new.holds("deputy_safeguarding_lead")
    assert told_of("Lee Lead") == dict.fromkeys([dsl, head, deputy], "role_of_trust_given")
    assert told_of("Olga Outside") == dict.fromkeys([head, deputy, admin, admin2], "role_above_given")
    assert told_of("Nora Staff") == {}


def test_such_a_notice_says_nothing_of_incidents():
    for name in GIVEN[::2]:
        message = messages.get(name)
        assert "incident" not in (message.title + message.body).casefold()
