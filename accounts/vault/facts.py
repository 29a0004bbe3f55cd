"""What a page may say of a secret without opening it: how strong it is, where else it is used, which codes are left."""

from dataclasses import dataclass

from accounts.vault.codes import FEW
from accounts.vault.fingerprints import same_elsewhere
from accounts.vault.models import CodeUse, Credential, CredentialQuerySet, Kind, SecretVersion
from accounts.vault.states import VersionState
from accounts.vault.strength import WORDS, Words
from core import rules
from people.models import User


@dataclass(frozen=True)
class CodesLeft:
    """Of a set of recovery codes. `total` and `left` are None where the set was put in before codes were counted."""

    total: int | None
    used: int

    @property
    def left(self) -> int | None:
        return None if self.total is None else max(0, self.total - self.used)

    @property
    def few(self) -> bool:
        return self.left is not None and self.left <= FEW


@dataclass(frozen=True)
class Facts:
    """For templates/vault/_strength.html, _code.html and _codes_left.html, as `facts`."""

    strength: Words | None
    leaked: bool
    same: list[Credential]  # what else has the same value, as far as the reader may know
    codes_left: CodesLeft | None
    makes_codes: bool

    @property
    def good(self) -> bool:
        """Nothing to warn of."""
        return bool(self.strength and not (self.strength.weak or self.leaked or self.same))


def of(credential: Credential, version: SecretVersion | None, reader: User) -> Facts:
    """About `version`, the one in use, as far as `reader` may know. One or two queries, nothing opened."""
    strength = None if version is None or version.strength is None else WORDS[version.strength]
    may_know = version is not None and _may_know(credential, version, reader)
    return Facts(
        strength=strength if may_know else None,
        leaked=bool(may_know and version and version.leaked),
        same=same_elsewhere(credential, version, reader),
        codes_left=codes_left(credential) if credential.kind == Kind.RECOVERY_CODE else None,
        makes_codes=credential.kind == Kind.SECOND_FACTOR and version is not None,
    )


def _may_know(credential: Credential, version: SecretVersion, reader: User) -> bool:
    """That a password is easily guessed is half of guessing it: for whoever may see it, oversees it, or put it in."""
    return (
        version.created_by_id == reader.pk
        or bool(rules.ask("vault.read_exposures", reader, credential.account))
        or bool(rules.ask("vault.reveal", reader, credential))
    )


def codes_left(credential: Credential) -> CodesLeft | None:
    """Of the set in use; None where there is none."""
    version = credential.versions.defer("sealed").filter(status=VersionState.CURRENT).first()
    return None if version is None else CodesLeft(version.parts, version.code_uses.count())


@dataclass(frozen=True)
class Place:
    """One code of a set: its place, and who used it up."""

    number: int
    use: CodeUse | None


def places_of(credential: Credential) -> list[Place]:
    """Every code of the set in use. Where nobody counted them, those that are used."""
    version = credential.versions.defer("sealed").filter(status=VersionState.CURRENT).first()
    if version is None:
        return []
    used = {use.place: use for use in version.code_uses.select_related("used_by")}
    last = version.parts or max(used, default=0)
    return [Place(number, used.get(number)) for number in range(1, last + 1)]


def running_out(credentials: CredentialQuerySet) -> list[tuple[Credential, int]]:
    """Sets of recovery codes in use with few left, and how many. Two queries."""
    versions = SecretVersion.objects.filter(
        credential__in=credentials.filter(kind=Kind.RECOVERY_CODE, retired_at=None),
        status=VersionState.CURRENT,
        parts__isnull=False,
    )
    sets = versions.defer("sealed").select_related("credential__account").prefetch_related("code_uses")
    left = [(version.credential, (version.parts or 0) - len(version.code_uses.all())) for version in sets]
    return [(credential, count) for credential, count in left if count <= FEW]
