"""What the handlers of an incident see on the comment that it is about. Nobody else sees that there is one (H5)."""

from incidents.models import Incident
from moderation.cards import Card, Place, card
from moderation.models import Item
from people.models import User

MOST = 5


@card(Place.TOP, order=10)
def incidents_about(item: Item, reader: User) -> Card | None:
    """One query, whether there is an incident or not, and whoever asks."""
    found = list(Incident.objects.visible_to(reader).filter(item=item).order_by("-pk")[:MOST])
    return Card("incidents/_of_item.html", {"incidents": found}) if found else None
