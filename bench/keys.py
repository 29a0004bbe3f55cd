"""The vault's keys: putting a new one to every version, and opening one value; beside the least that either needs."""

from collections.abc import Iterator

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import transaction
from django.db.models import Max

from accounts.models import Account
from accounts.vault.models import Credential, Kind, SecretVersion
from accounts.vault.states import VersionState
from accounts.vault.workflow import rekeying
from bench.timing import Measure, seconds
from core import clock
from core.actors import COMMAND_LINE
from core.crypto import cipher
from people.models import User

OPENED = 2_000  # times that a value is opened: one alone takes too short to be timed
CREDENTIALS = 100


def measure(rows: int) -> Iterator[Measure]:
    """In the database of the settings, which `bench.measures` has filled. It has a key file of its own."""
    if settings.VAULT_PROVIDER != "file":
        raise RuntimeError("The measure makes a new key, so the key has to be in a file.")
    _seed(rows)
    rekeying.new_key(actor=COMMAND_LINE)
    ours = seconds(lambda: rekeying.rekey(actor=COMMAND_LINE))
    yield Measure(f"a new key for {rows:,} versions / UPDATE each of them", rows, ours, _least())
    yield _opening()


def _seed(rows: int) -> None:
    now, person = clock.now(), User.objects.order_by("pk")[0]
    account = Account.objects.create(name="Vault", platform="facebook", handle="vault", created_at=now)
    credentials = Credential.objects.bulk_create(
        Credential(account=account, kind=Kind.PASSWORD, label=f"N{one}", created_at=now, created_by=person)
        for one in range(CREDENTIALS)
    )
    versions = []
    for one in range(rows):
        version = SecretVersion(
            credential=credentials[one % CREDENTIALS],
            number=one // CREDENTIALS + 1,
            status=VersionState.RETIRED,
            retired_at=now,
            created_by=person,
            created_at=now,
        )
        version.sealed = cipher.seal(b"correct horse battery staple", version.bound_to)
        version.key_id = cipher.key_id_of(version.sealed)
        versions.append(version)
    SecretVersion.objects.bulk_create(versions, batch_size=500)


def _least() -> float:
    """The same bytes put into the same rows, one by one, in transactions of the same size."""
    rows = list(SecretVersion.objects.order_by("pk").values_list("pk", "sealed", "key_id"))

    def put() -> None:
        for start in range(0, len(rows), rekeying.BATCH):
            with transaction.atomic():
                for pk, sealed, key_id in rows[start : start + rekeying.BATCH]:
                    SecretVersion.objects.filter(pk=pk).update(sealed=bytes(sealed), key_id=key_id)

    return seconds(put)


def _opening() -> Measure:
    """A value that is in memory already, with the key's file looked at each time; and two bare decryptions."""
    version = SecretVersion.objects.get(pk=SecretVersion.objects.aggregate(last=Max("pk"))["last"])
    sealed, bound_to = bytes(version.sealed), version.bound_to
    key, nonce = AESGCM.generate_key(256), bytes(12)
    closed = AESGCM(key).encrypt(nonce, bytes(48), b"bound")

    def ours() -> None:
        for _ in range(OPENED):
            cipher.unseal(sealed, bound_to)

    def least() -> None:
        for _ in range(2 * OPENED):
            AESGCM(key).decrypt(nonce, closed, b"bound")

    ours()
    least()
    return Measure(f"open {OPENED:,} sealed values / decrypt twice as many", OPENED, seconds(ours), seconds(least))
