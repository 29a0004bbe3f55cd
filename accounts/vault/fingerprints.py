"""A keyed digest of each password and token, by which the same one on another account is found without opening either.

The digest is HMAC-SHA256 under a random key that is itself sealed by the vault's key: whoever has the database alone
can neither read a password nor try guesses against its digest. Nothing is made alike before: what differs in a capital
is not the same password. What was put in before there were digests gets its own when it is next shown or changed.
"""

import hashlib
import hmac
import secrets

from django.db import transaction
from django.db.models import Q
from django.views.decorators.debug import sensitive_variables

from accounts.vault import rules as _rules  # noqa: F401  (registers the rules)
from accounts.vault.models import Credential, FingerprintKey, Kind, SecretVersion
from accounts.vault.states import VersionState
from core import clock, rules
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


def used_before(credential: Credential, fingerprint: str | None) -> bool:
    """Whether this is what the credential is, or was before, or what was given up of its account.

    What was never in use does not count: it may turn out to be what the platform took after all.
    """
    was = SecretVersion.objects.filter(
        Q(credential=credential) | Q(credential__account=credential.account_id, credential__retired_at__isnull=False),
        fingerprint=fingerprint,
        status__in=(VersionState.CURRENT, VersionState.RETIRED),
    )
    return fingerprint is not None and was.exists()


def same_elsewhere(credential: Credential, version: SecretVersion | None, reader: User) -> list[Credential]:
    """Other credentials with the value of `version`, in use or about to be. One look into an index, nothing opened.

    Named to those who oversee the vault, and otherwise to whoever may see both: to anybody else it would answer
    whether a guess that they put in is the password of an account that they were not given.
    """
    if version is None or not version.fingerprint:
        return []
    same = SecretVersion.objects.filter(
        fingerprint=version.fingerprint, status__in=[VersionState.CURRENT, VersionState.PENDING]
    )
    found = (
        Credential.objects.visible_to(reader)
        .filter(pk__in=same.values("credential"), retired_at=None)
        .exclude(pk=credential.pk)
    )
    others = list(found.select_related("account"))
    if not others or rules.ask("vault.read_exposures", reader, credential.account):
        return others
    if not rules.ask("vault.reveal", reader, credential):
        return []
    return [one for one in others if rules.ask("vault.reveal", reader, one)]
