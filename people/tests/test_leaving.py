"""The last working day (R3, P7): who records it, who is told, and what ends at the school's own midnight."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from audit.models import Event
from core.actors import DAILY
from core.errors import InvalidInput, NotAllowed, WrongState
from notifications import workflow as notifications
from notifications.models import Notification
from people import needs, tasks, workflow
from people.models import Invitation, Role, Session, User
from people.tests.steps import give_password
from people.workflow import leaving
from school.models import school_zone

LAST = date(2026, 12, 18)
SUMMER = date(2026, 7, 31)
BEFORE_MIDNIGHT = datetime(2026, 7, 31, 22, 59, 59, tzinfo=UTC)
MIDNIGHT = datetime(2026, 7, 31, 23, 0, tzinfo=UTC)  # in London the clocks are an hour ahead
# In winter they are not.
WINTER = date(2026, 12, 18)
BEFORE_WINTER_MIDNIGHT = datetime(2026, 12, 18, 23, 59, 59, tzinfo=UTC)
WINTER_MIDNIGHT = datetime(2026, 12, 19, 0, 0, tzinfo=UTC)


def verbs(person):
    return list(Event.objects.about(person).filter(refused=False).order_by("id").values_list("verb", flat=True))


def told(template):
    return {row.recipient.full_name for row in Notification.objects.filter(template=template)}


def again(person):
    return User.objects.get(pk=person.pk)


def round_of_the_day():
    """As a worker does it: in the school's time zone."""
    with timezone.override(school_zone()):
        tasks.end_access_of_leavers()


# Recording the day


def test_the_day_is_recorded_and_those_concerned_are_told(head, deputy, admin, teacher, teacher2):
    User.objects.filter(pk=teacher.pk).update(line_manager=teacher2)
    workflow.set_leaving_day(teacher, actor=admin, leaves_on=LAST)
    assert again(teacher).leaves_on == LAST
    assert again(teacher).may_sign_in
    assert told("people.leaves") == {"Tom Teacher"}
    assert told("people.somebody_leaves") == {"Helen Head", "Dev Deputy", "Tara Teacher"}
    assert Event.objects.get(verb="people.set_leaving_day").data == {"leaves_on": "2026-12-18"}


def test_the_leaver_is_reminded_of_confidence_by_e_mail(head, teacher, mailoutbox):
    workflow.set_leaving_day(teacher, actor=head, leaves_on=LAST)
    notifications.deliver_due()
    mail = next(mail for mail in mailoutbox if mail.to == [teacher.email])
    assert "stays confidential after you leave" in mail.body
    assert "Friday 18 December 2026" in mail.body


def test_whoever_records_it_is_not_told_what_they_did(head, deputy, teacher):
    workflow.set_leaving_day(teacher, actor=head, leaves_on=LAST)
    assert told("people.somebody_leaves") == {"Dev Deputy"}


def test_a_day_put_off_is_told_again_and_the_same_day_is_refused(head, teacher, clock):
    workflow.set_leaving_day(teacher, actor=head, leaves_on=LAST)
    with pytest.raises(WrongState, match="already"):
        workflow.set_leaving_day(teacher, actor=head, leaves_on=LAST)
    clock.move_to(clock.now + timedelta(minutes=1))
    workflow.set_leaving_day(teacher, actor=head, leaves_on=LAST + timedelta(days=30))
    assert Notification.objects.filter(template="people.leaves").count() == 2


@pytest.mark.parametrize(
    ("who", "whom"),
    [
        ("teacher2", "teacher"),
        ("dsl", "teacher"),
        ("volunteer", "volunteer"),
        ("chair", "teacher"),
        ("leaver", "teacher"),
        ("outsider", "teacher"),
        ("admin", "head"),
        ("admin", "admin"),
        ("head", "head"),
    ],
)
def test_who_may_not_record_whose(request, deputy, admin2, who, whom):
    actor, person = request.getfixturevalue(who), request.getfixturevalue(whom)
    for verb, more in ((workflow.set_leaving_day, {"leaves_on": LAST}), (workflow.clear_leaving_day, {})):
        with pytest.raises(NotAllowed):
            verb(person, actor=actor, **more)
    assert again(person).leaves_on is None
    assert not Notification.objects.exists()


@pytest.mark.parametrize("day", [date(1, 1, 1), date(9999, 12, 31), date(2025, 9, 1)])
def test_a_day_that_cannot_be_is_refused(head, teacher, day):
    User.objects.filter(pk=teacher.pk).update(starts_on=date(2025, 9, 2))
    with pytest.raises(InvalidInput) as refusal:
        workflow.set_leaving_day(teacher, actor=head, leaves_on=day)
    assert refusal.value.field == "leaves_on"
    assert again(teacher).leaves_on is None


def test_the_only_member_of_slt_gives_the_role_to_another_first(head, deputy, admin, admin2):
    workflow.set_leaving_day(deputy, actor=head, leaves_on=LAST)
    # Dev may not know better: after the day nobody would be left, though both are here now.
    with pytest.raises(WrongState, match="nobody would hold the role “Senior Leadership Team”"):
        workflow.set_leaving_day(head, actor=deputy, leaves_on=LAST)
    with pytest.raises(WrongState, match="nobody would hold"):
        workflow.set_leaving_day(head, actor=deputy, leaves_on=LAST + timedelta(days=1))
    assert again(head).leaves_on is None
    workflow.set_leaving_day(admin, actor=head, leaves_on=LAST)
    with pytest.raises(WrongState, match="“Administrator”"):
        workflow.set_leaving_day(admin2, actor=head, leaves_on=LAST)


def test_the_only_administrator_cannot_leave(head, admin):
    with pytest.raises(WrongState, match="only active person"):
        workflow.set_leaving_day(admin, actor=head, leaves_on=LAST)


def test_a_rollback_leaves_no_day_no_record_and_no_notice(head, teacher, monkeypatch):
    monkeypatch.setattr(leaving.notifications, "tell", lambda *a, **k: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        workflow.set_leaving_day(teacher, actor=head, leaves_on=LAST)
    assert again(teacher).leaves_on is None
    assert verbs(teacher) == []


# Taking it out


def test_who_stays_after_all_keeps_access(head, deputy, teacher, clock):
    workflow.set_leaving_day(teacher, actor=head, leaves_on=LAST)
    workflow.clear_leaving_day(teacher, actor=head)
    clock.move_to(WINTER_MIDNIGHT)
    round_of_the_day()
    assert again(teacher).may_sign_in
    assert verbs(teacher) == ["people.set_leaving_day", "people.clear_leaving_day"]
    assert told("people.stays") == {"Tom Teacher"}
    assert told("people.somebody_stays") == {"Dev Deputy"}
    with pytest.raises(WrongState, match="No last working day"):
        workflow.clear_leaving_day(teacher, actor=head)


def test_who_has_left_comes_back(client, head, leaver):
    round_of_the_day()
    workflow.clear_leaving_day(leaver, actor=head)
    assert again(leaver).access_ended_at is None
    assert give_password(client, leaver).url == reverse("today")


# Midnight


@pytest.mark.parametrize(
    ("day", "before", "midnight"),
    [(SUMMER, BEFORE_MIDNIGHT, MIDNIGHT), (WINTER, BEFORE_WINTER_MIDNIGHT, WINTER_MIDNIGHT)],
)
def test_the_next_request_of_an_open_session_is_refused_at_the_school_s_midnight(
    client, sign_in, teacher, clock, day, before, midnight
):
    User.objects.filter(pk=teacher.pk).update(leaves_on=day)
    sign_in(client, teacher)
    clock.move_to(before)
    assert client.get(reverse("today")).status_code == 200
    clock.move_to(midnight)
    answer = client.get(reverse("today"))
    assert answer.status_code == 302
    assert answer.url.startswith(reverse("account_login"))
    assert not Session.objects.filter(person=teacher).exists()
    assert "access to the portal has ended" in client.get(answer.url).content.decode()


@pytest.mark.parametrize(
    ("day", "before", "midnight"),
    [(SUMMER, BEFORE_MIDNIGHT, MIDNIGHT), (WINTER, BEFORE_WINTER_MIDNIGHT, WINTER_MIDNIGHT)],
)
def test_sessions_and_links_end_with_the_day_and_once(client, sign_in, admin, teacher, clock, day, before, midnight):
    token = workflow.invite(teacher, actor=admin)
    User.objects.filter(pk=teacher.pk).update(leaves_on=day)
    sign_in(client, teacher)
    clock.move_to(before)
    round_of_the_day()
    assert Session.objects.filter(person=teacher).exists()
    assert again(teacher).access_ended_at is None
    clock.move_to(midnight)
    for _ in range(3):
        round_of_the_day()
    assert not Session.objects.filter(person=teacher).exists()
    assert Invitation.objects.get().revoked_at == midnight
    assert Invitation.objects.get().sealed_token is None
    assert again(teacher).access_ended_at == midnight
    event = Event.objects.get(verb="people.access_ended")
    assert (event.actor, event.data) == ("system:daily", {"sessions": 1})
    assert token not in str(event.data)


def test_a_link_does_not_work_even_before_the_round_has_come(client, admin, clock):
    person, token = workflow.add_person(
        actor=admin, full_name="Sam Short", email="sam@stjudes.example", roles=["staff"], leaves_on=WINTER
    )
    clock.move_to(BEFORE_WINTER_MIDNIGHT - timedelta(days=1))
    token = workflow.invite(person, actor=admin)
    assert client.get(reverse("people:accept_invitation", args=[token])).status_code == 200
    clock.move_to(WINTER_MIDNIGHT)
    link = reverse("people:accept_invitation", args=[token])
    assert client.get(link).status_code == 409
    assert (
        client.post(link, {"password": "four unrelated words here", "again": "four unrelated words here"}).status_code
        == 409
    )
    assert not again(person).has_usable_password()


def test_a_leaver_cannot_sign_in_nor_get_a_new_password(client, leaver, mailoutbox):
    assert give_password(client, leaver).url == reverse("account_inactive")
    client.post(reverse("account_reset_password"), {"email": leaver.email})
    notifications.deliver_due()
    assert mailoutbox == []
    assert not Notification.objects.filter(recipient=leaver).exists()


def test_a_reset_asked_for_before_midnight_is_not_mailed_after_it(client, teacher, clock, mailoutbox):
    User.objects.filter(pk=teacher.pk).update(leaves_on=WINTER)
    clock.move_to(BEFORE_WINTER_MIDNIGHT)
    client.post(reverse("account_reset_password"), {"email": teacher.email})
    assert Notification.objects.filter(recipient=teacher).count() == 1
    clock.move_to(WINTER_MIDNIGHT)
    notifications.deliver_due()
    assert mailoutbox == []


def test_no_link_is_made_for_whoever_has_left(admin, leaver):
    with pytest.raises(WrongState, match="no access"):
        workflow.invite(leaver, actor=admin)
    assert not Invitation.objects.exists()


def test_a_day_that_is_over_ends_access_at_once(client, sign_in, head, teacher):
    sign_in(client, teacher)
    workflow.set_leaving_day(teacher, actor=head, leaves_on=date(2026, 11, 17))
    assert not Session.objects.filter(person=teacher).exists()
    assert client.get("/").status_code == 302
    assert verbs(teacher) == ["people.set_leaving_day", "people.access_ended"]
    round_of_the_day()
    assert Event.objects.filter(verb="people.access_ended").count() == 1


def test_today_as_the_last_day_leaves_access_until_midnight(client, sign_in, head, teacher):
    sign_in(client, teacher)
    workflow.set_leaving_day(teacher, actor=head, leaves_on=date(2026, 11, 18))
    assert client.get("/").status_code == 200


def test_only_the_portal_itself_ends_access_for_a_day_that_is_over(head, leaver, teacher):
    with pytest.raises(NotAllowed):
        workflow.access_ended(leaver, actor=head)
    with pytest.raises(WrongState):
        workflow.access_ended(teacher, actor=DAILY)


def test_one_leaver_s_error_keeps_no_other_s_access_open(make_person, leaver, monkeypatch):
    second = make_person("Lily Left", Role.STAFF, leaves_on=date(2026, 10, 30))
    ended = leaving.access_ended

    def put_off_meanwhile(person, *, actor):
        if person.pk == leaver.pk:
            User.objects.filter(pk=leaver.pk).update(leaves_on=None)
        return ended(person, actor=actor)

    monkeypatch.setattr(leaving, "access_ended", put_off_meanwhile)
    assert workflow.end_access_of_leavers() == 1
    assert again(second).access_ended_at is not None
    assert again(leaver).access_ended_at is None


# Today


@pytest.mark.parametrize(("days", "shown"), [(0, True), (14, True), (15, False)])
def test_the_last_fortnight_is_on_the_leaver_s_today(client, sign_in, teacher, clock, days, shown):
    User.objects.filter(pk=teacher.pk).update(leaves_on=clock.now.date() + timedelta(days=days))
    page = sign_in(client, teacher).get(reverse("today")).content.decode()
    assert ("What you learned here stays confidential after you leave" in page) is shown


def test_who_stays_reads_nothing_of_leaving(teacher):
    assert needs.own_leaving(teacher) == []


def test_slt_is_told_in_time_that_a_role_would_be_without_anybody(head, deputy, admin, teacher):
    workflow.set_leaving_day(deputy, actor=head, leaves_on=LAST)
    assert needs.roles_without_anybody(head) == []
    workflow.revoke_role(head, Role.SLT, actor=deputy)
    assert "After Friday 18 December 2026 nobody holds" in needs.roles_without_anybody(admin)[0].sentence
    assert needs.roles_without_anybody(teacher) == []


# Pages


def page_of(name, person):
    return reverse(f"people:{name}", args=[person.pk])


def test_the_page_says_what_will_happen_before_it_asks(client, sign_in, head, teacher, teacher2):
    User.objects.filter(pk=teacher2.pk).update(line_manager=teacher)
    page = sign_in(client, head).get(page_of("set_leaving_day", teacher)).content.decode()
    for words in ("At midnight at the end of that day", "stays confidential", "One person has them as line manager"):
        assert words in page
    assert again(teacher).leaves_on is None


def test_recording_changing_and_taking_out_in_a_browser(client, sign_in, head, deputy, teacher):
    sign_in(client, head)
    answer = client.post(page_of("set_leaving_day", teacher), {"leaves_on": "2026-12-18"}, follow=True)
    page = answer.content.decode()
    assert "Their access ends at midnight after it." in page
    assert "Helen Head recorded the last working day: Friday 18 December 2026" in page
    assert "Tom stays" in page
    refused = client.post(page_of("set_leaving_day", teacher), {"leaves_on": "2026-12-18"})
    assert "recorded already" in refused.content.decode()
    assert "Take the last working day out" in client.get(page_of("clear_leaving_day", teacher)).content.decode()
    client.post(page_of("clear_leaving_day", teacher))
    assert again(teacher).leaves_on is None


@pytest.mark.parametrize("typed", ["", "18/12/2026x", "9999-99-99"])
def test_a_day_that_is_none_is_sent_back(client, sign_in, head, teacher, typed):
    answer = sign_in(client, head).post(page_of("set_leaving_day", teacher), {"leaves_on": typed})
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert again(teacher).leaves_on is None


def test_whose_leaving_is_shown_to_whom(client, sign_in, head, teacher, teacher2, outsider):
    User.objects.filter(pk=teacher.pk).update(line_manager=teacher2, leaves_on=LAST)
    for reader, sees in ((head, True), (teacher, True), (teacher2, True), (outsider, False)):
        page = sign_in(client, reader).get(page_of("person", teacher)).content.decode()
        assert ("18 December 2026" in page) is sees, reader
        client.logout()


def test_switching_on_says_that_the_last_working_day_is_over(client, sign_in, head, leaver):
    User.objects.filter(pk=leaver.pk).update(is_active=False)
    sign_in(client, head)
    assert "still cannot sign in" in client.get(page_of("switch_on", leaver)).content.decode()
    page = client.post(page_of("switch_on", leaver), follow=True).content.decode()
    assert "is switched on." in page
    assert not again(leaver).may_sign_in
