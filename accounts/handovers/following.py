"""What happens to the accounts of somebody who leaves, stays after all, or is switched off or on (R3)."""

from accounts.handovers import workflow
from core.actors import Actor
from people.followers import Change, follows, foretells
from people.models import User

FOLLOWED = (Change.LEAVES, Change.STAYS, Change.SWITCHED_OFF, Change.SWITCHED_ON)


@follows
def hand_over(person: User, change: Change, actor: Actor) -> None:
    """In the transaction of what changed. Whoever may do that is whoever may open a handover."""
    if change in FOLLOWED:
        workflow.settle(person, actor=actor)


@foretells
def what_a_last_day_opens(person: User) -> list[str]:
    """For the page on which a last working day is recorded."""
    names = workflow.would_hand_over(person)
    if not names:
        return []
    what = "A handover is opened" if len(names) == 1 else "Handovers are opened"
    listed = ", ".join(f"“{name}”" for name in names)
    return [f"{what} for {listed}: somebody takes it over, or it is closed, by the school day before the last."]
