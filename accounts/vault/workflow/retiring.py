"""Giving a secret up: it lets nobody in any more, and stays sealed for the record."""

from accounts.models import Account
from accounts.vault import rules as _rules  # noqa: F401  (registers the rules)
from accounts.vault.models import Credential, Grant
from accounts.vault.states import TRANSITIONS, VersionState
from audit import workflow as audit
from core import clock, rules
from core.actors import Actor
from core.errors import WrongState
from people.current import person


@audit.verb("vault.retire", "gave up a secret: it is kept sealed, for the record")
def retire(credential: Credential, *, actor: Actor) -> Credential:
    """Nobody needs it any more. Whoever could see it for a time no longer can; a change that waits is cancelled.

    Raises NotAllowed and WrongState (given up already).
    """
    credential = audit.lock(credential)
    rules.require("vault.retire", actor, credential)
    if credential.retired_at is not None:
        raise WrongState("This was given up already.")
    by, now = person(actor), clock.now()
    for pending in credential.versions.filter(status=VersionState.PENDING):
        audit.move(pending, VersionState.CANCELLED, TRANSITIONS, actor=actor, name="vault.retire")
    credential.retired_at, credential.retired_by = now, by
    credential.save(update_fields=["retired_at", "retired_by"])
    ended = Grant.objects.get_queryset().filter(credential=credential, ended_at=None)
    count = ended.update(ended_at=now, ended_by=by)
    audit.record("vault.retire", credential, actor=actor, account=credential.account_id, grants_ended=count)
    return credential


def retire_all(account: Account, *, actor: Actor) -> int:
    """Give up everything that is kept for the account, each on the record. Returns how many. Raises NotAllowed."""
    kept = list(Credential.objects.of(account).filter(retired_at=None))
    for credential in kept:
        retire(credential, actor=actor)
    return len(kept)
