"""Bringing comments in, by hand or many at once, each with its own clock (M2)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, OuterRef, Subquery

from accounts.models import Account
from audit import workflow as audit
from core import clock, rules
from core.actors import Actor
from core.errors import InvalidInput
from moderation.clock_rules import school_clock
from moderation.models import ImportBatch, Item
from moderation.states import Kind, Source
from moderation.workflow import arrivals
from moderation.workflow.arrivals import NewItem as NewItem
from people.models import User

CHUNK = 500  # rows in one transaction
LONGEST_NAME = 255  # letters
_KINDS = frozenset(Kind.values)
_WEB = ("https://", "http://")


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
    for row in rows:
        _check(row)
    now = clock.now()
    found = arrivals.look_up(account, rows, now)
    shared = {
        "source": str(source),
        "batch_id": batch.pk if batch else None,
        "added_by_id": actor.pk if isinstance(actor, User) else None,
    }
    ids = arrivals.store(account, found, now, school_clock(), shared)
    _link_answers(account, [row.external_id for row, _ in found.fresh if row.external_id])
    return AddResult(len(ids), len(rows) - len(ids), tuple(ids))


def _check(row: NewItem) -> None:
    if not row.text.strip():
        raise InvalidInput("Write what the comment says.", "text")
    if row.kind not in _KINDS:
        raise InvalidInput("Choose what kind it is.", "kind")
    if row.stated_at is not None and row.stated_at.tzinfo is None:
        raise InvalidInput("The time needs a time zone.", "received_at")
    if row.permalink and (len(row.permalink) > 1000 or not row.permalink[:8].lower().startswith(_WEB)):
        raise InvalidInput("The link must start with https:// or http://.", "permalink")
    names = (row.external_id, row.author_name, row.parent_external_id, row.author_external_id)
    if any(len(name) > LONGEST_NAME for name in names):
        raise InvalidInput("A name or number is longer than 255 letters.")
    if "\0" in "".join((row.text, row.permalink, *names)):
        raise InvalidInput("The text holds a character that cannot be stored.", "text")


def _link_answers(account: Account, came: Sequence[str]) -> None:
    """Tie to these the answers to them that were waiting, or came with them. (Those to older ones are tied already.)"""
    if not came:
        return
    parent = Item.objects.filter(account=account, external_id=OuterRef("parent_external_id")).values("pk")[:1]
    waiting = Item.objects.filter(account=account, parent=None, parent_external_id__in=came)
    waiting = waiting.exclude(parent_external_id="")  # the words of the index
    waiting.exclude(external_id=F("parent_external_id")).update(parent=Subquery(parent))
