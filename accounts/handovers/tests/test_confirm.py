"""Sent to be confirmed, confirmed by another, sent back (R3)."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from accounts.handovers import workflow
from accounts.handovers.models import Choice, Handover
from accounts.handovers.states import Status
from accounts.models import Account, Runner
from accounts.states import Status as Register
from accounts.vault.models import Credential, Exposure
from conftest import NOW
from core.errors import InvalidInput, NotAllowed, WrongState
from people.models import Role, RoleGrant, User
from policy.models import TrainingRecord


def runs_now(account: Account) -> list[tuple[str, bool]]:
    rows = Runner.objects.now().filter(account=account).select_related("person")
    return [(row.person.full_name, row.is_lead) for row in rows]


def reveal(credential: Credential, person: User) -> None:
    Exposure.objects.create(
        credential=credential, version=credential.versions.get(), person=person, verb="reveal", reason="x" * 9, at=NOW
    )


def test_a_transfer_from_end_to_end(
    admin2: User, head: User, sent: Handover, account: Account, told: Callable, happened: Callable
) -> None:
    assert told("to_confirm") == {"Helen Head", "Alan Admin"}  # not who sent it, not the successor
    done = workflow.confirm(sent, actor=head)
    assert (done.status, done.confirmed_by) == (Status.COMPLETED, head)
    assert runs_now(account) == [("Tara Teacher", True)]
    assert told("taken_over") == {"Tara Teacher"}
    assert told("completed") == {"Ada Admin", "Alan Admin", "Tom Teacher"}
    assert happened("confirm")[0].data["to"] == "completed"


def test_what_was_answered_by_the_rooms_is_kept_as_it_read_then(sent: Handover, head: User) -> None:
    done = workflow.confirm(sent, actor=head)
    titles = dict(done.ticks.values_list("key", "title"))
    assert titles["answer_accepted"] == "Tara Teacher takes it over, and is ready to run it"
    assert {"answer_secrets", "answer_grants", "answer_work"} <= titles.keys()


def test_going_on_without_somebody_from_end_to_end(
    make_account: Callable[..., Account], teacher: User, teacher2: User, outsider: User, admin: User, head: User,
    tick_all: Callable,
) -> None:  # fmt: skip
    account = make_account(runners=(teacher2, teacher, outsider))
    handover = workflow.open_handover(account, teacher, actor=admin)
    handover = tick_all(workflow.choose(handover, actor=admin, choice=Choice.GO_ON))
    workflow.confirm(workflow.send_to_confirm(handover, actor=admin), actor=head)
    assert runs_now(account) == [("Tara Teacher", True), ("Olive Outsider", False)]


def test_closing_from_end_to_end(handover: Handover, account: Account, admin: User, head: User) -> None:
    chosen = workflow.choose(handover, actor=admin, choice=Choice.CLOSE)
    with pytest.raises(WrongState, match="The account is closed"):
        workflow.send_to_confirm(chosen, actor=admin)
    Account.objects.get_queryset().filter(pk=account.pk).update(status=Register.CLOSED, closed_at=NOW)
    workflow.confirm(workflow.send_to_confirm(chosen, actor=admin), actor=head)
    assert runs_now(account) == []


def test_it_is_not_sent_with_a_step_open_and_says_which(accepted: Handover, admin: User, happened: Callable) -> None:
    with pytest.raises(WrongState, match="This is left to do before it can be confirmed: “"):
        workflow.send_to_confirm(accepted, actor=admin)
    assert len(happened("send_to_confirm", refused=True)) == 1


def test_it_is_not_sent_before_the_choice_nor_before_the_answer(
    asked: Handover, admin: User, tick_all: Callable
) -> None:
    with pytest.raises(WrongState):
        workflow.send_to_confirm(tick_all(asked), actor=admin)


@pytest.mark.parametrize("who", ["teacher", "teacher2", "dsl", "outsider"])
def test_only_administrators_and_slt_send_confirm_and_send_back(
    who: str, sent: Handover, request: pytest.FixtureRequest
) -> None:
    person = request.getfixturevalue(who)
    with pytest.raises(NotAllowed):
        workflow.confirm(sent, actor=person)
    with pytest.raises(NotAllowed):
        workflow.send_back(sent, actor=person, reason="Look again.")
    back = workflow.send_back(sent, actor=request.getfixturevalue("admin"), reason="Look again.")
    with pytest.raises(NotAllowed):
        workflow.send_to_confirm(back, actor=person)


def test_nobody_confirms_what_they_sent(sent: Handover, admin: User) -> None:
    with pytest.raises(NotAllowed, match="You sent this"):
        workflow.confirm(sent, actor=admin)


@pytest.mark.parametrize(("who", "words"), [("teacher2", "You take the account over"), ("teacher", "you run yourself")])
def test_neither_the_successor_nor_the_leaver_confirms_even_as_slt(
    who: str, words: str, sent: Handover, request: pytest.FixtureRequest
) -> None:
    person = request.getfixturevalue(who)
    RoleGrant.objects.create(person=person, role=Role.SLT, granted_at=NOW)
    person.forget_roles()
    with pytest.raises(NotAllowed, match=words):
        workflow.confirm(sent, actor=person)


def test_the_database_itself_wants_two_people(sent: Handover, admin: User) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Handover.objects.get_queryset().filter(pk=sent.pk).update(status=Status.COMPLETED, confirmed_by=admin)


def test_a_password_that_was_looked_at_since_stops_the_confirmation(
    sent: Handover, account: Account, password: Credential, teacher: User, head: User
) -> None:
    reveal(password, teacher)
    with pytest.raises(WrongState, match="Every password, code and access token"):
        workflow.confirm(sent, actor=head)
    assert runs_now(account) == [("Tom Teacher", True)]


def test_a_successor_who_is_not_ready_any_more_stops_the_confirmation(
    sent: Handover, teacher2: User, head: User
) -> None:
    TrainingRecord.objects.filter(person=teacher2).delete()
    with pytest.raises(WrongState, match="is ready to run it"):
        workflow.confirm(sent, actor=head)


def test_it_is_confirmed_once(sent: Handover, head: User, admin2: User) -> None:
    workflow.confirm(sent, actor=head)
    with pytest.raises(WrongState):
        workflow.confirm(sent, actor=admin2)


def test_where_the_record_cannot_be_written_nobody_is_replaced(
    sent: Handover, account: Account, head: User, broken_record: None, told: Callable
) -> None:
    with pytest.raises(OSError, match="record"):
        workflow.confirm(sent, actor=head)
    assert runs_now(account) == [("Tom Teacher", True)]
    assert told("completed") == set()


def test_sent_back_with_a_reason_it_is_in_hand_again(
    sent: Handover, head: User, told: Callable, happened: Callable
) -> None:
    back = workflow.send_back(sent, actor=head, reason="The page roles are still theirs.")
    assert back.status == Status.IN_HAND
    assert told("sent_back") == {"Ada Admin"}
    assert back.notes.get().text == "The page roles are still theirs."
    assert "roles" not in str(happened("send_back")[0].data)
    with pytest.raises(InvalidInput):
        workflow.send_back(workflow.send_to_confirm(back, actor=head), actor=head, reason="x")
    # Whoever sends it now cannot confirm it; whoever sent it first can.
    with pytest.raises(NotAllowed):
        workflow.confirm(back, actor=head)


def test_only_what_waits_is_sent_back(accepted: Handover, admin: User) -> None:
    with pytest.raises(WrongState):
        workflow.send_back(accepted, actor=admin, reason="Look again.")


def test_the_pages_send_confirm_and_send_back(
    accepted: Handover, account: Account, admin: User, head: User, tick_all: Callable, client: Client, sign_in: Callable
) -> None:
    tick_all(accepted)
    sign_in(client, admin)
    client.post(reverse("handovers:send_to_confirm", args=[accepted.pk]))
    assert client.get(reverse("handovers:confirm", args=[accepted.pk])).status_code == 403
    sign_in(client, head)
    client.post(reverse("handovers:send_back", args=[accepted.pk]), {"reason": "Look at it again."})
    page = client.get(accepted.get_absolute_url()).content.decode()
    assert "Look at it again." in page
    sign_in(client, admin)
    client.post(reverse("handovers:send_to_confirm", args=[accepted.pk]))
    sign_in(client, head)
    url = reverse("handovers:confirm", args=[accepted.pk])
    assert "Tara Teacher runs it in their place." in client.get(url).content.decode()
    client.post(url)
    assert runs_now(account) == [("Tara Teacher", True)]


def test_a_step_that_is_open_is_named_on_the_page(
    accepted: Handover, admin: User, client: Client, sign_in: Callable
) -> None:
    sign_in(client, admin)
    answer = client.post(reverse("handovers:send_to_confirm", args=[accepted.pk]), follow=True)
    assert "This is left to do before it can be confirmed" in answer.content.decode()
