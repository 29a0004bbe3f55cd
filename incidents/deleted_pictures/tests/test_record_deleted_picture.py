"""A compromising picture taken by accident: that it was deleted is on record, and no picture ever is (C6)."""

import html
import re

import pytest
from django.urls import reverse

from audit.models import Event
from core.errors import NotAllowed, WrongState
from core.registry import needs_of
from incidents.deleted_pictures import workflow
from incidents.models import DeletedPicture, Incident
from incidents.workflow import Named
from notifications.models import Notification

LIST = reverse("incidents:deleted_pictures")
RECORD = reverse("incidents:record_deleted_picture")
TYPED = {
    "taken_at": "2026-11-18T09:30",
    "deleted_at": "2026-11-18T09:31",
    "device": "The Year 4 tablet",
    "words": "a child changing, taken by accident",
}


def text_of(answer) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


@pytest.fixture
def record(clock):
    def made(by, **fields):
        told = {"taken_at": clock.now, "deleted_at": clock.now, "device": "A tablet", "words": "a child changing"}
        return workflow.record_deleted_picture(actor=by, **(told | fields))

    return made


def test_anybody_records_it_and_those_who_look_at_it_are_told_without_details(
    client, sign_in, volunteer, head, deputy, dsl, admin
):
    sign_in(client, volunteer)
    page = client.get(RECORD).content.decode()
    assert 'type="file"' not in page
    assert client.post(RECORD, TYPED | {"from_bin": "on"}).headers["Location"] == LIST
    picture = DeletedPicture.objects.get()
    assert (picture.by, picture.from_bin, picture.from_cloud) == (volunteer, True, False)
    told = Notification.objects.filter(template="incidents.picture_deleted")
    assert {notice.recipient for notice in told} == {head, deputy, dsl}
    assert set(map(str, told.values_list("params", flat=True))) == {"{}"}
    assert Event.objects.get(verb="incidents.record_deleted_picture").data == {}
    assert TYPED["words"] in text_of(client.get(LIST))


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"deleted_at": "2026-11-18T09:00"}, "It cannot have been deleted before it was taken."),
        ({"deleted_at": "2026-11-18T11:00"}, "Delete it first, then record it."),
        ({"taken_at": "2026-11-19T09:00"}, "This time is still to come."),
        ({"device": " "}, "Fill in"),
    ],
)
def test_a_record_that_cannot_be_is_refused_and_what_was_typed_stays(wrong, says, client, sign_in, teacher, head):
    sign_in(client, teacher)
    kept = client.post(RECORD, TYPED | wrong)
    assert says in text_of(kept)
    assert kept.context["form"]["words"].value() == TYPED["words"]
    assert not DeletedPicture.objects.exists()
    assert not Notification.objects.exists()


def test_sent_twice_it_is_there_once(record, teacher, head):
    assert record(teacher) == record(teacher)
    assert Notification.objects.count() == 1


def test_somebody_who_has_left_records_nothing(record, leaver, head):
    with pytest.raises(NotAllowed):
        record(leaver)
    assert not DeletedPicture.objects.exists()
    assert Event.objects.get().refused


def test_a_failed_record_leaves_nothing(record, teacher, head, broken_record):
    with pytest.raises(OSError, match="cannot be written"):
        record(teacher)
    assert not DeletedPicture.objects.exists()
    assert not Notification.objects.exists()


def test_others_see_their_own_alone_and_slt_and_the_leads_all(
    record, client, sign_in, teacher, teacher2, admin, head, dsl
):
    record(teacher, words="a child in the pool")
    for person, sees in ((teacher, True), (head, True), (dsl, True), (teacher2, False), (admin, False)):
        assert ("a child in the pool" in text_of(sign_in(client, person).get(LIST))) is sees


def test_it_waits_on_today_until_somebody_has_seen_it(record, client, sign_in, teacher, head, dsl):
    picture = record(teacher)
    assert LIST in [need.url for need in needs_of(dsl)]
    sign_in(client, head)
    assert client.post(reverse("incidents:mark_picture_seen", args=[picture.pk])).status_code == 302
    picture.refresh_from_db()
    assert picture.seen_by == head
    assert LIST not in [need.url for need in needs_of(dsl)]
    assert "Seen by Helen Head" in text_of(client.get(LIST))
    with pytest.raises(WrongState):
        workflow.mark_picture_seen(picture, actor=dsl)


def test_nobody_sees_their_own_for_the_school(record, head, teacher, teacher2):
    with pytest.raises(NotAllowed):
        workflow.mark_picture_seen(record(head), actor=head)
    picture = record(teacher)
    for person in (teacher, teacher2):
        with pytest.raises(NotAllowed):
            workflow.mark_picture_seen(picture, actor=person)
    assert not DeletedPicture.objects.exclude(seen_at=None).exists()


def test_it_may_become_an_incident_of_which_the_record_tells_its_handlers_alone(
    record, client, sign_in, teacher, head, deputy, dsl
):
    picture = record(teacher)
    sign_in(client, dsl)
    page = client.get(reverse("incidents:report_deleted_picture", args=[picture.pk]))
    assert page.context["asking"].category == "image"
    incident = workflow.report_deleted_picture(
        picture, actor=dsl, category="image", what_happened="It was sent on.", people=[Named("alleged", deputy)]
    )
    assert Incident.objects.get() == incident
    assert incident.reference in text_of(sign_in(client, head).get(LIST))
    for person in (deputy, dsl, teacher):  # named in it; its reporter, who does not handle it; whoever took the picture
        shown = sign_in(client, person).get(LIST).content.decode()
        assert incident.reference not in shown
        assert incident.public_id not in shown


def test_nobody_reports_from_a_record_that_is_not_theirs(record, teacher, teacher2, head):
    with pytest.raises(NotAllowed):
        workflow.report_deleted_picture(record(teacher), actor=teacher2, category="image", what_happened="Something.")
    assert not Incident.objects.exists()
