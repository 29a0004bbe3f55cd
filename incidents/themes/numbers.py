"""What the incidents of a term have in common, without names (I4, X3)."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from statistics import median
from typing import NamedTuple

from django.db.models import OuterRef, QuerySet, Subquery

from accounts.models import Openness, Platform
from core import times
from incidents.models import Incident, IncidentClock
from incidents.states import Category, Clock, Lawfulness, Outcome, Severity
from incidents.themes.suppress import LEAST, hidden_in_each
from moderation.models import BehaviourReferral
from school.models import school_zone
from school.terms import Stretch

# Keys that two tables have in common.
NOT_ASSESSED, NO_ACCOUNT, NOT_ENDED, IN_TIME, LATE = ("not assessed", "no account", "not ended", "in time", "late")
AT_FIRST = {IN_TIME: "In time", LATE: "Late", NOT_ASSESSED: "Not assessed yet"}


class Facts(NamedTuple):
    """What is read of one incident. No words of it, and no names."""

    category: str
    severity: str
    lawfulness: str
    outcome: str
    platform: str | None
    openness: str | None
    reported_at: datetime
    assessed_at: datetime | None
    closed_at: datetime | None
    due_at: datetime | None
    met_at: datetime | None

    @property
    def first_step(self) -> str:
        """How the first assessment went."""
        if self.met_at is None:
            return NOT_ASSESSED
        return IN_TIME if self.due_at is None or self.met_at <= self.due_at else LATE


class Line(NamedTuple):
    """One row of a table; `number` is None where it is too small to be shown."""

    words: str
    number: int | None


@dataclass(frozen=True)
class Table:
    """`rest`: how many those together are that are not shown; None where nothing is kept back."""

    title: str
    lines: tuple[Line, ...]
    rest: int | None = None

    @property
    def shown(self) -> list[Line]:
        """Without what there was none of."""
        return [line for line in self.lines if line.number]


@dataclass(frozen=True)
class Themes:
    """The numbers of one stretch. Times as words; None: there is nothing to say, or too little to be said."""

    total: int | None
    tables: tuple[Table, ...]
    to_assess: str | None
    to_close: str | None
    in_time: str | None
    behaviour: int | None

    @property
    def kept_back(self) -> list[str]:
        """The titles of the tables of which no line may be shown."""
        return [table.title for table in self.tables if table.rest is not None and not table.shown]


def within(stretch: Stretch) -> tuple[datetime, datetime]:
    """From the first midnight to the one after the last day, by the clocks at school."""
    zone = school_zone()
    return (
        datetime.combine(stretch.first, time(), tzinfo=zone),
        datetime.combine(stretch.last + timedelta(days=1), time(), tzinfo=zone),
    )


def compute(incidents: QuerySet[Incident], stretch: Stretch, *, keep_back: bool) -> Themes:
    """The numbers of those reported in `stretch`. With `keep_back` none is told from which one person could be told.

    Two queries, and that of the school's time zone.
    """
    begin, end = within(stretch)
    facts = _facts(incidents.filter(reported_at__gte=begin, reported_at__lt=end))
    behaviour = BehaviourReferral.objects.filter(referred_at__gte=begin, referred_at__lt=end).count()
    least = LEAST if keep_back else 1
    return Themes(
        total=len(facts) if len(facts) >= least or not keep_back else None,
        tables=_tables(facts, keep_back=keep_back),
        to_assess=_usual((one.met_at - one.reported_at for one in facts if one.met_at), least),
        to_close=_usual((one.closed_at - one.reported_at for one in facts if one.closed_at), least),
        in_time=_share(facts, keep_back=keep_back),
        behaviour=behaviour if behaviour >= LEAST or not keep_back else None,
    )


def _facts(incidents: QuerySet[Incident]) -> list[Facts]:
    first = IncidentClock.objects.filter(incident=OuterRef("pk"), kind=Clock.ASSESS)
    rows = incidents.order_by().values_list(
        *("category", "severity", "lawfulness", "outcome", "account__platform", "account__openness"),
        *("reported_at", "assessed_at", "closed_at"),
        Subquery(first.values("due_at")),
        Subquery(first.values("met_at")),
    )
    return [Facts(*row) for row in rows]


def _tables(facts: list[Facts], *, keep_back: bool) -> tuple[Table, ...]:
    not_assessed, no_account = {NOT_ASSESSED: "Not assessed yet"}, {NO_ACCOUNT: "No account of ours"}
    not_ended = {NOT_ENDED: "No outcome yet"}
    asked: list[tuple[str, Mapping[str, str], Iterable[str]]] = [
        ("What it was", _words(Category.choices), (one.category for one in facts)),
        ("First assessment", AT_FIRST, (one.first_step for one in facts)),
        (
            "How serious",
            _words(Severity.choices) | not_assessed,
            (one.severity or NOT_ASSESSED for one in facts),
        ),
        (
            "Against the law?",
            _words(Lawfulness.choices) | not_assessed,
            (one.lawfulness or NOT_ASSESSED for one in facts),
        ),
        ("Outcome", _words(Outcome.choices) | not_ended, (one.outcome or NOT_ENDED for one in facts)),
        ("Where", _words(Platform.choices) | no_account, (one.platform or NO_ACCOUNT for one in facts)),
        (
            "Who can see that account",
            _words(Openness.choices) | no_account,
            (one.openness or NO_ACCOUNT for one in facts),
        ),
    ]  # fmt: skip
    breakdowns = []
    for _, words, found in asked:
        counted = Counter(found)
        breakdowns.append({kind: counted.get(kind, 0) for kind in [*words, *(counted.keys() - words.keys())]})
    kept = hidden_in_each(breakdowns) if keep_back else [frozenset[str]()] * len(breakdowns)
    return tuple(
        _table(title, words, counts, out)
        for (title, words, _), counts, out in zip(asked, breakdowns, kept, strict=True)
    )


def _words(choices: Iterable[tuple[str, str]]) -> dict[str, str]:
    return dict(choices)


def _table(title: str, words: Mapping[str, str], counts: Mapping[str, int], out: frozenset[str]) -> Table:
    lines = [Line(words.get(kind, kind), None if kind in out else number) for kind, number in counts.items()]
    return Table(title, tuple(lines), sum(counts[kind] for kind in out) if out else None)


def _usual(took: Iterable[timedelta], least: int) -> str | None:
    """The middle of how long it took, in words."""
    seconds = [one.total_seconds() for one in took]
    return times.duration(median(seconds)) if len(seconds) >= least else None


def _share(facts: list[Facts], *, keep_back: bool) -> str | None:
    """How many first assessments were in time, of those that were made: rounded down, so that 100 % means all."""
    steps = Counter(one.first_step for one in facts)
    made = steps[IN_TIME] + steps[LATE]
    return f"{100 * steps[IN_TIME] // made} %" if made and not keep_back else None
