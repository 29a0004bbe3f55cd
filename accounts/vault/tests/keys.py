"""For the tests of the keys: a key file of the test's own, and one of everything that is sealed."""

from collections.abc import Callable
from pathlib import Path

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from pytest_django import Settings

from accounts.models import Account
from accounts.vault import canary, fingerprints
from accounts.vault.models import Credential, Kind, SecretVersion
from accounts.vault.sealing import new_version, opened
from accounts.vault.states import VersionState
from conftest import NOW
from core.crypto import cipher, key_file
from people.models import User
from people.sealed import decoded
from people.workflow.inviting import _link
from school.mail import seal_password, smtp_backend
from school.models import MailSettings


def own_key_file(settings: Settings, folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "vault.key"
    key_file.write(path, [key_file.new_key().text])
    settings.VAULT_PROVIDER, settings.VAULT_KEY, settings.VAULT_KEY_FILE, settings.VAULT_TRANSIT = (
        "file",
        "",
        path,
        None,
    )
    return path


def ids_in(path: Path) -> list[str]:
    return [key_file.decode(text).id for text in key_file.read(path)]


def a_credential(person: User, label: str = "Main", secret: str = "hunter2 hunter2") -> Credential:
    account, _ = Account.objects.get_or_create(name="Page", platform="facebook", handle="page", created_at=NOW)
    credential = Credential.objects.create(
        account=account, kind=Kind.PASSWORD, label=label, created_at=NOW, created_by=person
    )
    new_version(credential, secret, by=person, status=VersionState.CURRENT)
    return credential


def versions(number: int, person: User) -> list[SecretVersion]:
    return [a_credential(person, f"Number {one}", f"a secret {one}").versions.get() for one in range(number)]


def one_of_everything(person: User) -> Callable[[], None]:
    """Seal one of each kind, and return what raises AssertionError unless all of it opens."""
    canary.check()
    credential = a_credential(person)
    digest = fingerprints.of(Kind.PASSWORD, "hunter2 hunter2")
    mail = MailSettings(pk=1, host="mail", port=587, username="u", from_address="a@stjudes.example", changed_at=NOW)
    mail.sealed_password = seal_password(mail, "the mail password")
    mail.save()
    link = _link(person, "the token of the link", person, NOW)
    link.save()
    seeds = get_adapter()
    app = Authenticator.objects.create(
        user=person, type=Authenticator.Type.TOTP, data={"secret": seeds.encrypt("THESEED"), "other": 7}
    )
    codes = Authenticator.objects.create(
        user=person,
        type=Authenticator.Type.RECOVERY_CODES,
        data={"migrated_codes": [seeds.encrypt("one"), seeds.encrypt("two")], "used_mask": 3},
    )

    def all_opens() -> None:
        canary.check()
        assert opened(credential.versions.get()) == "hunter2 hunter2"
        assert fingerprints.of(Kind.PASSWORD, "hunter2 hunter2") == digest
        assert smtp_backend(MailSettings.objects.get()).password == "the mail password"
        link.refresh_from_db()
        assert cipher.unseal(link.sealed_token, {"invitation": link.digest}) == b"the token of the link"
        for row in (app, codes):
            row.refresh_from_db()
        assert seeds.decrypt(app.data["secret"]) == "THESEED"
        assert app.data["other"] == 7
        assert [seeds.decrypt(code) for code in codes.data["migrated_codes"]] == ["one", "two"]
        assert codes.data["used_mask"] == 3
        assert decoded(app.data["other"]) is None

    return all_opens
