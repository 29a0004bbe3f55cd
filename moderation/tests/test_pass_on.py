"""Passing on what somebody who stops running an account has in hand (R3)."""

from collections.abc import Callable

import pytest

from accounts.models import Account, Runner
from audit.models import Event
from conftest import NOW
from core.errors import NotAllowed, WrongState
from moderation import handing_over, workflow
from moderation.models import Item
from notifications.models import Notification
from people.models import User


@pytest.fixture
def claimed(item: Item, teacher: User) -> Item:
    return workflow.claim(item, actor=teacher)


@pytest.fixture
def colleague(account: Account, teacher2: User) -> User:
    Runner.objects.create(account=account, person=teacher2, from_at=NOW)
    return teacher2


def test_the_successor_has_it_and_is_told(claimed: Item, teacher: User, colleague: User, admin: User) -> None:
    passed = workflow.pass_on(claimed, actor=admin, to=colleague)
    assert (passed.claimed_by, passed.claimed_at) == (colleague, NOW)
    assert Notification.objects.get(template="moderation.passed_on").recipient == colleague
    event = Event.objects.get(verb="moderation.pass_on")
    assert event.data == {"taken_from": teacher.pk, "to": colleague.pk}


def test_a_draft_stays_with_its_comment(claimed: Item, teacher: User, colleague: User, admin: User) -> None:
    draft = workflow.draft_reply(claimed, actor=teacher, text="On Friday at two.")
    workflow.pass_on(claimed, actor=admin, to=colleague)
    draft.refresh_from_db()
    assert (draft.text, draft.item) == ("On Friday at two.", claimed)


@pytest.mark.parametrize("who", [None, "outsider"])
def test_it_goes_back_to_the_queue_where_nobody_may_have_it(
    who: str | None, claimed: Item, admin: User, request: pytest.FixtureRequest
) -> None:
    to = request.getfixturevalue(who) if who else None
    assert workflow.pass_on(claimed, actor=admin, to=to).claimed_by is None
    assert not Notification.objects.filter(template="moderation.passed_on").exists()


@pytest.mark.parametrize("who", ["teacher", "teacher2", "outsider", "dsl"])
def test_only_administrators_and_slt_pass_on(who: str, claimed: Item, request: pytest.FixtureRequest) -> None:
    with pytest.raises(NotAllowed):
        workflow.pass_on(claimed, actor=request.getfixturevalue(who), to=None)
    assert Event.objects.filter(verb="moderation.pass_on", refused=True).count() == 1


def test_what_nobody_has_or_what_is_finished_is_not_passed_on(item: Item, teacher: User, admin: User) -> None:
    with pytest.raises(WrongState, match="Nobody has"):
        workflow.pass_on(item, actor=admin, to=None)
    workflow.close_without_response(item, actor=teacher, reason="Needs no answer.")
    with pytest.raises(WrongState, match="finished"):
        workflow.pass_on(item, actor=admin, to=None)


def test_a_rollback_leaves_it_with_whoever_had_it(
    claimed: Item, teacher: User, admin: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: object) -> None:
        raise OSError("the record cannot be written")

    monkeypatch.setattr("audit.chain.append", fail)
    with pytest.raises(OSError, match="record"):
        workflow.pass_on(claimed, actor=admin, to=None)
    claimed.refresh_from_db()
    assert claimed.claimed_by == teacher


def test_all_that_somebody_has_on_an_account_is_counted(
    make_item: Callable, make_account: Callable, account: Account, teacher: User
) -> None:
    other = make_account("Another", teacher)
    for _ in range(3):
        workflow.claim(make_item(), actor=teacher)
    workflow.claim(make_item(on=other), actor=teacher)
    make_item()  # nobody's
    assert handing_over.count(account, teacher) == 3
    assert handing_over.count(other, teacher) == 1
