"""Changing a secret: make it, change it on the platform, say that it works. Until then the old one stays."""

from django.views.decorators.debug import sensitive_variables

from accounts.vault import generator
from accounts.vault import messages as _messages  # noqa: F401  (registers the messages)
from accounts.vault.models import Credential, Exposure, Kind, SecretVersion, Verb
from accounts.vault.sealing import checked, new_version
from accounts.vault.states import TRANSITIONS, VersionState
from accounts.vault.workflow.revealing import open_noted, own_transaction
from audit import workflow as audit
from core import clock, rules
from core.actors import Actor
from core.errors import InvalidInput, WrongState
from notifications import workflow as notifications
from people.current import person

BY_ROTATING = "Changing it on the platform"


@sensitive_variables("secret")
def begin_rotation(
    credential: Credential,
    *,
    actor: Actor,
    secret: str = "",
    length: int = generator.USUAL,
    recipe: generator.Recipe | None = None,
) -> str:
    """Seal a new value beside the one in use, and return it to be set on the platform.

    Without `secret` the portal makes a password by `recipe`, or of `length` characters. Raises NotAllowed,
    InvalidInput and WrongState (another new one waits already).
    """
    own_transaction()
    version = note_pending(credential, secret, recipe or generator.Recipe(length=length), actor=actor)
    return open_noted(version, actor=actor, reason=BY_ROTATING)


@sensitive_variables("secret")
@audit.verb("vault.begin_rotation", "made a new secret, not in use yet")
def note_pending(
    credential: Credential, secret: str, recipe: generator.Recipe | None = None, *, actor: Actor
) -> SecretVersion:
    """Seal the new value as pending, and write down who came to know it. Opens nothing."""
    credential = audit.lock(credential)
    rules.require("vault.rotate", actor, credential)
    by = person(actor)
    if credential.versions.filter(status=VersionState.PENDING).exists():
        raise WrongState("A new one is waiting already. Say that it works, or cancel it, before you make another.")
    version = new_version(
        credential,
        _value(credential, secret, recipe),
        by=by,
        status=VersionState.PENDING,
        made_by_portal=not secret,
    )
    verb = Verb.STORED if secret else Verb.GENERATED
    Exposure.objects.create(credential=credential, version=version, person=by, verb=verb, at=clock.now())
    audit.record("vault.begin_rotation", credential, actor=actor, version=version.number)
    return version


@audit.verb("vault.rotate", "changed a secret")
def finish_rotation(credential: Credential, *, actor: Actor) -> Credential:
    """The new value works: it is the one in use from now on, and the old one is kept as replaced.

    Raises NotAllowed and WrongState (no new one waits).
    """
    credential = audit.lock(credential)
    rules.require("vault.rotate", actor, credential)
    pending = _pending(credential)
    _retire_current(credential, actor)
    pending.current_from = clock.now()
    pending.save(update_fields=["current_from"])
    audit.move(pending, VersionState.CURRENT, TRANSITIONS, actor=actor, name="vault.rotate")
    _settled(credential, pending, actor)
    return credential


@sensitive_variables("secret")
@audit.verb("vault.rotate", "changed a secret")
def rotate(credential: Credential, *, actor: Actor, secret: str) -> Credential:
    """Keep a value that is in use on the platform already, in place of the old one. Raises as the others do."""
    credential = audit.lock(credential)
    rules.require("vault.rotate", actor, credential)
    by = person(actor)
    if credential.versions.filter(status=VersionState.PENDING).exists():
        raise WrongState("A new one is waiting already. Say that it works, or cancel it, before you keep another.")
    _retire_current(credential, actor)
    # It works on the platform, so it is kept whatever it is: a weak one is better known than lost.
    version = new_version(credential, checked(secret), by=by, status=VersionState.CURRENT)
    Exposure.objects.create(credential=credential, version=version, person=by, verb=Verb.STORED, at=clock.now())
    _settled(credential, version, actor)
    return credential


@audit.verb("vault.cancel_rotation", "cancelled a new secret: the old one stays in use")
def cancel_rotation(credential: Credential, *, actor: Actor) -> Credential:
    """Give up the new value. Its sealed bytes stay, so that nothing is lost if it was set on the platform after all.

    Raises NotAllowed and WrongState.
    """
    credential = audit.lock(credential)
    rules.require("vault.rotate", actor, credential)
    pending = _pending(credential)
    audit.move(pending, VersionState.CANCELLED, TRANSITIONS, actor=actor, name="vault.cancel_rotation")
    audit.record("vault.cancel_rotation", credential, actor=actor, version=pending.number)
    return credential


def _retire_current(credential: Credential, actor: Actor) -> None:
    for old in credential.versions.filter(status=VersionState.CURRENT):
        old.retired_at = clock.now()
        old.save(update_fields=["retired_at"])
        audit.move(old, VersionState.RETIRED, TRANSITIONS, actor=actor, name="vault.rotate")


def _settled(credential: Credential, version: SecretVersion, actor: Actor) -> None:
    """What follows once `version` is the one in use: a report is answered by it, and who runs the account is told."""
    if credential.compromised_at is not None and version.created_at >= credential.compromised_at:
        # Made before the report, it may be known to whoever got in: then the mark stays.
        credential.compromised_at = None
        credential.save(update_fields=["compromised_at"])
    audit.record("vault.rotate", credential, actor=actor, version=version.number)
    notifications.tell(
        [runner for runner in credential.account.runners_now() if runner != actor],
        "vault.rotated",
        event=f"credential:{credential.pk}:version:{version.number}",
        url=credential.get_absolute_url(),
        about=credential,
        account=credential.account.label,
        what=credential.get_kind_display().lower(),
    )


@sensitive_variables("secret")
def _value(credential: Credential, secret: str, recipe: generator.Recipe | None) -> str:
    if secret:
        return checked(secret)
    if credential.kind != Kind.PASSWORD:
        raise InvalidInput("The platform gives this one. Type in what it gave you.", "secret")
    return generator.make(recipe or generator.Recipe())


def _pending(credential: Credential) -> SecretVersion:
    pending = credential.versions.filter(status=VersionState.PENDING).first()
    if pending is None:
        raise WrongState("No new one is waiting: it was kept or cancelled already.")
    return pending
