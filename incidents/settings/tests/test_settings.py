"""In which order SLT is asked, how soon, and for whom no way round exists (H5, I2)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from audit.models import Event
from core.actors import SWEEP
from core.errors import InvalidInput, NotAllowed, WrongState
from core.registry import needs_of
from incidents import workflow as incidents
from incidents.models import HEAD, Incident, IncidentSettings, Senior
from incidents.settings import workflow
from incidents.staffing import staffing_now
from notifications.models import Notification

PAGE = reverse("incidents:settings")


@pytest.fixture
def order(head, deputy, make_person):
    """The head is known, and the deputy and a third follow."""
    third = make_person("Nia Third", "slt", "staff")
    workflow.order_seniors(head, actor=deputy, way="first")
    return head, deputy, third


def seniors() -> list[int]:
    return list(staffing_now().seniors)


def test_slt_says_who_the_head_is_and_everybody_concerned_hears_of_it(order, admin, chair, teacher) -> None:
    head, deputy, third = order
    assert staffing_now().head == head.pk
    event = Event.objects.get(verb="incidents.order_seniors")
    assert event.data == {"order": seniors()}
    workflow.order_seniors(deputy, actor=head, way="up")
    assert seniors() == [deputy.pk, head.pk, third.pk]
    told = Notification.objects.filter(template="incidents.head_named", params__head=deputy.full_name)
    assert {row.recipient for row in told} == {head, deputy, third, admin, chair}


def test_one_place_down_and_no_further(order) -> None:
    head, deputy, third = order
    before = Notification.objects.count()
    workflow.order_seniors(deputy, actor=head, way="down")
    assert seniors() == [head.pk, third.pk, deputy.pk]
    assert Notification.objects.count() == before  # the head is the same
    with pytest.raises(WrongState):
        workflow.order_seniors(deputy, actor=head, way="down")
    with pytest.raises(InvalidInput):
        workflow.order_seniors(deputy, actor=head, way="sideways")


def test_the_head_is_said_before_the_order_of_the_others(head, deputy) -> None:
    with pytest.raises(WrongState):
        workflow.order_seniors(deputy, actor=head, way="up")
    assert staffing_now().head is None


@pytest.mark.parametrize("who", ["admin", "dsl", "teacher", "chair", "leaver"])
def test_only_slt_changes_anything(order, who, request) -> None:
    person = request.getfixturevalue(who)
    with pytest.raises(NotAllowed):
        workflow.order_seniors(order[1], actor=person, way="up")
    with pytest.raises(NotAllowed):
        workflow.change_settings(actor=person, assess_within=None, chase_after_days=1, numbers="")


def test_only_slt_has_a_place(order, teacher) -> None:
    with pytest.raises(NotAllowed):
        workflow.order_seniors(teacher, actor=order[0], way="first")


def test_when_the_head_leaves_nobody_is_the_head_until_slt_says_so(order, clock) -> None:
    order[0].leaves_on = clock.now.date() - timedelta(days=1)
    order[0].save()
    assert staffing_now().head is None


def test_another_order_takes_the_chair_out_of_nothing(order, chair, teacher) -> None:
    head, deputy, _ = order
    incident = incidents.report(actor=teacher, category="staff", what_happened="Rude.", alleged=[head])
    workflow.order_seniors(deputy, actor=head, way="up")
    incidents.look_for_handlers(incident, actor=SWEEP)
    assert Incident.objects.visible_to(chair).get() == incident
    assert not Incident.objects.visible_to(head).exists()


def test_how_soon_holds_for_the_next_report(order, teacher, clock) -> None:
    head = order[0]
    workflow.change_settings(
        actor=head, assess_within=timedelta(hours=4), chase_after_days=3, numbers="Office 020 7946 0000"
    )
    row = IncidentSettings.objects.get()
    assert (row.assess_within, row.chase_after_days, row.numbers) == (timedelta(hours=4), 3, "Office 020 7946 0000")
    made = incidents.report(actor=teacher, category="offensive", what_happened="Rude.")
    assert made.clocks.get(kind="assess").due_at == clock.now + timedelta(hours=4)
    assert Event.objects.get(verb="incidents.change_settings").data == {
        "hours": 4,
        "chase_after_days": 3,
        "numbers": True,
        "changed": "assess_within,chase_after_days,numbers",
    }
    for wrong in ({"assess_within": timedelta(hours=500)}, {"chase_after_days": 0}):
        with pytest.raises(InvalidInput):
            workflow.change_settings(
                actor=head, **({"assess_within": None, "chase_after_days": 2, "numbers": ""} | wrong)
            )


def test_slt_hears_what_kind_of_thing_was_changed_and_not_to_what(order, admin, clock) -> None:
    head = order[0]
    given = {"assess_within": None, "chase_after_days": 2, "numbers": "Office 020 7946 0000"}
    workflow.change_settings(actor=head, **given)
    told = Notification.objects.filter(template="incidents.settings_changed")
    assert {row.recipient for row in told} == set(order)
    assert {row.params["what"] for row in told} == {workflow.CALLED["numbers"]}
    assert "7946" not in str(list(told.values()))
    clock.move_to(clock.now + timedelta(minutes=1))
    workflow.change_settings(actor=head, **given)  # nothing is another
    assert told.count() == len(order)


def sentences(person) -> str:
    return " ".join(need.sentence for need in needs_of(person))


def test_today_says_so_while_the_head_is_not_known_or_too_few_would_be_left(
    head, deputy, admin, teacher, dsl, make_person
) -> None:
    for person in (head, admin):
        assert "Say who the head is" in sentences(person)
        assert "too few would be left" in sentences(person)
    assert "Say who" not in sentences(teacher) + sentences(dsl)
    workflow.order_seniors(head, actor=deputy, way="first")
    make_person("Olga Outside", "outside_contact", employed=False)
    make_person("Dora Deputylead", "deputy_safeguarding_lead", "staff")
    assert "Say who" not in sentences(head)
    assert "too few" not in sentences(head)


def test_the_page_says_for_whom_and_what_to_do(client, sign_in, head, deputy, admin, dsl) -> None:
    shown = sign_in(client, head).get(PAGE).content.decode()
    assert "Nobody has said who the head is" in shown
    assert f"If {deputy.full_name} were named" in shown
    assert "Chair of governors" in shown
    assert "This is the head" in shown
    client.post(reverse("incidents:name_head", args=[head.pk]))
    assert "This is the head" not in client.get(PAGE).content.decode()
    read = sign_in(client, admin).get(PAGE).content.decode()
    assert "Only SLT changes how incidents are handled." in read
    assert "<button" not in read.partition("<main")[2].partition("</main")[0]


def test_a_page_asks_before_somebody_else_is_the_head(order, chair, client, sign_in, teacher) -> None:
    head, deputy, third = order
    incidents.report(actor=teacher, category="offensive", what_happened="Rude.")
    incidents.report(actor=teacher, category="staff", what_happened="About the deputy.", alleged=[deputy])
    sign_in(client, deputy)
    place = reverse("incidents:name_head", args=[deputy.pk])
    for moved, way in [(deputy, "up"), (head, "down")]:
        asked = client.post(reverse("incidents:order_seniors", args=[moved.pk]), {"way": way})
        assert asked.url == place
    shown = client.get(place).content.decode().replace("&#x27;", "'")
    assert f"A new report that names {deputy} goes to {chair} as well. Until now it did not." in shown
    assert f"A new report that names {head} no longer goes to {chair}: the rest of SLT reads it." in shown
    assert "Of the 1 open file that you handle, 1 goes to" in shown  # and no word of the one that names the deputy
    assert "4 people are told" in shown
    assert staffing_now().head == head.pk
    assert client.post(place).url == PAGE
    assert seniors() == [deputy.pk, head.pk, third.pk]
    assert client.get(place).url == PAGE  # they are the head already


def test_the_form_of_how_soon(client, sign_in, head) -> None:
    place = reverse("incidents:change_settings")
    sign_in(client, head)
    given = {"soon": "hours", "hours": "", "chase_after_days": "2", "numbers": "Office 1"}
    assert "Say how many hours." in client.post(place, given).content.decode()
    assert client.post(place, given | {"hours": "6"}).url == PAGE
    shown = client.get(PAGE).content.decode()
    assert "Within 6 hours" in shown
    client.post(place, given | {"soon": "same_day"})
    assert IncidentSettings.objects.get().assess_within is None


def test_the_order_is_kept_whole(order) -> None:
    assert list(Senior.objects.values_list("place", flat=True)) == [HEAD, HEAD + 1, HEAD + 2]
