"""Bringing comments in, by hand or many at once, each with its own clock (M2)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from django.db.models import F, OuterRef, Subquery

from accounts.models import Account
from audit import workflow as audit
from core import clock, rules
from core.actors import Actor
from core.errors import InvalidInput
from moderation.clock_rules import SchoolClock, school_clock
from moderation.models import ImportBatch, Item
from moderation.models.item import item_digest
from moderation.sla import received
from moderation.states import Kind, Source
from moderation.timing import times
from people.models import User

CHUNK = 500  # rows in one transaction


@dataclass(frozen=True, slots=True)
class NewItem:
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


@dataclass(frozen=True, slots=True)
class AddResult:
    """`ids` are those of the added, in the order of the rows."""

    added: int = 0
    already_there: int = 0
    ids: tuple[int, ...] = ()

    def __add__(self, other: "AddResult") -> "AddResult":
        return AddResult(self.added + other.added, self.already_there + other.already_there, self.ids + other.ids)


@audit.verb("moderation.add_item", "added a comment by hand")
def add_item(
    account: Account,
    *,
    actor: User,
    text: str,
    received_at: datetime | None = None,
    kind: str = Kind.COMMENT,
    author_name: str = "",
    external_id: str = "",
    permalink: str = "",
    parent_external_id: str = "",
) -> Item:
    """Put one comment into the queue. Raises NotAllowed, and InvalidInput where it is there already."""
    row = NewItem(text, received_at, external_id, author_name, permalink, parent_external_id, kind)
    result = _add(account, [row], actor=actor, source=Source.HAND, batch=None)
    if not result.ids:
        raise InvalidInput("This comment is in the queue already.", "external_id" if external_id else "text")
    item = Item.objects.get(pk=result.ids[0])
    audit.record("moderation.add_item", item, actor=actor, account=account.pk, kind=str(item.kind))
    return item


@audit.verb("moderation.add_items", "added comments")
def add_chunk(
    account: Account,
    rows: Sequence[NewItem],
    *,
    actor: Actor,
    source: str = Source.IMPORT,
    batch: ImportBatch | None = None,
) -> AddResult:
    """Add what is new of `rows` in one transaction, leaving out what is there; a few queries, however many rows.

    An importer calls this within its own verb to note its progress in the same transaction. Raises NotAllowed,
    and InvalidInput for a row that its caller should have rejected.
    """
    result = _add(account, rows, actor=actor, source=source, batch=batch)
    audit.record(
        "moderation.add_items",
        account,
        actor=actor,
        added=result.added,
        already_there=result.already_there,
        batch=batch.pk if batch else None,
    )
    return result


def add_many(
    account: Account,
    rows: Sequence[NewItem],
    *,
    actor: Actor,
    source: str = Source.IMPORT,
    batch: ImportBatch | None = None,
) -> AddResult:
    """As `add_chunk`, for any number of rows: a transaction and an audit event for each 500 of them."""
    result = AddResult()
    for start in range(0, len(rows), CHUNK):
        result += add_chunk(account, rows[start : start + CHUNK], actor=actor, source=source, batch=batch)
    return result


def _add(
    account: Account, rows: Sequence[NewItem], *, actor: Actor, source: str, batch: ImportBatch | None
) -> AddResult:
    # Whoever adds to an account holds its row, so that two of them do not both find the same comment new.
    account = Account.objects.select_for_update(no_key=True).get(pk=account.pk)
    rules.require("moderation.add_items", actor, account)
    now, school = clock.now(), school_clock()
    items = [_build(account, row, now, school) for row in rows]
    for item in items:
        item.source, item.batch = source, batch
        item.added_by = actor if isinstance(actor, User) else None
    fresh = list(_not_there(account, items))
    Item.objects.bulk_create(fresh)
    _link_threads(account, fresh)
    return AddResult(len(fresh), len(rows) - len(fresh), tuple(item.pk for item in fresh))


def _build(account: Account, row: NewItem, now: datetime, school: SchoolClock) -> Item:
    _check(row)
    got = received(row.stated_at, now)
    columns = times(got.at, school)
    in_figures = account.monitored_from is None or got.at >= account.monitored_from
    return Item(
        account=account,
        kind=row.kind,
        external_id=row.external_id,
        digest=item_digest(account.pk, row.stated_at or now, row.author_name, row.text, row.occurrence),
        author_name=row.author_name,
        text=row.text,
        permalink=row.permalink,
        parent_external_id=row.parent_external_id,
        received_at=got.at,
        platform_received_at=got.stated_at if got.stated_in_the_future else None,
        clock_flag=got.stated_in_the_future,
        detected_at=now,
        in_figures=in_figures,
        sweep_at=columns.remind_half_at if in_figures else None,
        **columns.columns(),
    )


def _check(row: NewItem) -> None:
    if not row.text.strip():
        raise InvalidInput("Write what the comment says.", "text")
    if row.kind not in Kind.values:
        raise InvalidInput("Choose what kind it is.", "kind")
    if row.stated_at is not None and row.stated_at.tzinfo is None:
        raise InvalidInput("The time needs a time zone.", "received_at")
    if row.permalink and (urlsplit(row.permalink).scheme not in ("http", "https") or len(row.permalink) > 1000):
        raise InvalidInput("The link must start with https:// or http://.", "permalink")
    if max(len(row.external_id), len(row.author_name), len(row.parent_external_id)) > 255:
        raise InvalidInput("A name or number is longer than 255 letters.")
    if "\0" in "".join((row.text, row.external_id, row.author_name, row.permalink, row.parent_external_id)):
        raise InvalidInput("The text holds a character that cannot be stored.", "text")


def _not_there(account: Account, items: Sequence[Item]) -> Iterator[Item]:
    """Those that the account has not got yet; of several with one identity the first."""
    of_account = Item.objects.filter(account=account)
    ids = {item.external_id for item in items if item.external_id}
    digests = {item.digest for item in items if not item.external_id}
    known: set[tuple[bool, str]] = set()
    if ids:
        stored = of_account.filter(external_id__in=ids)
        known |= {(True, found) for found in stored.values_list("external_id", flat=True)}
    if digests:
        stored = of_account.filter(external_id="", digest__in=digests)
        known |= {(False, found) for found in stored.values_list("digest", flat=True)}
    for item in items:
        identity = (bool(item.external_id), item.external_id or item.digest)
        if identity not in known:
            known.add(identity)
            yield item


def _link_threads(account: Account, fresh: Sequence[Item]) -> None:
    """Tie answers to what they answer, whichever of the two came in first."""
    of_account = Item.objects.filter(account=account, parent=None).exclude(parent_external_id="")
    parent = Item.objects.filter(account=account, external_id=OuterRef("parent_external_id")).values("pk")[:1]
    loose = of_account.exclude(external_id=F("parent_external_id"))
    wanted = [item.pk for item in fresh if item.parent_external_id]
    if wanted:
        loose.filter(pk__in=wanted).update(parent=Subquery(parent))
    came = [item.external_id for item in fresh if item.external_id]
    if came:
        loose.filter(parent_external_id__in=came).update(parent=Subquery(parent))
