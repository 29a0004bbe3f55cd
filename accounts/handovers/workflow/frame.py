"""What the verbs share: reasons, and where they stand."""

from accounts.handovers.models import Handover, HandoverNote
from core import clock
from core.actors import Actor
from core.errors import InvalidInput
from people.models import User

SHORTEST, LONGEST = 5, 1000  # letters of a reason


def short_reason(text: str) -> str:
    """Raises InvalidInput unless it says something."""
    text = text.strip()
    if not SHORTEST <= len(text) <= LONGEST:
        raise InvalidInput(f"Say why, in {SHORTEST} to {LONGEST} letters.", "reason")
    return text


def note_down(handover: Handover, about: str, text: str, actor: Actor) -> HandoverNote:
    by = actor if isinstance(actor, User) else None
    return HandoverNote.objects.create(handover=handover, about=about, text=text, by=by, at=clock.now())
