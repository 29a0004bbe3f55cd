"""Who may stop an import. Who may make one is the rule of `moderation.add_items`."""

from accounts.models import Account
from core.actors import IMPORTS, Actor
from core.rules import Denied, Verdict, rule
from moderation.rules import add_items


@rule("moderation.give_up_import", system=[IMPORTS])
def give_up_import(actor: Actor, account: Account) -> Verdict:
    """Whoever may import for this account may also leave it. The portal does so with a file that lies too long."""
    return add_items(actor, account)


@rule("moderation.fail_import", system=[IMPORTS])
def fail_import(actor: Actor) -> Verdict:
    return Denied("The portal does this by itself, when an import cannot go on.")
