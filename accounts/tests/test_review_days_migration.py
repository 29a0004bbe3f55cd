"""Accounts that were live before there were yearly looks get a day for theirs."""

from collections.abc import Callable
from datetime import UTC, datetime
from importlib import import_module

import pytest
from django.apps import apps

from accounts.models import Account
from accounts.states import Status

give_days = import_module("accounts.migrations.0004_review_days").give_days


@pytest.mark.parametrize(
    ("status", "approved", "expected"),
    [
        (Status.LIVE, datetime(2026, 3, 4, 12, tzinfo=UTC), "2027-03-04"),
        (Status.SUSPENDED, datetime(2026, 6, 30, 12, tzinfo=UTC), "2027-06-30"),
        (Status.LIVE, datetime(2024, 2, 29, 12, tzinfo=UTC), "2025-02-28"),
        (Status.APPROVED, datetime(2026, 3, 4, 12, tzinfo=UTC), "None"),
    ],
)
def test_a_year_after_slt_approved_it(
    make_account: Callable[..., Account], status: Status, approved: datetime, expected: str
) -> None:
    account = make_account(status)
    account.mandate.approved_at = approved  # type: ignore[union-attr]
    account.mandate.save()  # type: ignore[union-attr]

    give_days(apps, None)

    account.refresh_from_db()
    assert str(account.review_on) == expected
