"""What triage adds to the page of one item: its hints and how urgent it is, who wrote it, what became of it."""

from audit.models import Event
from core import rules
from moderation.cards import Card, Place, card
from moderation.models import Item
from moderation.states import PRESSING, AuthorKind, Category, Status
from moderation.triage import selectors
from moderation.triage.hints import reason
from moderation.triage.workflow import Because
from people.models import User

USUAL = (Category.QUESTION, Category.PRAISE, Category.CRITICISM, Category.COMPLAINT, Category.SPAM, Category.OFFENSIVE)
EARLIER = 5


@card(Place.TOP, order=10)
def hints(item: Item, reader: User) -> Card | None:
    """Why it may be pressing, the way out of the lane and into it, and what it is about. Two queries."""
    found = [(hint.category, reason(hint.category, hint.term, hint.found)) for hint in item.hints.all()]
    verdict = rules.ask("moderation.triage", reader, item)
    if not (found or item.category or item.is_priority or verdict):
        return None
    return Card(
        "moderation/triage/_triage.html",
        {
            "hints": found,
            "pressing": [sentence for category, sentence in found if category in PRESSING],
            "may": verdict,
            "left": _left(item) if item.priority_since and not item.is_priority else None,
            "can_enter": item.status == Status.OPEN and item.priority_due_at is None,
            "reasons": Because.choices,
            "usual": [(category.value, category.label) for category in (*USUAL, *PRESSING)],
        },
    )


def _left(item: Item) -> str:
    """Why somebody took it out of the lane, as the record says."""
    events = Event.objects.filter(subject_type="moderation.item", subject_id=str(item.pk), refused=False)
    event = events.filter(verb="moderation.leave_lane").order_by("-id").first()
    why = event.data.get("because", "") if event else ""
    return str(Because(why).label) if why in Because.values else ""


@card(Place.BESIDE, order=10)
def author(item: Item, reader: User) -> Card | None:
    """Who wrote it, what else they wrote, and how often something of theirs was removed. Four queries."""
    if item.author is None:
        return None
    others = selectors.items_of(item.author, reader).exclude(pk=item.pk).order_by("-received_at", "-pk")
    return Card(
        "moderation/triage/_author.html",
        {
            "author": item.author,
            "known": item.author.kind != AuthorKind.UNKNOWN,
            "earlier": list(others[:EARLIER]),
            "strikes": selectors.strikes(item.author, reader),
            "bans": [ban for ban in selectors.bans_of(item.author, reader) if ban.lifted_at is None],
        },
    )


@card(Place.BESIDE, order=60)
def on_the_platform(item: Item, reader: User) -> Card | None:
    """Its post, what is attached, its earlier wordings, and whether it is gone. Four queries."""
    may = rules.ask("moderation.note_edit", reader, item)
    facts = {
        "post": item.post,
        "links": list(item.links.all()),
        "wordings": list(item.wordings.order_by("-number")),
        "edited_after": item.edited_after,
        "edits_after": list(item.edits_after.order_by("pk")),
        "may": may,
    }
    if not may and not any(facts.values()) and not item.gone_at:
        return None
    return Card("moderation/triage/_platform.html", facts)
