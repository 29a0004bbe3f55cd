"""What of removals waits for somebody: appeals, blocks to look at again, explanations that are held back."""

from django.db.models import Count, Min
from django.urls import reverse

from core import clock
from core.registry import Need, needs
from moderation.abuse import selectors
from moderation.abuse.places import item_url
from moderation.abuse.rules import LEADS
from moderation.models import Item
from people.models import User

MOST = 10


@needs
def images_to_judge(person: User) -> list[Need]:
    """For the safeguarding leads: what is hidden until they say what is done, without a word of what it is."""
    if not person.holds(*LEADS):
        return []
    hidden = Item.objects.visible_to(person).filter(link_only=True, rank__isnull=False).select_related("account")
    return [
        Need(
            f"A hidden comment on {one.account.name} waits for the safeguarding leads",
            item_url(one),
            "See what to do",
            one.priority_due_at if one.is_priority else None,
            urgency=0,
        )
        for one in hidden.order_by("pk")[:MOST]
    ]


@needs
def appeals(person: User) -> list[Need]:
    """For those who may decide: never for who removed it."""
    return [
        Need(
            f"An author asks for a removal on {appeal.response.item.account.name} to be looked at again",
            reverse("moderation:decide_appeal", args=[appeal.pk]),
            "Read and decide",
        )
        for appeal in selectors.appeals_for(person)[:MOST]
    ]


@needs
def blocks_to_review(person: User) -> list[Need]:
    facts = selectors.bans_due(person, clock.today()).aggregate(number=Count("pk"), first=Min("review_on"))
    if not facts["number"]:
        return []
    number = facts["number"]
    sentence = "It is time to look at a block again" if number == 1 else f"{number} blocks are to be looked at again"
    return [
        Need(
            sentence,
            reverse("moderation:bans", query={"state": "due"}),
            "Look at it" if number == 1 else "Look at them",
        )
    ]


@needs
def explanations_held_back(person: User) -> list[Need]:
    """So that nobody forgets to say what happened once it may be said."""
    held = selectors.held_back(person).select_related("item__account").order_by("posted_at")[:MOST]
    return [
        Need(f"An explanation on {one.item.account.name} is held back", item_url(one.item), "Is it still so?")
        for one in held
    ]
