from dataclasses import replace

import pytest

from accounts import workflow
from accounts.models import Account, Runner
from accounts.particulars import Particulars
from accounts.states import Status
from audit.models import Event
from core.errors import InvalidInput, NotAllowed
from people.models import User

CASE = {"application_id": 7, "revision_number": 2}


@pytest.fixture
def wanted(teacher: User, volunteer: User) -> Particulars:
    return Particulars(
        platform="facebook",
        name="Friends of St Jude's",
        handle="@StJudesFriends",
        url="https://facebook.example/StJudesFriends",
        runners=(teacher, volunteer),
        lead=teacher,
    )


def test_it_enters_the_account_with_its_runners_and_nothing_is_watched_yet(
    wanted: Particulars, head: User, teacher: User, volunteer: User
) -> None:
    account = workflow.open_account(wanted, actor=head, **CASE)

    assert account.handle == "StJudesFriends"
    assert account.monitored_from is None
    assert account.status == Status.UNDER_REVIEW  # until give_mandate, in the same transaction
    assert list(account.runners_now()) == [teacher, volunteer]
    assert account.lead_now() == teacher


def test_the_chair_may_where_the_case_came_to_the_chair(wanted: Particulars, chair: User) -> None:
    assert workflow.open_account(wanted, actor=chair, **CASE).pk


@pytest.mark.parametrize("role", ["admin", "teacher", "volunteer", "dsl", "outsider"])
def test_nobody_else_opens_an_account(wanted: Particulars, role: str, request: pytest.FixtureRequest) -> None:
    with pytest.raises(NotAllowed):
        workflow.open_account(wanted, actor=request.getfixturevalue(role), **CASE)

    assert not Account.objects.exists()
    assert Event.objects.filter(verb="accounts.open_account", refused=True).count() == 1


def test_it_is_on_the_record_with_the_case(wanted: Particulars, head: User) -> None:
    account = workflow.open_account(wanted, actor=head, **CASE)

    event = Event.objects.get(verb="accounts.open_account")
    assert event.subject_id == str(account.pk)
    assert event.data == {"application": 7, "revision": 2}


def test_a_handle_is_in_the_register_once_whatever_its_capitals(wanted: Particulars, head: User) -> None:
    workflow.open_account(wanted, actor=head, **CASE)

    with pytest.raises(InvalidInput) as refusal:
        workflow.open_account(replace(wanted, handle="stjudesFRIENDS"), actor=head, application_id=8, revision_number=1)

    assert refusal.value.field == "handle"
    assert "Friends of St Jude's" in refusal.value.reason


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "ftp://files.example/x",
        "//x.example",
        "not an address",
        "https://somebody:secret@facebook.example/",
    ],
)
def test_only_web_addresses_are_taken(wanted: Particulars, head: User, url: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        workflow.open_account(replace(wanted, url=url), actor=head, **CASE)

    assert refusal.value.field == "url"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"platform": "friendster"}, "platform"),
        ({"openness": "ajar"}, "openness"),
        ({"name": "  "}, "name"),
        ({"handle": "two words"}, "handle"),
        ({"handle": "x" * 101}, "handle"),
    ],
)
def test_what_cannot_be_used_is_named(wanted: Particulars, head: User, change: dict[str, str], field: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        workflow.open_account(replace(wanted, **change), actor=head, **CASE)

    assert refusal.value.field == field


def test_the_lead_is_one_of_the_runners(wanted: Particulars, head: User, outsider: User) -> None:
    with pytest.raises(InvalidInput):
        workflow.open_account(replace(wanted, lead=outsider), actor=head, **CASE)

    assert not Account.objects.exists()
    assert not Runner.objects.exists()


def test_without_the_record_there_is_no_account(wanted: Particulars, head: User, broken_record: None) -> None:
    with pytest.raises(OSError, match="record"):
        workflow.open_account(wanted, actor=head, **CASE)

    assert not Account.objects.exists()
