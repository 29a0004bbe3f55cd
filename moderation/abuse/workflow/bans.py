"""People whom an account has blocked: until when, and who lets them back (H1)."""

from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Count
from django.urls import reverse

from audit import workflow as audit
from core import clock, rules, times
from core.actors import Actor
from core.errors import InvalidInput, WrongState
from moderation.models import Ban, Item, Response
from moderation.states import HouseRule
from notifications import workflow as notifications
from notifications.models import Notification
from people.current import person
from people.models import Role, User

REVIEW_MONTHS = 3
LATEST_YEARS = 2


def review_day(today: date) -> date:
    """Three months on; the last day of a month that is shorter."""
    month = today.month - 1 + REVIEW_MONTHS
    year, month = today.year + month // 12, month % 12 + 1
    for day in range(today.day, 27, -1):
        try:
            return date(year, month, day)
        except ValueError:
            continue
    return date(year, month, min(today.day, 28))


def require_review_day(review_on: date | None) -> date:
    """`review_on`, or in three months. Raises InvalidInput for one that is past or too far off."""
    today = clock.today()
    if review_on is None:
        return review_day(today)
    if review_on <= today:
        raise InvalidInput("Choose a day that is still to come.", "review_on")
    if review_on.year > today.year + LATEST_YEARS:
        raise InvalidInput("Look at it again within two years.", "review_on")
    return review_on


def begin_ban(item: Item, response: Response, by: User, review_on: date) -> Ban:
    """Put the author on the account's list. Raises WrongState where there is none, or they are on it."""
    author = item.author
    if author is None or author.bans.in_force().filter(account=item.account_id).exists():
        raise WrongState("This author is blocked on this account already.")
    try:
        with transaction.atomic():
            ban = Ban.objects.create(
                author=author,
                account=item.account,
                response=response,
                reason=str(HouseRule(response.house_rule).label) if response.house_rule else "Blocked",
                banned_at=response.posted_at or clock.now(),
                banned_by=by,
                review_on=review_on,
            )
    except IntegrityError:  # somebody did, at the same moment, for another of their comments
        raise WrongState("This author is blocked on this account already.") from None
    audit.record("moderation.begin_ban", item, actor=by, ban=ban.pk, review_on=review_on.isoformat())
    return ban


audit.register("moderation.begin_ban", "blocked the author")


def _in_force(ban: Ban, actor: Actor) -> Ban:
    ban = audit.lock(ban)
    rules.require("moderation.review_ban", actor, ban)
    if ban.lifted_at is not None:
        raise WrongState("This person is not blocked any more.")
    return ban


@audit.verb("moderation.keep_ban", "kept somebody blocked")
def keep_ban(ban: Ban, *, actor: Actor, review_on: date | None = None) -> Ban:
    """Keep the block, and look at it again on `review_on` (default: in three months).

    Raises NotAllowed, InvalidInput, WrongState (lifted already).
    """
    ban = _in_force(ban, actor)
    ban.review_on, ban.reviewed_at = require_review_day(review_on), clock.now()
    ban.save(update_fields=["review_on", "reviewed_at"])
    audit.record("moderation.keep_ban", ban, actor=actor, review_on=ban.review_on.isoformat())
    return ban


@audit.verb("moderation.lift_ban", "lifted a block")
def lift_ban(ban: Ban, *, actor: Actor, reason: str) -> Ban:
    """Say that somebody was unblocked on the platform, and why. Raises NotAllowed, InvalidInput, WrongState."""
    ban = _in_force(ban, actor)
    return end_ban(ban, person(actor), reason)


def end_ban(ban: Ban, by: User, reason: str) -> Ban:
    why = reason.strip()
    if not why or len(why) > 500:
        raise InvalidInput("Say why the block is lifted, in at most 500 letters.", "reason")
    ban.lifted_at, ban.lifted_by, ban.lifted_because = clock.now(), by, why
    ban.save(update_fields=["lifted_at", "lifted_by", "lifted_because"])
    audit.record("moderation.lift_ban", ban, actor=by, account=ban.account_id)
    if ban.banned_by_id != by.pk:
        notifications.tell(
            [ban.banned_by],
            "moderation.ban_lifted",
            event=f"ban:{ban.pk}:lifted",
            url=reverse("moderation:bans", query={"state": "lifted"}),
            about=ban,
            person=by.full_name,
            account=ban.account.name,
        )
    return ban


def remind_bans(*, actor: Actor) -> int:
    """Tell Administrators of the blocks whose day has come: one message for each such day. Returns how many were new.

    A day is told of once, however often the round comes. Raises NotAllowed.
    """
    rules.require("moderation.remind_bans", actor)
    due = Ban.objects.in_force().filter(review_on__lte=clock.today())
    days = {_event(row["review_on"]): row for row in due.values("review_on").annotate(number=Count("pk"))}
    told = Notification.objects.filter(template="moderation.bans_to_review", event__in=list(days))
    new = set(days) - set(told.values_list("event", flat=True))
    if not new:
        return 0
    with audit.unit("moderation.remind_bans", actor=actor):
        for event in sorted(new):
            notifications.tell(
                User.objects.holding(Role.ADMINISTRATOR),
                "moderation.bans_to_review",
                event=event,
                url=reverse("moderation:bans", query={"state": "due"}),
                number=days[event]["number"],
                day=times.day(days[event]["review_on"]),
            )
        audit.record("moderation.remind_bans", None, actor=actor, days=len(new))
    return len(new)


audit.register("moderation.remind_bans", "reminded of blocks to look at again")


def _event(day: date) -> str:
    return f"bans:review:{day.isoformat()}"
