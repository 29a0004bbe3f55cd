"""The end of an account in the register."""

from accounts.models import Account
from accounts.states import TRANSITIONS, Status
from audit import workflow as audit
from core import clock, rules
from core.actors import Actor
from core.errors import InvalidInput
from notifications import workflow as notifications

SHORTEST_REASON = 5


@audit.verb("accounts.close_account", "closed this account")
def close_account(account: Account, *, actor: Actor, reason: str) -> Account:
    """Say that the school no longer uses the account. What was recorded about it stays.

    Raises NotAllowed, InvalidInput (a reason shorter than 5 characters) and WrongState (closed already).
    """
    account = audit.lock(account)
    rules.require("accounts.close_account", actor, account)
    if len(reason.strip()) < SHORTEST_REASON:
        raise InvalidInput("Say why the account is closed, in a few words.", "reason")
    TRANSITIONS.require(account.status, Status.CLOSED)
    account.closed_at, account.closed_because = clock.now(), reason.strip()
    account.save(update_fields=["closed_at", "closed_because"])
    audit.move(account, Status.CLOSED, TRANSITIONS, actor=actor, name="accounts.close_account")
    notifications.tell(
        account.runners_now(),
        "accounts.closed",
        event=f"account:{account.pk}:closed",
        url=account.get_absolute_url(),
        about=account,
        account=account.label,
    )
    return account
