"""The list of those who run a live account and are not ready, the account's page, and Today."""

import csv
import io
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts import workflow
from accounts.models import Account, Runner
from accounts.readiness import unready_runners
from accounts.states import Status
from accounts.vault.models import Credential
from audit.models import Event
from conftest import NOW, Clock
from core.actors import DAILY
from core.errors import NotAllowed, WrongState
from notifications.models import Notification
from people.models import Role, User
from policy.models import TrainingRecord

Make = Callable[..., Account]
Ready = Callable[..., None]
SignIn = Callable[[Client, User], Client]
LIST = "/accounts/readiness/"


@pytest.fixture
def friends(make_account: Make, make_ready: Ready, teacher: User, teacher2: User, volunteer: User) -> Account:
    """Led by the class teacher, who is ready; the other two are not."""
    make_ready(teacher, teacher2)
    TrainingRecord.objects.filter(person=teacher2).update(valid_until=NOW.date() - timedelta(days=1))
    return make_account(name="Friends", runners=(teacher, teacher2, volunteer))


def named(page: str) -> set[str]:
    return {name for name in ("Tara Teacher", "Vera Volunteer") if f'<td data-label="Person">{name}' in page}


def test_one_selector_says_who_is_not_ready(friends: Account, make_account: Make, leaver: User) -> None:
    make_account(runners=(leaver,))
    rows = unready_runners(Account.objects.open())

    assert [(row.runner.person.full_name, row.lacks_policy, row.lacks_training) for row in rows] == [
        ("Tara Teacher", False, True),
        ("Vera Volunteer", True, True),
    ]


@pytest.mark.parametrize("role", ["head", "admin", "dsl", "teacher"])
def test_those_who_oversee_and_the_lead_see_the_list(
    client: Client, sign_in: SignIn, friends: Account, role: str, request: pytest.FixtureRequest
) -> None:
    page = sign_in(client, request.getfixturevalue(role)).get(LIST).content.decode()

    assert named(page) == {"Tara Teacher", "Vera Volunteer"}
    assert "Tara had training that ran out on Tuesday 17 November 2026." in page


@pytest.mark.parametrize("role", ["teacher2", "volunteer", "outsider", "chair"])
def test_others_see_nothing_of_it(
    client: Client, sign_in: SignIn, friends: Account, role: str, request: pytest.FixtureRequest
) -> None:
    sign_in(client, request.getfixturevalue(role))
    page = client.get(LIST).content.decode()

    assert named(page) == set()
    assert "Nobody here lacks anything" in page
    assert "Friends" not in client.get(f"{LIST}csv/").content.decode()


def test_a_lead_sees_it_for_their_own_accounts_alone(
    client: Client, sign_in: SignIn, friends: Account, make_account: Make, teacher: User, outsider: User
) -> None:
    make_account(name="Choir", runners=(outsider, teacher))
    page = sign_in(client, teacher).get(LIST).content.decode()

    assert "Friends (Facebook)" in page
    assert "Choir" not in page


def test_the_list_is_searched_and_filtered_by_its_address(
    client: Client, sign_in: SignIn, friends: Account, head: User, clock: Clock
) -> None:
    workflow.note_readiness(actor=DAILY)
    sign_in(client, head)

    def shown(query: str) -> set[str]:
        return named(client.get(f"{LIST}?{query}").content.decode())

    both = {"Tara Teacher", "Vera Volunteer"}
    assert shown("") == shown("lacks=nonsense") == shown("since=nonsense") == shown("cursor=x") == both
    assert shown("q=vera") == {"Vera Volunteer"}
    assert shown("q=friends") == both
    assert shown("q=nobody") == set()
    assert shown("lacks=policy") == {"Vera Volunteer"}
    assert shown("lacks=training") == both
    assert shown("since=2026-11-18") == both
    assert shown("since=2026-11-19") == set()


def test_accounts_not_live_are_left_out(client: Client, sign_in: SignIn, make_account: Make, head: User) -> None:
    make_account(Status.PROVISIONING)

    assert "Everybody is ready" in sign_in(client, head).get(LIST).content.decode()


def test_a_long_list_has_pages_and_costs_the_same(
    client: Client, sign_in: SignIn, make_account: Make, make_person: Callable[..., User], head: User
) -> None:
    make_account(runners=(make_person("Runner", Role.STAFF),))
    sign_in(client, head)

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(LIST).status_code == 200
        return len(queries)

    cost()
    few = cost()
    for number in range(9):
        make_account(runners=tuple(make_person(f"Runner {number} {one}", Role.STAFF) for one in range(3)))
    assert cost() == few

    page = client.get(LIST)
    assert (len(page.context["rows"]), page.context["count"]) == (25, 28)
    after = client.get(LIST, {"cursor": page.context["page"].next_cursor})
    assert len(after.context["rows"]) == 3


def test_the_file_holds_the_same(client: Client, sign_in: SignIn, friends: Account, head: User) -> None:
    Account.objects.get_queryset().update(name="=HYPERLINK(1)")
    answer = sign_in(client, head).get(f"{LIST}csv/?lacks=policy")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))

    assert rows[0][:3] == ["Account", "Platform", "Person"]
    assert [row[:4] for row in rows[1:]] == [["'=HYPERLINK(1)", "Facebook", "Vera Volunteer", "no"]]


def test_the_lead_reminds_them_once_a_day(
    friends: Account, teacher: User, teacher2: User, volunteer: User, head: User, clock: Clock
) -> None:
    everybody = Runner.objects.now().filter(account=friends)
    assert workflow.remind_unready(everybody, actor=teacher) == [teacher2, volunteer]

    told = Notification.objects.get(template="accounts.ready_reminder", recipient=teacher2)
    assert told.params["asker"] == "Tom Teacher"
    assert "renew your training" in str(told.params["steps"])
    event = Event.objects.get(verb="accounts.remind_unready")
    assert event.data == {"people": sorted([teacher2.pk, volunteer.pk])}
    with pytest.raises(WrongState, match="today already"):
        workflow.remind_unready(everybody, actor=head)

    clock.move_to(NOW + timedelta(days=1))
    assert len(workflow.remind_unready(everybody, actor=head)) == 2


@pytest.mark.parametrize("role", ["teacher2", "outsider", "chair", "leaver"])
def test_others_remind_nobody(friends: Account, role: str, request: pytest.FixtureRequest) -> None:
    actor = request.getfixturevalue(role)
    with pytest.raises(NotAllowed):
        workflow.remind_unready(Runner.objects.now().filter(account=friends), actor=actor)

    assert not Notification.objects.exists()
    assert Event.objects.filter(verb="accounts.remind_unready", refused=True).count() == 1


def test_of_those_who_are_ready_nobody_is_reminded(friends: Account, teacher: User, head: User) -> None:
    with pytest.raises(WrongState, match="all of them are ready"):
        workflow.remind_unready(Runner.objects.now().filter(person=teacher), actor=head)


def test_a_rollback_leaves_no_reminder(friends: Account, head: User, broken_record: None) -> None:
    with pytest.raises(OSError, match="record"):
        workflow.remind_unready(Runner.objects.now().filter(account=friends), actor=head)

    assert not Notification.objects.exists()


def test_the_buttons_remind_one_or_all(
    client: Client, sign_in: SignIn, friends: Account, make_account: Make, teacher: User, outsider: User, head: User
) -> None:
    other = make_account(name="Choir", runners=(outsider,)).runners.get()
    sign_in(client, teacher)
    remind = f"{LIST}remind/"
    one = Runner.objects.get(account=friends, person__full_name="Tara Teacher")

    assert "Tara Teacher is reminded." in client.post(remind, {"runner": one.pk}, follow=True).content.decode()
    page = client.get(LIST).content.decode()
    assert page.count("Reminded today") == 1
    assert "Remind 1 person" in page
    for wrong in (other.pk, "x", "²", "9" * 40, one.pk):
        client.post(remind, {"runner": wrong})
    assert Notification.objects.filter(template="accounts.ready_reminder").count() == 1
    assert "Vera Volunteer is reminded." in client.post(remind, follow=True).content.decode()
    assert client.get(remind).status_code == 405


def test_the_account_page_tells_the_lead_who_is_ready(
    client: Client, sign_in: SignIn, friends: Account, teacher: User, teacher2: User
) -> None:
    line = "Vera has not acknowledged the policy."
    assert line in sign_in(client, teacher).get(f"/accounts/{friends.pk}/").content.decode()
    page = sign_in(Client(), teacher2).get(f"/accounts/{friends.pk}/").content.decode()
    assert line not in page
    assert "Tara had training that ran out" in page  # one's own


def test_today_says_so_to_slt_the_lead_and_the_runner(
    client: Client, sign_in: SignIn, friends: Account, teacher: User, head: User, dsl: User, volunteer: User
) -> None:
    line = "2 people who run a live account are not ready"
    for reader in (head, teacher):
        assert line in sign_in(Client(), reader).get("/").content.decode()
    for reader in (dsl, volunteer):
        assert line not in sign_in(Client(), reader).get("/").content.decode()
    mine = "You are not ready to run it. Please read and acknowledge the policy, and take the training."
    assert mine in sign_in(Client(), volunteer).get("/").content.decode()
    assert "You are not ready" not in sign_in(Client(), teacher).get("/").content.decode()


def test_a_persons_page_names_the_accounts_that_they_run(
    client: Client, sign_in: SignIn, friends: Account, teacher2: User, head: User, outsider: User
) -> None:
    url = f"/people/{teacher2.pk}/"
    page = sign_in(client, head).get(url).content.decode()
    assert "Runs these accounts" in page
    assert "Friends (Facebook)" in page
    assert "Runs these accounts" not in sign_in(Client(), outsider).get(url).content.decode()


def test_the_vault_says_what_to_do_first(
    client: Client, sign_in: SignIn, password: Credential, granted: Ready, make_ready: Ready, teacher: User
) -> None:
    granted(password, teacher, ready=False)
    sign_in(client, teacher)
    page = client.get(f"/vault/{password.pk}/").content.decode()
    assert "wait until the school has published its policy here" in page

    make_ready(teacher)
    TrainingRecord.objects.all().delete()
    page = client.get(f"/vault/{password.pk}/").content.decode()
    assert "You can see what is in the vault as soon as you are ready. Please take the training." in page
    assert '<a href="/policy/courses/">Take the training</a>' in page
    assert client.get(f"/vault/{password.pk}/reveal/").status_code == 403


def test_the_register_leads_to_the_list(client: Client, sign_in: SignIn, friends: Account, teacher: User) -> None:
    assert f'href="{LIST}"' in sign_in(client, teacher).get("/accounts/").content.decode()
