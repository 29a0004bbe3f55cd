"""P1: SLT reviews the policy and leaves its words: a new review day, and nobody has to read it again."""

from datetime import date

import pytest
from django.urls import reverse

from audit.models import Event
from core.actors import DAILY
from core.errors import InvalidInput, NotAllowed, WrongState
from notifications.models import Notification
from policy import selectors, workflow
from policy.models import Review
from policy.workflow import reviewing

NEXT = date(2028, 11, 1)


def test_the_next_review_is_set_and_the_review_kept(head, version, clock):
    confirmed = workflow.confirm_review(version, actor=head, review_on=NEXT)
    assert (confirmed.review_on, confirmed.digest) == (NEXT, version.digest)
    kept = Review.objects.get()
    assert (kept.version, kept.reviewed_by, kept.reviewed_at) == (version, head, clock.now)
    assert (kept.was_due_on, kept.next_due_on) == (version.review_on, NEXT)


def test_nobody_has_to_read_it_again(head, teacher, version):
    workflow.acknowledge(version, actor=teacher)
    workflow.confirm_review(version, actor=head, review_on=NEXT)
    assert selectors.readiness(teacher).acknowledged_at is not None


def test_the_record_has_it_and_the_rest_of_slt_is_told(head, deputy, teacher, version):
    workflow.confirm_review(version, actor=head, review_on=NEXT)
    event = Event.objects.get(verb="policy.confirm_review")
    assert (event.actor, event.data) == (f"person:{head.pk}", {"number": 1, "next": "2028-11-01"})
    assert Notification.objects.get(template="policy.reviewed").recipient == deputy


@pytest.mark.parametrize("who", ["admin", "teacher", "volunteer", "chair", "leaver"])
def test_only_slt_does(request, version, who):
    with pytest.raises(NotAllowed):
        workflow.confirm_review(version, actor=request.getfixturevalue(who), review_on=NEXT)
    assert not Review.objects.exists()


def test_the_portal_itself_reviews_nothing(version):
    with pytest.raises(NotAllowed):
        workflow.confirm_review(version, actor=DAILY, review_on=NEXT)


def test_a_day_that_has_come_is_refused(head, version):
    with pytest.raises(InvalidInput) as refusal:
        workflow.confirm_review(version, actor=head, review_on=date(2026, 11, 18))
    assert refusal.value.field == "review_on"


def test_a_version_that_is_not_in_force_is_not_reviewed(head, publish):
    old = publish("Be kind.")
    publish("Be kind and quick.")
    with pytest.raises(WrongState, match="newer version"):
        workflow.confirm_review(old, actor=head, review_on=NEXT)
    draft = workflow.save_draft(actor=head, title="Policy", body_markdown="Next.")
    with pytest.raises(WrongState):
        workflow.confirm_review(draft, actor=head, review_on=NEXT)


def test_of_two_at_once_one_wins_and_the_other_is_told(head, deputy, version):
    seen = version.review_on
    workflow.confirm_review(version, actor=head, review_on=NEXT, seen=seen)
    with pytest.raises(WrongState, match="Somebody else"):
        workflow.confirm_review(version, actor=deputy, review_on=date(2030, 1, 1), seen=seen)
    assert selectors.current_version().review_on == NEXT


def test_a_rollback_leaves_nothing(head, version, monkeypatch):
    monkeypatch.setattr(reviewing.notifications, "tell", lambda *a, **k: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        workflow.confirm_review(version, actor=head, review_on=NEXT)
    version.refresh_from_db()
    assert version.review_on == date(2027, 11, 18)
    assert not Review.objects.exists()
    assert not Event.objects.filter(verb="policy.confirm_review").exists()


def test_the_page_confirms_it(client, sign_in, head, version):
    page = sign_in(client, head).get(reverse("policy:review"))
    assert 'value="2027-11-18"' in page.content.decode()  # a year from today is offered
    values = {"review_on": "2028-11-01", "seen": "2027-11-18"}
    assert "Tick the box" in client.post(reverse("policy:review"), values).content.decode()
    assert client.post(reverse("policy:review"), values | {"agreed": "on"}).url == reverse("policy:index")
    assert "Last reviewed" in client.get(reverse("policy:index")).content.decode()
    assert "Helen Head" in client.get(reverse("policy:review")).content.decode()


def test_before_there_is_a_policy_there_is_nothing_to_review(client, sign_in, head):
    assert sign_in(client, head).get(reverse("policy:review")).url == reverse("policy:index")
