"""Keeping what somebody has typed and not sent (screens: sessions that end keep what was typed).

No verbs: it is nobody's business but the writer's, so it is neither on the record nor in a log.
"""

from contextlib import suppress
from datetime import timedelta

from core import clock
from core.errors import Refused
from core.rules import ask
from moderation.claims import holder
from moderation.models import Item, Jotting, Response
from moderation.states import ResponseKind
from moderation.workflow import presence
from moderation.workflow.holding import claim
from people.models import User

REPLY, ACKNOWLEDGE, REMOVE, ELSEWHERE = "reply", "acknowledge", "remove", "elsewhere"
PARTS = (REPLY, ACKNOWLEDGE, REMOVE, ELSEWHERE)
LONGEST = 10_000
KEPT_FOR = timedelta(days=30)  # after the last word


def keep(item: Item, person: User, part: str, text: str, seen: int = 0) -> bool:
    """Keep `text` as what `person` has in the field of `part`; an empty one is forgotten. False where it was not kept.

    It says that the person is there: a free comment is theirs from now on, and their claim runs on.
    """
    if part not in PARTS or len(text) > LONGEST or not ask("moderation.work", person, item):
        return False
    if not text.strip():
        forget(item, person, part)
        return True
    if item.is_waiting:
        _be_there(item, person)
    return keep_words(item, person, part, text, seen)


def keep_words(item: Item, person: User, part: str, text: str, seen: int) -> bool:
    """As `keep`, for an answer that could not be sent: it says nothing about who is there."""
    if part not in PARTS or not text.strip() or len(text) > LONGEST or not ask("moderation.work", person, item):
        return False
    values = {"text": text, "seen_revision": seen, "saved_at": clock.now()}
    Jotting.objects.update_or_create(item=item, person=person, part=part, defaults=values)
    return True


def _be_there(item: Item, person: User) -> None:
    if holder(item) is not None:
        presence.renew(item.pk, person)
        return
    # Somebody else may take it in this very moment: then it is theirs, and what was typed is kept all the same.
    with suppress(Refused):
        claim(item, actor=person)


def forget(item: Item, person: User, *parts: str) -> None:
    """What was sent is not offered again."""
    Jotting.objects.filter(item=item, person=person, part__in=parts).delete()


def keep_for_writer(response: Response, replaced_by: User) -> None:
    """A draft that somebody else replaces or drops is offered to its writer again, unless they typed on meanwhile."""
    if response.written_by_id == replaced_by.pk:
        return
    part = REMOVE if response.kind == ResponseKind.REMOVAL else REPLY
    values = {"text": response.words, "seen_revision": response.item.revision, "saved_at": clock.now()}
    Jotting.objects.get_or_create(item=response.item, person=response.written_by, part=part, defaults=values)


def begun(item: Item, person: User) -> dict[str, Jotting]:
    """What `person` has begun to write and not sent, by the part of the page. One query."""
    return {jotting.part: jotting for jotting in Jotting.objects.filter(item=item, person=person)}
