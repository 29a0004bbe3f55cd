"""New comments on their way into the table: many at once, as rows and not as objects. Used by `adding` alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from accounts.models import Account
from core import bulk
from moderation import recounts
from moderation.clock_rules import SchoolClock, clock_version
from moderation.escalation import ladder
from moderation.models import Author, Item, author_key
from moderation.models.item import item_digest
from moderation.sla import WINDOW, Rule, received
from moderation.states import Kind
from moderation.timing import Times, times
from moderation.triage import arriving
from moderation.triage.authors import authors_of
from moderation.triage.hints import current, hints_for
from moderation.words import locks

EVENING = 17  # the hour from which a Friday may be read as the weekend


class NewItem(NamedTuple):
    """A comment that is not in the portal yet. `stated_at` is when the platform says that it was written, or None.

    `occurrence` numbers, from 1, those of one source that are the same in time, author and text and have no
    `external_id`.
    """

    text: str
    stated_at: datetime | None = None
    external_id: str = ""
    author_name: str = ""
    permalink: str = ""
    parent_external_id: str = ""
    kind: str = Kind.COMMENT
    occurrence: int = 1
    author_external_id: str = ""


class Row(NamedTuple):
    """What differs from one new item to the next, by the names of the columns."""

    kind: str
    external_id: str
    digest: str
    author_name: str
    author_id: int | None
    text: str
    permalink: str
    parent_external_id: str
    parent_id: int | None
    received_at: datetime
    platform_received_at: datetime | None
    clock_flag: bool
    due_at: datetime
    due_rule: str
    due_provisional: bool
    sweep_at: datetime | None
    in_figures: bool
    priority_since: datetime | None = None
    priority_due_at: datetime | None = None


class QuickTimes:
    """`timing.times` for thousands of moments of few days.

    Within one half of a local day (the second from EVENING on) the rule is the same, and so is a due time that is
    the end of a day: it is asked for once for each.
    """

    def __init__(self, school: SchoolClock) -> None:
        self._school, self._zone = school, school.zone
        self._found: dict[tuple[date, bool], Times] = {}

    def of(self, received_at: datetime) -> Times:
        """The same as `times(received_at, school)`. `received_at` is in UTC."""
        local = received_at.astimezone(self._zone)
        half = (local.date(), local.hour >= EVENING)
        like = self._found.get(half)
        if like is None:
            like = self._found[half] = times(received_at, self._school)
        if like.due_rule != Rule.HOURS_24:
            return like
        return Times(received_at + WINDOW, like.due_rule, like.due_provisional)


@dataclass(frozen=True)
class Found:
    """Of the comments that came, those that are new, each with its digest ("" beside a platform's id)."""

    fresh: list[tuple[NewItem, str]]
    parents: dict[str, int]  # items that are there already, by their external id


def look_up(account: Account, rows: Sequence[NewItem], now: datetime) -> Found:
    """What the account has not got yet; of several with one identity the first. Two queries at most."""
    of_account = Item.objects.filter(account=account).order_by()
    ids = {row.external_id for row in rows} | {row.parent_external_id for row in rows}
    ids.discard("")
    stored = dict(of_account.filter(external_id__in=ids).values_list("external_id", "pk")) if ids else {}
    digests = [
        ""
        if row.external_id
        else item_digest(account.pk, row.stated_at or now, row.author_name, row.text, row.occurrence)
        for row in rows
    ]
    asked = {digest for digest in digests if digest}
    seen: set[str] = set()
    if asked:
        seen.update(of_account.filter(external_id="", digest__in=asked).values_list("digest", flat=True))
    seen_ids = set(stored)
    fresh = []
    for row, digest in zip(rows, digests, strict=True):
        known, identity = (seen, digest) if digest else (seen_ids, row.external_id)
        if identity not in known:
            known.add(identity)
            fresh.append((row, digest))
    return Found(fresh, stored)


def store(account: Account, found: Found, now: datetime, school: SchoolClock, shared: dict[str, Any]) -> list[int]:
    """Put what is new into the table, with author, clock and hints. `shared` are values that all have in common.

    Returns the ids in the order of `found.fresh`. The caller holds the account's row.
    """
    if not found.fresh:
        return []
    authors = authors_of(account, [(row.author_name, row.author_external_id) for row, _ in found.fresh])
    rows = _rows(account, found, authors, now, school)
    shared = {**shared, "account_id": account.pk, "detected_at": now, "clock_version_id": clock_version(school).pk}
    # Only what has a hint is made an object of and looked at closely.
    listed = current()
    hinted = {at: Item(**shared, **row._asdict()) for at, row in enumerate(rows) if hints_for(row.text, listed)}
    arriving.look_at(list(hinted.values()))
    for at, item in hinted.items():
        rows[at] = Row._make(getattr(item, name) for name in Row._fields)
    written = bulk.insert(Item, Row._fields, rows, fixed=shared, returning=("id", "external_id", "digest"))
    pks = {external_id or digest: pk for pk, external_id, digest in written}
    ids = [pks[row.external_id or row.digest] for row in rows]
    for at, item in hinted.items():
        item.pk = ids[at]
    arriving.keep_hints(list(hinted.values()))
    recounts.touch_days({(account.pk, row.received_at.astimezone(school.zone).date()) for row in rows})
    journalists = {author.pk for author in authors.values() if author.is_journalist}
    if journalists:
        locks.tell_new(pk for pk, row in zip(ids, rows, strict=True) if row.author_id in journalists)
    return ids


def _rows(account: Account, found: Found, authors: dict[str, Author], now: datetime, school: SchoolClock) -> list[Row]:
    quick, steps = QuickTimes(school), ladder.load(school)
    monitored_from = account.monitored_from
    by_name: dict[tuple[str, str], int | None] = {}
    rows = []
    for new, digest in found.fresh:
        named = (new.author_name, new.author_external_id)
        if named not in by_name:
            author = authors.get(author_key(*named))
            by_name[named] = author.pk if author else None
        got = received(new.stated_at, now)
        received_at = got.at.astimezone(UTC)
        due = quick.of(received_at)
        in_figures = monitored_from is None or received_at >= monitored_from
        rows.append(
            Row(
                new.kind,
                new.external_id,
                digest,
                new.author_name,
                by_name[named],
                new.text,
                new.permalink,
                new.parent_external_id,
                found.parents.get(new.parent_external_id),
                received_at,
                got.stated_at if got.stated_in_the_future else None,
                got.stated_in_the_future,
                due.due_at,
                due.due_rule,
                due.due_provisional,
                steps.look(ladder.Times(received_at, due.due_at), received_at).sweep_at if in_figures else None,
                in_figures,
            )
        )
    return rows
