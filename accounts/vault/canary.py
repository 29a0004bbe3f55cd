"""Does the key that the portal was started with open what the vault holds? Asked at every start."""

from django.db import transaction

from accounts.vault.models import Canary
from core import clock
from core.crypto import cipher

SENTENCE = b"The vault's key is the right one."
BOUND_TO: dict[str, str | int] = {"canary": 1, "field": "sentence"}


class WrongKey(Exception):
    """The vault's key does not open the vault. The message says what to do."""


def check() -> None:
    """Seal the canary at the first start, open it at every later one. Raises WrongKey."""
    with transaction.atomic():
        Canary.objects.get_or_create(pk=1, defaults={"sealed": cipher.seal(SENTENCE, BOUND_TO), "made_at": clock.now()})
    canary = Canary.objects.get(pk=1)
    try:
        same = cipher.unseal(bytes(canary.sealed), BOUND_TO) == SENTENCE
    except cipher.CannotOpen:
        same = False
    if not same:
        raise WrongKey(
            f"The vault's key does not open the vault. It was closed on {canary.made_at:%d %B %Y} with "
            f"the key {cipher.key_id_of(bytes(canary.sealed))}. Put the key file that belongs to this database back "
            "from its own backup, and start again. Without it, no stored password can be read."
        )
