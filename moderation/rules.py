"""Who may add comments to the queue and work on them: the runners of the account, Administrators and SLT (M2)."""

from accounts.models import Account
from core.actors import COMMAND_LINE, CONNECTORS, SWEEP, Actor
from core.rules import ALLOWED, Denied, Verdict, is_one_of, rule
from moderation.models import Item, Undo
from people.models import Role, User

WATCHERS = (Role.SLT, Role.ADMINISTRATOR)
WHO_DECIDES = (Role.SLT, Role.SAFEGUARDING_LEAD, Role.DEPUTY_SAFEGUARDING_LEAD)  # about what may show a child
THEY_DECIDE = Denied(
    "It may show an indecent image of a child. The safeguarding leads and SLT decide what is done with it."
)
NOT_YOURS = "Only the people who run this account, Administrators and SLT work on its comments."


_KNOWN = "_reader_runs"


def know_reader(account: Account, reader: User) -> None:
    """Ask once whether `reader` runs this account, for all rules that a page asks about this very object."""
    account.__dict__[_KNOWN] = (reader.pk, reader.holds(*WATCHERS) or account.is_run_by(reader))


def _runs(actor: User, account: Account) -> bool:
    known: tuple[int, bool] | None = account.__dict__.get(_KNOWN)
    return known[1] if known is not None and known[0] == actor.pk else account.is_run_by(actor)


def _moderates(actor: Actor, account: Account) -> Verdict:
    if not (isinstance(actor, User) and actor.may_sign_in):
        return Denied("You can no longer sign in, so you cannot do this.")
    if actor.holds(*WATCHERS) or _runs(actor, account):
        return ALLOWED
    return Denied(NOT_YOURS)


def moderates_anywhere(actor: Actor) -> bool:
    """Runners of any account, Administrators and SLT: for what all of them read."""
    if is_one_of(actor, *WATCHERS):
        return True
    return isinstance(actor, User) and actor.may_sign_in and Account.objects.run_by(actor).exists()


@rule("moderation.add_items", system=[COMMAND_LINE, CONNECTORS])
def add_items(actor: Actor, account: Account) -> Verdict:
    """Adding one by hand, or many from a file."""
    return _moderates(actor, account)


@rule("moderation.work")
def work(actor: Actor, item: Item) -> Verdict:
    """Claiming, acknowledging, replying, removing and closing: whoever may do one may do all."""
    return _moderates(actor, item.account)


def decide(actor: Actor, item: Item) -> Verdict:
    """As working on it; what may show an indecent image of a child is left to the safeguarding leads and SLT (H1)."""
    if item.link_only:
        return ALLOWED if is_one_of(actor, *WHO_DECIDES) else THEY_DECIDE
    return work(actor, item)


@rule("moderation.close")
def close(actor: Actor, item: Item) -> Verdict:
    """Saying that it needs no response: it leaves the list by that."""
    return work(actor, item) and decide(actor, item)


@rule("moderation.release")
def release(actor: Actor, item: Item) -> Verdict:
    verdict = _moderates(actor, item.account)
    theirs = isinstance(actor, User) and (item.claimed_by_id in (None, actor.pk) or actor.holds(*WATCHERS))
    if not verdict or theirs:
        return verdict
    return Denied("Only the person who has this comment puts it back, or an Administrator or SLT.")


@rule("moderation.undo")
def undo(actor: Actor, undo: Undo) -> Verdict:
    """Whoever did it, while they work on the comment."""
    if isinstance(actor, User) and actor.pk == undo.person_id:
        return _moderates(actor, undo.item.account)
    return Denied("Only the person who did this takes it back.")


@rule("moderation.pass_on")
def pass_on(actor: Actor, item: Item) -> Verdict:
    """Whoever sees to handovers gives what one person has in hand to another (R3)."""
    if isinstance(actor, User) and actor.may_sign_in and actor.holds(*WATCHERS):
        return ALLOWED
    return Denied("Only an Administrator or SLT passes on what somebody else has in hand.")


@rule("moderation.recompute", system=[SWEEP])
def recompute(actor: Actor) -> Verdict:
    """Taking up a changed list of days off. The portal does it by itself."""
    return Denied("The portal does this by itself, when the list of days off has changed.")
