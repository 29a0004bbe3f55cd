"""Which policy is in force, and who is ready to run an account by it. Rows P2, P3, A3."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Exists, OuterRef

from core import clock, times
from people.models import RoleGrant, User, UserQuerySet
from policy.models import Acknowledgement, PolicyVersion, TrainingRecord
from policy.states import Status

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
    keys = [person.pk for person in people]
    version = current_version()
    now_acknowledged: dict[int, datetime] = {}
    ever_acknowledged: set[int] = set()
    for acknowledgement in Acknowledgement.objects.filter(person__in=keys):
        ever_acknowledged.add(acknowledgement.person_id)
        if version is not None and acknowledgement.version_id == version.pk:
            now_acknowledged[acknowledgement.person_id] = acknowledgement.at
    today = clock.today()
    last_days: dict[int, date] = {}
    for record in TrainingRecord.objects.filter(person__in=keys, struck_at=None, completed_on__lte=today):
        last_days[record.person_id] = max(record.valid_until, last_days.get(record.person_id, record.valid_until))
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
class Row:
    """One person on SLT's list."""

    person: User
    readiness: Readiness
    trained: bool


def matrix(chosen: dict[str, str]) -> list[Row]:
    """Everybody whom the policy binds, by name, with how they stand; narrowed by what was chosen (P2, P3)."""
    people = must_acknowledge().prefetch_related("grants").order_by("full_name", "pk")
    if "q" in chosen:
        people = people.filter(full_name__icontains=chosen["q"])
    if "role" in chosen:
        people = people.filter(pk__in=User.objects.holding(chosen["role"]).values("pk"))
    found = list(people)
    standing = readiness_of(found)
    today = clock.today()
    rows = [
        Row(person, one, one.trained_until is not None and one.trained_until >= today)
        for person, one in ((person, standing[person.pk]) for person in found)
    ]
    tests: dict[str, Callable[[Row], bool]] = {
        "not_ready": lambda row: not row.readiness.ready,
        "not_read": lambda row: row.readiness.acknowledged_at is None,
        "not_trained": lambda row: not row.trained,
        "ready": lambda row: row.readiness.ready,
    }
    wanted = tests.get(chosen.get("show", ""))
    return [row for row in rows if wanted is None or wanted(row)]
