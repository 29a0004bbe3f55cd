"""A4, people's part: somebody is away, somebody else acts, and who may say so."""

from datetime import date, timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse

import people.views  # noqa: F401  (registers what Today and a person's page show)
from audit.models import Event
from conftest import NOW
from core.errors import InvalidInput, NotAllowed, WrongState
from core.registry import needs_of
from notifications.models import Notification
from people import workflow
from people.absences import selectors
from people.models import Absence, RoleGrant
from people.panels import panels_of
from people.workflow import absence as verbs

TODAY = date(2026, 11, 18)
FRIDAY = date(2026, 11, 20)


def record(person, delegate, actor=None, first=TODAY, last=FRIDAY):
    return workflow.record_absence(person, actor=actor or person, from_on=first, until_on=last, delegate=delegate)


def with_second_step(person):
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={"secret": "x"})
    return person


def sentences(person):
    return " | ".join(need.sentence for need in needs_of(person) if "act" in need.sentence or "away" in need.sentence)


@pytest.fixture
def governor(make_person):
    return make_person("Gus Governor", "governor", employed=False)


def test_a_person_records_their_own_and_both_are_told(teacher, teacher2):
    absence = record(teacher, teacher2)
    assert (absence.from_on, absence.until_on, absence.made_by, absence.made_at) == (TODAY, FRIDAY, teacher, NOW)
    told = {row.template: row.recipient for row in Notification.objects.select_related("recipient")}
    assert told == {"people.you_are_away": teacher, "people.you_act": teacher2}
    assert Event.objects.about(teacher).get(verb="people.record_absence").data == {
        "absence": absence.pk,
        "delegate": teacher2.pk,
    }


@pytest.mark.parametrize(
    ("who", "whose", "allowed"),
    [
        ("admin", "teacher", True),
        ("head", "teacher", True),
        ("teacher2", "teacher", False),
        ("dsl", "teacher", False),
        ("volunteer", "teacher", False),
        ("deputy", "head", True),
        ("admin", "head", False),
        ("teacher", "head", False),
        ("admin", "chair", True),
        ("head", "chair", False),
        ("governor", "chair", False),
        ("leaver", "leaver", False),
    ],
)
def test_who_records_whose(request, governor, deputy, outsider, who, whose, allowed):
    actor, person = request.getfixturevalue(who), request.getfixturevalue(whose)
    delegate = {"head": deputy, "chair": governor}.get(whose, outsider)
    if whose == who:
        delegate = outsider
    if who == "deputy":
        delegate = with_second_step(outsider)
    if allowed:
        assert record(person, delegate, actor).made_by == actor
        return
    with pytest.raises(NotAllowed):
        record(person, delegate, actor)
    assert not Absence.objects.exists()
    assert Event.objects.filter(verb="people.record_absence", refused=True).count() == 1
    assert not Notification.objects.exists()


def test_nobody_of_slt_names_the_chairs_delegate_even_as_administrator(head, chair, governor):
    RoleGrant.objects.create(person=head, role="administrator", granted_at=NOW)
    with pytest.raises(NotAllowed, match="never SLT"):
        record(chair, governor, head)


@pytest.mark.parametrize(
    ("first", "last", "field"),
    [
        (TODAY - timedelta(days=1), FRIDAY, "from_on"),
        (FRIDAY, TODAY, "until_on"),
        (TODAY, TODAY + timedelta(days=400), "until_on"),
        (TODAY + timedelta(days=400), TODAY + timedelta(days=401), "until_on"),
        (date(9999, 12, 30), date(9999, 12, 31), "until_on"),
    ],
)
def test_the_days_must_make_sense(teacher, teacher2, first, last, field):
    with pytest.raises(InvalidInput) as refusal:
        record(teacher, teacher2, first=first, last=last)
    assert refusal.value.field == field


@pytest.mark.parametrize(
    ("first", "last", "clash"), [(-2, -1, False), (-2, 0, True), (1, 1, True), (2, 9, True), (3, 4, False)]
)
def test_absences_do_not_overlap(teacher, teacher2, first, last, clash):
    monday = date(2026, 11, 23)
    record(teacher, teacher2, first=monday, last=monday + timedelta(days=2))
    days = {"first": monday + timedelta(days=first), "last": monday + timedelta(days=last)}
    if clash:
        with pytest.raises(InvalidInput, match="already"):
            record(teacher, teacher2, **days)
    else:
        record(teacher, teacher2, **days)


def test_an_ended_absence_is_in_nobodys_way(teacher, teacher2):
    workflow.end_absence(record(teacher, teacher2), actor=teacher)
    assert record(teacher, teacher2)


def refused(person, delegate, words):
    with pytest.raises(InvalidInput, match=words) as refusal:
        record(person, delegate)
    assert refusal.value.field == "delegate"


def test_who_can_act_for_anybody(teacher, teacher2, leaver, outsider, make_person):
    refused(teacher, leaver, "cannot sign in")
    refused(teacher, teacher, "nobody acts for themselves")
    refused(teacher, make_person("Leaving Soon", "staff", leaves_on=TODAY), "leaves before the last")
    invited = make_person("Ivy Invited", "staff")
    invited.set_unusable_password()
    invited.save()
    refused(teacher, invited, "has not signed in")
    record(outsider, teacher2, first=FRIDAY, last=FRIDAY + timedelta(days=7))
    refused(teacher, outsider, "away in these days too")


def test_who_can_act_for_staff(teacher, volunteer, head, admin):
    refused(teacher, volunteer, "name a colleague")
    assert record(teacher, admin)


def test_who_can_act_for_slt(head, deputy, teacher, volunteer, chair):
    refused(head, teacher, "second step")
    refused(head, with_second_step(chair), "second step at sign-in")
    refused(head, with_second_step(volunteer), "second step at sign-in")
    absence = record(head, with_second_step(teacher))
    workflow.end_absence(absence, actor=head)
    assert record(head, deputy)


def test_who_can_act_for_the_chair(chair, governor, head, teacher):
    refused(chair, teacher, "name a governor")
    RoleGrant.objects.create(person=head, role="governor", granted_at=NOW)
    refused(chair, head, "never acts for the chair")
    assert record(chair, governor)


def test_somebody_switched_off_is_not_away(teacher, teacher2, admin):
    teacher.is_active = False
    teacher.save()
    with pytest.raises(WrongState):
        record(teacher, teacher2, admin)


def test_what_is_lent_ends_with_the_day_with_the_step_and_with_the_role(head, teacher, clock):
    absence = record(head, with_second_step(teacher), first=TODAY, last=TODAY)
    assert selectors.acting_for(teacher) == [absence]
    Authenticator.objects.all().delete()
    assert selectors.acting_for(teacher) == []
    with_second_step(teacher)
    clock.move_to(NOW + timedelta(days=1))
    assert selectors.acting_for(teacher) == []
    clock.move_to(NOW)
    RoleGrant.objects.filter(person=head, role="slt").update(revoked_at=NOW)
    assert selectors.acting_for(teacher) == []


def test_who_was_named_before_the_role_decides_nothing(head, admin, teacher, governor, make_person, clock):
    """Else an Administrator could choose who decides for somebody who is about to become SLT, or the chair."""
    other = make_person("Gil Governor", "governor", employed=False)
    record(teacher, with_second_step(admin), actor=admin)
    record(governor, other, actor=head)
    clock.move_to(NOW + timedelta(minutes=1))
    workflow.grant_role(teacher, "slt", actor=head)
    workflow.grant_role(governor, "chair_of_governors", actor=admin)
    assert selectors.lent_today() == []
    assert "decide" not in sentences(admin) + sentences(other)


def test_who_acts_for_a_teacher_decides_nothing(teacher, teacher2):
    record(teacher, teacher2)
    assert selectors.acting_for(teacher2) == []


def test_whose_delegate_goes_away_is_told(head, deputy, make_person):
    third = make_person("Tess Third", "slt")
    record(head, deputy)
    record(deputy, third, first=FRIDAY, last=FRIDAY)
    assert Notification.objects.get(template="people.delegate_away").recipient == head


def test_back_early_ends_it_and_both_are_told(head, deputy):
    absence = workflow.end_absence(record(head, deputy), actor=head)
    assert absence.ended_at == NOW
    rows = Notification.objects.filter(template="people.absence_ended")
    assert {row.recipient_id for row in rows} == {head.pk, deputy.pk}
    assert selectors.acting_for(deputy) == []
    assert Event.objects.about(head).filter(verb="people.end_absence").exists()
    with pytest.raises(WrongState):
        workflow.end_absence(absence, actor=head)


@pytest.mark.parametrize("who", ["deputy", "admin", "teacher"])
def test_who_ends_an_absence_of_slt(request, head, deputy, admin, teacher, who):
    absence = record(head, deputy)
    if who == "deputy":
        assert workflow.end_absence(absence, actor=deputy).ended_at
        return
    with pytest.raises(NotAllowed):
        workflow.end_absence(absence, actor=request.getfixturevalue(who))
    absence.refresh_from_db()
    assert absence.ended_at is None


def test_an_absence_that_is_over_is_not_ended(teacher, teacher2, clock):
    absence = record(teacher, teacher2)
    clock.move_to(NOW + timedelta(days=5))
    with pytest.raises(WrongState):
        workflow.end_absence(absence, actor=teacher)


@pytest.mark.parametrize("verb", ["record", "end"])
def test_a_rollback_leaves_nothing(teacher, teacher2, monkeypatch, verb):
    absence = record(teacher, teacher2) if verb == "end" else None
    before = (Absence.objects.count(), Event.objects.count(), Notification.objects.count())
    monkeypatch.setattr(verbs.notifications, "tell", lambda *a, **k: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        workflow.end_absence(absence, actor=teacher) if absence else record(teacher, teacher2)
    assert before == (Absence.objects.count(), Event.objects.count(), Notification.objects.count())
    assert not Absence.objects.exclude(ended_at=None).exists()


def test_today_says_who_acts_and_welcomes_back(head, deputy, teacher, teacher2, clock):
    record(head, deputy)
    record(teacher, teacher2)
    assert "Until Friday 20 November 2026 you act for Helen Head: you may decide" in sentences(deputy)
    assert "Until Friday 20 November 2026 you act for Tom Teacher" in sentences(teacher2)
    assert "decide" not in sentences(teacher2)
    assert "You are away until Friday 20 November 2026, and Dev Deputy acts for you" in sentences(head)
    clock.move_to(NOW + timedelta(days=4))
    assert "Welcome back. Until Friday 20 November 2026 Dev Deputy acted for you" in sentences(head)
    assert sentences(deputy) == ""
    clock.move_to(NOW + timedelta(days=9))
    assert sentences(head) == ""


def test_a_persons_page_says_that_they_are_away(teacher, teacher2, admin, outsider):
    def lines(reader):
        return [line for one in panels_of(teacher, reader) if one.title == "Being away" for line in one.lines]

    assert lines(outsider) == []
    assert lines(admin) == ["Not away in the next two weeks."]
    record(teacher, teacher2)
    expected = ["Away now until Friday 20 November 2026. Tara Teacher acts meanwhile."]
    assert lines(outsider) == lines(admin) == expected
    assert set(selectors.away_today([teacher, teacher2])) == {teacher.pk}


def test_the_directory_says_who_is_away_today(client, sign_in, teacher, teacher2, outsider):
    sign_in(client, outsider)
    assert "Away today" not in client.get(reverse("people:list")).content.decode()
    record(teacher, teacher2)
    assert client.get(reverse("people:list")).content.decode().count("Away today") == 1


def test_the_pages_from_saying_so_to_being_back(client, sign_in, head, deputy):
    sign_in(client, head)
    page = client.get(reverse("people:absences"))
    assert "You are not away" in page.content.decode()
    url = reverse("people:record_absence", kwargs={"pk": head.pk})
    assert "second step" in client.get(url).content.decode()
    typed = {"from_on": "2026-11-18", "until_on": "2026-11-20", "delegate": deputy.pk}
    page = client.post(url, typed, follow=True)
    assert "Helen Head and Dev Deputy are told" in page.content.decode()
    page = client.post(url, typed)
    assert "already" in page.content.decode()
    absence = Absence.objects.get()
    page = client.post(reverse("people:end_absence", kwargs={"pk": absence.pk}), follow=True)
    assert "The absence has ended" in page.content.decode()


def test_a_volunteer_names_somebody_by_address_and_sees_no_directory(client, sign_in, volunteer, teacher):
    sign_in(client, volunteer)
    url = reverse("people:record_absence", kwargs={"pk": volunteer.pk})
    page = client.get(url).content.decode()
    assert "Tom Teacher" not in page
    typed = {"from_on": "2026-11-18", "until_on": "2026-11-18"}
    assert "Nobody with this address" in client.post(url, {**typed, "email": "no@where.example"}).content.decode()
    assert client.post(url, {**typed, "email": teacher.email.upper()}).status_code == 302
    assert Absence.objects.get().delegate == teacher


def test_a_volunteer_does_not_learn_who_is_away_or_leaves(client, sign_in, volunteer, teacher, teacher2):
    record(teacher, teacher2)
    sign_in(client, volunteer)
    url = reverse("people:record_absence", kwargs={"pk": volunteer.pk})
    page = client.post(url, {"from_on": "2026-11-18", "until_on": "2026-11-20", "email": teacher.email})
    words = page.content.decode()
    assert "cannot act for you in these days" in words
    assert teacher.full_name not in words
    assert "away in these days" not in words


def test_the_chair_chooses_among_governors_alone(client, sign_in, chair, governor, teacher):
    page = sign_in(client, chair).get(reverse("people:record_absence", kwargs={"pk": chair.pk})).content.decode()
    assert "Gus Governor" in page
    assert "Tom Teacher" not in page


def test_others_absences_are_seen_by_slt_and_administrators(client, sign_in, teacher, teacher2, admin, outsider):
    absence = record(teacher, teacher2)
    url = reverse("people:absences")
    assert "Tom Teacher" in sign_in(client, admin).get(url).content.decode()
    assert "You act for Tom Teacher" in sign_in(client, teacher2).get(url).content.decode()
    assert "Tom Teacher" not in sign_in(client, outsider).get(url).content.decode()
    assert client.get(reverse("people:end_absence", kwargs={"pk": absence.pk})).status_code == 404
