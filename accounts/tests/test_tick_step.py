from collections.abc import Callable

import pytest
from django.test import Client

from accounts import checklist_states, checklists, workflow
from accounts.models import Account, Purpose, Step, Tick
from accounts.states import Status
from accounts.vault import workflow as vault
from audit.models import Event
from conftest import NOW
from core.errors import InvalidInput, NotAllowed, WrongState
from people.models import User


@pytest.fixture
def new(make_account: Callable[..., Account]) -> Account:
    return make_account(Status.PROVISIONING)


def done(account: Account) -> set[str]:
    return {step.key for step in checklist_states.checklist(account) if step.done}


def test_a_tick_says_who_did_it_and_when(new: Account, admin: User) -> None:
    workflow.tick_step(new, Step.SECOND_FACTOR, actor=admin)

    step = next(step for step in checklist_states.checklist(new) if step.key == Step.SECOND_FACTOR)
    assert (step.done_by, step.done_at) == (admin, NOW)
    assert Event.objects.get(verb="accounts.tick_step").data == {"step": "second_factor", "purpose": "set_up"}


def test_ticking_twice_is_one_tick_by_the_first(new: Account, admin: User, admin2: User) -> None:
    workflow.tick_step(new, Step.SECOND_FACTOR, actor=admin)
    workflow.tick_step(new, Step.SECOND_FACTOR, actor=admin2)

    assert Tick.objects.get().done_by == admin


def test_a_tick_can_be_taken_back(new: Account, admin: User) -> None:
    workflow.tick_step(new, Step.TAGGING_OFF, actor=admin)
    workflow.untick_step(new, Step.TAGGING_OFF, actor=admin)

    assert done(new) == set()
    assert Event.objects.filter(verb="accounts.untick_step").count() == 1


def test_the_password_step_cannot_be_ticked_by_hand_and_ticks_itself(new: Account, admin: User) -> None:
    with pytest.raises(InvalidInput):
        workflow.tick_step(new, Step.PASSWORD_IN_VAULT, actor=admin)
    assert done(new) == set()

    vault.store(new, actor=admin, kind="recovery_code", label="", secret="1234 5678")
    assert done(new) == set()

    vault.store(new, actor=admin, kind="password", label="", secret="a long secret")
    assert done(new) == {Step.PASSWORD_IN_VAULT}


def test_a_step_that_does_not_exist_is_refused(new: Account, admin: User) -> None:
    with pytest.raises(InvalidInput):
        workflow.tick_step(new, "paint_the_fence", actor=admin)


@pytest.mark.parametrize("role", ["head", "teacher", "dsl", "outsider"])
def test_administrators_alone_tick(new: Account, role: str, request: pytest.FixtureRequest) -> None:
    with pytest.raises(NotAllowed):
        workflow.tick_step(new, Step.SECOND_FACTOR, actor=request.getfixturevalue(role))

    assert done(new) == set()


@pytest.mark.parametrize("status", [Status.UNDER_REVIEW, Status.LIVE, Status.CLOSED])
def test_the_checklist_is_open_only_while_the_account_is_being_created(
    make_account: Callable[..., Account], admin: User, status: Status
) -> None:
    with pytest.raises(WrongState):
        workflow.tick_step(make_account(status), Step.SECOND_FACTOR, actor=admin)


def test_without_the_record_there_is_no_tick(new: Account, admin: User, broken_record: None) -> None:
    with pytest.raises(OSError, match="record"):
        workflow.tick_step(new, Step.SECOND_FACTOR, actor=admin)

    assert not Tick.objects.exists()


def test_the_page_ticks_and_unticks(
    client: Client, sign_in: Callable[[Client, User], Client], new: Account, admin: User
) -> None:
    sign_in(client, admin)
    steps = len(checklists.steps(new.platform, Purpose.SET_UP))

    client.post(f"/accounts/{new.pk}/tick/", {"step": "second_factor"})
    assert f"1 of {steps} steps done" in client.get(f"/accounts/{new.pk}/provision/").content.decode()

    client.post(f"/accounts/{new.pk}/untick/", {"step": "second_factor"})
    assert f"0 of {steps} steps done" in client.get(f"/accounts/{new.pk}/provision/").content.decode()


def test_a_runner_reads_the_checklist_without_buttons(
    client: Client, sign_in: Callable[[Client, User], Client], new: Account, teacher: User
) -> None:
    page = sign_in(client, teacher).get(f"/accounts/{new.pk}/provision/").content.decode()

    assert "An Administrator creates the account" in page
    assert "It is done" not in page


def test_an_outsider_finds_no_checklist(
    client: Client, sign_in: Callable[[Client, User], Client], new: Account, outsider: User
) -> None:
    sign_in(client, outsider)

    assert client.get(f"/accounts/{new.pk}/provision/").status_code == 404
    assert client.post(f"/accounts/{new.pk}/tick/", {"step": "second_factor"}).status_code == 404
