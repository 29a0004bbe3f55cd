"""What waits for SLT and the safeguarding leads."""

from django.urls import reverse

from core import rules
from core.registry import Need, needs
from incidents.deleted_pictures.rules import LOOKS
from incidents.models import DeletedPicture
from people.models import User


@needs
def pictures_to_see(person: User) -> list[Need]:
    """One line for all of them: one query."""
    if not rules.is_one_of(person, *LOOKS):
        return []
    waiting = DeletedPicture.objects.visible_to(person).filter(seen_at=None).exclude(by=person).count()
    if not waiting:
        return []
    words = "A record of a deleted picture waits" if waiting == 1 else f"{waiting} records of deleted pictures wait"
    return [
        Need(f"{words} to be seen", reverse("incidents:deleted_pictures"), "See it" if waiting == 1 else "See them")
    ]
