"""From a secret to a sealed version and back. Only the verbs of the vault call this."""

from django.views.decorators.debug import sensitive_variables

from accounts.vault import codes, fingerprints, leaks, strength, values
from accounts.vault.models import Credential, Kind, SecretVersion
from accounts.vault.states import VersionState
from accounts.vault.values import LONGEST_SECRET, checked
from core import clock
from core.crypto import cipher
from core.errors import InvalidInput
from people.models import User

__all__ = ["LONGEST_SECRET", "checked", "new_version", "opened"]

LEAKED = (
    "This password stands on a list of passwords that have leaked: it is among the first that anybody tries. "
    "Choose another, or let the portal make one."
)
SAME = (
    "This is what was in use before, so it would change nothing: whoever knew it would know it still. "
    "Set a new one on the platform, and give that."
)


@sensitive_variables("secret", "ready")
def new_version(
    credential: Credential, secret: str, *, by: User, status: VersionState, made_by_portal: bool = False
) -> SecretVersion:
    """Seal `secret` as the next version of a credential whose row the caller holds.

    What its kind asks for is checked here, and what may be known of it beside the sealed bytes is reckoned here.
    Raises InvalidInput: also for a *new* password (`PENDING`) that has leaked. One that is in use already is kept; but
    what the credential was before answers no report, and takes nothing from anybody who knew it.
    """
    ready = values.prepared(credential.kind, secret)
    last = credential.versions.order_by("-number").first()
    now = clock.now()
    version = SecretVersion(
        credential=credential,
        number=last.number + 1 if last else 1,
        status=status,
        made_by_portal=made_by_portal,
        created_by=by,
        created_at=now,
        current_from=now if status == VersionState.CURRENT else None,
        parts=ready.parts,
    )
    _reckon(version, ready.text)
    if fingerprints.used_before(credential, version.fingerprint):
        raise InvalidInput(SAME, "secret")
    if version.leaked and status == VersionState.PENDING:
        raise InvalidInput(LEAKED, "secret")
    version.sealed = cipher.seal(ready.text.encode(), version.bound_to)
    version.key_id = cipher.key_id_of(version.sealed)
    version.save()
    return version


@sensitive_variables("secret")
def opened(version: SecretVersion) -> str:
    """What a version says. Raises cipher.CannotOpen.

    Where something that stands beside the sealed bytes was not reckoned when it was put in, it is now.
    """
    secret = cipher.unseal(bytes(version.sealed), version.bound_to).decode()
    if _is_incomplete(version):
        _reckon(version, secret)
        version.save(update_fields=["fingerprint", "strength", "leaked", "parts"])
    return secret


@sensitive_variables("secret")
def _reckon(version: SecretVersion, secret: str) -> None:
    credential = version.credential
    version.fingerprint = fingerprints.of(credential.kind, secret)
    version.strength = strength.score(credential.kind, secret, credential.account, credential.username)
    version.leaked = leaks.holds(secret) if credential.kind == Kind.PASSWORD else None
    if credential.kind == Kind.RECOVERY_CODE and version.parts is None:
        try:
            version.parts = len(codes.codes_of(secret))
        except InvalidInput:
            version.parts = None  # put in before sets had a form of their own


def _is_incomplete(version: SecretVersion) -> bool:
    kind = version.credential.kind
    if kind == Kind.PASSWORD and version.leaked is None and leaks.at_hand():
        return True
    if kind == Kind.RECOVERY_CODE:
        return version.parts is None
    return kind in fingerprints.KINDS and version.fingerprint is None
