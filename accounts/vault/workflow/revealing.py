"""Letting a person see a secret: first the record, committed; then the sealed bytes are opened."""

from django.db import transaction

from accounts.vault.models import Credential, Exposure, SecretVersion, Verb
from accounts.vault.rules import COPY_WITHIN
from accounts.vault.sealing import opened
from accounts.vault.states import VersionState
from audit import workflow as audit
from core import clock, rules
from core.actors import Actor
from core.crypto import cipher
from core.errors import InvalidInput, WrongState
from people.models import User

SHORTEST_REASON = 5
LONGEST_REASON = 300
CANNOT_OPEN = (
    "This could not be opened: it was changed, or closed with a key that is not here. "
    "The attempt is on the record. Tell an Administrator at once."
)


def reveal(credential: Credential, *, actor: Actor, reason: str, number: int | None = None) -> str:
    """What is in use now, after the reveal is on the record and committed; or an older version, by its number.

    Raises NotAllowed, InvalidInput (a reason shorter than 5 characters), WrongState (nothing in use, or it does
    not open), and whatever keeps the record from being written: then nothing is opened.
    """
    return reveal_version(credential, actor=actor, reason=reason, number=number)[0]


def reveal_version(
    credential: Credential, *, actor: Actor, reason: str, number: int | None = None
) -> tuple[str, SecretVersion]:
    """The same, and which version it is, so that a page needs not ask again."""
    own_transaction()
    if number is not None and not credential.versions.filter(number=number, status=VersionState.CURRENT).exists():
        version = note_reveal_old(credential, number, actor=actor, reason=reason)
    else:
        version = note_reveal(credential, VersionState.CURRENT, actor=actor, reason=reason)
    return open_noted(version, actor=actor, reason=reason), version


def reveal_pending(credential: Credential, *, actor: Actor, reason: str) -> str:
    """The same of the password that waits until it works on the platform."""
    own_transaction()
    version = note_reveal(credential, VersionState.PENDING, actor=actor, reason=reason)
    return open_noted(version, actor=actor, reason=reason)


def own_transaction() -> None:
    """Raises RuntimeError within a transaction that could still take the record back after something was opened."""
    connection = transaction.get_connection()
    # As `atomic(durable=True)` asks, without a transaction of its own for it. A test's own does not count.
    if any(not block._from_testcase for block in connection.atomic_blocks):
        raise RuntimeError("A secret is opened only outside a transaction, once the record of it is committed.")


def open_noted(version: SecretVersion, *, actor: Actor, reason: str) -> str:
    """Open a version whose exposure is committed. Raises WrongState, on the record, where it does not open."""
    try:
        return opened(version)
    except cipher.KeyNotReached as failure:
        said = f"{failure.reason} The attempt is on the record."
    except (cipher.CannotOpen, UnicodeDecodeError):
        said = CANNOT_OPEN
    note_failure(version, actor=actor, reason=reason)
    raise WrongState(said)


@audit.verb("vault.reveal", "looked at a secret")
def note_reveal(credential: Credential, status: VersionState, *, actor: Actor, reason: str) -> SecretVersion:
    """Write down that the person is about to see a version, and why. Opens nothing."""
    credential = audit.lock(credential)
    rules.require("vault.reveal", actor, credential)
    reason = checked_reason(reason)
    try:
        version = SecretVersion.objects.get(credential=credential.pk, status=status)
    except SecretVersion.DoesNotExist:
        raise WrongState("There is nothing to show: it was changed or cancelled a moment ago.") from None
    version.credential = credential
    expose(version, Verb.REVEALED, actor, reason)
    audit.record("vault.reveal", credential, actor=actor, version=version.number)
    return version


@audit.verb("vault.reveal_old", "looked at what a secret was before")
def note_reveal_old(credential: Credential, number: int, *, actor: Actor, reason: str) -> SecretVersion:
    """The same for a version that is not in use: replaced, cancelled, or of what was given up."""
    credential = audit.lock(credential)
    rules.require("vault.reveal_old", actor, credential)
    reason = checked_reason(reason)
    version = credential.versions.filter(number=number).order_by("pk").first()
    if version is None:
        raise WrongState("There is no such version.")
    expose(version, Verb.REVEALED, actor, reason)
    audit.record("vault.reveal_old", credential, actor=actor, version=version.number)
    return version


def checked_reason(reason: str) -> str:
    """Raises InvalidInput for a reason that says nothing, or too much."""
    reason = reason.strip()
    if len(reason) < SHORTEST_REASON:
        raise InvalidInput("Say in a few words what you need it for.", "reason")
    if len(reason) > LONGEST_REASON:
        raise InvalidInput(f"Say it in {LONGEST_REASON} characters at most.", "reason")
    return reason


@audit.verb("vault.reveal_failed", "asked for a secret that could not be opened")
def note_failure(version: SecretVersion, *, actor: Actor, reason: str) -> SecretVersion:
    """Write down that a version did not open."""
    expose(version, Verb.FAILED, actor, reason.strip())
    audit.record("vault.reveal_failed", version.credential, actor=actor, version=version.number)
    return version


@audit.verb("vault.copy", "copied a secret")
def record_copy(credential: Credential, number: int, *, actor: Actor) -> Credential:
    """Write down that the person is about to copy what they were shown a moment ago.

    Raises NotAllowed, and WrongState unless they were shown this version within the last 15 minutes.
    """
    credential = audit.lock(credential)
    rules.require("vault.copy", actor, credential)
    shown = (
        Exposure.objects.filter(
            credential=credential,
            version__number=number,
            person_id=getattr(actor, "pk", None),
            verb__in=[Verb.REVEALED, Verb.GENERATED, Verb.BROKE_GLASS],
            at__gte=clock.now() - COPY_WITHIN,
        )
        .select_related("version")
        .first()
    )
    if shown is None:
        raise WrongState("This is not on your screen any more. Ask to see it again.")
    expose(shown.version, Verb.COPIED, actor, "")
    audit.record("vault.copy", credential, actor=actor, version=number)
    return credential


def expose(version: SecretVersion, verb: Verb, actor: Actor, reason: str) -> None:
    """Keep that the person comes to know a version. The caller holds the transaction."""
    if not isinstance(actor, User):
        raise TypeError("Only a person sees a secret.")
    Exposure.objects.create(
        credential_id=version.credential_id,
        version=version,
        person=actor,
        verb=verb,
        reason=reason[:LONGEST_REASON],
        at=clock.now(),
    )
