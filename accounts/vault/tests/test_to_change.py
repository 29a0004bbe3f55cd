"""The list of what must be changed, what Today says of it, and who is told when something new arises."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client

from accounts.models import Account, Runner
from accounts.vault import following as _following  # noqa: F401  (registers what follows when somebody leaves)
from accounts.vault import needs as _needs  # noqa: F401  (registers what Today shows)
from accounts.vault import tasks, workflow
from accounts.vault.models import Credential, Grant, NotedDuty
from accounts.vault.workflow import noting
from audit.models import Event
from conftest import NOW, Clock
from core.errors import NotAllowed
from core.registry import needs_of
from notifications.models import Notification
from people import workflow as people
from people.models import User

SignIn = Callable[[Client, User], Client]
WHY = "Signing in on the office computer"


def told(person: User, template: str = "vault.to_change") -> list[str]:
    rows = Notification.objects.filter(recipient=person, template=template).order_by("pk")
    return [str(row.params.get("what", row.params.get("who"))) for row in rows]


def need_of(person: User) -> list[str]:
    return [need.sentence for need in needs_of(person) if "must be changed" in need.sentence]


@pytest.fixture
def seen(password: Credential, teacher: User, granted: Callable[..., Grant]) -> Credential:
    granted(password, teacher)
    workflow.reveal(password, actor=teacher, reason=WHY)
    return password


# --- The page ---------------------------------------------------------------------------------------


def test_the_list_says_what_and_why_the_most_urgent_first(
    client: Client, sign_in: SignIn, seen: Credential, make_account: Callable[..., Account], admin: User, teacher: User
) -> None:
    hacked = make_account(name="Hacked page")
    workflow.store(hacked, actor=admin, kind="password", label="", secret="other")
    workflow.report_compromise(hacked, actor=admin)
    seen.account.runners.update(until_at=NOW)

    page = sign_in(client, admin).get("/vault/to-change/").content.decode()

    assert page.index("Hacked page") < page.index("Friends of St Jude")
    assert "Reported as known to somebody else" in page
    assert "Known to Tom Teacher, who does not run this account any more" in page
    assert f"/vault/{seen.pk}/rotate/" in page


def test_the_filters_are_in_the_address(
    client: Client, sign_in: SignIn, seen: Credential, admin: User, head: User
) -> None:
    seen.account.runners.update(until_at=NOW)
    sign_in(client, head)

    assert "Known to Tom" in client.get("/vault/to-change/?because=known").content.decode()
    assert "Known to Tom" in client.get("/vault/to-change/?q=tom").content.decode()
    assert "Nothing fits" in client.get("/vault/to-change/?because=compromised").content.decode()
    assert "Nothing fits" in client.get("/vault/to-change/?q=nowhere").content.decode()
    # SLT reads it; Administrators change.
    assert "/rotate/" not in client.get("/vault/to-change/").content.decode()


def test_an_empty_list_says_so(client: Client, sign_in: SignIn, password: Credential, admin: User) -> None:
    assert "Nothing must be changed" in sign_in(client, admin).get("/vault/to-change/").content.decode()


def test_the_page_of_the_thing_says_why_to_those_who_may_know(
    client: Client, sign_in: SignIn, seen: Credential, account: Account, head: User, teacher: User, teacher2: User
) -> None:
    Runner.objects.create(account=account, person=teacher2, from_at=NOW)
    account.runners.filter(person=teacher).update(until_at=NOW)

    assert "Known to Tom Teacher" in sign_in(client, head).get(seen.get_absolute_url()).content.decode()
    page = sign_in(Client(), teacher2).get(seen.get_absolute_url()).content.decode()
    assert "This must be changed" in page
    assert "Tom Teacher" not in page.partition("<main")[2].partition("Versions")[0]


# --- Today ------------------------------------------------------------------------------------------


def test_today_tells_administrators_how_much_and_how_urgent(
    seen: Credential, account: Account, admin: User, head: User
) -> None:
    assert need_of(admin) == []

    account.runners.update(until_at=NOW)
    assert need_of(admin) == ["1 thing in the vault must be changed"]
    assert need_of(head) == []

    workflow.report_compromise(account, actor=admin)
    assert need_of(admin) == ["1 thing in the vault must be changed: somebody may be in already"]


# --- Notices ----------------------------------------------------------------------------------------


def test_who_is_switched_off_leaves_administrators_a_notice_at_once(
    seen: Credential, admin: User, admin2: User, teacher: User, head: User
) -> None:
    people.switch_off(teacher, actor=admin)

    assert told(admin) == told(admin2) == ["1 thing"]
    assert told(head) == []
    assert Event.objects.get(verb="vault.note_duties").data == {"credentials": [seen.pk], "people": [teacher.pk]}


def test_who_loses_a_role_leaves_them_one_too(password: Credential, admin: User, admin2: User, head: User) -> None:
    people.revoke_role(admin, actor=head, role="administrator")

    assert told(admin2) == ["1 thing"]


def test_a_role_that_opened_nothing_leaves_none(seen: Credential, admin: User, head: User, deputy: User) -> None:
    people.revoke_role(deputy, actor=head, role="slt")

    assert told(admin) == []


def test_the_daily_round_notices_a_leaver_once(seen: Credential, admin: User, teacher: User, clock: Clock) -> None:
    people.set_leaving_day(teacher, actor=admin, leaves_on=date(2026, 11, 20))
    tasks.note_duties()
    assert told(admin) == []

    clock.move_to(NOW + timedelta(days=3))
    tasks.note_duties()
    tasks.note_duties()
    assert told(admin) == ["1 thing"]

    clock.move_to(NOW + timedelta(days=4))
    tasks.note_duties()
    assert told(admin) == ["1 thing"]


def test_there_is_one_notice_a_day(
    seen: Credential, make_account: Callable[..., Account], admin: User, teacher: User, teacher2: User, clock: Clock
) -> None:
    other = make_account(runners=(teacher2,))
    workflow.store(other, actor=teacher2, kind="password", label="", secret="other")
    people.switch_off(teacher, actor=admin)
    people.switch_off(teacher2, actor=admin)
    tasks.note_duties()
    assert told(admin) == ["1 thing"]

    # What came later that day is told the next.
    clock.move_to(NOW + timedelta(days=1))
    tasks.note_duties()
    assert told(admin) == ["1 thing", "1 thing"]
    assert NotedDuty.objects.count() == 2


def test_what_was_changed_is_forgotten_and_told_anew_should_it_come_again(
    seen: Credential, admin: User, teacher: User, clock: Clock
) -> None:
    people.switch_off(teacher, actor=admin)
    people.switch_on(teacher, actor=admin)
    clock.move_to(NOW + timedelta(days=1))
    tasks.note_duties()
    assert not NotedDuty.objects.exists()

    people.switch_off(teacher, actor=admin)
    assert told(admin) == ["1 thing", "1 thing"]


def test_a_refused_switch_leaves_no_notice(seen: Credential, teacher: User, outsider: User, admin: User) -> None:
    with pytest.raises(NotAllowed):
        people.switch_off(teacher, actor=outsider)

    assert told(admin) == []
    assert not NotedDuty.objects.exists()


def test_a_week_before_the_end_the_person_and_administrators_are_told_once(
    password: Credential, account: Account, admin: User, admin2: User, teacher: User, clock: Clock
) -> None:
    note = workflow.store(account, actor=admin, kind="note", label="", secret="a note")
    until = NOW.date() + timedelta(days=30)
    workflow.grant_many(account, actor=admin, people=[teacher], credentials=[password, note], until=until)
    tasks.warn_of_ends()
    assert told(teacher, "vault.grant_ends") == []

    for day in (23, 24, 25):
        clock.move_to(NOW + timedelta(days=day, hours=20))
        tasks.warn_of_ends()

    assert told(teacher, "vault.grant_ends") == ["2 things"]
    assert told(admin, "vault.grants_end") == told(admin2, "vault.grants_end") == ["One person's time"]


def test_what_was_given_for_a_few_days_is_not_warned_of(password: Credential, admin: User, teacher: User) -> None:
    workflow.grant(password, teacher, actor=admin, until=NOW.date() + timedelta(days=3))

    tasks.warn_of_ends()

    assert told(teacher, "vault.grant_ends") == []


def test_a_change_left_lying_is_chased(
    password: Credential, admin: User, admin2: User, teacher: User, granted: Callable[..., Grant], clock: Clock
) -> None:
    granted(password, teacher)
    workflow.begin_rotation(password, actor=teacher)
    tasks.chase_unfinished()
    assert told(teacher, "vault.unfinished") == []

    for hours in (25, 49):
        clock.move_to(NOW + timedelta(hours=hours))
        tasks.chase_unfinished()
    assert told(teacher, "vault.unfinished") == ["password"]
    assert told(admin, "vault.unfinished") == []

    for hours in (73, 97):
        clock.move_to(NOW + timedelta(hours=hours))
        tasks.chase_unfinished()
    assert len(told(admin, "vault.unfinished")) == len(told(admin2, "vault.unfinished")) == 1
    assert len(told(teacher, "vault.unfinished")) == 1


def test_a_change_begun_by_somebody_who_has_gone_is_administrators_matter_after_a_day(
    password: Credential, admin: User, teacher: User, granted: Callable[..., Grant], clock: Clock
) -> None:
    granted(password, teacher)
    workflow.begin_rotation(password, actor=teacher)
    User.objects.get_queryset().filter(pk=teacher.pk).update(is_active=False)

    clock.move_to(NOW + timedelta(hours=25))
    tasks.chase_unfinished()

    assert len(told(admin, "vault.unfinished")) == 1
    assert told(teacher, "vault.unfinished") == []


def test_a_change_that_was_finished_is_not_chased(password: Credential, admin: User, clock: Clock) -> None:
    workflow.begin_rotation(password, actor=admin)
    workflow.finish_rotation(password, actor=admin)

    clock.move_to(NOW + timedelta(days=5))
    tasks.chase_unfinished()

    assert told(admin, "vault.unfinished") == []


# --- What nobody changes ----------------------------------------------------------------------------


def test_what_an_administrator_knew_who_left_is_told_to_slt_until_it_is_changed(
    password: Credential, admin: User, admin2: User, head: User, clock: Clock
) -> None:
    """They ran no account, so there is no handover: nothing else would say that it is overdue."""
    workflow.reveal(password, actor=admin2, reason=WHY)
    User.objects.get_queryset().filter(pk=admin2.pk).update(leaves_on=date(2026, 11, 17))

    def days_later(days: int) -> list[str]:
        clock.move_to(NOW + timedelta(days=days))
        tasks.note_duties()
        tasks.escalate()
        return told(head, "vault.still_to_change")

    assert days_later(0) == []
    assert days_later(2) == []
    assert days_later(3) == ["1 thing"]
    assert days_later(5) == ["1 thing"]
    assert len(days_later(6)) == len(told(admin, "vault.still_to_change")) == 2
    assert Event.objects.filter(verb="vault.escalate").last().data == {"credentials": [password.pk]}
    workflow.rotate(password, actor=admin, secret="quite-another-one")
    assert len(days_later(9)) == 2


@pytest.mark.parametrize("how", ["hacked", "emergency"])
def test_slt_hears_of_what_may_be_in_use_by_others_and_was_not_changed(
    password: Credential, admin: User, admin2: User, head: User, deputy: User, clock: Clock, how: str
) -> None:
    if how == "hacked":
        workflow.report_compromise(password.account, actor=admin)
    else:
        workflow.break_glass(password, actor=deputy, reason=WHY)

    tasks.escalate()
    assert told(head, "vault.still_to_change") == []
    clock.move_to(NOW + timedelta(days=3))
    tasks.escalate()
    tasks.escalate()
    assert told(head, "vault.still_to_change") == ["1 thing"]


def test_only_the_portal_itself_escalates(admin: User) -> None:
    with pytest.raises(NotAllowed):
        noting.escalate(actor=admin)
