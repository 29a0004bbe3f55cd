"""What the vault does when somebody leaves, is switched off or loses a role: says what must be changed (R3)."""

from accounts.vault.workflow import noting
from core.actors import Actor
from people.followers import Change, follows
from people.models import User

# A last working day that is still to come is the daily round's matter, once it has passed.
ENDS_ACCESS = (Change.SWITCHED_OFF, Change.LOST_ROLE, Change.LEAVES)


@follows
def what_they_know(person: User, change: Change, actor: Actor) -> None:
    """In the transaction of what changed."""
    if change in ENDS_ACCESS:
        noting.settle_duties(actor)
