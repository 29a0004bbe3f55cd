"""A handover that is not needed any more (R3)."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from accounts.handovers import workflow
from accounts.handovers.models import Handover
from accounts.handovers.states import Status
from core.errors import InvalidInput, NotAllowed, WrongState
from people import workflow as people
from people.models import User


def test_it_ends_with_a_reason_and_those_concerned_are_told(
    admin2: User, asked: Handover, admin: User, told: Callable, happened: Callable
) -> None:
    ended = workflow.cancel(asked, actor=admin, reason="Tom goes on running it.")
    assert (ended.status, ended.ended_because) == (Status.CANCELLED, "Tom goes on running it.")
    assert told("cancelled") == {"Alan Admin", "Tom Teacher", "Tara Teacher"}
    assert "Tom" not in str(happened("cancel")[0].data)


def test_it_is_needed_while_somebody_leaves(account: object, teacher: User, head: User, admin: User) -> None:
    people.set_leaving_day(teacher, actor=head, leaves_on=date(2026, 12, 18))
    with pytest.raises(WrongState, match="this handover is needed"):
        workflow.cancel(Handover.objects.going_on().get(), actor=admin, reason="Too much work.")


@pytest.mark.parametrize("who", ["teacher", "teacher2", "dsl", "outsider"])
def test_only_administrators_and_slt_end_it(
    who: str, handover: Handover, request: pytest.FixtureRequest, happened: Callable
) -> None:
    with pytest.raises(NotAllowed):
        workflow.cancel(handover, actor=request.getfixturevalue(who), reason="Not needed.")
    assert len(happened("cancel", refused=True)) == 1


def test_what_is_complete_stays_complete(sent: Handover, head: User, admin: User) -> None:
    workflow.confirm(sent, actor=head)
    with pytest.raises(WrongState):
        workflow.cancel(sent, actor=admin, reason="Not needed.")


def test_where_the_record_cannot_be_written_it_goes_on(handover: Handover, admin: User, broken_record: None) -> None:
    with pytest.raises(OSError, match="record"):
        workflow.cancel(handover, actor=admin, reason="Not needed.")
    handover.refresh_from_db()
    assert handover.status == Status.OPEN


def test_a_reason_says_something(handover: Handover, admin: User) -> None:
    with pytest.raises(InvalidInput):
        workflow.cancel(handover, actor=admin, reason="x")


def test_the_page_asks_why(handover: Handover, admin: User, client: Client, sign_in: Callable) -> None:
    sign_in(client, admin)
    url = reverse("handovers:cancel", args=[handover.pk])
    assert "Say why" in client.post(url, {"reason": ""}).content.decode()
    client.post(url, {"reason": "They go on."})
    page = client.get(handover.get_absolute_url()).content.decode()
    assert "Not needed any more" in page
    assert "They go on." in page
