"""Does the key that the portal was started with open what the vault holds? Asked at every start."""

from django.db import transaction

from accounts.vault.models import Canary
from core import clock
from core.crypto import cipher
from core.crypto.keys import NotReached

SENTENCE = b"The vault's key is the right one."
BOUND_TO: dict[str, str | int] = {"canary": 1, "field": "sentence"}


def _seal() -> bytes:
    return cipher.seal(SENTENCE, BOUND_TO)


class WrongKey(Exception):
    """The vault's key does not open the vault. The message says what to do."""


def check() -> None:
    """Seal the canary at the first start, open it at every later one. Raises WrongKey; its sentence says what to do."""
    try:
        same = _opens()
    except NotReached as failure:
        raise WrongKey(f"The vault's key cannot be tried. {failure.reason}") from None
    except cipher.KeyNotReached as failure:
        raise WrongKey(f"The vault's key cannot be tried. {failure}") from None
    if not same:
        canary = Canary.objects.get(pk=1)
        raise WrongKey(
            f"The vault's key does not open the vault. It was closed on {canary.made_at:%d %B %Y} with "
            f"the key {cipher.key_id_of(bytes(canary.sealed))}. Put the key file that belongs to this database back "
            "from its own backup, and start again. Without it, no stored password can be read."
        )


def _opens() -> bool:
    with transaction.atomic():
        Canary.objects.get_or_create(pk=1, defaults={"sealed": _seal, "made_at": clock.now()})
    canary = Canary.objects.get(pk=1)
    try:
        return cipher.unseal(bytes(canary.sealed), BOUND_TO) == SENTENCE
    except cipher.KeyNotReached:
        raise
    except cipher.CannotOpen:
        return False
