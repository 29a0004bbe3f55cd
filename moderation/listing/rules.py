"""Who may save a view of the queue, and change the school's tags."""

from core.actors import Actor
from core.rules import ALLOWED, Denied, Verdict, is_one_of, rule
from moderation.models import SavedFilter
from moderation.rules import WATCHERS
from people.models import User


@rule("moderation.save_filter")
def save_filter(actor: Actor) -> Verdict:
    if isinstance(actor, User) and actor.may_sign_in:
        return ALLOWED
    return Denied("You can no longer sign in, so you cannot do this.")


@rule("moderation.change_filter")
def change_filter(actor: Actor, saved: SavedFilter) -> Verdict:
    """Renaming and removing it: whoever saved it."""
    if isinstance(actor, User) and actor.may_sign_in and saved.person_id == actor.pk:
        return ALLOWED
    return Denied("This view is somebody else's.")


@rule("moderation.change_tags")
def change_tags(actor: Actor) -> Verdict:
    """Tags are the whole school's: renaming one changes it on every comment."""
    if is_one_of(actor, *WATCHERS):
        return ALLOWED
    return Denied("Only an Administrator or SLT changes the tags themselves.")
