"""Who may answer a journalist, ask for an opinion, change the texts for answers and walk the paths (H2–H4, C2)."""

from core.actors import Actor
from core.rules import ALLOWED, Denied, Verdict, is_one_of, rule
from moderation.models import Item, Opinion
from moderation.rules import WATCHERS, decide, moderates_anywhere, work
from people.models import Role, User

LOCKED = "A journalist wrote this: follow the media policy. SLT has to release it."


@rule("moderation.reply")
def reply(actor: Actor, item: Item) -> Verdict:
    """Sending anything but an acknowledgement by an unaltered template: as working on it, once it is released.

    To what may show an indecent image of a child nobody says anything but by the leads and SLT.
    """
    verdict = work(actor, item) and decide(actor, item)
    if verdict and item.is_locked:
        return Denied(LOCKED)
    return verdict


@rule("moderation.let_answer")
def let_answer(actor: Actor, item: Item) -> Verdict:
    """Releasing a journalist's comment, and locking it again (H4)."""
    if is_one_of(actor, Role.SLT):
        return ALLOWED
    return Denied("Only SLT decides whether a journalist is answered.")


@rule("moderation.change_templates")
def change_templates(actor: Actor) -> Verdict:
    if is_one_of(actor, *WATCHERS):
        return ALLOWED
    return Denied("Only Administrators and SLT change the texts for answers.")


@rule("moderation.ask_opinion")
def ask_opinion(actor: Actor, item: Item) -> Verdict:
    """Whoever works on a comment may ask a colleague, also while it is locked: asking sends nothing (C2)."""
    return work(actor, item)


@rule("moderation.give_opinion")
def give_opinion(actor: Actor, opinion: Opinion) -> Verdict:
    if isinstance(actor, User) and actor.may_sign_in and actor.pk == opinion.asked_of_id:
        return ALLOWED
    return Denied("Only the person who was asked answers this.")


@rule("moderation.withdraw_opinion")
def withdraw_opinion(actor: Actor, opinion: Opinion) -> Verdict:
    asker = isinstance(actor, User) and actor.may_sign_in and actor.pk == opinion.asked_by_id
    if asker or is_one_of(actor, *WATCHERS):
        return ALLOWED
    return Denied("Only the person who asked takes a question back, or an Administrator or SLT.")


@rule("moderation.parent_path")
def parent_path(actor: Actor, item: Item) -> Verdict:
    """Recording what came of a step with a parent. The step itself sends something: see moderation.reply (H3)."""
    return work(actor, item)


@rule("moderation.refer_behaviour")
def refer_behaviour(actor: Actor, item: Item) -> Verdict:
    """Taking a pupil's comment up under the behaviour policy (H2)."""
    return work(actor, item)


@rule("moderation.read_templates")
def read_templates(actor: Actor) -> Verdict:
    """Everybody who moderates: runners of any account, Administrators and SLT."""
    if moderates_anywhere(actor):
        return ALLOWED
    return Denied("The texts for answers are for those who answer comments.")
