"""What the vault itself keeps sealed: so that a new key reaches it."""

from accounts.vault import canary, fingerprints
from accounts.vault.models import Canary, FingerprintKey, SecretVersion
from core.crypto import cipher
from core.crypto.sealed import BinaryColumn

SECRETS = BinaryColumn(
    "passwords and other secrets",
    SecretVersion,
    "sealed",
    lambda version: version.bound_to,
    also=lambda sealed: {"key_id": cipher.key_id_of(sealed)},
).register()
CANARY = BinaryColumn("the canary", Canary, "sealed", lambda row: canary.BOUND_TO).register()
DIGESTS = BinaryColumn("the key of the digests", FingerprintKey, "sealed", lambda row: fingerprints.BOUND_TO).register()
