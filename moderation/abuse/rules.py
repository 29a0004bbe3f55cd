"""Who removes, who sees what was kept, who decides about an appeal, who looks at a block again (H1)."""

from core.actors import DAILY, Actor
from core.rules import ALLOWED, Denied, Verdict, ask, is_one_of, rule
from moderation.models import Appeal, Ban, Evidence, Item
from moderation.rules import WHO_DECIDES
from people.models import Role, User

LEADS = (Role.SAFEGUARDING_LEAD, Role.DEPUTY_SAFEGUARDING_LEAD)
FOR_THE_LEADS = Denied("It may show an indecent image of a child. The safeguarding leads decide what is done with it.")
NOT_READ = Denied("It may show an indecent image of a child. Only the safeguarding leads may read it.")


def _sees(actor: Actor, item: Item) -> bool:
    return isinstance(actor, User) and actor.may_sign_in and Item.objects.visible_to(actor).filter(pk=item.pk).exists()


@rule("moderation.remove")
def remove(actor: Actor, item: Item) -> Verdict:
    """Hiding, deleting, blocking, reporting, and saying that it was done. A journalist's comment waits for SLT (H4)."""
    if item.link_only:
        return ALLOWED if is_one_of(actor, *WHO_DECIDES) else FOR_THE_LEADS
    return ask("moderation.reply", actor, item)


@rule("moderation.hold_back")
def hold_back(actor: Actor, item: Item) -> Verdict:
    if is_one_of(actor, *WHO_DECIDES):
        return ALLOWED
    return Denied("Only the safeguarding leads and SLT hold an explanation back, on the advice of the police.")


@rule("moderation.capture")
def capture(actor: Actor, item: Item) -> Verdict:
    if item.link_only or is_one_of(actor, *LEADS):
        return ALLOWED if is_one_of(actor, *LEADS) else FOR_THE_LEADS
    return ask("moderation.work", actor, item)


@rule("moderation.see_evidence")
def see_evidence(actor: Actor, evidence: Evidence) -> Verdict:
    """Whoever works on the comment, and the safeguarding leads; they alone where it may show a child."""
    if is_one_of(actor, *LEADS):
        return ALLOWED
    return NOT_READ if evidence.item.link_only else ask("moderation.work", actor, evidence.item)


@rule("moderation.see_original")
def see_original(actor: Actor, evidence: Evidence) -> Verdict:
    """The file as it was uploaded, for the police: whatever else is in it goes with it."""
    if evidence.item.link_only and not is_one_of(actor, *LEADS):
        return NOT_READ
    if is_one_of(actor, *WHO_DECIDES):
        return ALLOWED
    return Denied("Only SLT and the safeguarding leads take the original file out. You can look at the copy.")


@rule("moderation.mark_link_only")
def mark_link_only(actor: Actor, item: Item) -> Verdict:
    """Whoever sees it stops it being looked at."""
    return ALLOWED if _sees(actor, item) else Denied("You do not see this comment.")


@rule("moderation.read_withheld")
def read_withheld(actor: Actor, item: Item) -> Verdict:
    return ALLOWED if is_one_of(actor, *LEADS) else NOT_READ


@rule("moderation.clear_link_only")
def clear_link_only(actor: Actor, item: Item) -> Verdict:
    return ALLOWED if is_one_of(actor, *LEADS) else FOR_THE_LEADS


@rule("moderation.record_appeal")
def record_appeal(actor: Actor, item: Item) -> Verdict:
    if item.link_only:
        return ALLOWED if is_one_of(actor, *WHO_DECIDES) else FOR_THE_LEADS
    return ask("moderation.work", actor, item)


@rule("moderation.decide_appeal")
def decide_appeal(actor: Actor, appeal: Appeal) -> Verdict:
    """Somebody else than whoever decided the removal, or did it."""
    verdict = record_appeal(actor, appeal.response.item)
    removed = (appeal.response.written_by_id, appeal.response.confirmed_by_id)
    if verdict and isinstance(actor, User) and actor.pk in removed:
        return Denied("You removed it yourself, so somebody else decides about the appeal.")
    return verdict


@rule("moderation.review_ban")
def review_ban(actor: Actor, ban: Ban) -> Verdict:
    """Keeping a block on, or lifting it: whoever works on the comments of the account."""
    return ask("moderation.add_items", actor, ban.account)


@rule("moderation.remind_bans", system=[DAILY])
def remind_bans(actor: Actor) -> Verdict:
    return Denied("The portal does this by itself.")
