"""The steps of a handover: ticked by hand, or answered by the vault, the queue and the register (R3)."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.handovers import steps, work, workflow
from accounts.handovers.models import Choice, Handover
from accounts.handovers.states import Status
from accounts.models import Account
from accounts.states import Status as Register
from accounts.vault import workflow as vault
from accounts.vault.models import Credential, Exposure, Grant, Kind
from conftest import NOW
from core.errors import InvalidInput, NotAllowed, WrongState
from moderation import workflow as moderation
from moderation.models import Item
from people.models import User


def open_keys(handover: Handover) -> set[str]:
    return {step.key for step in steps.left(steps.steps_of(handover))}


@pytest.fixture
def known(password: Credential, teacher: User) -> Credential:
    """The teacher has looked at the password."""
    Exposure.objects.create(
        credential=password, version=password.versions.get(), person=teacher, verb="reveal", reason="To post", at=NOW
    )
    return password


def test_a_tick_says_who_and_when(accepted: Handover, admin: User, happened: Callable) -> None:
    key, title = next(iter(steps.tickable(accepted).items()))
    workflow.tick(accepted, key, actor=admin)
    workflow.tick(accepted, key, actor=admin)  # twice changes nothing
    tick = accepted.ticks.get()
    assert (tick.key, tick.title, tick.done_by) == (key, title, admin)
    assert happened("tick")[0].data == {"step": key}


def test_a_tick_is_taken_back(accepted: Handover, admin: User, head: User) -> None:
    key = next(iter(steps.tickable(accepted)))
    workflow.tick(accepted, key, actor=admin)
    workflow.untick(accepted, key, actor=head)
    assert not accepted.ticks.exists()
    with pytest.raises(InvalidInput):
        workflow.untick(accepted, key, actor=head)


@pytest.mark.parametrize("key", ["", "no_such_step", steps.SECRETS, steps.CLOSED])
def test_what_can_be_looked_up_is_not_ticked(accepted: Handover, admin: User, key: str) -> None:
    with pytest.raises(InvalidInput):
        workflow.tick(accepted, key, actor=admin)


@pytest.mark.parametrize("who", ["teacher", "teacher2", "dsl", "outsider"])
def test_the_leaver_and_others_tick_nothing(who: str, accepted: Handover, request: pytest.FixtureRequest) -> None:
    key = next(iter(steps.tickable(accepted)))
    person = request.getfixturevalue(who)
    for verb in (workflow.tick, workflow.untick):
        with pytest.raises(NotAllowed):
            verb(accepted, key, actor=person)
    for verb in (workflow.pass_on_work, workflow.end_grants):
        with pytest.raises(NotAllowed):
            verb(accepted, actor=person)
    assert not accepted.ticks.exists()


def test_an_administrator_who_leaves_ticks_nothing_of_their_own(
    make_account: Callable[..., Account], admin: User, admin2: User
) -> None:
    handover = workflow.open_handover(make_account(runners=(admin,)), admin, actor=admin2)
    with pytest.raises(NotAllowed, match="what you run yourself"):
        workflow.tick(handover, "anything", actor=admin)


def test_nothing_is_ticked_before_the_choice_nor_while_somebody_confirms(
    handover: Handover, admin: User, accepted: Handover, tick_all: Callable
) -> None:
    key = next(iter(steps.tickable(accepted)))
    done = workflow.send_to_confirm(tick_all(accepted), actor=admin)
    with pytest.raises(WrongState, match="second person"):
        workflow.untick(done, key, actor=admin)
    again = workflow.choose_again(workflow.send_back(done, actor=admin, reason="Look again."), actor=admin)
    with pytest.raises(WrongState, match="Choose first"):
        workflow.tick(again, key, actor=admin)


def test_every_secret_that_they_could_know_is_listed_until_it_is_changed(
    accepted: Handover, known: Credential, account: Account, admin: User, teacher: User
) -> None:
    token = vault.store(account, actor=admin, kind=Kind.API_TOKEN, label="Planner", secret="token-of-the-planner-1")
    Exposure.objects.create(credential=token, version=token.versions.get(), person=teacher, verb="copy", at=NOW)
    step = next(one for one in steps.steps_of(accepted) if one.key == steps.SECRETS)
    assert not step.done
    assert {place.words for place in step.places} == {
        "Replace “Planner” (access token of a program)",
        f"Change “{known.label}” (password)",
    }
    assert {place.url for place in step.places} == {reverse("vault:rotate", args=[one.pk]) for one in (known, token)}
    for credential in (known, token):
        vault.begin_rotation(credential, actor=admin, secret="another-long-secret-9")
        vault.finish_rotation(credential, actor=admin)
    assert steps.SECRETS not in open_keys(accepted)


def test_recovery_details_that_the_vault_holds_are_a_step_of_their_own(
    accepted: Handover, account: Account, admin: User
) -> None:
    assert steps.RECOVERY not in steps.tickable(accepted)
    held = vault.store(account, actor=admin, kind=Kind.RECOVERY_EMAIL, label="", secret="office@stjudes.example")
    step = next(one for one in steps.steps_of(accepted) if one.key == steps.RECOVERY)
    assert step.by_hand
    assert [place.url for place in step.places] == [held.get_absolute_url()]
    workflow.tick(accepted, steps.RECOVERY, actor=admin)
    assert steps.RECOVERY not in open_keys(accepted)


def test_grants_are_ended_with_one_button(
    accepted: Handover, known: Credential, teacher: User, admin: User, head: User
) -> None:
    Grant.objects.create(
        credential=known, person=teacher, granted_by=admin, granted_at=NOW, until=NOW + timedelta(days=30)
    )
    assert steps.GRANTS in open_keys(accepted)
    with pytest.raises(NotAllowed, match="Only an Administrator"):
        workflow.end_grants(accepted, actor=head)
    workflow.end_grants(accepted, actor=admin)
    assert steps.GRANTS not in open_keys(accepted)
    assert Grant.objects.get_queryset().get().ended_by == admin


@pytest.fixture
def comment(account: Account, teacher: User) -> Item:
    item = moderation.add_item(account, actor=teacher, text="When is the fair?", author_name="Jo")
    return moderation.claim(item, actor=teacher)


def test_comments_in_hand_go_back_to_the_queue_where_the_successor_does_not_run_it_yet(
    accepted: Handover, comment: Item, admin: User, happened: Callable
) -> None:
    assert any(kind.name == "comments" for kind in work.kinds())
    assert steps.WORK in open_keys(accepted)
    workflow.pass_on_work(accepted, actor=admin)
    comment.refresh_from_db()
    assert comment.claimed_by is None
    assert steps.WORK not in open_keys(accepted)
    assert happened("pass_on_work")[0].data["passed"] == 1


def test_comments_go_to_a_successor_who_runs_it_already(
    make_account: Callable[..., Account], teacher: User, teacher2: User, admin: User, make_ready: Callable
) -> None:
    make_ready(teacher2)
    account = make_account(runners=(teacher, teacher2))
    item = moderation.claim(moderation.add_item(account, actor=teacher, text="Hello?", author_name="Jo"), actor=teacher)
    handover = workflow.open_handover(account, teacher, actor=admin)
    handover = workflow.choose(handover, actor=admin, choice=Choice.TRANSFER, successor=teacher2)
    workflow.pass_on_work(workflow.accept(handover, actor=teacher2), actor=admin)
    item.refresh_from_db()
    assert item.claimed_by == teacher2


def test_closing_is_answered_by_the_register(handover: Handover, account: Account, admin: User) -> None:
    chosen = workflow.choose(handover, actor=admin, choice=Choice.CLOSE)
    assert open_keys(chosen) == {steps.CLOSED}
    assert steps.tickable(chosen) == {}
    Account.objects.get_queryset().filter(pk=account.pk).update(status=Register.CLOSED, closed_at=NOW)
    assert open_keys(Handover.objects.get_queryset().get(pk=chosen.pk)) == set()


def test_of_an_account_that_closes_what_they_know_is_given_up(
    handover: Handover, known: Credential, admin: User
) -> None:
    chosen = workflow.choose(handover, actor=admin, choice=Choice.CLOSE)
    step = next(one for one in steps.steps_of(chosen) if one.key == steps.SECRETS)
    assert [place.url for place in step.places] == [known.get_absolute_url()]
    vault.retire_all(chosen.account, actor=admin)
    assert steps.SECRETS not in open_keys(chosen)


def test_a_successor_who_is_not_ready_any_more_is_an_open_step(accepted: Handover, teacher2: User) -> None:
    teacher2.training.all().delete()
    assert steps.ACCEPTED in open_keys(Handover.objects.get_queryset().get(pk=accepted.pk))


def test_the_buttons_of_the_page_do_the_steps(
    accepted: Handover, admin: User, comment: Item, client: Client, sign_in: Callable
) -> None:
    sign_in(client, admin)
    key = next(iter(steps.tickable(accepted)))
    client.post(reverse("handovers:tick", args=[accepted.pk]), {"step": key})
    assert accepted.ticks.get().key == key
    client.post(reverse("handovers:untick", args=[accepted.pk]), {"step": key})
    client.post(reverse("handovers:pass_on_work", args=[accepted.pk]))
    client.post(reverse("handovers:end_grants", args=[accepted.pk]))
    comment.refresh_from_db()
    assert (accepted.ticks.count(), comment.claimed_by) == (0, None)
    page = client.get(accepted.get_absolute_url()).content.decode()
    assert "ticked a step of the handover" in page


def test_a_colleague_reads_that_secrets_are_open_but_not_which(
    make_account: Callable[..., Account], teacher: User, teacher2: User, admin: User, client: Client, sign_in: Callable
) -> None:
    account = make_account(runners=(teacher, teacher2))
    secret = vault.store(account, actor=teacher, kind=Kind.PASSWORD, label="Main door", secret="a-long-password-77")
    handover = workflow.open_handover(account, teacher, actor=admin)
    page = sign_in(client, teacher2).get(handover.get_absolute_url()).content.decode()
    assert "could know is changed" in page
    assert "Main door" not in page
    assert reverse("vault:rotate", args=[secret.pk]) not in page
    assert Status.OPEN.label in page
