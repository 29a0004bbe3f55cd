"""Putting a secret into the vault."""

from accounts.models import Account
from accounts.vault import rules as _rules  # noqa: F401  (registers the rules)
from accounts.vault.models import Credential, Exposure, Kind, Verb
from accounts.vault.sealing import checked, new_version
from accounts.vault.states import VersionState
from audit import workflow as audit
from core import clock, rules
from core.actors import Actor
from core.errors import InvalidInput
from people.current import person


@audit.verb("vault.store", "put a secret into the vault")
def store(account: Account, *, actor: Actor, kind: str, label: str, secret: str, username: str = "") -> Credential:
    """Seal `secret` as the first version of a new credential of the account.

    Whoever stores it knows it: that is kept as an exposure. Raises NotAllowed and InvalidInput (nothing to
    keep, a name that this account has already).
    """
    account = audit.lock(account)
    rules.require("vault.store", actor, account)
    by = person(actor)
    if kind not in Kind.values:
        raise InvalidInput("Choose what it is from the list.", "kind")
    label = label.strip() or Kind(kind).label
    if Credential.objects.filter(account=account, kind=kind, label__iexact=label).exists():
        raise InvalidInput(
            "This account has one of this kind and name already. Change that one, or give this another name.", "label"
        )
    checked(secret)
    credential = Credential.objects.create(
        account=account,
        kind=kind,
        label=label,
        username=username.strip(),
        created_at=clock.now(),
        created_by=by,
    )
    version = new_version(credential, secret, by=by, status=VersionState.CURRENT)
    Exposure.objects.create(credential=credential, version=version, person=by, verb=Verb.STORED, at=clock.now())
    audit.record("vault.store", credential, actor=actor, account=account.pk, kind=kind, version=version.number)
    return credential
