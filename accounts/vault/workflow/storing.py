"""Putting a secret into the vault: one that is in use already, or one that the portal makes."""

from django.views.decorators.debug import sensitive_variables

from accounts.models import Account
from accounts.vault import generator
from accounts.vault import rules as _rules  # noqa: F401  (registers the rules)
from accounts.vault.models import Credential, Exposure, Kind, SecretVersion, Verb
from accounts.vault.sealing import checked, new_version
from accounts.vault.states import VersionState
from accounts.vault.workflow.revealing import open_noted, own_transaction
from audit import workflow as audit
from core import clock, rules
from core.actors import Actor
from core.errors import InvalidInput
from people.current import person

BY_MAKING = "Setting it on the platform"


@sensitive_variables("secret")
@audit.verb("vault.store", "put a secret into the vault")
def store(account: Account, *, actor: Actor, kind: str, label: str, secret: str, username: str = "") -> Credential:
    """Seal `secret` as the first version of a new credential of the account.

    Of a set-up key `secret` is the key or its otpauth:// address, of recovery codes one on each line, of a file
    what `values.packed` makes. Whoever stores it knows it: that is kept as an exposure. Raises NotAllowed and
    InvalidInput (nothing to keep, not of that kind, a name that this account has already).
    """
    account = _asked(account, actor)
    checked(secret)
    credential = _new(account, kind, label, username, actor)
    version = new_version(credential, secret, by=credential.created_by, status=VersionState.CURRENT)
    _known(version, Verb.STORED, actor)
    return credential


@sensitive_variables("secret")
def make(
    account: Account, *, actor: Actor, label: str, recipe: generator.Recipe, username: str = ""
) -> tuple[Credential, str]:
    """A new password that the portal makes: sealed and on the record first, then returned to be set on the platform.

    Raises NotAllowed and InvalidInput (a recipe that makes none, a name that this account has already).
    """
    own_transaction()
    version = note_made(account, recipe, actor=actor, label=label, username=username)
    return version.credential, open_noted(version, actor=actor, reason=BY_MAKING)


@sensitive_variables("secret")
@audit.verb("vault.store", "put a secret into the vault")
def note_made(account: Account, recipe: generator.Recipe, *, actor: Actor, label: str, username: str) -> SecretVersion:
    """Make a password and seal it as the first version of a new credential. Returns nothing that can be read."""
    account = _asked(account, actor)
    secret = generator.make(recipe)
    credential = _new(account, Kind.PASSWORD, label, username, actor)
    version = new_version(
        credential, secret, by=credential.created_by, status=VersionState.CURRENT, made_by_portal=True
    )
    _known(version, Verb.GENERATED, actor)
    return version


def _asked(account: Account, actor: Actor) -> Account:
    account = audit.lock(account)
    rules.require("vault.store", actor, account)
    return account


def _new(account: Account, kind: str, label: str, username: str, actor: Actor) -> Credential:
    if kind not in Kind.values:
        raise InvalidInput("Choose what it is from the list.", "kind")
    label = label.strip() or str(Kind(kind).label)
    # What was given up gives its name free.
    if Credential.objects.of(account).filter(kind=kind, label__iexact=label, retired_at=None).exists():
        raise InvalidInput(
            "This account has one of this kind and name already. Change that one, or give this another name.", "label"
        )
    return Credential.objects.create(
        account=account,
        kind=kind,
        label=label,
        username=username.strip(),
        created_at=clock.now(),
        created_by=person(actor),
    )


def _known(version: SecretVersion, verb: Verb, actor: Actor) -> None:
    credential = version.credential
    Exposure.objects.create(
        credential=credential, version=version, person=version.created_by, verb=verb, at=clock.now()
    )
    audit.record(
        "vault.store",
        credential,
        actor=actor,
        account=credential.account_id,
        kind=credential.kind,
        version=version.number,
    )
