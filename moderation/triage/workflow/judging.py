"""Who an author is, as far as the school knows (M3, H2–H4)."""

from django.db.models import F

from audit import workflow as audit
from core import clock, rules
from core.actors import Actor
from core.errors import InvalidInput, WrongState
from moderation.models import Author, Item
from moderation.states import WAITING, AuthorKind
from moderation.triage import rules as _rules  # noqa: F401  registers the rules
from moderation.triage.authors import mark_alike
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
    before, was_locked, me = author.kind, author.is_journalist, person(actor)
    if was_locked and kind not in (AuthorKind.JOURNALIST, before):
        rules.require("moderation.clear_journalist", actor, author)
    notes_changed = words != author.notes
    author.kind, author.notes = kind, words
    author.judged_by, author.judged_at = me, clock.now()
    if kind != before:
        author.maybe, author.maybe_journalist = None, False
    author.save(update_fields=["kind", "notes", "judged_by", "judged_at", "maybe", "maybe_journalist"])
    if AuthorKind.JOURNALIST in (before, kind) and before != kind:
        alike = mark_alike(author) if kind == AuthorKind.JOURNALIST else _unmark(author)
        _lock_changed([author.pk, *alike])
    elif was_locked != author.is_journalist:
        _lock_changed([author.pk])
    audit.record(
        "moderation.judge_author", author, actor=actor, kind=str(kind), was=str(before), notes_changed=notes_changed
    )
    return author


@audit.verb("moderation.not_the_same", "said that an author is not the one whom the school knows")
def not_the_same(author: Author, *, actor: Actor) -> Author:
    """Say no to "may be the same as …". Where that is a journalist it unlocks the replies, so that only SLT does (H4).

    Raises NotAllowed, WrongState.
    """
    author = audit.lock(author)
    rules.require("moderation.judge_author", actor, author)
    if author.maybe_id is None:
        raise WrongState("Nobody takes this author for somebody else.")
    if author.maybe_journalist and author.kind != AuthorKind.JOURNALIST:
        rules.require("moderation.clear_journalist", actor, author)
    was, was_locked = author.maybe_id, author.is_journalist
    author.maybe, author.maybe_journalist = None, False
    author.judged_by, author.judged_at = person(actor), clock.now()  # so that nobody is asked again
    author.save(update_fields=["maybe", "maybe_journalist", "judged_by", "judged_at"])
    if was_locked != author.is_journalist:
        _lock_changed([author.pk])
    audit.record("moderation.not_the_same", author, actor=actor, maybe=was)
    return author


def _unmark(author: Author) -> list[int]:
    """Who was marked for being perhaps this journalist, who is none, is marked no longer."""
    pks = list(Author.objects.filter(maybe=author).values_list("pk", flat=True))
    Author.objects.filter(pk__in=pks).update(maybe=None, maybe_journalist=False)
    return pks


def _lock_changed(authors: list[int]) -> None:
    """Whoever is typing an answer to one of theirs must know of the lock."""
    waiting = Item.objects.filter(author__in=authors, status__in=WAITING)
    waiting.update(revision=F("revision") + 1)
    locks.tell_locked(waiting.select_related("account", "author"))


def stamp(author: Author) -> str:
    """What tells whether somebody has judged the author since."""
    return author.judged_at.isoformat() if author.judged_at else "never"
