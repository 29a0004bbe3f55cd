"""The police or an agency told, chased until they answer (I2, I4)."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.models import Event
from core.errors import InvalidInput, NotAllowed, WrongState
from core.registry import needs_of
from core.worktime import Calendar
from incidents import workflow
from incidents.agencies import suggested
from incidents.agencies.chasing import default_chase_on, working_days_after
from incidents.agencies.tasks import remind_to_chase
from incidents.models import Agency, IncidentSettings, Referral
from incidents.states import Clock, Part
from notifications.models import Notification


@pytest.fixture
def told(incident, head, clock) -> Referral:
    police = Agency.objects.get(key="police")
    workflow.refer(incident, actor=head, agency=police, how="Phone", reference="CAD 7", referred_at=clock.now)
    return incident.referrals.get()


@pytest.mark.parametrize(
    ("since", "days", "off", "expected"),
    [
        (date(2026, 11, 18), 2, [], date(2026, 11, 20)),  # Wednesday to Friday
        (date(2026, 11, 19), 2, [], date(2026, 11, 23)),  # over a weekend
        (date(2026, 11, 21), 1, [], date(2026, 11, 23)),  # told on a Saturday
        (date(2026, 12, 24), 2, [], date(2026, 12, 30)),  # Christmas, its substitute day, a weekend
        (date(2026, 11, 18), 2, [date(2026, 11, 19)], date(2026, 11, 23)),  # a day off of the school's
    ],
)
def test_the_day_to_ask_again_counts_working_days(since, days, off, expected) -> None:
    assert working_days_after(since, days, Calendar(frozenset(off))) == expected


def test_it_is_asked_again_as_soon_as_slt_has_set(told, clock) -> None:
    assert told.chase_at.isoformat() == "2026-11-20T09:00:00+00:00"
    IncidentSettings.objects.update_or_create(id=1, defaults={"chase_after_days": 5})
    assert default_chase_on(clock.now) == date(2026, 11, 25)


def test_what_was_told_is_in_the_file_and_on_the_record(told, incident, head) -> None:
    assert (told.name, told.reference, told.by, told.is_waiting) == (
        "The police: not an emergency", "CAD 7", head, True,
    )  # fmt: skip
    event = Event.objects.get(verb="incidents.refer")
    assert event.data == {"referral": told.pk, "answer_waited_for": True}


@pytest.mark.parametrize("who", ["teacher", "admin", "dsl", "volunteer", "outsider", "chair"])
def test_only_handlers_tell_chase_and_answer(told, incident, who, request, clock) -> None:
    person = request.getfixturevalue(who)
    for verb, given in [
        (workflow.chase, {}),
        (workflow.record_answer, {"answer": "Thank you."}),
        (workflow.expect_no_answer, {"reason": "It is over."}),
    ]:
        with pytest.raises(NotAllowed):
            verb(told, actor=person, **given)
    with pytest.raises(NotAllowed):
        workflow.refer(incident, actor=person, name="Police", how="Phone", reference="", referred_at=clock.now)
    assert incident.referrals.get().is_waiting


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"name": ""}, "agency"),
        ({"how": " "}, "how"),
        ({"referred_at": timedelta(hours=1)}, "referred_at"),
        ({"chase_on": date(2026, 11, 17)}, "chase_on"),
    ],
)
def test_a_referral_says_who_how_and_when(incident, head, clock, given, field) -> None:
    usual = {"name": "Police", "how": "Phone", "reference": "", "referred_at": timedelta()}
    asked = {**usual, **given}
    asked["referred_at"] = clock.now + asked["referred_at"]
    with pytest.raises(InvalidInput) as refused:
        workflow.refer(incident, actor=head, **asked)
    assert refused.value.field == field
    assert not incident.referrals.exists()


def test_it_is_asked_again_until_it_is_answered(told, incident, head, deputy, clock) -> None:
    clock.move_to(clock.now + timedelta(days=3))
    chased = workflow.chase(told, actor=head, note="Left a message.")
    assert (chased.times_chased, chased.chase_at.date(), chased.reminded_at) == (1, date(2026, 11, 24), None)
    answered = workflow.record_answer(told, actor=deputy, answer="An officer comes on Monday.", reference="CAD 9")
    assert (answered.chase_at, answered.reference, answered.answered_at) == (None, "CAD 9", clock.now)
    texts = list(incident.entries.values_list("text", flat=True))
    assert "The police: not an emergency was asked again. Left a message." in texts
    assert any(text.startswith("The police: not an emergency answered: An officer comes") for text in texts)
    for verb, given in [(workflow.chase, {}), (workflow.record_answer, {"answer": "More."})]:
        with pytest.raises(WrongState):
            verb(told, actor=head, **given)


def test_an_answer_has_words_and_comes_after_the_question(told, head, clock) -> None:
    for given, field in [
        ({"answer": " "}, "answer"),
        ({"answer": "Yes.", "answered_at": clock.now - timedelta(minutes=1)}, "answered_at"),
        ({"answer": "Yes.", "answered_at": clock.now + timedelta(minutes=1)}, "answered_at"),
    ]:
        with pytest.raises(InvalidInput) as refused:
            workflow.record_answer(told, actor=head, **given)
        assert refused.value.field == field


def test_nobody_waits_for_an_answer_that_is_not_needed_and_it_says_why(told, incident, head) -> None:
    with pytest.raises(InvalidInput):
        workflow.expect_no_answer(told, actor=head, reason=" ")
    done = workflow.expect_no_answer(told, actor=head, reason="They only take reports.")
    assert (done.chase_at, done.is_waiting) == (None, False)
    assert incident.entries.get(kind="decision").reason == "They only take reports."
    assert not workflow.record_answer(told, actor=head, answer="They wrote after all.").is_waiting


def test_no_day_is_set_where_no_answer_is_expected_from_the_start(incident, head, clock) -> None:
    workflow.refer(
        incident, actor=head, name="IWF", how="Their form", reference="", referred_at=clock.now,
        no_answer_needed="They do not answer.",
    )  # fmt: skip
    assert (incident.referrals.get().chase_at, incident.referrals.get().is_waiting) == (None, False)


def test_handlers_are_reminded_once_for_each_day_and_not_told_who_it_is(told, incident, head, deputy, clock) -> None:
    remind_to_chase()
    assert not Notification.objects.filter(template="incidents.time_to_chase").exists()
    assert not [need for need in needs_of(head) if need.button == "Ask again"]
    clock.move_to(clock.now + timedelta(days=2))
    remind_to_chase()
    remind_to_chase()
    found = Notification.objects.filter(template="incidents.time_to_chase")
    assert sorted(found.values_list("recipient", flat=True)) == sorted([head.pk, deputy.pk])
    need = next(need for need in needs_of(head) if need.button == "Ask again")
    assert "olice" not in str(found.values()) + need.sentence
    workflow.chase(told, actor=head)
    assert not [need for need in needs_of(head) if need.button == "Ask again"]
    clock.move_to(clock.now + timedelta(days=5))
    remind_to_chase()
    assert found.filter(recipient=head).count() == 2


def test_whoever_is_named_hears_nothing_of_it(told, incident, head, deputy, clock) -> None:
    workflow.name_person(incident, deputy, actor=head, part=Part.ALLEGED)
    clock.move_to(clock.now + timedelta(days=3))
    remind_to_chase()
    heard = Notification.objects.filter(template="incidents.time_to_chase", withdrawn_at=None)
    assert not heard.filter(recipient=deputy).exists()
    assert not [need for need in needs_of(deputy) if need.button == "Ask again"]


def test_what_is_not_recorded_did_not_happen(told, head, broken_record) -> None:
    with pytest.raises(OSError, match="record"):
        workflow.record_answer(told, actor=head, answer="Yes.")
    assert Referral.objects.get().is_waiting


def test_the_database_itself_keeps_an_answer_with_its_words_and_no_day_after_it(told, clock) -> None:
    for change in ({"answered_at": clock.now, "chase_at": None}, {"answered_at": clock.now, "answer": "Yes."}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Referral.objects.filter(pk=told.pk).update(**change)


@pytest.mark.parametrize(
    ("category", "first"),
    [
        ("staff", "designated_officer"),
        ("indecent_image", "police"),
        ("data_protection", "regulator"),
        ("threat_to_life", "police_emergency"),
    ],
)
def test_those_that_fit_its_kind_are_offered_first(make_incident, head, dsl, category, first) -> None:
    fits, others = suggested.in_order(make_incident(category))
    assert fits[0].key == first
    assert not {one.pk for one in fits} & {one.pk for one in others}


def page(client, sign_in, person, stem, incident, **kwargs):
    sign_in(client, person)
    return reverse(f"incidents:{stem}", kwargs={"ref": incident.public_id, **kwargs})


def test_the_page_shows_whom_to_ring_and_leads_to_the_clock_that_it_meets(
    make_incident, head, deputy, client, sign_in
) -> None:
    incident = make_incident("data_protection")
    url = page(client, sign_in, head, "refer", incident)
    shown = client.get(url).content.decode()
    assert 'href="tel:03031231113"' in shown
    assert "2026-11-20" in shown
    regulator = Agency.objects.get(key="regulator")
    answer = client.post(url, {"agency": regulator.pk, "how": "Phone", "referred_at": "2026-11-18T09:30"})
    assert answer["Location"] == reverse(
        "incidents:record_duty", kwargs={"ref": incident.public_id, "kind": Clock.REGULATOR}
    )
    workflow.record_duty(
        incident, Clock.REGULATOR, actor=head, done_at=incident.referrals.get().referred_at, how="Phone"
    )
    assert incident.referrals.count() == 1


def test_one_is_chosen_or_named_and_what_was_typed_stays(incident, head, deputy, client, sign_in) -> None:
    url = page(client, sign_in, head, "refer", incident)
    police = Agency.objects.get(key="police")
    typed = {"agency": police.pk, "name": "PC Lee", "how": "At the gate", "referred_at": "2026-11-18T09:30"}
    shown = client.post(url, typed).content.decode()
    assert "Choose one: somebody from the list, or a name here." in shown
    assert "At the gate" in shown
    client.post(url, {**typed, "agency": ""})
    assert incident.referrals.get().name == "PC Lee"


def test_it_is_chased_and_answered_on_its_pages(told, incident, head, client, sign_in) -> None:
    again = page(client, sign_in, head, "chase", incident, referral_pk=told.pk)
    client.post(again, {"note": "No one there.", "chase_on": "2026-12-01"})
    told.refresh_from_db()
    assert told.chase_at.date() == date(2026, 12, 1)
    answer = page(client, sign_in, head, "record_answer", incident, referral_pk=told.pk)
    client.post(answer, {"answer": "They look into it.", "answered_at": "2026-11-18T10:00"})
    shown = client.get(page(client, sign_in, head, "incident", incident)).content.decode()
    assert "They look into it." in shown
    assert "I asked again" not in shown


def test_a_referral_of_another_file_is_none_of_this_one(told, make_incident, head, client, sign_in) -> None:
    other = make_incident()
    assert client.get(page(client, sign_in, head, "chase", other, referral_pk=told.pk)).status_code == 404


def test_the_file_costs_the_same_however_many_were_told(told, incident, head, client, sign_in, clock) -> None:
    url = page(client, sign_in, head, "incident", incident)

    def cost() -> int:
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        return len(queries)

    few = cost()
    for agency in Agency.objects.all()[:5]:
        workflow.refer(incident, actor=head, agency=agency, how="Phone", reference="", referred_at=clock.now)
    assert cost() == few


def as_it_stands(told) -> dict[str, object]:
    return {"agency": told.agency, "how": told.how, "reference": told.reference, "referred_at": told.referred_at}


def test_what_was_written_down_wrongly_is_put_right_and_the_timeline_keeps_both(told, incident, head, clock) -> None:
    workflow.record_answer(told, actor=head, answer="An officer comes on Monday.")
    line = incident.entries.get(kind="contact")
    earlier = clock.now - timedelta(hours=2)
    right = as_it_stands(told) | {"reference": "CAD 70", "referred_at": earlier}
    given = {"answer": "An officer comes on Friday.", "reason": "I wrote the wrong day."}
    done = workflow.correct_referral(told, actor=head, **right, **given)
    assert (done.reference, done.referred_at, done.answer) == ("CAD 70", earlier, "An officer comes on Friday.")
    entry = incident.entries.get(kind="correction")
    assert (entry.corrects, entry.reason) == (line, "I wrote the wrong day.")
    assert "Their reference: “CAD 7” before, “CAD 70” now." in entry.text
    assert "Their answer: “An officer comes on Monday.” before, “An officer comes on Friday.” now." in entry.text
    event = Event.objects.get(verb="incidents.correct_referral").data
    assert event == {"referral": told.pk, "changed": "reference,referred_at,answer"}


def test_an_answer_that_was_somebody_elses_is_taken_back_and_they_are_asked_again(told, incident, head) -> None:
    workflow.record_answer(told, actor=head, answer="We look into it.")
    given = {"unanswered": True, "reason": "It was the platform's."}
    done = workflow.correct_referral(told, actor=head, **as_it_stands(told), **given)
    assert (done.answer, done.answered_at, done.is_waiting) == ("", None, True)
    assert done.chase_at.date() == date(2026, 11, 20)
    assert "Their answer: “We look into it.” before, nothing now." in incident.entries.get(kind="correction").text


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({}, "reason"),  # nothing is changed
        ({"reference": "CAD 8", "reason": " "}, "reason"),
        ({"how": " "}, "how"),
        ({"agency": None, "name": " "}, "agency"),
        ({"referred_at": timedelta(minutes=2)}, "referred_at"),
    ],
)
def test_a_correction_says_what_is_right_and_why(told, incident, head, clock, change, field) -> None:
    given = as_it_stands(told) | {"reason": "A slip."} | change
    if isinstance(given["referred_at"], timedelta):
        given["referred_at"] = clock.now + given["referred_at"]
    with pytest.raises(InvalidInput) as refused:
        workflow.correct_referral(told, actor=head, **given)
    assert refused.value.field == field
    assert not incident.entries.exists()


@pytest.mark.parametrize("who", ["teacher", "admin", "dsl"])
def test_only_handlers_put_it_right(told, who, request) -> None:
    given = as_it_stands(told) | {"reference": "X", "reason": "A slip."}
    with pytest.raises(NotAllowed):
        workflow.correct_referral(told, actor=request.getfixturevalue(who), **given)


def test_its_page_shows_what_stands_there_and_changes_only_what_is_typed(told, incident, head, client, sign_in) -> None:
    workflow.record_answer(told, actor=head, answer="We look into it.")
    place = page(client, sign_in, head, "correct_referral", incident, referral_pk=told.pk)
    shown = client.get(place).content.decode()
    assert "We look into it." in shown
    assert "2026-11-18T10:00" in shown
    typed = {"agency": told.agency_id, "how": "Phone, PC Lee", "reference": "CAD 7", "referred_at": "2026-11-18T10:00"}
    typed |= {"answer": "We look into it.", "answered_at": "2026-11-18T10:00", "reason": "Whom I spoke with."}
    assert client.post(place, typed).status_code == 302
    assert Event.objects.get(verb="incidents.correct_referral").data["changed"] == "how"
    shown = client.get(page(client, sign_in, head, "incident", incident)).content.decode()
    assert "How: “Phone” before, “Phone, PC Lee” now." in shown


def test_what_is_sent_twice_at_once_is_there_once(told, incident, head, deputy, clock) -> None:
    given = as_it_stands(told)
    workflow.refer(incident, actor=head, **given)
    workflow.chase(told, actor=head, note="Left a message.")
    done = workflow.chase(told, actor=head, note="Left a message.")
    for _ in range(2):
        workflow.expect_no_answer(told, actor=head, reason="They only take reports.")
    assert (incident.referrals.count(), done.times_chased, incident.entries.count()) == (1, 1, 2)
    assert Event.objects.filter(verb="incidents.refer", data__again=True).count() == 1
    workflow.refer(incident, actor=deputy, **given)  # each person's own word
    clock.move_to(clock.now + timedelta(minutes=1))
    workflow.refer(incident, actor=head, **given)
    assert incident.referrals.count() == 3


def test_after_an_answer_that_was_none_handlers_are_reminded_anew(told, incident, head, deputy, clock) -> None:
    clock.move_to(clock.now + timedelta(days=2))
    remind_to_chase()
    workflow.record_answer(told, actor=head, answer="We look into it.")
    workflow.correct_referral(told, actor=head, **as_it_stands(told), unanswered=True, reason="Somebody else's.")
    clock.move_to(clock.now + timedelta(days=5))
    remind_to_chase()
    remind_to_chase()
    assert Notification.objects.filter(template="incidents.time_to_chase", recipient=deputy).count() == 2
