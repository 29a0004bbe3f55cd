"""Which policy is in force, who is ready to run an account by it, and who has declared. Rows P1, P2, P3, P7, A3."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from core import clock, times
from notifications.models import Notification
from people.models import RoleGrant, User, UserQuerySet
from policy.declarations import CURRENT, WARN_DAYS
from policy.models import Acknowledgement, Declaration, PolicyVersion, TrainingRecord
from policy.states import Status

REMINDER, TO_DECLARE = "policy.reminder", "policy.declaration_reminder"  # SLT's own chasing, by message
NOT_PUBLISHED = "cannot have read the policy, because the school has not published it here yet"
NOT_READ = "has not acknowledged the policy"
OUT_OF_DATE = "has acknowledged an older version of the policy only"
NOT_TRAINED = "has no training on record"


@dataclass(frozen=True)
class Readiness:
    """Whether somebody meets P2 and P3 today. Each line of `missing` completes "Tom Teacher …"."""

    missing: list[str] = field(default_factory=list)
    acknowledged_at: datetime | None = None  # of the current version
    acknowledged_older: bool = False
    trained_until: date | None = None  # the last day that any training counts, past or to come

    @property
    def ready(self) -> bool:
        return not self.missing


def current_version() -> PolicyVersion | None:
    """The version in force, or None while none was ever published."""
    return PolicyVersion.objects.filter(status=Status.PUBLISHED).first()


def draft() -> PolicyVersion | None:
    """The one draft, if there is one."""
    return PolicyVersion.objects.filter(status=Status.DRAFT).first()


def must_acknowledge() -> UserQuerySet:
    """Everybody whom the policy binds: active people who hold a role."""
    return User.objects.active().filter(Exists(RoleGrant.objects.filter(person=OuterRef("pk"), revoked_at=None)))


def readiness(person: User) -> Readiness:
    """P2 and P3 for one person."""
    return readiness_of([person])[person.pk]


def readiness_of(people: Iterable[User]) -> dict[int, Readiness]:
    """P2 and P3 for many people, by their keys, in three queries however many they are."""
    return readiness_by_key([person.pk for person in people])


def readiness_by_key(keys: Collection[int]) -> dict[int, Readiness]:
    """As `readiness_of`, where only the keys of the people are at hand."""
    version = current_version()
    now_acknowledged: dict[int, datetime] = {}
    ever_acknowledged: set[int] = set()
    acknowledged = Acknowledgement.objects.filter(person__in=keys).order_by().values_list("person", "version", "at")
    for pk, version_pk, at in acknowledged:
        ever_acknowledged.add(pk)
        if version is not None and version_pk == version.pk:
            now_acknowledged[pk] = at
    today = clock.today()
    last_days: dict[int, date] = {}
    trained = TrainingRecord.objects.filter(person__in=keys, struck_at=None, completed_on__lte=today)
    for pk, valid_until in trained.order_by().values_list("person", "valid_until"):
        last_days[pk] = max(valid_until, last_days.get(pk, valid_until))
    return {
        pk: _judge(
            published=version is not None,
            acknowledged_at=now_acknowledged.get(pk),
            ever=pk in ever_acknowledged,
            last_day=last_days.get(pk),
            today=today,
        )
        for pk in keys
    }


def _judge(
    *, published: bool, acknowledged_at: datetime | None, ever: bool, last_day: date | None, today: date
) -> Readiness:
    missing = []
    if not published:
        missing.append(NOT_PUBLISHED)
    elif acknowledged_at is None:
        missing.append(OUT_OF_DATE if ever else NOT_READ)
    if last_day is None:
        missing.append(NOT_TRAINED)
    elif last_day < today:
        missing.append(f"had training that ran out on {times.day(last_day)}")
    return Readiness(missing, acknowledged_at, ever and acknowledged_at is None, last_day)


@dataclass(frozen=True)
class Declared:
    """How somebody stands with the yearly declaration (P7)."""

    at: datetime | None = None  # the last one, of any edition
    until: date | None = None  # the last day on which it counts
    older_words: bool = False

    @property
    def counts(self) -> bool:
        return self.until is not None and not self.older_words and self.until >= clock.today()

    @property
    def runs_out_soon(self) -> bool:
        return self.counts and self.until is not None and (self.until - clock.today()).days <= WARN_DAYS


def declared(person: User) -> Declared:
    """The yearly declaration of one person."""
    return declared_by_key([person.pk])[person.pk]


def declared_by_key(keys: Collection[int]) -> dict[int, Declared]:
    """The yearly declaration of many people, by their keys, in one query."""
    found = {pk: Declared() for pk in keys}
    rows = Declaration.objects.filter(person__in=keys).order_by("at", "pk")
    for pk, at, until, edition in rows.values_list("person", "at", "valid_until", "edition"):
        found[pk] = Declared(at, until, older_words=edition != CURRENT.number)
    return found


@dataclass(frozen=True)
class Reminded:
    """The last time that somebody chased a person, and who did."""

    at: datetime
    by: str


def last_reminders(keys: Collection[int]) -> dict[int, Reminded]:
    """When each of these people was last chased, for those who were."""
    return _reminders(Notification.objects.filter(recipient__in=keys))


def reminded_today() -> dict[int, Reminded]:
    """Everybody who was chased today (the school's day), by their keys."""
    midnight = datetime.combine(clock.today(), time.min, timezone.get_current_timezone())
    return _reminders(Notification.objects.filter(created_at__gte=midnight))


def _reminders(found: "QuerySet[Notification]") -> dict[int, Reminded]:
    rows = found.filter(template__in=[REMINDER, TO_DECLARE]).order_by("created_at", "pk")
    return {
        pk: Reminded(at, str(params.get("asker", "")))
        for pk, at, params in rows.values_list("recipient", "created_at", "params")
    }
