"""Who sets the ladder and the hours of the desk, and who sees to what a digest names (M2)."""

from accounts.models import Account
from core.actors import Actor
from core.rules import ALLOWED, Denied, Verdict, is_one_of, rule
from moderation.models import Digest
from moderation.rules import WATCHERS
from people.models import User

NOT_YOURS = "Administrators and SLT set who is told when."


@rule("moderation.read_escalation")
def read_escalation(actor: Actor) -> Verdict:
    """Everybody who sees the comments of any account, the safeguarding leads among them."""
    sees = isinstance(actor, User) and actor.may_sign_in and Account.objects.visible_to(actor).exists()
    if sees or change_escalation(actor):
        return ALLOWED
    return Denied("Who is told when is for those who look after comments.")


@rule("moderation.change_escalation")
def change_escalation(actor: Actor) -> Verdict:
    """The steps of the ladder, the hours of the desk, and who is on call."""
    return ALLOWED if is_one_of(actor, *WATCHERS) else Denied(NOT_YOURS)


@rule("moderation.see_to")
def see_to(actor: Actor, digest: Digest) -> Verdict:
    """Whoever was sent it says so for themselves."""
    if isinstance(actor, User) and actor.may_sign_in and actor.pk == digest.person_id:
        return ALLOWED
    return Denied("Only the person who got this message says that they see to it.")
