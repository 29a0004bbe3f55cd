"""Reads about removals: an item's, an author's strikes, the blocked, the appeals that wait."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from accounts.models import Account
from moderation.abuse.rules import LEADS
from moderation.models import Appeal, Ban, Evidence, Item, Response
from moderation.models.author import BanQuerySet
from moderation.rules import WATCHERS
from moderation.states import ResponseKind, ResponseStatus
from people.models import Role, User

BAN_STATES = {"force": "Blocked now", "due": "To look at again", "lifted": "Blocked no longer"}
LONGEST = 40


@dataclass(frozen=True)
class Removal:
    """One removal of an item with what was kept and what its author said against it."""

    response: Response
    evidence: Evidence | None
    appeals: list[Appeal]

    @property
    def open_appeal(self) -> Appeal | None:
        return next((appeal for appeal in self.appeals if not appeal.decision), None)

    @property
    def is_overturned(self) -> bool:
        return any(appeal.decision == Appeal.Decision.OVERTURNED for appeal in self.appeals)


@dataclass(frozen=True)
class Removals:
    """All about one item: the removal that is to be done now, those done, and evidence kept besides.

    `is_answering`: a reply is being written, so that nothing else can begin.
    """

    in_hand: Removal | None
    is_answering: bool
    done: list[Removal]
    loose: list[Evidence]


def removals(item: Item, every: Sequence[Response]) -> Removals:
    """`every` are its responses. In two queries, however much there is; one where nothing was removed."""
    responses = [response for response in every[:LONGEST] if response.kind == ResponseKind.REMOVAL]
    kept = list(Evidence.objects.filter(item=item).defer("screenshot").select_related("captured_by")[:LONGEST])
    appeals: dict[int, list[Appeal]] = {}
    against = Appeal.objects.filter(response__item=item).select_related("recorded_by", "decided_by")
    for appeal in against[:LONGEST] if responses else ():
        appeals.setdefault(appeal.response_id, []).append(appeal)
    by_response = {evidence.response_id: evidence for evidence in kept if evidence.response_id}
    found = [Removal(row, by_response.get(row.pk), appeals.get(row.pk, [])) for row in responses]
    for removal in found:
        for appeal in removal.appeals:
            appeal.response = removal.response
        removal.response.item = item
    return Removals(
        next((one for one in found if one.response.status != ResponseStatus.POSTED), None),
        any(one.kind == ResponseKind.REPLY and one.status != ResponseStatus.POSTED for one in every),
        [one for one in found if one.response.status == ResponseStatus.POSTED],
        [evidence for evidence in kept if evidence.response_id is None],
    )


def strikes(authors: Iterable[int]) -> dict[int, int]:
    """How many items of each of these authors (ids) were removed, those left out whose removal was overturned.

    One query; an author without a strike is not in it.
    """
    overturned = Appeal.objects.filter(response=OuterRef("pk"), decision=Appeal.Decision.OVERTURNED)
    removed = Response.objects.filter(
        kind=ResponseKind.REMOVAL, status=ResponseStatus.POSTED, item__author__in=list(authors)
    ).exclude(Exists(overturned))
    rows = removed.order_by().values("item__author").annotate(number=Count("item", distinct=True))
    return {row["item__author"]: row["number"] for row in rows}


def bans(person: User, chosen: dict[str, Any], today: date) -> BanQuerySet:
    """The blocked that `person` sees, by the filters that were chosen."""
    found = Ban.objects.visible_to(person).select_related("author", "account", "banned_by", "lifted_by", "response")
    state = chosen.get("state") or "force"
    if state == "lifted":
        found = found.exclude(lifted_at=None)
    else:
        found = found.in_force()
        if state == "due":
            found = found.filter(review_on__lte=today)
    if account := chosen.get("account"):
        found = found.filter(account=account)
    if words := chosen.get("q"):
        found = found.filter(Q(author__name__icontains=words) | Q(reason__icontains=words))
    return found


def bans_due(person: User, today: date) -> BanQuerySet:
    """Those whose day has come, on the accounts whose comments `person` works on."""
    due = Ban.objects.in_force().filter(review_on__lte=today)
    return due if person.holds(*WATCHERS) else due.filter(account__in=Account.objects.run_by(person).values("pk"))


def appeals_for(person: User) -> QuerySet[Appeal]:
    """Open appeals that `person` may decide: not about what they removed themselves."""
    found = Appeal.objects.filter(decision="").select_related("response__item__account")
    found = found.exclude(Q(response__written_by=person) | Q(response__confirmed_by=person))
    ordinary = Q(response__item__link_only=False)
    if not person.holds(*WATCHERS):
        ordinary &= Q(response__item__account__in=Account.objects.run_by(person).values("pk"))
    if person.holds(Role.SLT, *LEADS):
        ordinary |= Q(response__item__link_only=True)
    return found.filter(ordinary).order_by("received_at", "pk")


def held_back(person: User) -> QuerySet[Response]:
    """Explanations that are held back, for those who may say that they are not."""
    if not person.holds(Role.SLT, *LEADS):
        return Response.objects.none()
    return Response.objects.filter(held_back=True, status=ResponseStatus.POSTED)
