"""Who may say what a comment is, who wrote it and what became of it, and who changes the word list (M3)."""

from accounts.models import Account
from core.actors import CONNECTORS, Actor
from core.rules import ALLOWED, Denied, Verdict, is_one_of, rule
from moderation.models import Author, Item
from moderation.rules import WATCHERS, decide, moderates_anywhere, work
from people.models import Role, User


@rule("moderation.triage")
def triage(actor: Actor, item: Item) -> Verdict:
    """Its category and severity, and whether it stands in the priority lane: whoever works on it."""
    return work(actor, item)


@rule("moderation.leave_lane")
def leave_lane(actor: Actor, item: Item) -> Verdict:
    """Saying that it can wait."""
    return decide(actor, item)


@rule("moderation.note_edit", system=[CONNECTORS])
def note_edit(actor: Actor, item: Item) -> Verdict:
    return work(actor, item)


@rule("moderation.note_gone", system=[CONNECTORS])
def note_gone(actor: Actor, item: Item) -> Verdict:
    """One that its author took back is finished by it."""
    return decide(actor, item)


@rule("moderation.set_links", system=[CONNECTORS])
def set_links(actor: Actor, item: Item) -> Verdict:
    return work(actor, item)


@rule("moderation.judge_author")
def judge_author(actor: Actor, author: Author) -> Verdict:
    """Whoever works on an account on which the author wrote."""
    if is_one_of(actor, *WATCHERS):
        return ALLOWED
    if isinstance(actor, User) and actor.may_sign_in:
        theirs = Account.objects.run_by(actor).values("pk")
        if Item.objects.filter(author=author, account__in=theirs).exists():
            return ALLOWED
    return Denied(
        "Only the people who run an account that this author writes on, Administrators and SLT say who it is."
    )


@rule("moderation.read_notes")
def read_notes(actor: Actor, author: Author) -> Verdict:
    """What colleagues noted about an author: those who work on what the author wrote."""
    if judge_author(actor, author):
        return ALLOWED
    return Denied("What is noted about an author is for those who answer what the author writes.")


@rule("moderation.clear_journalist")
def clear_journalist(actor: Actor, author: Author) -> Verdict:
    """It would let everybody answer who waits for SLT now (H4)."""
    if is_one_of(actor, Role.SLT):
        return ALLOWED
    return Denied("Only SLT says that somebody is no journalist after all: it unlocks the replies to them.")


@rule("moderation.read_word_list")
def read_word_list(actor: Actor) -> Verdict:
    """Everybody who moderates, and the safeguarding leads."""
    if change_word_list(actor) or moderates_anywhere(actor):
        return ALLOWED
    return Denied("The word list is for those who look after comments.")


@rule("moderation.change_word_list")
def change_word_list(actor: Actor) -> Verdict:
    if is_one_of(actor, *WATCHERS, Role.SAFEGUARDING_LEAD, Role.DEPUTY_SAFEGUARDING_LEAD):
        return ALLOWED
    return Denied("Only Administrators, SLT and the safeguarding leads change the word list.")
