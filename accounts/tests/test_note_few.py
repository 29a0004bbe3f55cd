"""A live account that fewer than two employees run is noticed, told of once a stop, and again after two weeks (A1)."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client

from accounts import workflow
from accounts.models import Account
from accounts.needs import accounts_run_by_too_few
from accounts.states import Status
from accounts.tasks import note_few
from audit.models import Event
from conftest import NOW, Clock
from core.errors import NotAllowed
from core.registry import chores
from notifications.models import Notification
from people import workflow as people
from people.models import User
from tests.two_rounds import come_between

Make = Callable[..., Account]
SignIn = Callable[[Client, User], Client]


@pytest.fixture
def account(make_account: Make, teacher: User, teacher2: User) -> Account:
    return make_account(name="Friends", runners=(teacher, teacher2))


def few_since(account: Account) -> object:
    account.refresh_from_db()
    return account.few_since


def told(template: str = "few") -> set[str]:
    rows = Notification.objects.filter(template=f"accounts.{template}").select_related("recipient")
    return {row.recipient.full_name for row in rows}


def test_two_employees_are_enough(account: Account, head: User, admin: User) -> None:
    note_few()

    assert few_since(account) is None
    assert not Notification.objects.exists()
    assert not Event.objects.exists()


def test_switching_somebody_off_is_noticed_at_once_and_told(
    account: Account, head: User, admin: User, teacher: User, teacher2: User, outsider: User
) -> None:
    people.switch_off(teacher2, actor=admin)

    assert few_since(account) == NOW
    assert told() == {"Helen Head", "Ada Admin"}
    assert told("few_led") == {"Tom Teacher"}
    event = Event.objects.get(verb="accounts.note_few")
    assert (event.subject_id, event.data) == (str(account.pk), {"employees": 1})


def test_it_is_told_once_a_stop(account: Account, head: User, admin: User, teacher2: User, clock: Clock) -> None:
    people.switch_off(teacher2, actor=admin)
    note_few()
    clock.move_to(NOW + timedelta(days=1))
    note_few()
    assert Notification.objects.filter(template="accounts.few", recipient=head).count() == 1

    people.switch_on(teacher2, actor=admin)
    assert few_since(account) is None
    assert Event.objects.filter(verb="accounts.note_enough").count() == 1

    people.switch_off(teacher2, actor=admin)
    assert Notification.objects.filter(template="accounts.few", recipient=head).count() == 2


def test_a_last_day_that_passes_is_noticed_by_the_daily_round(
    account: Account, admin: User, head: User, teacher2: User, clock: Clock
) -> None:
    people.set_leaving_day(teacher2, actor=head, leaves_on=date(2026, 11, 19))
    note_few()
    assert few_since(account) is None

    clock.move_to(NOW + timedelta(days=2))
    note_few()
    assert few_since(account) == clock.now


def test_a_last_day_that_is_over_is_noticed_at_once(account: Account, head: User, teacher2: User) -> None:
    people.set_leaving_day(teacher2, actor=head, leaves_on=date(2026, 11, 17))

    assert few_since(account) == NOW


def test_who_is_no_employee_does_not_count(account: Account, teacher2: User) -> None:
    teacher2.is_employed = False
    teacher2.save()
    note_few()

    assert few_since(account) == NOW


def test_naming_somebody_mends_it_and_taking_them_away_breaks_it(
    account: Account, admin: User, make_ready: Callable[..., None], outsider: User, teacher2: User
) -> None:
    make_ready(outsider)
    workflow.remove_runner(account, teacher2, actor=admin)
    assert few_since(account) == NOW

    assert workflow.add_runner(account, outsider, actor=admin).few_since is None
    assert few_since(account) is None


@pytest.mark.parametrize("status", [s for s in Status if s not in (Status.LIVE,)])
def test_only_live_accounts_are_looked_at(make_account: Make, teacher: User, status: Status) -> None:
    account = make_account(status, runners=(teacher,))
    note_few()
    assert few_since(account) is None

    Account.objects.filter(pk=account.pk).update(few_since=NOW)
    note_few()
    assert few_since(account) is None


def test_many_at_once_are_one_notice(make_account: Make, head: User, admin: User, teacher: User) -> None:
    for _ in range(3):
        make_account(runners=(teacher,))
    note_few()

    notice = Notification.objects.get(recipient=head)
    assert notice.params["what"] == "3 live accounts are"
    assert notice.url == "/accounts/?look=few"
    assert Notification.objects.filter(recipient=teacher).count() == 3  # each leads to its own account


def test_after_two_weeks_slt_is_told_once_more(
    account: Account, head: User, deputy: User, admin: User, teacher2: User, clock: Clock
) -> None:
    people.switch_off(teacher2, actor=admin)
    clock.move_to(NOW + timedelta(days=13, hours=23))
    note_few()
    assert told("few_long") == set()

    clock.move_to(NOW + timedelta(days=14))
    note_few()
    note_few()

    assert told("few_long") == {"Helen Head", "Dev Deputy"}
    assert Notification.objects.filter(template="accounts.few_long").count() == 2


def test_nobody_but_the_portal_does_it(account: Account, admin: User) -> None:
    with pytest.raises(NotAllowed):
        workflow.note_few(actor=admin)


def test_two_rounds_beside_each_other_tell_once(
    make_account: Make, head: User, teacher: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_account(runners=(teacher,))
    come_between(monkeypatch, note_few)
    note_few()

    assert Notification.objects.filter(template="accounts.few", recipient=head).count() == 1
    assert Event.objects.filter(verb="accounts.note_few").count() == 1


def test_without_the_record_nothing_is_noted(
    account: Account, admin: User, teacher2: User, broken_record: None
) -> None:
    with pytest.raises(OSError, match="record"):
        people.switch_off(teacher2, actor=admin)

    assert few_since(account) is None
    assert not Notification.objects.exists()


def test_it_is_part_of_the_daily_round() -> None:
    assert "whether enough members of staff run the live accounts" in [chore.name for chore in chores]


def test_today_asks_administrators_and_the_lead_to_mend_it(
    account: Account, admin: User, head: User, teacher: User, teacher2: User, clock: Clock
) -> None:
    people.switch_off(teacher2, actor=admin)

    need = accounts_run_by_too_few(admin)[0]
    assert need.sentence == "Fewer than two members of staff run Friends (Facebook)"
    assert (need.url, need.urgency) == (f"/accounts/{account.pk}/runners/", 1)
    assert accounts_run_by_too_few(teacher)[0].url == f"/accounts/{account.pk}/"
    assert accounts_run_by_too_few(head) == []

    clock.move_to(NOW + timedelta(days=14))
    assert accounts_run_by_too_few(admin)[0].urgency == 0


def test_many_are_one_line_on_today(make_account: Make, admin: User, teacher: User) -> None:
    for _ in range(4):
        make_account(runners=(teacher,))
    note_few()

    assert [need.sentence for need in accounts_run_by_too_few(admin)] == [
        "4 live accounts are run by fewer than two members of staff"
    ]


def test_the_register_and_the_page_say_so(
    client: Client, sign_in: SignIn, account: Account, make_account: Make, admin: User, teacher: User, teacher2: User
) -> None:
    make_account(name="Sports", runners=(teacher, admin))
    people.switch_off(teacher2, actor=admin)
    sign_in(client, admin)

    page = client.get("/accounts/?look=few").content.decode()
    assert "Fewer than two employees</span>" in page
    assert ">Friends</a>" in page
    assert ">Sports</a>" not in page
    page = client.get(f"/accounts/{account.pk}/").content.decode()
    assert "It is run by 1 member of staff." in page
    assert "The portal noted that fewer than two members of staff run it" in page
