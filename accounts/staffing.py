"""How many employees run each account: at least two, as long as it is live (A1)."""

from collections import Counter
from collections.abc import Iterable
from datetime import timedelta

from accounts.models import Account, AccountQuerySet, Runner
from people.models import User

ENOUGH = 2
# After so long SLT is told once more.
TOO_LONG = timedelta(days=14)


def employees_by_account(accounts: "Iterable[Account] | Iterable[int] | AccountQuerySet") -> Counter[int]:
    """How many active employees of the school run each of `accounts` now, in one query."""
    named = Runner.objects.now().filter(account__in=accounts, person__in=User.objects.employed())
    return Counter(named.order_by().values_list("account", flat=True))


def in_words(number: int) -> str:
    """ "no member of staff", "1 member of staff", "3 members of staff"."""
    return {0: "no member of staff", 1: "1 member of staff"}.get(number, f"{number} members of staff")
