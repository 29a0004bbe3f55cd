"""The successor says yes, or no and why (R3, A3)."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from accounts.handovers import workflow
from accounts.handovers.models import Handover
from accounts.handovers.states import Status
from core.errors import InvalidInput, NotAllowed, WrongState
from core.registry import needs_of
from people.models import User
from policy.models import TrainingRecord


def test_yes_and_those_who_asked_are_told(asked: Handover, teacher2: User, admin2: User, told: Callable) -> None:
    accepted = workflow.accept(asked, actor=teacher2)
    assert (accepted.status, accepted.accepted_at is not None) == (Status.IN_HAND, True)
    assert told("accepted") == {"Ada Admin", "Alan Admin"}


def test_no_with_a_reason_leads_back_to_the_choice(
    asked: Handover, teacher2: User, told: Callable, happened: Callable
) -> None:
    declined = workflow.decline(asked, actor=teacher2, reason="I am away next term.")
    assert (declined.status, declined.successor) == (Status.OPEN, None)
    assert declined.notes.get().text == "I am away next term."
    assert told("declined") == {"Ada Admin"}
    assert "away" not in str(happened("decline")[0].data)  # the record keeps no free text


@pytest.mark.parametrize("reason", ["", "  no ", "x" * 1001])
def test_no_needs_a_reason(asked: Handover, teacher2: User, reason: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        workflow.decline(asked, actor=teacher2, reason=reason)
    assert refused.value.field == "reason"
    asked.refresh_from_db()
    assert asked.status == Status.ASKED


@pytest.mark.parametrize("who", ["admin", "head", "teacher", "outsider"])
def test_nobody_answers_for_them(who: str, asked: Handover, request: pytest.FixtureRequest, happened: Callable) -> None:
    person = request.getfixturevalue(who)
    with pytest.raises(NotAllowed):
        workflow.accept(asked, actor=person)
    with pytest.raises(NotAllowed):
        workflow.decline(asked, actor=person, reason="Not for me.")
    assert len(happened("accept", refused=True)) == len(happened("decline", refused=True)) == 1


def test_whoever_is_not_ready_any_more_cannot_say_yes(asked: Handover, teacher2: User) -> None:
    TrainingRecord.objects.filter(person=teacher2).delete()
    with pytest.raises(WrongState, match="has no training on record"):
        workflow.accept(asked, actor=teacher2)


def test_it_is_answered_once(accepted: Handover, teacher2: User) -> None:
    with pytest.raises(WrongState):
        workflow.accept(accepted, actor=teacher2)
    with pytest.raises(WrongState):
        workflow.decline(accepted, actor=teacher2, reason="Not after all.")


def test_where_the_record_cannot_be_written_the_question_stands(
    asked: Handover, teacher2: User, broken_record: None, told: Callable
) -> None:
    with pytest.raises(OSError, match="record"):
        workflow.accept(asked, actor=teacher2)
    asked.refresh_from_db()
    assert (asked.status, told("accepted")) == (Status.ASKED, set())


def test_today_asks_and_the_page_takes_the_answer(
    asked: Handover, teacher2: User, client: Client, sign_in: Callable
) -> None:
    need = next(one for one in needs_of(teacher2) if "take over" in one.sentence)
    assert need.due_at is not None
    sign_in(client, teacher2)
    assert "You lead the account" in client.get(need.url).content.decode()
    client.post(need.url)
    asked.refresh_from_db()
    assert asked.status == Status.IN_HAND


def test_the_page_shows_what_is_wrong_with_a_no(
    asked: Handover, teacher2: User, client: Client, sign_in: Callable
) -> None:
    sign_in(client, teacher2)
    url = reverse("handovers:decline", args=[asked.pk])
    assert "Say why" in client.post(url, {"reason": "no"}).content.decode()
    assert client.post(url, {"reason": "I am away."}).headers["Location"] == "/"
    assert client.get(asked.get_absolute_url()).status_code == 404  # it is nothing of theirs any more
