"""The buttons on an account's page that suspend or close it, and those that take it back (R1, R3)."""

from typing import Any

from accounts.life import selectors
from accounts.models import Account
from accounts.states import Status
from core import rules
from people.models import User


def context(account: Account, person: User) -> dict[str, Any]:
    """What `accounts/_life.html` needs to know of `account` and of who looks at it."""
    suspended, closing = account.status == Status.SUSPENDED, account.status == Status.CLOSING
    may_resume = suspended and bool(rules.ask("accounts.resume", person, account))
    return {
        "life": {
            "suspended": suspended,
            "closing": closing,
            "closing_url": selectors.closing_url(account),
            "may_suspend": account.status in selectors.CAN_BE_STOPPED
            and rules.ask("accounts.suspend", person, account),
            "may_resume": may_resume,
            "missing": selectors.missing_to_resume(account, short=True) if may_resume else [],
            "may_clear_up": (suspended or closing) and rules.ask("accounts.clear_up", person, account),
            "may_close": not closing and account.is_open and rules.ask("accounts.close", person, account),
            "may_go_on": closing and rules.ask("accounts.close", person, account),
        }
    }
