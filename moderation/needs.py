"""What the comments add to somebody's Today page, and to the page of an account."""

from django.db.models import Count, Exists, Max, Min, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import Account
from accounts.panels import Panel, panel
from core import clock, times
from core.registry import Need, needs
from moderation.escalation.ladder import AFTER
from moderation.models import Item, ItemQuerySet, ItemStage, LadderStep, Response
from moderation.selectors import conditions, counts, said
from moderation.states import ResponseStatus, Status, Whom
from people.models import User


def _comments(number: int, singular: str, plural: str) -> str:
    return f"1 comment {singular}" if number == 1 else f"{number} comments {plural}"


def _queue(**query: str) -> str:
    return reverse("moderation:queue", query=query)


@needs
def comments_to_answer(person: User) -> list[Need]:
    """For those who run accounts: late, due today, and what is written but not posted. Others get late ones only."""
    mine = Item.objects.filter(account__in=Account.objects.run_by(person).values("pk"))
    found = _due(mine, whose="")
    waiting = Response.objects.filter(
        written_by=person, status=ResponseStatus.TO_POST, item__in=Item.objects.visible_to(person).values("pk")
    )
    first = waiting.order_by("written_at").first()
    if first is not None:
        number = waiting.count()
        found.append(
            Need(
                "An answer of yours is not posted yet"
                if number == 1
                else f"{number} of your answers are not posted yet",
                reverse("moderation:item", args=[first.item_id]),
                "Post it",
                urgency=1,
            )
        )
    return found


@needs
def late_comments_elsewhere(person: User) -> list[Need]:
    """Administrators see what is late on any account; SLT what was escalated to them."""
    others = Item.objects.exclude(account__in=Account.objects.run_by(person).values("pk"))
    if person.is_administrator:
        late = others.late(clock.now())
    elif person.is_slt:
        to_slt = LadderStep.objects.filter(whom=Whom.SLT, anchor__in=AFTER).values("key")
        late = others.unanswered().filter(Exists(ItemStage.objects.filter(item=OuterRef("pk"), stage__in=to_slt)))
    else:
        return []
    facts = late.aggregate(number=Count("pk"), first=Min("due_at"))
    if not facts["number"]:
        return []
    sentence = _comments(facts["number"], "on another account is late", "on other accounts are late")
    return [Need(sentence, _queue(state="late"), "See them", facts["first"], urgency=0)]


def _due(items: ItemQuerySet, whose: str) -> list[Need]:
    now = clock.now()
    is_in = conditions(now)
    late, pressing, today = is_in["late"], is_in["priority"], is_in["today"]
    facts = items.filter(rank__isnull=False).aggregate(
        late=Count("pk", filter=late),
        first_late=Min("due_at", filter=late),
        pressing=Count("pk", filter=pressing),
        first_pressing=Min("priority_due_at", filter=pressing),
        today=Count("pk", filter=today),
        first_today=Min("due_at", filter=today),
        last_today=Max("due_at", filter=today),
        acknowledged=Count("pk", filter=Q(status=Status.ACKNOWLEDGED)),
    )
    found = []
    if facts["late"]:
        sentence = _comments(facts["late"], "is late", "are late")
        found.append(Need(sentence, _queue(state="late"), "Answer now", facts["first_late"], urgency=0))
    if facts["pressing"]:
        sentence = _comments(facts["pressing"], "may be urgent: look at it first", "may be urgent: look at them first")
        found.append(Need(sentence, _queue(state="priority"), "Look now", facts["first_pressing"], urgency=0))
    if facts["today"]:
        last = timezone.localtime(facts["last_today"])
        until = "the end of today" if (last.hour, last.minute) == (23, 59) else times.time_of_day(last)
        sentence = _comments(facts["today"], f"due by {until}", f"due by {until}")
        found.append(Need(sentence, _queue(state="today"), "Answer", facts["first_today"], urgency=1))
    if facts["acknowledged"]:
        sentence = _comments(facts["acknowledged"], "still waits for its reply", "still wait for their reply")
        found.append(Need(sentence, _queue(state="acknowledged"), "Reply", urgency=2))
    return found


@panel
def comments_of(account: Account, reader: User) -> Panel | None:
    """The card on the page of an account."""
    seen = Item.objects.visible_to(reader).filter(account=account)
    found = counts(seen, clock.now())
    newest = seen.aggregate(newest=Max("received_at"))["newest"]
    if newest is None:
        return Panel("Comments", (), _queue(account=str(account.pk)), "Open the queue")
    rows = (
        *([("Priority", said(found["priority"]))] if found["priority"] else []),
        ("Late", said(found["late"])),
        ("Due today", said(found["today"])),
        ("Due later", said(found["later"])),
        ("Waiting for a reply", said(found["acknowledged"])),
        ("Newest comment", times.relative(newest)),
    )
    return Panel("Comments", rows, _queue(account=str(account.pk)), "Open the queue")
