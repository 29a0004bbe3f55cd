"""Reads for the page of one comment: what stands around it."""

from dataclasses import dataclass

from django.db.models import Q

from accounts.history import Line, lines
from audit.models import Event
from moderation import stages
from moderation.models import Item, Link, Response, Wording

LONGEST_THREAD = 30
LONGEST_HISTORY = 60
# An item of which an incident was made looks unchanged to all but the incident's handlers (H5, I1).
NEVER_SHOWN = ("moderation.mark_escalated", "moderation.take_back_mark")


@dataclass(frozen=True)
class Surroundings:
    """What the page of one comment shows beside it."""

    thread_before: list[Item]
    thread_after: list[Item]
    wordings: list[Wording]
    links: list[Link]
    posted: list[Response]
    in_hand: Response | None
    history: list[Line]


_KNOWN = "_responses_read"


def responses_of(item: Item) -> list[Response]:
    """Every response to it, oldest first; the same rows for all parts of the page of this very object. One query."""
    known: list[Response] | None = item.__dict__.get(_KNOWN)
    if known is None:
        people = ("written_by", "confirmed_by", "held_back_by")
        known = item.__dict__[_KNOWN] = list(Response.objects.filter(item=item).select_related(*people))
    return known


def around(item: Item) -> Surroundings:
    """Its thread, what belongs to it, its responses, its history: a fixed number of queries."""
    root = item.parent_id or item.pk
    in_thread = Item.objects.filter(Q(pk=root) | Q(parent=root)).exclude(pk=item.pk)
    thread = list(in_thread.order_by("received_at", "pk")[:LONGEST_THREAD])
    responses = responses_of(item)
    posted = [response for response in responses if response.posted_at is not None]
    events = Event.objects.filter(subject_type="moderation.item", subject_id=str(item.pk), refused=False)
    events = events.exclude(verb__in=(*NEVER_SHOWN, *stages.FORMER))
    history = lines(list(events.order_by("-id")[:LONGEST_HISTORY])) + stages.history(item)
    return Surroundings(
        thread_before=[other for other in thread if other.received_at <= item.received_at],
        thread_after=[other for other in thread if other.received_at > item.received_at],
        wordings=list(Wording.objects.filter(item=item).order_by("-number")[:LONGEST_THREAD]),
        links=list(Link.objects.filter(item=item)[:LONGEST_THREAD]),
        posted=posted,
        in_hand=next((response for response in responses if response.posted_at is None), None),
        history=sorted(history, key=lambda line: line.at, reverse=True),
    )
