"""The tags on the page of one comment."""

from core import rules
from moderation.cards import Card, Place, card
from moderation.models import Item, Tag
from people.models import User


@card(Place.BESIDE, order=30)
def tags(item: Item, reader: User) -> Card | None:
    """What it is tagged with, and a place to add one. Two queries."""
    on_it = list(item.tags.all())
    may_change = bool(rules.ask("moderation.work", reader, item))
    if not on_it and not may_change:
        return None
    others = [tag.name for tag in Tag.objects.visible_to(reader) if tag not in on_it] if may_change else []
    may_mend = bool(rules.ask("moderation.change_tags", reader))
    return Card(
        "moderation/listing/_tags.html",
        {"on_it": on_it, "others": others, "may_change": may_change, "may_mend": may_mend},
    )
