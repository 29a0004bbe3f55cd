"""What the screens ask about the vault. Nothing here opens a sealed value."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, Q

from accounts.models import Account
from accounts.vault.models import Credential, CredentialQuerySet, Exposure, Kind, SecretVersion, Verb
from accounts.vault.states import VersionState

# What a page needs of a version: never the sealed bytes.
UNSEALED = SecretVersion.objects.defer("sealed").select_related("created_by")


@dataclass(frozen=True)
class Card:
    """A credential with the version in use, and the one that waits to be in use."""

    credential: Credential
    current: SecretVersion | None
    pending: SecretVersion | None


def password_stored(account: Account) -> SecretVersion | None:
    """The version in use of the account's password, if there is one."""
    return (
        UNSEALED.filter(
            credential__account=account,
            credential__kind=Kind.PASSWORD,
            credential__retired_at=None,
            status=VersionState.CURRENT,
        )
        .order_by("created_at", "pk")
        .first()
    )


def with_password(accounts: Iterable[Account]) -> set[int]:
    """Which of `accounts` (by key) have a password in use. One query."""
    wanted = [account.pk for account in accounts]
    held = UNSEALED.filter(
        credential__account__in=wanted,
        credential__kind=Kind.PASSWORD,
        credential__retired_at=None,
        status=VersionState.CURRENT,
    )
    return set(held.values_list("credential__account", flat=True))


def with_versions(credentials: CredentialQuerySet) -> CredentialQuerySet:
    """Fetch with each credential its account and the versions that `card` looks at."""
    near = UNSEALED.filter(status__in=[VersionState.CURRENT, VersionState.PENDING])
    return credentials.select_related("account").prefetch_related(Prefetch("versions", near, to_attr="near_versions"))


def card(credential: Credential) -> Card:
    """Of a credential fetched through `with_versions`."""
    near: list[SecretVersion] = credential.near_versions  # type: ignore[attr-defined]
    by_state = {version.status: version for version in near}
    return Card(credential, by_state.get(VersionState.CURRENT), by_state.get(VersionState.PENDING))


def cards(credentials: Iterable[Credential]) -> list[Card]:
    return [card(credential) for credential in credentials]


def of_account(account: Account) -> list[Card]:
    """What is kept for the account and in use."""
    return cards(with_versions(Credential.objects.of(account).filter(retired_at=None)))


def given_up(account: Account) -> list[Card]:
    """What is kept for the record alone."""
    return cards(with_versions(Credential.objects.of(account).exclude(retired_at=None)))


def found(credentials: CredentialQuerySet, q: str = "", kind: str = "", show: str = "") -> CredentialQuerySet:
    """Those of `credentials` that the vault's filters leave: those in use, or with show="given_up" the others."""
    credentials = credentials.filter(retired_at__isnull=show != "given_up")
    if q:
        credentials = credentials.filter(
            Q(label__icontains=q)
            | Q(username__icontains=q)
            | Q(account__name__icontains=q)
            | Q(account__handle__icontains=q.lstrip("@"))
        )
    return credentials.filter(kind=kind) if kind else credentials


def versions_of(credential: Credential) -> list[SecretVersion]:
    """All versions, the newest first."""
    return list(UNSEALED.filter(credential=credential).order_by("-number"))


@dataclass(frozen=True)
class Sight:
    """That somebody came to know a version, as a line of the page."""

    at: datetime
    words: str
    text: str
    icon: str
    tone: str = ""


_ICONS: dict[str, tuple[str, str]] = {
    Verb.STORED: ("keyboard", ""),
    Verb.REVEALED: ("eye", ""),
    Verb.COPIED: ("copy", ""),
    Verb.GENERATED: ("refresh-cw", ""),
    Verb.FAILED: ("triangle-alert", "late"),
    Verb.BROKE_GLASS: ("siren", "late"),
    Verb.CODE: ("timer", ""),
}


def exposures_of(credential: Credential, limit: int = 50) -> list[Sight]:
    """Who has seen it and why, the newest first."""
    seen = Exposure.objects.filter(credential=credential).select_related("person", "version")
    return [
        Sight(
            one.at,
            f"{one.person.full_name} {one.get_verb_display()} (version {one.version.number})",
            one.reason,
            *_ICONS[one.verb],
        )
        for one in seen.defer("version__sealed")[:limit]
    ]
