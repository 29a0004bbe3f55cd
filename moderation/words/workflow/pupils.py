"""A pupil's offensive comment is taken up under the behaviour policy, by its reference alone (H2)."""

from django.urls import reverse

from audit import workflow as audit
from core import clock, rules
from core.actors import Actor
from core.errors import InvalidInput, WrongState
from moderation.models import BehaviourReferral, Item
from moderation.states import AuthorKind
from moderation.words.templates import author_kind
from moderation.words.workflow.typed import words
from notifications import workflow as notifications
from people.current import person
from people.models import Role, User

LONGEST_REFERENCE = 100  # characters
SHORTEST_NAME = 3  # letters: what is shorter may stand in any reference


@audit.verb("moderation.refer_behaviour", "took a comment up under the behaviour policy")
def refer_behaviour(item: Item, *, actor: Actor, reference: str) -> BehaviourReferral:
    """Record where it is dealt with; `reference` is that of the behaviour log and names nobody. SLT is told.

    It is no response: the clock goes on. Raises NotAllowed, InvalidInput; WrongState where somebody else than a pupil
    wrote it, or it was referred already.
    """
    item = audit.lock(item)
    rules.require("moderation.refer_behaviour", actor, item)
    me, now = person(actor), clock.now()
    if item.author is not None and author_kind(item) != AuthorKind.PUPIL:
        raise WrongState("The behaviour policy is for pupils. If a pupil wrote this, say so first, at the author.")
    if BehaviourReferral.objects.filter(item=item).exists():
        raise WrongState("This was taken up under the behaviour policy already.")
    made = BehaviourReferral.objects.create(
        item=item, reference=_reference(item, reference), referred_by=me, referred_at=now
    )
    audit.record("moderation.refer_behaviour", item, actor=actor, referral=made.pk)
    notifications.tell(
        [one for one in User.objects.holding(Role.SLT) if one.pk != me.pk],
        "moderation.behaviour_referral",
        event=f"item:{item.pk}:behaviour",
        url=reverse("moderation:item", args=[item.pk]),
        about=item,
        account=item.account.name,
    )
    return made


@audit.verb("moderation.correct_reference", "corrected the reference of the behaviour policy")
def correct_reference(referral: BehaviourReferral, *, actor: Actor, reference: str) -> BehaviourReferral:
    """For a slip of the pen. Raises NotAllowed, InvalidInput."""
    item = audit.lock(referral.item)
    rules.require("moderation.refer_behaviour", actor, item)
    referral = audit.lock(referral)
    referral.reference = _reference(item, reference)
    referral.save(update_fields=["reference"])
    audit.record("moderation.correct_reference", item, actor=actor, referral=referral.pk)
    return referral


def _reference(item: Item, reference: str) -> str:
    """Raises InvalidInput for none, a long one, and one that holds a part of the author's name."""
    found = words(reference, "reference", missing="Give the reference.", longest=LONGEST_REFERENCE)
    named = {word for word in item.author_name.casefold().split() if len(word) >= SHORTEST_NAME}
    if any(name in found.casefold() for name in named):
        raise InvalidInput("Name no pupil: give only the number or reference of the behaviour log.", "reference")
    return found
