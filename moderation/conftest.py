"""An account with somebody who runs it, and comments on it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import count
from typing import Any

import pytest

from accounts.models import Account, Runner
from accounts.states import Status as AccountStatus
from conftest import NOW
from moderation import workflow
from moderation.models import Item
from people.models import User


@pytest.fixture
def make_account(school) -> Callable[..., Account]:
    number = count(1)

    def make(name: str = "St Jude's on Facebook", *runners: User, **fields: Any) -> Account:
        values = {
            "platform": "facebook",
            "handle": f"stjudes{next(number)}",
            "status": AccountStatus.UNDER_REVIEW,
            "created_at": NOW - timedelta(days=400),
            "monitored_from": NOW - timedelta(days=365),
        }
        account = Account.objects.create(name=name, **{**values, **fields})
        for at, person in enumerate(runners):
            Runner.objects.create(account=account, person=person, is_lead=at == 0, from_at=NOW - timedelta(days=365))
        return account

    return make


@pytest.fixture
def account(make_account, teacher) -> Account:
    return make_account("St Jude's on Facebook", teacher)


@pytest.fixture
def make_item(account, teacher, clock) -> Callable[..., Item]:
    """Add a comment as it comes in: the clock stands at its time, then where it stood before."""
    number = count(1)

    def make(received_at: datetime | None = None, *, on: Account | None = None, by: User | None = None, **fields: Any):
        before = clock.now
        clock.move_to(received_at or before)
        values = {"text": f"Comment number {next(number)}", "author_name": "Pat Parent", **fields}
        item = workflow.add_item(on or account, actor=by or teacher, received_at=received_at, **values)
        clock.move_to(before)
        return item

    return make


@pytest.fixture
def item(make_item) -> Item:
    """A comment from this morning, Wednesday 9:00: due on Thursday at 9:00."""
    return make_item(NOW - timedelta(hours=1))
