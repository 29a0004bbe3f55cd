"""Who is on a comment."""

import pytest

from audit.models import Event
from core.errors import NotAllowed, WrongState
from moderation import workflow
from moderation.models import Item
from notifications.models import Notification


@pytest.fixture
def account(make_account, teacher, teacher2):
    return make_account("St Jude's on Facebook", teacher, teacher2)


def test_a_runner_takes_a_comment_on_and_puts_it_back(item, teacher, clock):
    workflow.claim(item, actor=teacher)
    found = Item.objects.get(pk=item.pk)
    assert (found.claimed_by, found.claimed_at) == (teacher, clock.now)
    workflow.release(item, actor=teacher)
    assert Item.objects.get(pk=item.pk).claimed_by is None
    verbs = list(
        Event.objects.filter(subject_id=item.pk, subject_type="moderation.item").values_list("verb", flat=True)
    )
    assert verbs[-2:] == ["moderation.claim", "moderation.release"]


def test_of_two_moderators_one_wins_and_the_other_is_told_who(item, teacher, teacher2):
    workflow.claim(item, actor=teacher)
    with pytest.raises(WrongState, match="Tom Teacher has this comment"):
        workflow.claim(item, actor=teacher2)
    assert Item.objects.get(pk=item.pk).claimed_by == teacher


def test_the_same_person_may_press_twice(item, teacher):
    workflow.claim(item, actor=teacher)
    assert workflow.claim(item, actor=teacher).claimed_by == teacher


def test_it_can_be_taken_over_and_the_other_is_told(item, teacher, teacher2):
    workflow.claim(item, actor=teacher)
    workflow.claim(item, actor=teacher2, take_over_from=teacher)
    assert Item.objects.get(pk=item.pk).claimed_by == teacher2
    notice = Notification.objects.get(template="moderation.taken_over")
    assert notice.recipient == teacher
    assert notice.params["person"] == "Tara Teacher"


def test_taking_it_over_from_somebody_who_has_it_no_longer_is_refused(item, teacher, teacher2, admin):
    workflow.claim(item, actor=teacher)
    workflow.claim(item, actor=admin, take_over_from=teacher)
    with pytest.raises(WrongState, match="Ada Admin has this comment"):
        workflow.claim(item, actor=teacher2, take_over_from=teacher)


def test_a_comment_of_somebody_who_was_switched_off_is_free(item, teacher, teacher2):
    workflow.claim(item, actor=teacher)
    teacher.is_active = False
    teacher.save()
    assert workflow.claim(item, actor=teacher2).claimed_by == teacher2


@pytest.mark.parametrize("who", ["outsider", "volunteer", "dsl", "chair"])
def test_nobody_else_takes_it(request, item, who):
    with pytest.raises(NotAllowed):
        workflow.claim(item, actor=request.getfixturevalue(who))
    assert Item.objects.get(pk=item.pk).claimed_by is None


def test_only_who_has_it_or_who_watches_over_it_puts_it_back(item, teacher, teacher2, admin):
    workflow.claim(item, actor=teacher)
    with pytest.raises(NotAllowed):
        workflow.release(item, actor=teacher2)
    workflow.release(item, actor=admin)
    with pytest.raises(WrongState):
        workflow.release(item, actor=teacher)


def test_a_finished_comment_is_not_taken_on(item, teacher):
    workflow.close_without_response(item, actor=teacher, reason="Spam")
    with pytest.raises(WrongState, match="finished"):
        workflow.claim(item, actor=teacher)
