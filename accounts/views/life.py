"""The buttons on an account's page that suspend or close it, and those that take it back (R1, R3)."""

from typing import Any

from accounts.models import Account
from people.models import User


def context(account: Account, person: User) -> dict[str, Any]:
    """What `accounts/_life.html` needs to know of `account` and of who looks at it."""
    return {}
