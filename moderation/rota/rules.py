"""Who makes the rota, who asks and agrees, who says that an account was looked at (M1)."""

from datetime import date

from accounts.models import Account
from core.actors import DAILY, Actor
from core.rules import ALLOWED, Denied, Verdict, is_one_of, rule
from moderation.models import Cover, Turn
from moderation.rules import WATCHERS, add_items
from people.models import User

SWAPPED = Denied(
    "You both agreed to this swap, so neither takes it back alone. Ask to swap back, or ask whoever makes the rota."
)


@rule("moderation.set_week")
def set_week(actor: Actor, account: Account) -> Verdict:
    """Administrators, SLT, and whoever leads the account."""
    if is_one_of(actor, *WATCHERS) or (isinstance(actor, User) and actor.may_sign_in and account.is_led_by(actor)):
        return ALLOWED
    return Denied("Whoever leads this account, Administrators and SLT make its rota.")


@rule("moderation.ask_cover")
def ask_cover(actor: Actor, account: Account, day: date) -> Verdict:
    """Whoever has that day, and whoever makes the rota."""
    if isinstance(actor, User) and actor.may_sign_in:
        has_it = Turn.objects.filter(account=account, weekday=day.weekday(), person=actor).exists()
        covers = Cover.objects.filter(account=account, day=day, person=actor, agreed_at__isnull=False, declined_at=None)
        if has_it or covers.exists():
            return ALLOWED
    return set_week(actor, account)


@rule("moderation.answer_cover")
def answer_cover(actor: Actor, cover: Cover) -> Verdict:
    if isinstance(actor, User) and actor.may_sign_in and cover.person_id == actor.pk:
        return ALLOWED
    return Denied("Only the person who was asked says yes or no.")


@rule("moderation.withdraw_cover")
def withdraw_cover(actor: Actor, cover: Cover) -> Verdict:
    """Whoever asked, and whoever makes the rota; of a swap that both agreed to the latter alone."""
    if cover.is_swapped:
        return ALLOWED if set_week(actor, cover.account) else SWAPPED
    if isinstance(actor, User) and actor.may_sign_in and cover.asked_by_id == actor.pk:
        return ALLOWED
    return set_week(actor, cover.account)


@rule("moderation.take_day")
def take_day(actor: Actor, account: Account) -> Verdict:
    """Whoever works on its comments may take on a day that nobody watches."""
    return add_items(actor, account)


@rule("moderation.check")
def check(actor: Actor, account: Account) -> Verdict:
    """Saying that one has looked at the account on its platform."""
    return add_items(actor, account)


@rule("moderation.make_feed")
def make_feed(actor: Actor) -> Verdict:
    if isinstance(actor, User) and actor.may_sign_in:
        return ALLOWED
    return Denied("You can no longer sign in, so you cannot do this.")


@rule("moderation.warn_of_gaps", system=[DAILY])
def warn_of_gaps(actor: Actor) -> Verdict:
    return Denied("The portal does this by itself.")


@rule("moderation.warn_of_unchecked", system=[DAILY])
def warn_of_unchecked(actor: Actor) -> Verdict:
    return Denied("The portal does this by itself.")
