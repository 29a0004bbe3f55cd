"""Who may see what, until when."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client

from accounts.models import Account, Runner
from accounts.vault import workflow
from accounts.vault.models import Credential, Grant
from accounts.workflow import running
from audit.models import Event
from conftest import NOW, Clock
from core.actors import DAILY
from core.errors import InvalidInput, NotAllowed, WrongState
from notifications.models import Notification
from people.models import User

SignIn = Callable[[Client, User], Client]
FRIDAY = date(2026, 11, 20)


def told(person: User, template: str) -> list[Notification]:
    return list(Notification.objects.filter(recipient=person, template=template).order_by("pk"))


def test_somebody_who_runs_the_account_is_given_it_and_told(password: Credential, admin: User, teacher: User) -> None:
    grant = workflow.grant(password, teacher, actor=admin, until=FRIDAY)

    assert (grant.person, grant.granted_by, grant.granted_at) == (teacher, admin, NOW)
    assert grant.until == datetime(2026, 11, 20, 23, 59, 59, tzinfo=UTC)
    event = Event.objects.get(verb="vault.grant")
    assert (event.subject_type, event.subject_id) == ("vault.credential", str(password.pk))
    assert event.data == {"grant": grant.pk, "person": teacher.pk, "until": grant.until.isoformat()}
    (notice,) = told(teacher, "vault.granted")
    assert notice.params["until"] == "Friday 20 November 2026"
    assert notice.url == password.get_absolute_url()


def test_in_summer_the_day_ends_by_the_schools_own_time(password: Credential, admin: User, teacher: User) -> None:
    grant = workflow.grant(password, teacher, actor=admin, until=date(2027, 7, 16))

    assert grant.until == datetime(2027, 7, 16, 22, 59, 59, tzinfo=UTC)


@pytest.mark.parametrize("role", ["head", "teacher", "dsl", "outsider", "leaver"])
def test_only_administrators_give(
    password: Credential, teacher: User, role: str, request: pytest.FixtureRequest
) -> None:
    with pytest.raises(NotAllowed):
        workflow.grant(password, teacher, actor=request.getfixturevalue(role), until=FRIDAY)

    assert not Grant.objects.in_force().exists()
    assert Event.objects.get(verb="vault.grant").refused


@pytest.mark.parametrize("role", ["outsider", "head", "volunteer"])
def test_it_is_given_only_to_who_runs_the_account(
    password: Credential, admin: User, role: str, request: pytest.FixtureRequest
) -> None:
    with pytest.raises(InvalidInput, match="does not run this account"):
        workflow.grant(password, request.getfixturevalue(role), actor=admin, until=FRIDAY)


def test_it_is_not_given_to_who_has_left(password: Credential, admin: User, leaver: User) -> None:
    Runner.objects.create(account=password.account, person=leaver, from_at=NOW)

    with pytest.raises(InvalidInput):
        workflow.grant(password, leaver, actor=admin, until=FRIDAY)


@pytest.mark.parametrize("days", [-1, 401])
def test_the_day_is_to_come_and_not_too_far_off(password: Credential, admin: User, teacher: User, days: int) -> None:
    with pytest.raises(InvalidInput) as refusal:
        workflow.grant(password, teacher, actor=admin, until=NOW.date() + timedelta(days=days))

    assert refusal.value.field == "until"


@pytest.mark.parametrize("days", [0, 400])
def test_today_and_four_hundred_days_are_days_too(password: Credential, admin: User, teacher: User, days: int) -> None:
    assert workflow.grant(password, teacher, actor=admin, until=NOW.date() + timedelta(days=days)).pk


def test_nothing_is_given_of_a_closed_account_or_of_what_was_given_up(
    password: Credential, admin: User, teacher: User
) -> None:
    Credential.objects.get_queryset().update(retired_at=NOW)
    with pytest.raises(WrongState):
        workflow.grant(password, teacher, actor=admin, until=FRIDAY)

    Account.objects.get_queryset().update(status="closed", closed_at=NOW)
    with pytest.raises(NotAllowed):
        workflow.grant(password, teacher, actor=admin, until=FRIDAY)


def test_given_again_the_new_day_holds(password: Credential, admin: User, admin2: User, teacher: User) -> None:
    first = workflow.grant(password, teacher, actor=admin, until=FRIDAY)
    second = workflow.grant(password, teacher, actor=admin2, until=FRIDAY + timedelta(days=7))

    assert list(Grant.objects.in_force()) == [second]
    first.refresh_from_db()
    assert (first.ended_at, first.ended_by) == (NOW, admin2)
    assert len(told(teacher, "vault.granted")) == 2


def test_after_it_ran_out_it_can_be_given_again(password: Credential, admin: User, teacher: User, clock: Clock) -> None:
    first = workflow.grant(password, teacher, actor=admin, until=FRIDAY)
    clock.move_to(NOW + timedelta(days=5))

    workflow.grant(password, teacher, actor=admin, until=FRIDAY + timedelta(days=30))

    first.refresh_from_db()
    assert (first.ended_at, first.ended_by) == (first.until, None)


def test_several_people_get_several_things_and_each_is_told_once(
    password: Credential, account: Account, admin: User, teacher: User, teacher2: User
) -> None:
    note = workflow.store(account, actor=admin, kind="note", label="", secret="a note")
    Runner.objects.create(account=account, person=teacher2, from_at=NOW)

    given = workflow.grant_many(
        account, actor=admin, people=[teacher, teacher2], credentials=[password, note], until=FRIDAY
    )

    assert len(given) == Grant.objects.in_force().count() == 4
    assert told(teacher, "vault.granted")[0].params["what"] == "2 things"
    assert len(told(teacher2, "vault.granted")) == 1


def test_one_who_does_not_run_it_keeps_the_others_from_getting_it(
    password: Credential, account: Account, admin: User, teacher: User, outsider: User
) -> None:
    with pytest.raises(InvalidInput):
        workflow.grant_many(account, actor=admin, people=[teacher, outsider], credentials=[password], until=FRIDAY)

    assert not Grant.objects.in_force().exists()
    assert not told(teacher, "vault.granted")


def test_what_is_of_another_account_is_not_given_along(
    password: Credential, make_account: Callable[..., Account], admin: User, teacher: User
) -> None:
    with pytest.raises(InvalidInput):
        workflow.grant_many(make_account(), actor=admin, people=[teacher], credentials=[password], until=FRIDAY)


def test_it_is_taken_back_at_once_and_the_person_told(
    password: Credential, admin: User, teacher: User, granted: Callable[..., Grant]
) -> None:
    grant = granted(password, teacher)

    workflow.end_grant(grant, actor=admin)

    with pytest.raises(NotAllowed):
        workflow.reveal(password, actor=teacher, reason="Signing in")
    grant.refresh_from_db()
    assert (grant.ended_at, grant.ended_by) == (NOW, admin)
    assert len(told(teacher, "vault.grant_ended")) == 1
    assert Event.objects.get(verb="vault.end_grant").data == {"grant": grant.pk, "person": teacher.pk}
    with pytest.raises(WrongState):
        workflow.end_grant(grant, actor=admin)


@pytest.mark.parametrize("role", ["head", "teacher", "outsider"])
def test_only_administrators_take_back(
    password: Credential, teacher: User, granted: Callable[..., Grant], role: str, request: pytest.FixtureRequest
) -> None:
    grant = granted(password, teacher)

    with pytest.raises(NotAllowed):
        workflow.end_grant(grant, actor=request.getfixturevalue(role))
    assert Grant.objects.in_force().exists()


def test_without_the_record_nothing_is_given(
    password: Credential, admin: User, teacher: User, broken_record: None
) -> None:
    with pytest.raises(OSError, match="record"):
        workflow.grant(password, teacher, actor=admin, until=FRIDAY)

    assert not Grant.objects.in_force().exists()
    assert not Notification.objects.exists()


def test_the_daily_round_closes_what_is_over(
    password: Credential, account: Account, admin: User, teacher: User, teacher2: User, granted: Callable[..., Grant]
) -> None:
    Runner.objects.create(account=account, person=teacher2, from_at=NOW)
    over, stays = granted(password, teacher), granted(password, teacher2)
    account.runners.filter(person=teacher).update(until_at=NOW)

    assert workflow.close_ended(actor=DAILY) == 1
    assert workflow.close_ended(actor=DAILY) == 0

    assert list(Grant.objects.in_force()) == [stays]
    assert Event.objects.get(verb="vault.close_grants").data == {"grants": [over.pk]}
    # Named again later, they do not get back what they once had.
    Runner.objects.create(account=account, person=teacher, from_at=NOW)
    with pytest.raises(NotAllowed):
        workflow.reveal(password, actor=teacher, reason="Signing in")


def test_no_person_closes_what_is_over(admin: User) -> None:
    with pytest.raises(NotAllowed):
        workflow.close_ended(actor=admin)


# --- The pages --------------------------------------------------------------------------------------


def test_the_page_gives_it_to_several_and_everything_else_too(
    client: Client, sign_in: SignIn, password: Credential, account: Account, admin: User, teacher: User, teacher2: User
) -> None:
    workflow.store(account, actor=admin, kind="note", label="", secret="a note")
    Runner.objects.create(account=account, person=teacher2, from_at=NOW)
    sign_in(client, admin)
    address = f"/vault/{password.pk}/grant/"

    page = client.get(address).content.decode()
    assert "Tom Teacher" in page
    assert "Olive Outsider" not in page
    assert 'value="2027-03-18"' in page  # about a term

    answer = client.post(
        address, {"people": [teacher.pk, teacher2.pk], "until": "2026-11-20", "everything": "on"}, follow=True
    )
    assert "2 people can see it until the end of Friday 20 November 2026." in answer.content.decode()
    assert Grant.objects.in_force().count() == 4

    detail = client.get(password.get_absolute_url()).content.decode()
    assert "Tara Teacher, until the end of" in detail


def test_the_page_refuses_who_does_not_run_it(
    client: Client, sign_in: SignIn, password: Credential, admin: User, outsider: User
) -> None:
    answer = sign_in(client, admin).post(
        f"/vault/{password.pk}/grant/", {"people": [outsider.pk], "until": "2026-11-20"}
    )

    assert answer.status_code == 200
    assert not Grant.objects.in_force().exists()


def test_the_page_asks_before_it_takes_back(
    client: Client, sign_in: SignIn, password: Credential, admin: User, teacher: User, granted: Callable[..., Grant]
) -> None:
    grant = granted(password, teacher)
    sign_in(client, admin)

    assert "What they have seen they still know" in client.get(f"/vault/grants/{grant.pk}/end/").content.decode()
    assert Grant.objects.in_force().exists()
    client.post(f"/vault/grants/{grant.pk}/end/")
    assert not Grant.objects.in_force().exists()


def test_the_list_shows_what_ends_soon(
    client: Client, sign_in: SignIn, password: Credential, account: Account, admin: User, head: User, teacher: User,
    teacher2: User,
) -> None:  # fmt: skip
    Runner.objects.create(account=account, person=teacher2, from_at=NOW)
    workflow.grant(password, teacher, actor=admin, until=NOW.date() + timedelta(days=10))
    workflow.grant(password, teacher2, actor=admin, until=NOW.date() + timedelta(days=30))
    sign_in(client, head)

    everybody = client.get("/vault/grants/").content.decode()
    assert "Tom Teacher" in everybody
    assert "Tara Teacher" in everybody
    soon = client.get("/vault/grants/?soon=on").content.decode()
    assert "Tom Teacher" in soon
    assert "Tara Teacher" not in soon
    assert "Take back" not in soon  # SLT sees, Administrators give and take


def test_who_was_given_it_reads_until_when(
    client: Client, sign_in: SignIn, password: Credential, teacher: User, granted: Callable[..., Grant]
) -> None:
    granted(password, teacher)

    page = sign_in(client, teacher).get(password.get_absolute_url()).content.decode()

    assert "You can see it until the end of" in page
    assert "Who may see it" not in page


def test_who_stopped_running_the_account_is_given_nothing_by_running_it_again(
    password: Credential,
    account: Account,
    admin: User,
    teacher: User,
    teacher2: User,
    make_ready: Callable[..., None],
    clock: Clock,
) -> None:
    """Not even on the same day, before the daily round has closed what was given."""
    make_ready(teacher, teacher2)
    running.add_runner(account, teacher2, actor=admin)
    workflow.grant(password, teacher2, actor=admin, until=FRIDAY)
    clock.move_to(NOW + timedelta(hours=1))
    running.change_lead(account, teacher2, actor=admin)
    assert workflow.reveal(password, actor=teacher2, reason="Another part is no end")

    clock.move_to(NOW + timedelta(minutes=90))
    running.change_lead(account, teacher, actor=admin)
    running.remove_runner(account, teacher2, actor=admin)
    clock.move_to(NOW + timedelta(hours=2))
    running.add_runner(account, teacher2, actor=admin)

    with pytest.raises(NotAllowed, match="Nobody has given you this one"):
        workflow.reveal(password, actor=teacher2, reason="As before")
    assert not Grant.objects.in_force().exists()
    assert workflow.close_ended(actor=DAILY) == 1
    workflow.grant(password, teacher2, actor=admin, until=FRIDAY)
    assert workflow.reveal(password, actor=teacher2, reason="Given anew")


def test_the_page_needs_a_fresh_sign_in(
    client: Client, sign_in_stale: SignIn, password: Credential, admin: User, teacher: User
) -> None:
    """Whoever sits down at an Administrator's open screen gives nothing to themselves."""
    address = f"/vault/{password.pk}/grant/"
    sign_in_stale(client, admin)

    asked = client.get(address)
    answer = client.post(address, {"people": [teacher.pk], "until": "2026-11-20"})

    assert asked.status_code == answer.status_code == 302
    assert "next=" in asked.headers["Location"]
    assert not Grant.objects.in_force().exists()
