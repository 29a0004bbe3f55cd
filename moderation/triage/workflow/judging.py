"""Who an author is, as far as the school knows (M3, H2–H4)."""

from django.db.models import F

from audit import workflow as audit
from core import clock, rules
from core.actors import Actor
from core.errors import InvalidInput, WrongState
from moderation.models import Author, Item
from moderation.states import WAITING, AuthorKind
from moderation.triage import rules as _rules  # noqa: F401  registers the rules
from moderation.words import locks
from people.current import person

LONGEST_NOTES = 5_000  # letters


@audit.verb("moderation.judge_author", "said who an author is")
def judge_author(
    author: Author, *, actor: Actor, kind: str, notes: str | None = None, seen: str | None = None
) -> Author:
    """Note of what kind an author is, and what else is to be known; without `notes` those stay.

    A journalist's comments are locked from now on until SLT releases them (H4), so that only SLT takes that back.
    `seen` is `stamp` of the author as the actor saw it. Raises NotAllowed, InvalidInput, and WrongState where a
    colleague changed it meanwhile.
    """
    author = audit.lock(author)
    rules.require("moderation.judge_author", actor, author)
    if kind not in AuthorKind.values:
        raise InvalidInput("Choose who it is.", "kind")
    words = author.notes if notes is None else notes.strip()
    if len(words) > LONGEST_NOTES:
        raise InvalidInput(f"Use at most {LONGEST_NOTES:,} letters.", "notes")
    if seen is not None and seen != stamp(author):
        who = author.judged_by.full_name if author.judged_by else "Somebody"
        raise WrongState(f"{who} changed this while you were typing. Look at it again, then save.")
    before, me = author.kind, person(actor)
    if before == AuthorKind.JOURNALIST and kind != before:
        rules.require("moderation.clear_journalist", actor, author)
    notes_changed = words != author.notes
    author.kind, author.notes = kind, words
    author.judged_by, author.judged_at = me, clock.now()
    author.save(update_fields=["kind", "notes", "judged_by", "judged_at"])
    if AuthorKind.JOURNALIST in (before, kind) and before != kind:
        # Whoever is typing an answer to one of theirs must know of the lock.
        waiting = Item.objects.filter(author=author, status__in=WAITING)
        waiting.update(revision=F("revision") + 1)
        locks.tell_locked(waiting.select_related("account", "author"))
    audit.record(
        "moderation.judge_author", author, actor=actor, kind=str(kind), was=str(before), notes_changed=notes_changed
    )
    return author


def stamp(author: Author) -> str:
    """What tells whether somebody has judged the author since."""
    return author.judged_at.isoformat() if author.judged_at else "never"
