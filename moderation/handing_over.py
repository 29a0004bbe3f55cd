"""What somebody who stops running an account still has in hand here: comments that they took on (R3)."""

from accounts.handovers.work import Work, register
from accounts.models import Account
from core.actors import Actor
from moderation.models import Item, ItemQuerySet
from moderation.workflow import pass_on
from people.models import User


def _in_hand(account: Account, person: User) -> ItemQuerySet:
    """Drafts go with their comments, so these are all."""
    return Item.objects.waiting().filter(account=account, claimed_by=person)


def count(account: Account, person: User) -> int:
    return _in_hand(account, person).count()


def give(account: Account, person: User, to: User | None, actor: Actor) -> int:
    """Each on the record. Who does not run the account yet cannot have them: then they are everybody's again."""
    return len([pass_on(item, actor=actor, to=to) for item in _in_hand(account, person).order_by("pk")])


register(Work("comments", "1 comment", "{n} comments", count, give))
