"""What happened to a comment while somebody was typing an answer to it, and by whom."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from audit.models import Event
from audit.workflow import labels
from moderation.models import Item, Response, Wording
from people.models import User

# No news for an answer; of an incident nobody is told here (H5).
SILENT = (
    *("moderation.claim", "moderation.release", "moderation.pass_on"),
    *("moderation.mark_escalated", "moderation.take_back_mark"),
)
REPLIES = (
    *("moderation.acknowledge", "moderation.draft_reply", "moderation.confirm_posted"),
    *("moderation.answered_elsewhere", "moderation.confirm_done"),
    *("moderation.hide", "moderation.delete", "moderation.block", "moderation.report"),
)


@dataclass(frozen=True)
class Meanwhile:
    """`text` is what the other wrote, or how the comment reads now; empty where there is nothing to read."""

    title: str
    who: str
    did: str
    at: datetime | None
    text: str
    text_title: str


def meanwhile(item: Item, seen: int | None, reader: User) -> Meanwhile | None:
    """What others did to `item` since its revision was `seen`; None for nothing, or nothing but the reader's own doing.

    Asks the database nothing where the revision is the same.
    """
    if seen is None or seen >= item.revision:
        return None
    events = list(_events(item))
    own = {event.data.get("revision") for event in events if event.person_id == reader.pk}
    if own.issuperset(range(seen + 1, item.revision + 1)):
        return None
    theirs = next((event for event in events if event.person_id != reader.pk and _is_new(event, seen)), None)
    return _described(item, theirs)


def _events(item: Item) -> list[Event]:
    about = Q(subject_type="moderation.item", subject_id=str(item.pk), refused=False)
    return list(Event.objects.filter(about).exclude(verb__in=SILENT).order_by("-id")[:100])


def _is_new(event: Event, seen: int) -> bool:
    revision = event.data.get("revision")
    return not isinstance(revision, int) or revision > seen


def _described(item: Item, event: Event | None) -> Meanwhile:
    verb = event.verb if event is not None else ""
    person = User.objects.filter(pk=event.person_id).first() if event is not None and event.person_id else None
    if verb in REPLIES:
        return Meanwhile(
            "A colleague replied while you were typing",
            person.full_name if person else "Somebody",
            labels.get(verb, "changed it"),
            event.at if event else None,
            _newest_words(item),
            "What your colleague wrote",
        )
    edited = Wording.objects.filter(item=item).order_by("-noticed_at").first()
    is_edit = edited is not None and (person is None or verb.startswith("moderation.edit"))
    return Meanwhile(
        "This changed while you were typing",
        person.full_name if person else "",
        labels.get(verb, "changed it"),
        event.at if event else None,
        item.text if is_edit else item.closed_reason,
        "What the comment says now" if is_edit else "Why it was closed",
    )


def _newest_words(item: Item) -> str:
    responses = list(Response.objects.filter(item=item))
    newest = max(responses, key=lambda one: max(one.written_at, one.confirmed_at or one.written_at), default=None)
    return newest.words if newest is not None and not newest.held_back else ""
