"""Signs of life of whoever has a comment open: they prolong a claim, or let it end at once.

No verbs: who has a comment does not change by them, so that the record would only be full of them.
"""

from datetime import timedelta

from core import clock
from moderation.models import Item, ItemQuerySet, desk
from people.models import User

# A page that is only loaded again is back before that.
GRACE = timedelta(seconds=4)


def renew(pk: int, person: User) -> bool:
    """The claim of `person` on the item runs on from now. False where they have none that still holds."""
    now = clock.now()
    until = now + timedelta(minutes=desk().claim_minutes)
    return bool(_own(pk, person).filter(claimed_until__gt=now).update(claimed_until=until))


def leave(pk: int, person: User) -> bool:
    """`person` left the page and had typed nothing: their claim ends in a moment. What they were given stays theirs."""
    soon = clock.now() + GRACE
    return bool(_own(pk, person).filter(claimed_until__gt=soon).update(claimed_until=soon))


def _own(pk: int, person: User) -> ItemQuerySet:
    # Who runs the account no longer does not hold its comments by an open page.
    return Item.objects.visible_to(person).waiting().filter(pk=pk, claimed_by=person)
