"""The yearly look: what is asked, where it leads, who is reminded and when."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from accounts import reviews, workflow
from accounts.models import Account, AccountReview
from accounts.needs import accounts_to_look_at
from accounts.states import Status
from accounts.tasks import remind_reviews
from audit.models import Event
from conftest import NOW, Clock
from core.errors import InvalidInput, NotAllowed, WrongState
from core.registry import chores
from notifications.models import Notification
from people.models import User
from tests.two_rounds import come_between

Make = Callable[..., Account]
SignIn = Callable[[Client, User], Client]

TODAY = NOW.date()
NEXT_YEAR = date(2027, 11, 18)
WELL = {"still_needed": True, "active": True, "right_people": True}


@pytest.fixture
def account(make_account: Make, teacher: User, teacher2: User) -> Account:
    return make_account(name="Friends", runners=(teacher, teacher2), review_on=TODAY + timedelta(days=10))


def told(template: str) -> set[str]:
    rows = Notification.objects.filter(template=f"accounts.{template}").select_related("recipient")
    return {row.recipient.full_name for row in rows}


@pytest.mark.parametrize("role", ["head", "admin"])
def test_all_is_well_and_the_next_look_is_in_a_year(
    account: Account, role: str, request: pytest.FixtureRequest
) -> None:
    found = workflow.review(account, actor=request.getfixturevalue(role), **WELL)

    account.refresh_from_db()
    assert account.review_on == found.next_on == NEXT_YEAR
    assert told("reviewed") == {"Tom Teacher"}
    assert not Notification.objects.filter(template="accounts.review_finding").exists()


def test_it_is_on_the_record_without_the_note(account: Account, head: User) -> None:
    found = workflow.review(account, actor=head, **{**WELL, "active": False}, note="Nothing since June.")

    data = Event.objects.get(verb="accounts.review").data
    assert data == {**WELL, "active": False, "review": found.pk, "next": "2027-11-18"}


@pytest.mark.parametrize("answer", ["still_needed", "active", "right_people"])
def test_a_no_says_why_and_the_administrators_are_told(account: Account, head: User, admin: User, answer: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        workflow.review(account, actor=head, **{**WELL, answer: False}, note="  ")
    assert refusal.value.field == "note"

    workflow.review(account, actor=head, **{**WELL, answer: False}, note="Mrs Jones has left the club.")
    assert told("review_finding") == {"Ada Admin", "Tom Teacher"}
    assert "Jones" not in str(Notification.objects.get(recipient=admin).params)


@pytest.mark.parametrize("role", ["teacher", "teacher2", "dsl", "volunteer", "outsider", "chair"])
def test_nobody_else_decides_it(account: Account, role: str, request: pytest.FixtureRequest) -> None:
    with pytest.raises(NotAllowed):
        workflow.review(account, actor=request.getfixturevalue(role), **WELL)

    assert not AccountReview.objects.exists()
    assert Event.objects.get(verb="accounts.review").refused


@pytest.mark.parametrize("status", [s for s in Status if s not in (Status.LIVE, Status.SUSPENDED)])
def test_only_an_account_in_use_is_looked_at(make_account: Make, head: User, status: Status) -> None:
    with pytest.raises(WrongState):
        workflow.review(make_account(status), actor=head, **WELL)


def test_the_second_of_two_is_told_that_it_was_done(account: Account, head: User, admin: User) -> None:
    seen = account.review_on
    workflow.review(account, actor=head, **WELL, seen=seen)

    with pytest.raises(WrongState, match="Somebody else"):
        workflow.review(account, actor=admin, **WELL, seen=seen)


def test_without_the_record_nothing_is_written_down(account: Account, head: User, broken_record: None) -> None:
    with pytest.raises(OSError, match="record"):
        workflow.review(account, actor=head, **WELL)

    assert not AccountReview.objects.exists()
    assert not Notification.objects.exists()
    account.refresh_from_db()
    assert account.review_on == TODAY + timedelta(days=10)


def test_an_account_that_goes_live_is_looked_at_after_a_year(
    make_account: Make, admin: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("accounts.checklist_states.missing_for_live", lambda account: [])
    account = workflow.finish_provisioning(make_account(Status.PROVISIONING), actor=admin)

    assert account.review_on == NEXT_YEAR


def test_a_year_after_a_leap_day_is_the_last_of_february() -> None:
    assert reviews.a_year_after(date(2028, 2, 29)) == date(2029, 2, 28)


@pytest.mark.parametrize(
    ("days", "stage"),
    [
        (31, None),
        (30, "30"),
        (8, "30"),
        (7, "7"),
        (1, "7"),
        (0, "0"),
        (-6, "0"),
        (-7, "late:1"),
        (-13, "late:1"),
        (-14, "late:2"),
    ],
)
def test_the_reminders_come_at_30_7_and_0_days_then_weekly(days: int, stage: str | None) -> None:
    assert reviews.stage_on(TODAY, TODAY + timedelta(days=days)) == stage


def test_the_lead_and_the_administrators_are_reminded_once_a_stage(
    account: Account, head: User, admin: User, admin2: User, clock: Clock
) -> None:
    remind_reviews()
    remind_reviews()
    assert told("review_due") == {"Tom Teacher", "Ada Admin", "Alan Admin"}
    assert Notification.objects.count() == 3
    assert Event.objects.filter(verb="accounts.remind_reviews").count() == 1

    for days, number in ((3, 6), (10, 9), (16, 9), (17, 12)):
        clock.move_to(NOW + timedelta(days=days))
        remind_reviews()
        assert Notification.objects.count() == number
    late = Notification.objects.latest("pk")
    assert late.params["when"] == "was to be looked at by Saturday 28 November 2026"


def test_nobody_is_reminded_before_nor_of_what_is_done(account: Account, admin: User, head: User) -> None:
    workflow.review(account, actor=head, **WELL)
    Notification.objects.all().delete()
    remind_reviews()

    assert not Notification.objects.exists()


def test_two_rounds_beside_each_other_remind_once(
    account: Account, admin: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    come_between(monkeypatch, remind_reviews)
    remind_reviews()

    assert Notification.objects.filter(recipient=admin).count() == 1
    assert Event.objects.filter(verb="accounts.remind_reviews").count() == 1


def test_the_round_is_the_portals_own(account: Account, admin: User) -> None:
    with pytest.raises(NotAllowed):
        workflow.remind_reviews(actor=admin)
    assert "the yearly look at each account" in [chore.name for chore in chores]


def test_today_asks_slt_and_administrators(account: Account, head: User, admin: User, teacher: User) -> None:
    need = accounts_to_look_at(head)[0]

    assert need.sentence == "Look at Friends (Facebook) again: is it still needed?"
    assert need.url == f"/accounts/{account.pk}/review/"
    assert accounts_to_look_at(admin) == [need]
    assert accounts_to_look_at(teacher) == []


# --- The pages


def post(client: Client, account: Account, **answers: Any) -> Any:
    data = {"still_needed": "yes", "active": "yes", "right_people": "yes", "note": "", "seen": account.review_on or ""}
    return client.post(f"/accounts/{account.pk}/review/", {**data, **answers})


def test_the_answers_lead_on(client: Client, sign_in: SignIn, account: Account, admin: User) -> None:
    sign_in(client, admin)
    page = client.get(f"/accounts/{account.pk}/review/").content.decode()
    assert "Is it still needed?" in page

    assert post(client, account, active="").status_code == 200
    assert "Say in a few words why" in post(client, account, active="no").content.decode()
    closing = post(client, account, still_needed="no", note="The club is over.")
    assert closing.headers["Location"] == f"/accounts/{account.pk}/close/"
    account.refresh_from_db()
    runners = post(client, account, right_people="no", note="Tara has moved on.")
    assert runners.headers["Location"] == f"/accounts/{account.pk}/runners/"
    page = client.get(f"/accounts/{account.pk}/").content.decode()
    assert "Tara has moved on." in page
    assert "Ada Admin looked at it again, and found something to do" in page


def test_slt_is_not_sent_where_it_may_not_go(client: Client, sign_in: SignIn, account: Account, head: User) -> None:
    sign_in(client, head)

    assert post(client, account, right_people="no", note="Tara left.").headers["Location"] == f"/accounts/{account.pk}/"


def test_the_list_shows_what_is_due(
    client: Client, sign_in: SignIn, account: Account, make_account: Make, head: User, teacher: User
) -> None:
    make_account(name="Late one", review_on=TODAY - timedelta(days=1))
    make_account(name="Next year", review_on=NEXT_YEAR)
    sign_in(client, head)

    def shown(query: str) -> list[str]:
        page = client.get(f"/accounts/reviews/?{query}").content.decode()
        return [name for name in ("Late one", "Friends", "Next year") if f">{name} (" in page]

    assert shown("") == ["Late one", "Friends"]
    assert shown("show=late") == ["Late one"]
    assert shown("show=all") == ["Late one", "Friends", "Next year"]
    assert shown("show=all&q=fri") == ["Friends"]
    # A lead sees when theirs is due, and no button.
    page = sign_in(Client(), teacher).get("/accounts/reviews/").content.decode()
    assert "Friends (Facebook)" in page
    assert f"/accounts/{account.pk}/review/" not in page
