"""Somebody else has, or may have, what lets people into an account: all of it must be changed (R3)."""

from accounts.models import Account
from accounts.vault import rules as _rules  # noqa: F401  (registers the rules)
from accounts.vault.models import Credential
from audit import workflow as audit
from core import clock, rules
from core.actors import Actor
from core.errors import WrongState


@audit.verb("vault.report_compromise", "reported that somebody else may have what is in the vault")
def report_compromise(account: Account, *, actor: Actor) -> list[Credential]:
    """Mark everything that is kept for the account, so that each must be changed. Returns what was marked.

    Tells nobody: the incident that is opened with it does. What waits to be in use is no safer: a change that was begun
    before the report does not take the mark away. Raises NotAllowed, and WrongState for a closed account.
    """
    account = audit.lock(account)
    rules.require("vault.report_compromise", actor, account)
    if not account.is_open:
        raise WrongState("This account is closed: what the vault keeps of it lets nobody in.")
    marked = list(Credential.objects.of(account).filter(retired_at=None).select_for_update())
    now = clock.now()
    for credential in marked:
        credential.compromised_at = now
    Credential.objects.of(account).filter(pk__in=[credential.pk for credential in marked]).update(compromised_at=now)
    audit.record("vault.report_compromise", account, actor=actor, credentials=[credential.pk for credential in marked])
    return marked
