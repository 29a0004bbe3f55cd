"""Opening a handover by hand (R3)."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from accounts.handovers import workflow
from accounts.handovers.models import Cause, Handover
from accounts.handovers.states import Status
from accounts.models import Account
from accounts.states import Status as Register
from conftest import NOW
from core.errors import InvalidInput, NotAllowed, WrongState
from notifications.models import Notification
from people.models import User

TODAY = NOW.date()


def test_it_is_due_in_a_fortnight_and_the_administrators_are_told(
    account: Account, teacher: User, admin: User, admin2: User, happened: Callable, told: Callable
) -> None:
    made = workflow.open_handover(account, teacher, actor=admin)
    assert (made.status, made.cause, made.was_lead) == (Status.OPEN, Cause.BY_HAND, True)
    assert made.due_on == TODAY + timedelta(days=14)
    assert told("opened") == {"Alan Admin"}  # not whoever did it
    assert told("opened_person") == {"Tom Teacher"}
    assert happened("open_handover")[0].data == {
        "account": account.pk,
        "person": teacher.pk,
        "cause": "by_hand",
        "emergency": False,
        "due_on": "2026-12-02",
    }


def test_whoever_leaves_today_is_due_today_and_slt_hears_at_once(
    account: Account, teacher: User, admin: User, head: User, told: Callable
) -> None:
    made = workflow.open_handover(account, teacher, actor=admin, emergency=True)
    assert made.due_on == TODAY
    assert told("emergency") == {"Ada Admin", "Helen Head"}


def test_the_line_manager_is_told_and_led_to_a_page_that_they_see(
    account: Account, teacher: User, outsider: User, admin: User, client: Client, sign_in: Callable
) -> None:
    teacher.line_manager = outsider
    teacher.save()
    workflow.open_handover(account, teacher, actor=admin)
    notice = Notification.objects.get(recipient=outsider, template="handovers.opened_manager")
    assert sign_in(client, outsider).get(notice.url).status_code == 200


@pytest.mark.parametrize("who", ["teacher", "teacher2", "volunteer", "dsl", "chair", "leaver"])
def test_only_administrators_and_slt_open_one(
    who: str, account: Account, teacher: User, request: pytest.FixtureRequest, happened: Callable
) -> None:
    with pytest.raises(NotAllowed):
        workflow.open_handover(account, teacher, actor=request.getfixturevalue(who))
    assert not Handover.objects.get_queryset().exists()
    assert len(happened("open_handover", refused=True)) == 1


def test_one_goes_on_for_each_account_and_person(
    handover: Handover, account: Account, teacher: User, head: User
) -> None:
    with pytest.raises(WrongState, match="going on already"):
        workflow.open_handover(account, teacher, actor=head)
    handover.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        handover.save(force_insert=True)


def test_nobody_is_handed_over_who_does_not_run_it(account: Account, teacher2: User, admin: User) -> None:
    with pytest.raises(WrongState, match="does not run this account"):
        workflow.open_handover(account, teacher2, actor=admin)


def test_a_closed_account_is_not_handed_over(make_account: Callable[..., Account], teacher: User, admin: User) -> None:
    with pytest.raises(WrongState, match="closed"):
        workflow.open_handover(make_account(Register.CLOSED), teacher, actor=admin)


@pytest.mark.parametrize("due_on", [TODAY - timedelta(days=1), date(9999, 12, 31), date(1, 1, 1)])
def test_the_day_can_be_met(account: Account, teacher: User, admin: User, due_on: date) -> None:
    with pytest.raises(InvalidInput) as refused:
        workflow.open_handover(account, teacher, actor=admin, due_on=due_on)
    assert refused.value.field == "due_on"


def test_where_the_record_cannot_be_written_nothing_is_opened_and_nobody_told(
    account: Account, teacher: User, admin: User, admin2: User, broken_record: None
) -> None:
    with pytest.raises(OSError, match="record"):
        workflow.open_handover(account, teacher, actor=admin)
    assert not Handover.objects.get_queryset().exists()
    assert not Notification.objects.exists()


def test_the_page_opens_one_and_leads_to_it(
    account: Account, teacher: User, admin: User, client: Client, sign_in: Callable
) -> None:
    sign_in(client, admin)
    url = reverse("handovers:open_handover", args=[account.pk])
    assert "Who stops running it?" in client.get(url).content.decode()
    answer = client.post(url, {"person": teacher.pk, "emergency": "on"})
    made = Handover.objects.get_queryset().get()
    assert answer.headers["Location"] == made.get_absolute_url()
    assert made.emergency
    assert "going on already" in client.get(url).content.decode()  # nobody is left to choose


def test_the_page_keeps_what_was_typed_and_says_what_is_wrong(
    account: Account, teacher: User, admin: User, client: Client, sign_in: Callable
) -> None:
    url = reverse("handovers:open_handover", args=[account.pk])
    answer = sign_in(client, admin).post(url, {"person": teacher.pk, "due_on": "2026-01-01"})
    assert "Choose today or a later day." in answer.content.decode()
