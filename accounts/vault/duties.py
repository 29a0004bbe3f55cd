"""What must be changed, and why: known to somebody who may not know it now, reported, or opened in an emergency.

Whoever has seen a value knows it until it is changed, whatever became of their role (R3). All is asked of the
database at once, never of one person after another.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import models
from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When

from accounts.models import Account, Runner
from accounts.states import OPEN
from accounts.vault.models import KNOWS, Credential, CredentialQuerySet, Exposure, Kind, NotedDuty, SecretVersion, Verb
from accounts.vault.states import VersionState
from core import clock, times
from people.models import Role, RoleGrant, User

# A value that lets somebody in, now or in a moment.
NEAR = (VersionState.CURRENT, VersionState.PENDING)

# An address or a number is no secret that a person takes along. Where it leads to them, the handover asks for another.
NO_SECRET = (Kind.RECOVERY_EMAIL, Kind.RECOVERY_PHONE)
# After so long a change that was begun counts as left lying.
UNFINISHED_AFTER = timedelta(hours=24)


class Because(models.TextChoices):
    """Why something must be changed, the most urgent first."""

    COMPROMISED = "compromised", "Reported as known to others"
    EMERGENCY = "emergency", "Opened in an emergency"
    KNOWN = "known", "Known to somebody who should not know it now"
    UNFINISHED = "unfinished", "A change was begun and not finished"


ORDER = ("urgency", "account_id", "pk")
URGENCY = {because: place for place, because in enumerate(Because.values)}


@dataclass(frozen=True)
class Reason:
    """One cause. `words` is a whole sentence without its full stop."""

    because: Because
    words: str
    since: datetime
    person: User | None = None


@dataclass(frozen=True)
class Duty:
    """A credential that must be changed, and every reason for it, the most urgent first."""

    credential: Credential
    reasons: list[Reason]

    @property
    def urgent(self) -> bool:
        """Whether somebody may be in already."""
        return self.reasons[0].because in (Because.COMPROMISED, Because.EMERGENCY)


def in_play() -> Q:
    """Of exposures: of a value that lets somebody in, or may. One that was cancelled may be set on the platform after
    all, whatever was said of it, until a newer one is known to work.
    """
    newer = SecretVersion.objects.filter(
        credential=OuterRef("credential"), status=VersionState.CURRENT, number__gt=OuterRef("version__number")
    )
    return Q(version__status__in=NEAR) | Q(~Exists(newer), version__status=VersionState.CANCELLED)


def known_by(person: User, account: Account | None = None) -> list[Credential]:
    """What lets somebody in, or may, and is known to `person`. One query."""
    known = Exposure.objects.filter(in_play(), person=person, verb__in=KNOWS, credential=OuterRef("pk"))
    found = Credential.objects.get_queryset().filter(Exists(known), retired_at=None)
    if account is not None:
        found = found.filter(account=account)
    return list(found.select_related("account"))


def must_change(account: Account, person: User) -> list[Credential]:
    """What of the account must be changed when `person` stops running it. Addresses and numbers are no secrets."""
    return [credential for credential in known_by(person, account) if credential.kind not in NO_SECRET]


def outside(exposures: "QuerySet[Exposure]") -> "QuerySet[Exposure]":
    """Those of `exposures` by which somebody knows a value that they may not know now (R3).

    Who may: somebody active who is an Administrator or runs the account now. Opening in an emergency is a reason of
    its own, and not counted here again.
    """
    active = User.objects.active().filter(pk=OuterRef("person"))
    keeps = RoleGrant.objects.filter(person=OuterRef("person"), role=Role.ADMINISTRATOR, revoked_at=None)
    runs = Runner.objects.filter(person=OuterRef("person"), account=OuterRef("credential__account"), until_at=None)
    broke = Exposure.objects.filter(person=OuterRef("person"), version=OuterRef("version"), verb=Verb.BROKE_GLASS)
    found = exposures.filter(in_play(), verb__in=KNOWS).exclude(credential__kind__in=NO_SECRET)
    return found.filter(~Exists(active) | ~(Exists(keeps) | Exists(runs)), ~Exists(broke))


def needing_change(credentials: CredentialQuerySet) -> CredentialQuerySet:
    """Those of `credentials` that must be changed, each with `urgency` (0 is worst) and a flag for each cause."""
    mine = Exposure.objects.filter(credential=OuterRef("pk"))
    pending = SecretVersion.objects.filter(credential=OuterRef("pk"), status=VersionState.PENDING)
    flagged = credentials.filter(retired_at=None, account__status__in=OPEN).annotate(
        is_emergency=Exists(mine.filter(verb=Verb.BROKE_GLASS, version__status=VersionState.CURRENT)),
        is_known=Exists(outside(mine)),
        is_unfinished=Exists(pending.filter(created_at__lte=clock.now() - UNFINISHED_AFTER)),
    )
    causes = {because: _flag(because) for because in Because}
    whens = [When(condition, then=Value(URGENCY[because])) for because, condition in causes.items()]
    ranked = flagged.annotate(urgency=Case(*whens, default=Value(len(URGENCY)), output_field=IntegerField()))
    return ranked.filter(urgency__lt=len(URGENCY))


def counted(credentials: CredentialQuerySet) -> tuple[int, int]:
    """How many of `credentials` must be changed, and for how many of them somebody may be in already. One query."""
    ranks = [row.urgency for row in needing_change(credentials).order_by().only("pk")]  # type: ignore[attr-defined]
    return len(ranks), sum(rank <= URGENCY[Because.EMERGENCY] for rank in ranks)


def because_of(credentials: CredentialQuerySet, because: str) -> CredentialQuerySet:
    """Those of `needing_change` that have this cause among theirs."""
    return credentials.filter(_flag(Because(because)))


def _flag(because: Because) -> Q:
    if because == Because.COMPROMISED:
        return Q(compromised_at__isnull=False)  # taken back by the change
    return Q(**{f"is_{because.value}": True})


def to_change(credentials: CredentialQuerySet) -> list[Duty]:
    """What of `credentials` must be changed and why, the most urgent first. Four queries, however many they are."""
    return with_reasons(needing_change(credentials).select_related("account").order_by(*ORDER))


def found(credentials: CredentialQuerySet, q: str = "", because: str = "") -> CredentialQuerySet:
    """Those of `needing_change` that the list's filters leave."""
    if because:
        credentials = because_of(credentials, because)
    if q:
        known = outside(Exposure.objects.filter(credential=OuterRef("pk"), person__full_name__icontains=q))
        credentials = credentials.filter(
            Q(account__name__icontains=q) | Q(account__handle__icontains=q.lstrip("@")) | Exists(known)
        )
    return credentials


def known_outside() -> list[tuple[int, int]]:
    """The keys of each credential that must be changed, and of the person because of whom. One query."""
    known = outside(Exposure.objects.filter(credential__retired_at=None, credential__account__status__in=OPEN))
    return list(known.order_by().values_list("credential", "person").distinct())


def left_since(moment: datetime) -> list[int]:
    """The keys of what has had to be changed since `moment` or longer, as far as people were told. One query.

    What a person knows counts from the day on which the daily round noted it; a change begun is chased by itself.
    """
    noted = NotedDuty.objects.filter(credential=OuterRef("pk"), noted_at__lte=moment)
    opened = Exposure.objects.filter(
        credential=OuterRef("pk"), verb=Verb.BROKE_GLASS, version__status=VersionState.CURRENT, at__lte=moment
    )
    late = Q(compromised_at__lte=moment) | Exists(opened) | Q(is_known=True) & Exists(noted)
    found = needing_change(Credential.objects.get_queryset()).filter(late)
    return list(found.order_by("pk").values_list("pk", flat=True))


def outside_of(person: User) -> list[Credential]:
    """What must be changed because `person` knows it and may not. One query."""
    known = outside(Exposure.objects.filter(credential=OuterRef("pk"), person=person))
    broke = Exposure.objects.filter(
        credential=OuterRef("pk"), person=person, verb=Verb.BROKE_GLASS, version__status=VersionState.CURRENT
    )
    found = Credential.objects.get_queryset().filter(retired_at=None, account__status__in=OPEN)
    return list(found.filter(Exists(known) | Exists(broke)))


def with_reasons(found: Iterable[Credential]) -> list[Duty]:
    """`found` (of `needing_change`), each with its reasons, in the same order. Three queries at most."""
    rows = list(found)
    reasons: dict[int, list[Reason]] = defaultdict(list)
    for row in rows:
        if row.compromised_at is not None:
            reasons[row.pk].append(
                Reason(Because.COMPROMISED, "Reported as known to somebody else", row.compromised_at)
            )
    keys = [row.pk for row in rows]
    for found_reasons in (_emergencies(keys), _known(keys), _unfinished(keys)):
        for key, reason in found_reasons:
            reasons[key].append(reason)
    return [Duty(row, reasons[row.pk]) for row in rows if reasons[row.pk]]


def _emergencies(keys: list[int]) -> Iterable[tuple[int, Reason]]:
    opened = Exposure.objects.filter(
        credential__in=keys, verb=Verb.BROKE_GLASS, version__status=VersionState.CURRENT
    ).select_related("person")
    for one in _last_of_each(opened):
        yield (
            one.credential_id,
            Reason(Because.EMERGENCY, f"Opened in an emergency by {one.person.full_name}", one.at, one.person),
        )


def _known(keys: list[int]) -> Iterable[tuple[int, Reason]]:
    known = outside(Exposure.objects.filter(credential__in=keys)).annotate(
        ran=Exists(Runner.objects.filter(person=OuterRef("person"), account=OuterRef("credential__account")))
    )
    for one in _last_of_each(known.select_related("person")):
        ran: bool = one.ran  # type: ignore[attr-defined]
        words = f"Known to {one.person.full_name}, {_why_outside(one.person, ran=ran)}"
        yield one.credential_id, Reason(Because.KNOWN, words, one.at, one.person)


def _why_outside(person: User, *, ran: bool) -> str:
    if person.leaves_on is not None and not person.may_sign_in:
        return f"whose last day was {times.day(person.leaves_on)}"
    if not person.is_active:
        return "whose access is switched off"
    return "who does not run this account any more" if ran else "who is not an Administrator any more"


def _unfinished(keys: list[int]) -> Iterable[tuple[int, Reason]]:
    left = SecretVersion.objects.filter(
        credential__in=keys, status=VersionState.PENDING, created_at__lte=clock.now() - UNFINISHED_AFTER
    )
    for version in left.defer("sealed").select_related("created_by"):
        words = f"{version.created_by.full_name} began to change it, and nobody said whether the new one works"
        yield version.credential_id, Reason(Because.UNFINISHED, words, version.created_at, version.created_by)


def _last_of_each(exposures: "QuerySet[Exposure]") -> Iterable[Exposure]:
    """The newest of each credential and person."""
    seen: set[tuple[int, int]] = set()
    for one in exposures.order_by("-at", "-pk"):
        key = (one.credential_id, one.person_id)
        if key not in seen:
            seen.add(key)
            yield one
