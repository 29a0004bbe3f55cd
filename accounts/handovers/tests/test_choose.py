"""Choosing what becomes of an account: transfer, go on, close; and choosing again (R3, A3)."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from accounts.handovers import workflow
from accounts.handovers.models import Choice, Handover
from accounts.handovers.states import Status
from accounts.models import Account, Runner
from accounts.states import Status as Register
from conftest import NOW
from core.errors import InvalidInput, NotAllowed, WrongState
from notifications.models import Notification
from people.models import User


def test_the_successor_is_asked(
    handover: Handover, teacher2: User, head: User, make_ready: Callable, happened: Callable
) -> None:
    make_ready(teacher2)
    chosen = workflow.choose(handover, actor=head, choice=Choice.TRANSFER, successor=teacher2)
    assert (chosen.status, chosen.successor, chosen.chosen_by) == (Status.ASKED, teacher2, head)
    notice = Notification.objects.get(template="handovers.asked")
    assert (notice.recipient, notice.url) == (teacher2, reverse("handovers:accept", args=[chosen.pk]))
    event = happened("choose")[0]
    assert event.data == {"from": "open", "to": "asked", "choice": "transfer", "successor": teacher2.pk}


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"is_employed": False}, "not employed"),
        ({"is_active": False}, "cannot sign in"),
        ({"leaves_on": date(2026, 11, 30)}, "leaves on"),
        ({}, "has not acknowledged the policy, and has no training"),
    ],
)
def test_nobody_takes_over_who_cannot_run_it(
    handover: Handover, teacher2: User, admin: User, make_ready: Callable, fields: dict, words: str
) -> None:
    make_ready(teacher2 if fields else admin)
    for name, value in fields.items():
        setattr(teacher2, name, value)
    teacher2.save()
    with pytest.raises(InvalidInput, match=words) as refused:
        workflow.choose(handover, actor=admin, choice=Choice.TRANSFER, successor=teacher2)
    assert refused.value.field == "successor"
    handover.refresh_from_db()
    assert (handover.status, handover.choice) == (Status.OPEN, "")


def test_somebody_who_leaves_later_may_take_over(
    handover: Handover, teacher2: User, admin: User, make_ready: Callable
) -> None:
    make_ready(teacher2)
    teacher2.leaves_on = date(2027, 7, 20)
    teacher2.save()
    assert workflow.choose(handover, actor=admin, choice=Choice.TRANSFER, successor=teacher2).successor == teacher2


def test_nobody_takes_over_from_themselves(
    handover: Handover, teacher: User, admin: User, make_ready: Callable
) -> None:
    make_ready(teacher)
    with pytest.raises(InvalidInput, match="the one who stops"):
        workflow.choose(handover, actor=admin, choice=Choice.TRANSFER, successor=teacher)


@pytest.mark.parametrize("choice", ["", "sell", Choice.TRANSFER])
def test_a_choice_is_one_of_three_and_names_somebody(handover: Handover, admin: User, choice: str) -> None:
    with pytest.raises((InvalidInput, WrongState)):
        workflow.choose(handover, actor=admin, choice=choice)


def test_those_who_stay_go_on_where_two_employees_are_left(
    make_account: Callable[..., Account], head: User, teacher: User, teacher2: User, outsider: User, volunteer: User,
    admin: User,
) -> None:  # fmt: skip
    account = make_account(runners=(teacher2, teacher, outsider, volunteer))
    handover = workflow.open_handover(account, teacher, actor=admin)
    chosen = workflow.choose(handover, actor=admin, choice=Choice.GO_ON)
    assert (chosen.status, chosen.successor) == (Status.IN_HAND, None)


@pytest.mark.parametrize("why", ["lead", "few", "leaving"])
def test_they_do_not_go_on_without_a_lead_or_with_too_few(
    why: str, make_account: Callable[..., Account], teacher: User, teacher2: User, outsider: User, volunteer: User,
    admin: User,
) -> None:  # fmt: skip
    runners = (teacher, teacher2, outsider) if why == "lead" else (teacher2, teacher, volunteer)
    if why == "leaving":
        runners = (teacher2, teacher, outsider)
        User.objects.filter(pk=outsider.pk).update(leaves_on=NOW.date())
    handover = workflow.open_handover(make_account(runners=runners), teacher, actor=admin)
    with pytest.raises(InvalidInput, match="leads this account" if why == "lead" else "Fewer than two employees"):
        workflow.choose(handover, actor=admin, choice=Choice.GO_ON)


def test_closing_it_begins_its_closing_with_the_reason(handover: Handover, account: Account, admin: User) -> None:
    chosen = workflow.choose(handover, actor=admin, choice=Choice.CLOSE, reason="The club has ended.")
    account.refresh_from_db()
    assert chosen.status == Status.IN_HAND
    assert (account.status, account.closed_because) == (Register.CLOSING, "The club has ended.")


def test_an_account_that_is_being_closed_already_is_closed_once(
    make_account: Callable[..., Account], teacher: User, admin: User
) -> None:
    handover = workflow.open_handover(make_account(Register.CLOSING), teacher, actor=admin)
    assert workflow.choose(handover, actor=admin, choice=Choice.CLOSE).status == Status.IN_HAND


@pytest.mark.parametrize("who", ["teacher", "teacher2", "volunteer", "dsl", "chair"])
def test_only_administrators_and_slt_choose(
    who: str, handover: Handover, request: pytest.FixtureRequest, happened: Callable
) -> None:
    with pytest.raises(NotAllowed):
        workflow.choose(handover, actor=request.getfixturevalue(who), choice=Choice.CLOSE)
    assert len(happened("choose", refused=True)) == 1


def test_an_administrator_does_not_choose_about_their_own(
    make_account: Callable[..., Account], admin: User, admin2: User
) -> None:
    handover = workflow.open_handover(make_account(runners=(admin,)), admin, actor=admin2)
    with pytest.raises(NotAllowed, match="what you run yourself"):
        workflow.choose(handover, actor=admin, choice=Choice.CLOSE)


def test_it_is_chosen_once(asked: Handover, admin: User) -> None:
    with pytest.raises(WrongState):
        workflow.choose(asked, actor=admin, choice=Choice.TRANSFER, successor=asked.successor)


def test_where_the_record_cannot_be_written_nobody_is_asked(
    handover: Handover, teacher2: User, admin: User, make_ready: Callable, broken_record: None
) -> None:
    make_ready(teacher2)
    with pytest.raises(OSError, match="record"):
        workflow.choose(handover, actor=admin, choice=Choice.TRANSFER, successor=teacher2)
    handover.refresh_from_db()
    assert handover.status == Status.OPEN
    assert not Notification.objects.filter(template="handovers.asked").exists()


def test_a_changed_mind_leads_back_to_the_choice(
    accepted: Handover, admin: User, tick_all: Callable, told: Callable, happened: Callable
) -> None:
    again = workflow.choose_again(tick_all(accepted), actor=admin)
    assert (again.status, again.choice, again.successor, again.accepted_at) == (Status.OPEN, "", None, None)
    assert not again.ticks.exists()
    assert happened("tick")  # who ticked what stays in the record
    assert told("not_asked") == {"Tara Teacher"}


def test_a_changed_mind_calls_off_the_closing_that_it_began(handover: Handover, account: Account, admin: User) -> None:
    chosen = workflow.choose(handover, actor=admin, choice=Choice.CLOSE)
    workflow.choose_again(chosen, actor=admin)
    account.refresh_from_db()
    assert account.status == Register.LIVE


def test_nobody_chooses_again_once_it_waits_for_a_second_person(sent: Handover, admin: User) -> None:
    with pytest.raises(WrongState, match="Send it back first"):
        workflow.choose_again(sent, actor=admin)


@pytest.mark.parametrize("who", ["teacher", "teacher2", "dsl"])
def test_only_administrators_and_slt_choose_again(who: str, asked: Handover, request: pytest.FixtureRequest) -> None:
    with pytest.raises(NotAllowed):
        workflow.choose_again(asked, actor=request.getfixturevalue(who))


def test_the_page_says_who_is_ready_and_keeps_what_was_chosen(
    handover: Handover, teacher2: User, outsider: User, admin: User, make_ready: Callable, client: Client,
    sign_in: Callable,
) -> None:  # fmt: skip
    make_ready(teacher2)
    sign_in(client, admin)
    url = reverse("handovers:choose", args=[handover.pk])
    page = client.get(url).content.decode()
    assert page.index("Tara Teacher (ready)") < page.index("Olive Outsider (not ready yet)")
    refused = client.post(url, {"choice": "transfer", "successor": outsider.pk}).content.decode()
    assert "Olive Outsider has not acknowledged the policy" in refused
    answer = client.post(url, {"choice": "transfer", "successor": teacher2.pk})
    assert answer.headers["Location"] == handover.get_absolute_url()


def test_the_page_of_choosing_again_asks_first(asked: Handover, admin: User, client: Client, sign_in: Callable) -> None:
    sign_in(client, admin)
    url = reverse("handovers:choose_again", args=[asked.pk])
    assert "Tara Teacher is told" in client.get(url).content.decode()
    client.post(url)
    asked.refresh_from_db()
    assert asked.status == Status.OPEN


def test_a_lead_who_was_changed_meanwhile_can_be_done_without(
    make_account: Callable[..., Account], teacher: User, teacher2: User, outsider: User, admin: User
) -> None:
    account = make_account(runners=(teacher, teacher2, outsider))
    handover = workflow.open_handover(account, teacher, actor=admin)
    Runner.objects.filter(account=account, person=teacher).update(is_lead=False)
    Runner.objects.filter(account=account, person=teacher2).update(is_lead=True)
    assert workflow.choose(handover, actor=admin, choice=Choice.GO_ON).status == Status.IN_HAND
