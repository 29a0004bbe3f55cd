import ast
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction

from accounts import workflow
from accounts.models import Account, Mandate
from accounts.states import Status
from audit.models import Event
from conftest import NOW
from core.errors import NotAllowed, WrongState
from notifications.models import Notification
from people.models import User

ROOMS = ["accounts", "applications", "moderation", "incidents", "policy", "people", "school", "stjudes_portal"]


@pytest.fixture
def entered(make_account: Callable[..., Account]) -> Account:
    return make_account(Status.UNDER_REVIEW, name="Year 4")


def give(account: Account, actor: User) -> Account:
    return workflow.give_mandate(account, actor=actor, application_id=7, revision_number=3, decided_by=actor)


def test_the_account_knows_by_which_revision_it_was_decided(entered: Account, head: User) -> None:
    account = give(entered, head)

    assert account.status == Status.APPROVED
    assert account.mandate is not None
    assert (account.mandate.application_id, account.mandate.revision_number) == (7, 3)
    assert account.mandate.decided_by == head
    assert account.mandate.approved_at == NOW


def test_every_administrator_is_told_and_it_is_on_the_record(
    entered: Account, head: User, admin: User, admin2: User
) -> None:
    give(entered, head)

    told = Notification.objects.filter(template="accounts.to_create")
    assert {row.recipient for row in told} == {admin, admin2}
    event = Event.objects.get(verb="accounts.give_mandate")
    assert event.data["from"] == "under_review"
    assert event.data["to"] == "approved"
    assert event.data["application"] == 7


@pytest.mark.parametrize("role", ["admin", "teacher", "volunteer", "dsl", "outsider"])
def test_only_those_who_decide_give_a_mandate(entered: Account, role: str, request: pytest.FixtureRequest) -> None:
    with pytest.raises(NotAllowed):
        give(entered, request.getfixturevalue(role))

    assert not Mandate.objects.exists()


@pytest.mark.parametrize("status", [Status.PROVISIONING, Status.LIVE, Status.CLOSED])
def test_an_account_has_one_mandate_and_a_closed_one_gets_none(
    make_account: Callable[..., Account], head: User, status: Status
) -> None:
    account = make_account(status)
    before = Mandate.objects.count()

    with pytest.raises(WrongState):
        workflow.give_mandate(account, actor=head, application_id=77, revision_number=1, decided_by=head)

    assert Mandate.objects.count() == before


def test_without_the_record_there_is_no_mandate(entered: Account, head: User, admin: User, broken_record: None) -> None:
    with pytest.raises(OSError, match="record"):
        give(entered, head)

    assert not Mandate.objects.exists()
    assert not Notification.objects.exists()


@pytest.mark.parametrize(
    "fields",
    [
        {"status": "live", "provisioned_at": NOW},
        {"status": "provisioning"},
        {"status": "invented"},
        {"status": "closed", "closed_at": None},
    ],
)
def test_the_database_refuses_a_life_without_a_mandate(entered: Account, fields: dict[str, object]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Account.objects.filter(pk=entered.pk).update(**fields)


def test_the_database_refuses_a_live_account_that_nobody_finished(make_account: Callable[..., Account]) -> None:
    account = make_account(Status.PROVISIONING)

    with pytest.raises(IntegrityError), transaction.atomic():
        Account.objects.filter(pk=account.pk).update(status="live")


def _calls(path: Path) -> set[tuple[str, str]]:
    """(function, call) for each call in a file that could write a mandate."""
    found = set()
    tree = ast.parse(path.read_text())
    for function in [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)] + [tree]:
        name = getattr(function, "name", "")
        for node in ast.walk(function):
            if isinstance(node, ast.Call):
                written = ast.unparse(node.func)
                if written.split(".")[-1] == "give_mandate":
                    found.add((name, "give_mandate"))
                if "Mandate" in written.split(".") or "mandates" in written.split("."):
                    found.add((name, "Mandate"))
    return found


def test_only_the_approval_of_a_case_leads_to_a_mandate() -> None:
    calls: dict[str, set[tuple[str, str]]] = {}
    for room in ROOMS:
        for path in (settings.BASE_DIR / room).rglob("*.py"):
            parts = path.relative_to(settings.BASE_DIR).parts
            if "tests" in parts or "migrations" in parts or path.name == "conftest.py":
                continue
            if found := {(function, call) for function, call in _calls(path) if function}:
                calls["/".join(parts)] = found

    assert calls == {
        "accounts/workflow/opening.py": {("give_mandate", "Mandate")},
        "applications/workflow/deciding.py": {("_mandate", "give_mandate")},
    }
    deciding = ast.parse((settings.BASE_DIR / "applications/workflow/deciding.py").read_text())
    callers = {
        function.name
        for function in ast.walk(deciding)
        if isinstance(function, ast.FunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "_mandate"
    }
    assert callers == {"approve"}
