"""Several comments that were ticked: which of them can be done as asked, and why not the others."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Left

from core import rules
from moderation.claims import holder
from moderation.models import Hint, Item, Response
from moderation.rules import WATCHERS
from moderation.selectors import EXCERPT
from moderation.states import ResponseStatus
from people.models import User

MOST = 200  # comments at once


class Doing(StrEnum):
    CLOSE = "close"
    ASSIGN = "assign"
    TAG = "tag"
    UNTAG = "untag"


@dataclass
class Judged:
    """`named` can be done too, but only when each is ticked again by itself: it may be no spam at all."""

    can: list[Item] = field(default_factory=list)
    named: list[tuple[Item, str]] = field(default_factory=list)
    cannot: list[tuple[Item, str]] = field(default_factory=list)

    @property
    def any_left(self) -> bool:
        return bool(self.can or self.named)


def ticked(person: User, pks: Iterable[int]) -> list[Item]:
    """Those of `pks` that `person` sees, most urgent first, with what `judge` asks of them. One query."""
    unposted = Response.objects.filter(item=OuterRef("pk")).exclude(status=ResponseStatus.POSTED)
    items = Item.objects.visible_to(person).filter(pk__in=list(pks)[:MOST]).defer("text", "due_sentence")
    items = items.annotate(
        excerpt=Left("text", EXCERPT),
        hinted=Exists(Hint.objects.filter(item=OuterRef("pk"))),
        in_hand=Exists(unposted),
    )
    return list(items.select_related("account", "claimed_by").order_by("rank", "due_at", "pk"))


def judge(person: User, items: Iterable[Item], doing: Doing) -> Judged:
    """What the verb of each would say, and which must be named. The verbs themselves have the last word."""
    judged = Judged()
    verdicts: dict[int, rules.Verdict] = {}
    for item in items:
        if item.account_id not in verdicts:
            verdicts[item.account_id] = rules.ask("moderation.work", person, item)
        cannot = verdicts[item.account_id].reason or _not_now(person, item, doing)
        look_first = why_named(item) if doing == Doing.CLOSE else ""
        if cannot:
            judged.cannot.append((item, cannot))
        elif look_first:
            judged.named.append((item, look_first))
        else:
            judged.can.append(item)
    return judged


def why_named(item: Item) -> str:
    """Why it is not closed with others unless somebody looked at it: pressing, or the word list found something."""
    if item.is_priority:
        return "It may be urgent: look at it by itself."
    return "The word list found something in it." if getattr(item, "hinted", False) else ""


def _not_now(person: User, item: Item, doing: Doing) -> str:
    if doing in (Doing.TAG, Doing.UNTAG):
        return ""
    if not item.is_waiting:
        return "It is finished."
    has = holder(item)
    if has is not None and has.pk != person.pk and (doing == Doing.CLOSE or not person.holds(*WATCHERS)):
        return f"{has.full_name} has it."
    if doing == Doing.CLOSE and getattr(item, "in_hand", False):
        return "An answer to it is being written."
    return ""


def who_may_answer(items: Iterable[Item]) -> list[User]:
    """Those who run one of the accounts, Administrators and SLT, as far as they can sign in."""
    accounts = {item.account_id for item in items}
    runs = Q(runs__account__in=accounts, runs__until_at=None)
    watches = Q(grants__role__in=WATCHERS, grants__revoked_at=None)
    people = User.objects.filter(runs | watches, is_active=True).distinct().order_by("full_name", "pk")
    return [person for person in people if person.may_sign_in]
