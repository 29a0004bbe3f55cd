"""What must be done before an account is closed, and what stays of it."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts import checklist_states, workflow
from accounts.life.selectors import NOTHING_THERE
from accounts.models import Account, Purpose, Runner
from accounts.states import Status
from accounts.vault import workflow as vault
from accounts.vault.models import Credential
from audit.models import Event
from conftest import NOW
from core.errors import InvalidInput, NotAllowed, WrongState
from notifications.models import Notification
from people.models import User

WHY = "The class has left."
KEPT = "All posts, on the office drive, until July 2033."


@pytest.fixture
def closing(account: Account, admin: User) -> Account:
    return workflow.start_closing(account, actor=admin, reason=WHY, announcement="We close this page.")


@pytest.fixture
def done(closing: Account, admin: User) -> Account:
    """All is done but what is kept, which is said at the end."""
    for key in checklist_states.to_tick(closing, Purpose.CLOSE):
        workflow.tick_step(closing, key, actor=admin, purpose=Purpose.CLOSE)
    return closing


@pytest.mark.parametrize("role", ["admin", "head"])
def test_it_is_closed_and_stays_in_the_register(done: Account, role: str, request: pytest.FixtureRequest) -> None:
    account = workflow.finish_closing(done, actor=request.getfixturevalue(role), kept_archive=f" {KEPT} ")

    account.refresh_from_db()
    assert (account.status, account.closed_at, account.closed_because) == (Status.CLOSED, NOW, WHY)
    assert (account.kept_archive, account.announcement) == (KEPT, "We close this page.")


def test_what_was_written_down_before_holds(done: Account, admin: User) -> None:
    workflow.prepare_closing(done, actor=admin, announcement="Bye.", kept_archive=KEPT)

    account = workflow.finish_closing(done, actor=admin)

    assert (account.kept_archive, account.announcement) == (KEPT, "Bye.")


def test_nobody_runs_it_any_more_and_those_who_did_are_told(done: Account, admin: User, teacher: User) -> None:
    workflow.finish_closing(done, actor=admin, kept_archive=KEPT)

    assert Runner.objects.get(account=done).until_at == NOW
    assert Notification.objects.get(template="accounts.closed").recipient == teacher
    assert Event.objects.get(verb="accounts.finish_closing").data == {"from": "closing", "to": "closed"}


@pytest.mark.parametrize("key", ["announced", "archive", "deletion_asked", "deletion_checked"])
def test_a_step_that_is_left_keeps_it_open(done: Account, admin: User, key: str) -> None:
    workflow.untick_step(done, key, actor=admin, purpose=Purpose.CLOSE)

    with pytest.raises(WrongState, match="missing before the account is closed"):
        workflow.finish_closing(done, actor=admin, kept_archive=KEPT)


def test_it_says_what_is_kept_and_what_families_are_told(done: Account, admin: User) -> None:
    with pytest.raises(WrongState, match="what the school keeps of it, and where"):
        workflow.finish_closing(done, actor=admin)

    workflow.prepare_closing(done, actor=admin, announcement=" ", kept_archive=KEPT)
    with pytest.raises(WrongState, match="what families are told"):
        workflow.finish_closing(done, actor=admin)


def test_everything_in_the_vault_is_retired_first(
    done: Account, password: Credential, admin: User, sign_in: Callable[[Client, User], Client], client: Client
) -> None:
    with pytest.raises(WrongState, match="1 thing in the vault to give up"):
        workflow.finish_closing(done, actor=admin, kept_archive=KEPT)

    sign_in(client, admin)
    place = f"/accounts/{done.pk}/retire-secrets/"
    assert place in client.get(f"/accounts/{done.pk}/closing/").content.decode()
    assert "This cannot be undone" in client.get(place).content.decode()
    client.post(place)

    password.refresh_from_db()
    assert password.retired_at == NOW
    assert workflow.finish_closing(done, actor=admin, kept_archive=KEPT).status == Status.CLOSED


@pytest.mark.parametrize("role", ["dsl", "teacher", "volunteer", "outsider", "leaver", "chair"])
def test_others_close_nothing(done: Account, role: str, request: pytest.FixtureRequest) -> None:
    with pytest.raises(NotAllowed):
        workflow.finish_closing(done, actor=request.getfixturevalue(role), kept_archive=KEPT)


@pytest.mark.parametrize("role", ["dsl", "teacher", "outsider"])
def test_others_tick_nothing(closing: Account, role: str, request: pytest.FixtureRequest) -> None:
    with pytest.raises(NotAllowed):
        workflow.tick_step(closing, "announced", actor=request.getfixturevalue(role), purpose=Purpose.CLOSE)


@pytest.mark.parametrize("status", [one for one in Status if one != Status.CLOSING])
def test_only_what_has_begun_is_finished(make_account: Callable[..., Account], admin: User, status: Status) -> None:
    with pytest.raises(WrongState):
        workflow.finish_closing(make_account(status), actor=admin, kept_archive=KEPT)


def test_without_the_record_it_stays_open(done: Account, admin: User, broken_record: None) -> None:
    with pytest.raises(OSError, match="record"):
        workflow.finish_closing(done, actor=admin, kept_archive=KEPT)

    done.refresh_from_db()
    assert (done.status, done.closed_at) == (Status.CLOSING, None)
    assert Runner.objects.get(account=done).until_at is None
    assert not Notification.objects.filter(template="accounts.closed").exists()


@pytest.mark.parametrize("status", [Status.APPROVED, Status.PROVISIONING, Status.UNDER_REVIEW])
def test_what_was_never_there_is_closed_without_the_platforms_steps(
    make_account: Callable[..., Account], admin: User, status: Status
) -> None:
    account = workflow.start_closing(make_account(status), actor=admin, reason="SLT changed its mind.")
    with pytest.raises(WrongState):
        workflow.finish_closing(account, actor=admin)

    workflow.tick_step(account, NOTHING_THERE, actor=admin, purpose=Purpose.CLOSE)

    assert workflow.finish_closing(account, actor=admin).status == Status.CLOSED


def test_of_what_was_live_nobody_says_that_it_was_never_there(closing: Account, admin: User) -> None:
    with pytest.raises(InvalidInput):
        workflow.tick_step(closing, NOTHING_THERE, actor=admin, purpose=Purpose.CLOSE)


def test_an_account_that_was_never_there_still_gives_up_its_secrets(
    make_account: Callable[..., Account], admin: User
) -> None:
    account = make_account(Status.PROVISIONING)
    vault.store(account, actor=admin, kind="password", label="", secret="correct-horse-battery")
    workflow.start_closing(account, actor=admin, reason="SLT changed its mind.")
    workflow.tick_step(account, NOTHING_THERE, actor=admin, purpose=Purpose.CLOSE)

    with pytest.raises(WrongState, match="in the vault"):
        workflow.finish_closing(account, actor=admin)


def test_the_pages_lead_to_the_end(
    client: Client, sign_in: Callable[[Client, User], Client], closing: Account, admin: User, teacher: User
) -> None:
    sign_in(client, admin)
    place = f"/accounts/{closing.pk}/closing/"

    assert "what the school keeps of it, and where" in client.get(place).content.decode()
    client.post(f"/accounts/{closing.pk}/prepare-closing/", {"announcement": "Bye.", "kept_archive": KEPT})
    by_itself = client.post(
        f"/accounts/{closing.pk}/prepare-closing/",
        {"announcement": "Bye bye.", "kept_archive": KEPT},
        headers={"X-Autosave": "yes"},
    )
    assert by_itself.content.decode().startswith("Saved at")
    for key in checklist_states.to_tick(closing, Purpose.CLOSE):
        answer = client.post(f"/accounts/{closing.pk}/tick/", {"purpose": "close", "step": key})
        assert answer.headers["Location"] == place
    assert "Finish: close it in the register" in client.get(place).content.decode()
    assert "Nobody runs it any more" in client.get(f"/accounts/{closing.pk}/finish-closing/").content.decode()
    page = client.post(f"/accounts/{closing.pk}/finish-closing/", follow=True).content.decode()

    assert "is closed. Those who ran it are told." in page
    assert KEPT in page
    assert sign_in(client, teacher).get("/accounts/").status_code == 200


def test_a_runner_reads_how_far_it_is(
    client: Client, sign_in: Callable[[Client, User], Client], closing: Account, teacher: User
) -> None:
    page = sign_in(client, teacher).get(f"/accounts/{closing.pk}/closing/").content.decode()

    assert "We close this page." in page
    assert "It is done" not in page
    assert "Finish" not in page
