"""P1: draft → published → superseded, with an effective date and a review date."""

import hashlib
from datetime import date

import pytest
from django.db import DatabaseError, transaction

from audit.models import Event
from core.errors import InvalidInput, NotAllowed, WrongState
from notifications.models import Notification
from policy import selectors, workflow
from policy.models import PolicyVersion
from policy.states import Status
from policy.workflow import versions

DAYS = {"effective_on": date(2026, 11, 18), "review_on": date(2027, 11, 18)}


@pytest.fixture
def draft(head):
    return workflow.save_draft(actor=head, title="Policy", body_markdown="Be kind.")


def test_a_published_version_is_in_force_with_its_days_and_its_digest(head, draft):
    version = workflow.publish(draft, actor=head, **DAYS)
    assert selectors.current_version() == version
    assert (version.effective_on, version.review_on) == (DAYS["effective_on"], DAYS["review_on"])
    assert version.digest == hashlib.sha256(b"Policy\n\nBe kind.").hexdigest()


def test_it_replaces_the_version_before_it(publish):
    first, second = publish("Be kind."), publish("Be kind and quick.")
    first.refresh_from_db()
    assert (first.status, second.status) == (Status.SUPERSEDED, Status.PUBLISHED)
    assert (first.number, second.number) == (1, 2)
    assert Event.objects.about(first).filter(verb="policy.supersede").count() == 1


@pytest.mark.parametrize("who", ["admin", "teacher", "volunteer", "chair", "leaver"])
def test_only_slt_publishes(request, head, draft, who):
    with pytest.raises(NotAllowed):
        workflow.publish(draft, actor=request.getfixturevalue(who), **DAYS)
    draft.refresh_from_db()
    assert draft.status == Status.DRAFT
    assert Event.objects.filter(verb="policy.publish", refused=True).count() == 1


def test_a_published_version_is_not_published_again(head, version):
    with pytest.raises(WrongState):
        workflow.publish(version, actor=head, **DAYS)


def test_of_two_who_publish_at_once_one_wins_and_the_other_is_told(head, deputy, draft):
    read, stale = draft.text_digest(), PolicyVersion.objects.get(pk=draft.pk)
    workflow.publish(draft, actor=head, digest=read, **DAYS)
    with pytest.raises(WrongState, match="published already"):
        workflow.publish(stale, actor=deputy, digest=read, **DAYS)
    assert selectors.current_version().published_by == head
    assert Event.objects.filter(verb="policy.publish", refused=False).count() == 1
    assert Notification.objects.filter(template="policy.published", recipient=deputy).count() == 1


def test_whoever_presses_the_button_second_reads_who_was_first(client, sign_in, head, deputy, draft):
    page = sign_in(client, deputy).get("/policy/draft/publish/")
    digest = page.context["form"].initial["digest"]
    workflow.publish(draft, actor=head, **DAYS)
    values = {"effective_on": "2026-11-18", "review_on": "2028-01-01", "digest": digest}
    answer = client.post("/policy/draft/publish/", values, follow=True)
    assert "Helen Head published this version before you" in answer.content.decode()
    assert selectors.current_version().review_on == DAYS["review_on"]


def test_a_draft_thrown_away_meanwhile_is_not_published(head, deputy, draft):
    stale = PolicyVersion.objects.get(pk=draft.pk)
    workflow.discard_draft(draft, actor=head)
    with pytest.raises(WrongState, match="threw this draft away"):
        workflow.publish(stale, actor=deputy, **DAYS)
    assert selectors.current_version() is None


def test_what_is_published_is_what_the_publisher_read(head, deputy, draft):
    read = draft.text_digest()
    workflow.save_draft(actor=deputy, title="Policy", body_markdown="Be unkind.")
    with pytest.raises(WrongState, match="changed the draft"):
        workflow.publish(draft, actor=head, digest=read, **DAYS)


@pytest.mark.parametrize(
    ("effective", "review", "field"),
    [
        (None, date(2027, 1, 1), "effective_on"),
        (date(2026, 11, 19), date(2027, 1, 1), "effective_on"),
        (date(2026, 11, 18), None, "review_on"),
        (date(2026, 11, 18), date(2026, 11, 18), "review_on"),
    ],
)
def test_days_that_cannot_be_are_refused(head, draft, effective, review, field):
    with pytest.raises(InvalidInput) as refusal:
        workflow.publish(draft, actor=head, effective_on=effective, review_on=review)
    assert refusal.value.field == field


def test_everybody_whom_it_binds_is_told_once(head, deputy, teacher, volunteer, leaver, draft):
    workflow.publish(draft, actor=head, **DAYS)
    told = set(Notification.objects.filter(template="policy.published").values_list("recipient__email", flat=True))
    assert told == {person.email for person in (head, deputy, teacher, volunteer)}


def test_the_record_keeps_number_and_digest_and_no_text(head, draft):
    version = workflow.publish(draft, actor=head, **DAYS)
    event = Event.objects.get(verb="policy.publish")
    assert event.actor == f"person:{head.pk}"
    assert event.data == {"from": "draft", "to": "published", "number": 1, "digest": version.digest}


def test_a_rollback_leaves_neither_record_nor_notice(head, draft, monkeypatch):
    monkeypatch.setattr(versions.notifications, "tell", lambda *a, **k: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        workflow.publish(draft, actor=head, **DAYS)
    draft.refresh_from_db()
    assert draft.status == Status.DRAFT
    assert not Event.objects.filter(verb="policy.publish").exists()
    assert not Notification.objects.filter(template="policy.published").exists()


@pytest.mark.parametrize(
    "change", [{"body_markdown": "Be unkind."}, {"title": "X"}, {"digest": "0" * 64}, {"number": 9}]
)
def test_the_database_refuses_to_change_published_words(version, change):
    with pytest.raises(DatabaseError, match="keeps its words"), transaction.atomic():
        PolicyVersion.objects.filter(pk=version.pk).update(**change)


def test_the_database_refuses_to_delete_a_published_version(version):
    with pytest.raises(DatabaseError, match="keeps its words"), transaction.atomic():
        version.delete()


def test_the_database_refuses_a_second_version_in_force(version):
    with pytest.raises(DatabaseError), transaction.atomic():
        PolicyVersion.objects.create(
            number=2,
            title="T",
            body_markdown="B",
            status=Status.PUBLISHED,
            digest="1" * 64,
            drafted_at=version.drafted_at,
            changed_at=version.drafted_at,
            published_at=version.drafted_at,
            **DAYS,
        )
