"""The register: whose, who can see it, what needs a look, in which order, page by page, and as a CSV file."""

import csv
import io
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from accounts.models import Account, Runner
from accounts.states import Status
from accounts.way import way_of
from conftest import NOW
from people.models import User

Make = Callable[..., Account]
SignIn = Callable[[Client, User], Client]

NAMES = ("Alpha", "beta", "Gamma", "Delta")


def shown(client: Client, query: str = "") -> list[str]:
    page = client.get(f"/accounts/?{query}").content.decode()
    found = [(page.index(f">{name}</a>"), name) for name in NAMES if f">{name}</a>" in page]
    return [name for _, name in sorted(found)]


@pytest.fixture
def four(make_account: Make, make_ready: Callable[..., None], teacher: User, teacher2: User, admin: User) -> None:
    make_ready(teacher, teacher2, admin)
    make_account(name="Alpha", platform="x", runners=(teacher, teacher2), review_on=NOW.date() + timedelta(days=90))
    make_account(name="beta", openness="closed", runners=(admin, teacher2), review_on=NOW.date() - timedelta(days=1))
    make_account(Status.APPROVED, name="Gamma", runners=(teacher, teacher2), platform_id="UC123")
    make_account(Status.SUSPENDED, name="Delta", platform="bluesky", runners=(admin, teacher2))


def test_its_filters_and_orders_live_in_the_address(
    client: Client, sign_in: SignIn, four: None, admin: User, outsider: User
) -> None:
    sign_in(client, admin)

    assert shown(client) == ["Alpha", "beta", "Delta", "Gamma"]
    assert shown(client, "whose=mine") == ["beta", "Delta"]
    assert shown(client, "openness=closed") == ["beta"]
    assert shown(client, "state=suspended") == ["Delta"]
    assert shown(client, "q=tom+teacher") == ["Alpha", "Gamma"]
    assert shown(client, "q=UC123") == ["Gamma"]
    assert shown(client, "sort=platform") == ["Delta", "beta", "Gamma", "Alpha"]
    assert shown(client, "sort=state") == ["Gamma", "Alpha", "beta", "Delta"]
    assert shown(client, "sort=review")[:2] == ["beta", "Alpha"]
    assert shown(client, "sort=nonsense&look=nonsense") == ["Alpha", "beta", "Delta", "Gamma"]
    assert shown(client, "sort=newest&state=live") == ["beta", "Alpha"]


def test_what_needs_a_look(
    client: Client, sign_in: SignIn, four: None, admin: User, teacher2: User, outsider: User
) -> None:
    sign_in(client, admin)
    assert shown(client, "look=any") == ["beta"]  # its yearly look is late
    assert "To be looked at by Tuesday 17 November 2026" in client.get("/accounts/").content.decode()

    Runner.objects.create(account=Account.objects.get(name="Alpha"), person=outsider, from_at=NOW)
    assert shown(client, "look=unready") == ["Alpha"]
    assert "1 runner is not ready" in client.get("/accounts/").content.decode()
    Account.objects.filter(name="beta").update(few_since=NOW, review_on=None)
    assert shown(client, "look=few") == ["beta"]
    assert shown(client, "look=review") == []
    assert shown(client, "look=any") == ["Alpha", "beta"]


def test_who_runs_an_account_is_not_told_whether_others_are_ready(
    client: Client, sign_in: SignIn, four: None, teacher2: User, outsider: User
) -> None:
    Runner.objects.create(account=Account.objects.get(name="Alpha"), person=outsider, from_at=NOW)
    sign_in(client, teacher2)

    page = client.get("/accounts/").content.decode()
    assert "not ready</span>" not in page
    assert shown(client, "look=unready") == []
    assert 'name="whose"' not in page


def test_it_comes_page_by_page(client: Client, sign_in: SignIn, make_account: Make, admin: User) -> None:
    for number in range(30):
        make_account(name=f"Account {number:02}", review_on=None)
    sign_in(client, admin)

    for query in ("", "sort=review", "sort=state", "sort=newest"):
        first = client.get(f"/accounts/?{query}")
        assert len(first.context["rows"]) == 25
        cursor = first.context["page"].next_cursor
        second = client.get("/accounts/", {"cursor": cursor, **dict(pair.split("=") for pair in [query] if pair)})
        assert len(second.context["rows"]) == 5
        names = {row.account.name for row in [*first.context["rows"], *second.context["rows"]]}
        assert len(names) == 30


def test_the_same_list_comes_as_csv(client: Client, sign_in: SignIn, four: None, admin: User, teacher: User) -> None:
    Account.objects.filter(name="Alpha").update(purpose="=1+1", handle="-x")
    sign_in(client, admin)
    answer = client.get("/accounts/csv/?sort=platform&state=live")

    assert answer.headers["Content-Type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row["Account"] for row in rows] == ["beta", "Alpha"]
    assert rows[0]["Needs a look"] == "To be looked at by Tuesday 17 November 2026"
    assert rows[1]["Lead"] == "Tom Teacher"
    assert rows[1]["Others who run it"] == "Tara Teacher"
    assert rows[1]["What it is for"] == "'=1+1"  # nothing that a spreadsheet reckons with
    assert rows[1]["Handle"] == "'-x"

    mine = sign_in(Client(), teacher).get("/accounts/csv/").content.decode("utf-8-sig")
    assert [row["Account"] for row in csv.DictReader(io.StringIO(mine))] == ["Alpha", "Gamma"]


def test_nothing_here_is_said_kindly(client: Client, sign_in: SignIn, outsider: User) -> None:
    page = sign_in(client, outsider).get("/accounts/").content.decode()
    assert "No accounts yet" in page
    assert "No account fits" in client.get("/accounts/?q=x").content.decode()


@pytest.mark.parametrize(
    ("status", "fields", "labels", "here"),
    [
        (Status.UNDER_REVIEW, {}, ["SLT decides", "Approved", "Being set up", "Live"], "SLT decides"),
        (Status.LIVE, {}, ["SLT decides", "Approved", "Being set up", "Live"], "Live"),
        (Status.SUSPENDED, {}, ["SLT decides", "Approved", "Being set up", "Live", "Suspended"], "Suspended"),
        (
            Status.CLOSING,
            {"provisioned_at": None},
            ["SLT decides", "Approved", "Being closed", "Closed"],
            "Being closed",
        ),
        (Status.CLOSED, {}, ["SLT decides", "Being closed", "Closed"], "Closed"),
    ],
)
def test_the_way_of_an_account(
    make_account: Make, status: Status, fields: dict[str, object], labels: list[str], here: str
) -> None:
    account = make_account(status)
    for name, value in fields.items():
        setattr(account, name, value)

    way = way_of(account)

    assert [stop.label for stop in way] == labels
    assert [stop.label for stop in way if stop.here] == [here]
    assert [stop.passed for stop in way] == [index < labels.index(here) for index in range(len(labels))]


def test_an_approved_account_is_taken_in_hand_and_says_by_whom(
    client: Client, sign_in: SignIn, make_account: Make, admin: User, head: User
) -> None:
    account = make_account(Status.APPROVED)
    assert "Start setting it up" not in sign_in(Client(), head).get(f"/accounts/{account.pk}/").content.decode()
    sign_in(client, admin)
    assert "Start setting it up" in client.get(f"/accounts/{account.pk}/").content.decode()

    answer = client.post(f"/accounts/{account.pk}/start/")
    assert answer.headers["Location"] == f"/accounts/{account.pk}/provision/"
    account.refresh_from_db()
    assert (account.status, account.set_up_by) == (Status.PROVISIONING, admin)
    page = client.get(f"/accounts/{account.pk}/").content.decode()
    assert "Being set up by" in page
    again = client.post(f"/accounts/{account.pk}/start/", follow=True).content.decode()
    assert "there is nothing to begin" in again


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (Status.SUSPENDED, "This account is suspended: nothing is posted through it"),
        (Status.CLOSING, "The school is closing this account"),
    ],
)
def test_what_must_not_be_overlooked_stands_on_top(
    client: Client, sign_in: SignIn, make_account: Make, teacher: User, status: Status, words: str
) -> None:
    account = make_account(status, suspended_at=NOW, suspended_because="Hacked.", closing_at=NOW)

    assert words in sign_in(client, teacher).get(f"/accounts/{account.pk}/").content.decode()
