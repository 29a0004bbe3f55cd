"""For tests/test_rekey_killed.py, in a process of its own: fill a portal with sealed versions, or look at them all.

`python -m tests.ten_thousand_secrets fill NUMBER` or `… look`, under a portal's settings. `look` prints a REPORT line.
"""

import json
import sys

import django

django.setup()

from accounts.models import Account  # noqa: E402
from accounts.vault.models import Credential, Rekeying, SecretVersion  # noqa: E402
from audit import chain  # noqa: E402
from audit.models import Event  # noqa: E402
from core import clock  # noqa: E402
from core.crypto import cipher, sealed  # noqa: E402
from people.models import User  # noqa: E402


def fill(number: int) -> None:
    """Versions of a hundred credentials, as if their passwords had been changed again and again."""
    now = clock.now()
    person = User.objects.create(full_name="Ada Admin", email="ada@stjudes.example", joined_at=now)
    account = Account.objects.create(name="Main", platform="facebook", handle="main", created_at=now)
    credentials = Credential.objects.bulk_create(
        Credential(account=account, kind="password", label=f"N{one}", created_at=now, created_by=person)
        for one in range(100)
    )
    versions = []
    for one in range(number):
        version = SecretVersion(
            credential=credentials[one % 100],
            number=one // 100 + 1,
            status="retired",
            retired_at=now,
            created_by=person,
            created_at=now,
        )
        version.sealed = cipher.seal(secret_of(version), version.bound_to)
        version.key_id = cipher.key_id_of(version.sealed)
        versions.append(version)
    SecretVersion.objects.bulk_create(versions, batch_size=500)


def look() -> dict[str, object]:
    """What is there, opened one by one; and what the record says."""
    opened = sum(
        cipher.unseal(version.sealed, version.bound_to) == secret_of(version)
        for version in SecretVersion.objects.all().iterator()
    )
    _, fault = chain.verify()
    job = Rekeying.objects.get()
    return {
        "opened": opened,
        "keys": dict(sealed.by_key(sealed.heads())),
        "columns": sorted(SecretVersion.objects.order_by().values_list("key_id", flat=True).distinct()),
        "done": job.done,
        "total": job.total,
        "finished": job.finished_at is not None,
        "begun": Event.objects.filter(verb="vault.begin_rekey", refused=False).count(),
        "recorded": Event.objects.filter(verb="vault.rekey", refused=False).count(),
        "fault": str(fault),
    }


def secret_of(version: SecretVersion) -> bytes:
    return f"secret {version.credential_id} {version.number}".encode()


if __name__ == "__main__":
    if sys.argv[1] == "fill":
        fill(int(sys.argv[2]))
    else:
        sys.stdout.write(f"REPORT {json.dumps(look())}\n")
