"""What a person's page and the directory say of days and line managers, and the forms by which they are changed."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from audit.models import Event
from core.errors import InvalidInput, WrongState
from people import workflow
from people.models import Role, User

STARTS = date(2027, 1, 4)
NEW = {"full_name": "Nora New", "email": "nora@stjudes.example", "is_employed": "yes", "roles": ["staff"]}


def url(name, *args):
    return reverse(f"people:{name}", args=args)


def text(answer):
    return answer.content.decode()


def correct(person, actor, **changes):
    known = ("full_name", "email", "is_employed", "starts_on", "line_manager")
    return workflow.correct_person(person, actor=actor, **({name: getattr(person, name) for name in known} | changes))


def test_somebody_is_added_with_days_and_line_manager(client, sign_in, admin, head):
    days = {"starts_on": "2027-01-04", "leaves_on": "2027-07-20", "line_manager": head.pk}
    sign_in(client, admin).post(url("add_person"), NEW | days)
    person = User.objects.get(email=NEW["email"])
    assert (person.starts_on, person.leaves_on, person.line_manager) == (STARTS, date(2027, 7, 20), head)
    page = text(client.get(url("person", person.pk)))
    for words in (
        "Starts on",
        "Monday 4 January 2027",
        "Tuesday 20 July 2027",
        "Helen Head",
        "Access ends at midnight",
    ):
        assert words in page


@pytest.mark.parametrize(
    ("days", "field"),
    [
        ({"leaves_on": date(2026, 11, 17)}, "leaves_on"),
        ({"starts_on": STARTS, "leaves_on": date(2027, 1, 3)}, "leaves_on"),
        ({"starts_on": date(1, 1, 1)}, "starts_on"),
        ({"leaves_on": date(9999, 12, 31)}, "leaves_on"),
    ],
)
def test_days_that_cannot_be_add_nobody(admin, days, field):
    with pytest.raises(InvalidInput) as refusal:
        workflow.add_person(actor=admin, full_name="Nora", email="nora@x.example", roles=["staff"], **days)
    assert refusal.value.field == field
    assert not User.objects.filter(email="nora@x.example").exists()


def test_somebody_who_starts_later_may_come_in_to_prepare(client, admin):
    person, token = workflow.add_person(
        actor=admin, full_name="Nora New", email="nora@x.example", roles=["staff"], starts_on=STARTS
    )
    assert client.get(url("accept_invitation", token)).status_code == 200
    assert person.may_sign_in


@pytest.mark.parametrize("who", ["leaver", "volunteer", "chair"])
def test_a_line_manager_works_at_the_school_now(request, admin, teacher, who):
    with pytest.raises(InvalidInput, match="works at the school") as refusal:
        correct(teacher, admin, line_manager=request.getfixturevalue(who))
    assert refusal.value.field == "line_manager"


def test_nobody_leads_themselves_nor_those_who_lead_them(admin, teacher, teacher2, outsider):
    correct(teacher2, admin, line_manager=teacher)
    correct(outsider, admin, line_manager=teacher2)
    for manager in (teacher, teacher2, outsider):
        with pytest.raises(InvalidInput):
            correct(User.objects.get(pk=teacher.pk), admin, line_manager=User.objects.get(pk=manager.pk))


def test_a_line_manager_who_has_left_stays_until_another_is_chosen(client, sign_in, admin, teacher, leaver):
    User.objects.filter(pk=teacher.pk).update(line_manager=leaver)
    teacher.refresh_from_db()
    page = text(sign_in(client, admin).get(url("person", teacher.pk)))
    assert "has no access any more" in page
    assert correct(teacher, admin, full_name="Tom T. Teacher").line_manager == leaver
    assert "Leo Leaver" in text(client.get(url("correct_person", teacher.pk)))


def test_correcting_days_and_line_manager_in_a_browser(client, sign_in, admin, teacher, head):
    place = url("correct_person", teacher.pk)
    values = {"full_name": teacher.full_name, "email": teacher.email, "is_employed": "yes"}
    sign_in(client, admin).post(place, values | {"starts_on": "2024-09-02", "line_manager": head.pk})
    teacher.refresh_from_db()
    assert (teacher.starts_on, teacher.line_manager) == (date(2024, 9, 2), head)
    assert Event.objects.get(verb="people.correct_person").data == {"starts_on": True, "line_manager": True}
    client.post(place, values)
    teacher.refresh_from_db()
    assert (teacher.starts_on, teacher.line_manager) == (None, None)
    with pytest.raises(WrongState):
        correct(teacher, admin)


def test_the_directory_says_who_starts_and_to_those_who_look_after_people_who_leaves(
    client, sign_in, head, teacher, make_person
):
    make_person("Lily Leaving", Role.STAFF, leaves_on=date(2026, 12, 18))
    make_person("Late Leaving", Role.STAFF, leaves_on=date(2027, 7, 20))
    make_person("Sam Starting", Role.STAFF, starts_on=STARTS)
    sign_in(client, head)
    soon = client.get(url("list"), {"standing": "leaving"})
    assert [person.full_name for person in soon.context["page"]] == ["Lily Leaving"]
    assert "Leaves on" in text(soon)
    starting = client.get(url("list"), {"standing": "starting"})
    assert [person.full_name for person in starting.context["page"]] == ["Sam Starting"]
    client.logout()
    everybody = text(sign_in(client, teacher).get(url("list"), {"standing": "leaving"}))
    assert "Leaves on" not in everybody
    assert "Starts on" in everybody
    assert "Leaving soon" not in everybody


def test_a_page_says_whether_the_link_still_works(client, sign_in, admin, clock):
    person, _ = workflow.add_person(actor=admin, full_name="Nora New", email="nora@x.example", roles=["staff"])
    sign_in(client, admin)
    assert "The link that was sent works until" in text(client.get(url("person", person.pk)))
    clock.move_to(clock.now + timedelta(days=8))
    assert "has run out" in text(client.get(url("person", person.pk)))


def test_a_leaver_reads_on_their_own_page_what_ends_when(client, sign_in, teacher):
    User.objects.filter(pk=teacher.pk).update(leaves_on=date(2026, 12, 18))
    page = text(sign_in(client, teacher).get(url("person", teacher.pk)))
    assert "When you leave" in page
    assert "stays confidential after you leave" in page


def test_a_volunteer_reads_the_name_of_the_line_manager_and_no_link(client, sign_in, volunteer, teacher):
    User.objects.filter(pk=volunteer.pk).update(line_manager=teacher)
    page = text(sign_in(client, volunteer).get(url("person", volunteer.pk)))
    assert "Tom Teacher" in page
    assert url("person", teacher.pk) not in page
