"""From a secret to a sealed version and back. Only the verbs of the vault call this."""

from accounts.vault.models import Credential, SecretVersion
from accounts.vault.states import VersionState
from core import clock
from core.crypto import cipher
from core.errors import InvalidInput
from people.models import User

LONGEST_SECRET = 4000


def checked(secret: str) -> str:
    """Raises InvalidInput for a secret that is empty, far too long, or not text."""
    if not secret.strip():
        raise InvalidInput("Give the password, code or address that is to be kept.", "secret")
    if len(secret) > LONGEST_SECRET:
        raise InvalidInput(f"At most {LONGEST_SECRET:,} characters are kept.", "secret")
    if "\x00" in secret:
        raise InvalidInput("This holds a character that no platform takes.", "secret")
    return secret


def new_version(
    credential: Credential, secret: str, *, by: User, status: VersionState, made_by_portal: bool = False
) -> SecretVersion:
    """Seal `secret` as the next version of a credential whose row the caller holds."""
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
    )
    version.sealed = cipher.seal(secret.encode(), version.bound_to)
    version.key_id = cipher.key_id_of(version.sealed)
    version.save()
    return version


def opened(version: SecretVersion) -> str:
    """What a version says. Raises cipher.CannotOpen."""
    return cipher.unseal(bytes(version.sealed), version.bound_to).decode()
