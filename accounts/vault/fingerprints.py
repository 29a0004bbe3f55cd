"""A keyed digest of each password and token, by which the same one on another account is found without opening either.

The digest is HMAC-SHA256 under a random key that is itself sealed by the vault's key: whoever has the database alone
can neither read a password nor try guesses against its digest. Nothing is made alike before: what differs in a capital
is not the same password. What was put in before there were digests gets its own when it is next shown or changed.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass

from django.db import transaction
from django.views.decorators.debug import sensitive_variables

from accounts.vault.models import Credential, FingerprintKey, Kind, SecretVersion
from accounts.vault.states import VersionState
from core import clock
from core.crypto import cipher
from people.models import User

KINDS = (Kind.PASSWORD, Kind.API_TOKEN)
BOUND_TO: dict[str, str | int] = {"fingerprint_key": 1, "field": "key"}
KEY_BYTES = 32


@sensitive_variables()
def _key() -> bytes:
    """The one key; made when it is first needed, and never twice. Raises cipher.CannotOpen."""
    with transaction.atomic():
        # Two who need the first one at the same moment both get the one that was saved first.
        kept, _ = FingerprintKey.objects.get_or_create(
            pk=1,
            defaults={"sealed": lambda: cipher.seal(secrets.token_bytes(KEY_BYTES), BOUND_TO), "made_at": clock.now()},
        )
    return cipher.unseal(bytes(kept.sealed), BOUND_TO)


@sensitive_variables("secret")
def of(kind: str, secret: str) -> str | None:
    """The digest of `secret`; None for kinds of which several accounts may well have the same."""
    if kind not in KINDS:
        return None
    return hmac.new(_key(), secret.encode(), hashlib.sha256).hexdigest()


@dataclass(frozen=True)
class Reuse:
    """Where the same value is in use besides: what the reader may know of, and how many more there are."""

    seen: list[Credential]
    others: int


def same_elsewhere(credential: Credential, version: SecretVersion | None, reader: User) -> Reuse:
    """Other credentials with the value of `version`, in use or about to be. One look into an index, nothing opened."""
    if version is None or not version.fingerprint:
        return Reuse([], 0)
    same = SecretVersion.objects.filter(
        fingerprint=version.fingerprint, status__in=[VersionState.CURRENT, VersionState.PENDING]
    )
    found = (
        Credential.objects.get_queryset()
        .filter(pk__in=same.values("credential"), retired_at=None)
        .exclude(pk=credential.pk)
    )
    if not (total := found.count()):
        return Reuse([], 0)
    seen = list(found.filter(pk__in=Credential.objects.visible_to(reader).values("pk")).select_related("account"))
    return Reuse(seen, total - len(seen))
