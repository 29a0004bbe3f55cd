"""Accounts of an invented school, as the register has them. Written without the verbs: they are not the matter here."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from accounts.models import Account, Mandate
from accounts.official import register
from accounts.states import Status
from conftest import NOW
from people.models import User

MakeAccount = Callable[..., Account]


@pytest.fixture(autouse=True)
def no_copy_left() -> Iterator[None]:
    """No test begins or ends with a copy of another's register in memory."""
    register.forget()
    yield
    register.forget()


@pytest.fixture
def make_account(head: User) -> MakeAccount:
    """An account that has been live since Monday, unless the fields say otherwise; with its mandate if `decided`."""
    numbers = iter(range(1, 1000))

    def make(
        handle: str = "StJudesFriends", platform: str = "facebook", *, decided: bool = True, **fields: Any
    ) -> Account:
        status = fields.setdefault("status", Status.LIVE)
        ready = {"provisioned_at": NOW - timedelta(days=2), "monitored_from": NOW - timedelta(days=2)}
        if status in (Status.SUSPENDED, Status.CLOSING):
            fields.setdefault("status_before", Status.LIVE)
        if status == Status.CLOSED:
            fields.setdefault("closed_at", datetime(2026, 11, 2, 12, 0, tzinfo=UTC))
        fields = {"name": f"Friends of St Jude's {handle}", "created_at": NOW, **ready, **fields}
        account = Account(platform=platform, handle=handle, status=Status.UNDER_REVIEW, created_at=fields["created_at"])
        account.name = fields["name"]
        account.save()
        if decided:
            account.mandate = Mandate.objects.create(
                account=account, application_id=next(numbers), revision_number=1, approved_at=NOW, decided_by=head
            )
        for name, value in fields.items():
            setattr(account, name, value)
        account.save()
        return account

    return make
