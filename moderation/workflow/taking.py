"""How every answer begins and ends: the comment taken, the words checked, the clock stopped once (M2)."""

from datetime import datetime

from audit import workflow as audit
from core import clock, rules
from core.actors import Actor
from core.errors import InvalidInput, WrongState
from moderation import priority, recounts
from moderation import rules as _rules  # noqa: F401  registers the rules
from moderation.meanwhile import Meanwhile, meanwhile
from moderation.models import Item, Response
from moderation.stages import breach_if_late
from moderation.states import TRANSITIONS, ResponseStatus, Status
from moderation.words import rules as _word_rules  # noqa: F401  registers the rules
from moderation.words.templates import blanks_left
from moderation.workflow.holding import CLAIM_FIELDS, hold, require_waiting
from people.current import person
from people.models import User

LONGEST = 10_000  # letters of a response


class Overtaken(WrongState):
    """Somebody else changed the comment since its revision that the actor saw. `what` says who, when and how."""

    def __init__(self, what: Meanwhile) -> None:
        super().__init__(f"{what.title}. Nothing of yours was sent: read both texts, then press again or leave it.")
        self.what = what


def take(item: Item, actor: Actor, seen: int | None = None, *, save: bool = True) -> tuple[Item, User, datetime]:
    """Lock, ask, check, claim. `seen` is the revision on which the actor's answer rests, None where nobody looked.

    Without `save` the claim is stored by `stop_clock`, which the caller ends with: each UPDATE writes a dozen indexes.

    Raises NotAllowed; WrongState where another has the comment or it is finished, and its kind Overtaken.
    """
    item = audit.lock(item, "account", "author", "claimed_by")
    rules.require("moderation.work", actor, item)
    me = person(actor)
    require_as_seen(item, seen, me)
    require_waiting(item)
    hold(item, me, save=save)
    return item, me, clock.now()


def require_as_seen(item: Item, seen: int | None, reader: User) -> None:
    """Raises Overtaken where somebody else changed `item`, whose row is held, since its revision was `seen`."""
    what = meanwhile(item, seen, reader)
    if what is not None:
        raise Overtaken(what)


def in_hand(item: Item) -> Response | None:
    """The one response to `item` that was not posted yet."""
    return Response.objects.filter(item=item).exclude(status=ResponseStatus.POSTED).first()


def stop_clock(item: Item, response: Response, target: Status, actor: Actor) -> None:
    """The first response stops the clock, once; a later one only moves the state. The claim is saved as it stands."""
    now = clock.now()
    fields = ["sweep_at", "revision", *CLAIM_FIELDS]
    if item.responded_at is None and response.posted_at is not None:
        item.responded_at, item.responded_by = response.posted_at, response.confirmed_by
        fields += ["responded_at", "responded_by"]
        breach_if_late(item, item.responded_at, now)
    priority.acted(item, response.posted_at or now)
    # In one statement: each writes a dozen indexes. (The row is held, so its revision is the one that was read.)
    item.sweep_at, item.revision = None, item.revision + 1
    audit.move(item, target, TRANSITIONS, actor=actor, also=fields, response=response.pk, revision=item.revision)
    recounts.touch([item])


def posted_time(item: Item, posted_at: datetime | None, now: datetime) -> datetime:
    """When it went up, `now` where nobody says so. Raises InvalidInput for a time that cannot be."""
    if posted_at is None:
        return now
    if posted_at > now:
        raise InvalidInput("That time has not come yet. Give the time when it was posted.", "posted_at")
    if posted_at < item.received_at:
        raise InvalidInput("That is before the comment was written.", "posted_at")
    return posted_at


def words_of(text: str, field: str, missing: str = "Write what to post.") -> str:
    """`text` without blanks around it. Raises InvalidInput for none, or too much."""
    words = text.strip()
    if not words:
        raise InvalidInput(missing, field)
    if len(words) > LONGEST:
        raise InvalidInput(f"Use at most {LONGEST:,} letters.", field)
    return words


def require_filled(words: str, field: str) -> None:
    """Raises InvalidInput where a blank of a template was left in what is to be posted."""
    left = blanks_left(words)
    if left:
        raise InvalidInput(f"Fill in or take out {', '.join(left[:3])} first.", field)
