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

# One press each, in a word; what the hints are about stands before them.
USUAL = {
    Category.QUESTION: "Question",
    Category.PRAISE: "Praise",
    Category.CRITICISM: "Criticism",
    Category.COMPLAINT: "Complaint",
    Category.SPAM: "Spam",
    Category.BULLYING: "Bullying",
}
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
            "may_leave": rules.ask("moderation.leave_lane", reader, item),
            "left": _left(item) if item.priority_since and not item.is_priority else None,
            "can_enter": item.status == Status.OPEN and item.priority_due_at is None,
            "reasons": Because.choices,
            "usual": _usual([category for category, _ in found]),
        },
    )


def _usual(hinted: list[str]) -> list[tuple[str, str]]:
    """The categories to choose from with one press, each once."""
    likely = [Category(category) for category in hinted]
    return [(category.value, USUAL.get(category, str(category.label))) for category in dict.fromkeys([*likely, *USUAL])]


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
    others = others.select_related(None).only("text", "received_at", "status")
    return Card(
        "moderation/triage/_author.html",
        {
            "author": item.author,
            "known": item.author.kind != AuthorKind.UNKNOWN,
            "maybe": item.author.maybe if item.author.maybe_id else None,
            "notes": item.author.notes if rules.ask("moderation.work", reader, item) else "",
            "earlier": list(others[:EARLIER]),
            "strikes": selectors.strikes(item.author, reader),
            "bans": [ban for ban in selectors.bans_of(item.author, reader) if ban.lifted_at is None],
        },
    )


@card(Place.BESIDE, order=60)
def on_the_platform(item: Item, reader: User) -> Card | None:
    """What became of it there, and the ways to note that. Its post, links and wordings stand with it. One query."""
    may = rules.ask("moderation.note_edit", reader, item)
    later = list(item.edits_after.order_by("pk").only("received_at"))
    if not (may or later):
        return None
    facts = {"edits_after": later, "may": may, "may_note_gone": rules.ask("moderation.note_gone", reader, item)}
    return Card("moderation/triage/_platform.html", facts)
