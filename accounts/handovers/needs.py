"""What handovers put on Today, on an account's page and on a person's page (R3)."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts.handovers.models import Handover
from accounts.handovers.rules import LEADS
from accounts.handovers.states import GOING_ON, OVERDUE, Status
from accounts.models import Account
from accounts.panels import Panel as AccountPanel
from accounts.panels import panel as account_panel
from core import clock, rules, times, worktime
from core.registry import Need, needs
from people.models import User
from people.panels import Panel, panel

ONE_BY_ONE = 3  # more of a kind than this share one line
MANY: dict[str, str] = {
    OVERDUE: "are overdue",
    Status.TO_CONFIRM: "wait for a second person",
    Status.OPEN: "wait for a choice",
    Status.IN_HAND: "are in hand",
}


@needs
def handovers_to_see_to(person: User) -> list[Need]:
    """For Administrators and SLT: what is overdue, to decide, to confirm; for Administrators also what is in hand."""
    if not person.holds(*LEADS):
        return []
    going = list(
        Handover.objects.going_on().exclude(person=person).select_related("account", "person").order_by("due_on", "pk")
    )
    if not going:
        return []
    overdue = [one for one in going if one.is_overdue and one.status != Status.TO_CONFIRM]
    intime = [one for one in going if not one.is_overdue]
    confirm = [
        one for one in going if one.status == Status.TO_CONFIRM and person.pk not in (one.sent_by_id, one.successor_id)
    ]
    decide = [one for one in intime if one.status == Status.OPEN]
    hand = [one for one in intime if one.status == Status.IN_HAND] if person.is_administrator else []
    return [
        *_lines(overdue, "Overdue: hand over {account}, which {person} stops running", "Go on", OVERDUE),
        *_lines(confirm, "Confirm the handover of {account} from {person}", "Look at it", Status.TO_CONFIRM),
        *_lines(decide, "Choose what becomes of {account}, which {person} stops running", "Choose", Status.OPEN),
        *_lines(hand, "Go on with the handover of {account} from {person}", "Go on", Status.IN_HAND),
    ]


def _lines(handovers: Sequence[Handover], words: str, button: str, kind: str) -> list[Need]:
    if len(handovers) <= ONE_BY_ONE:
        return [
            _need(one, words.format(account=one.account.label, person=one.person.full_name), button)
            for one in handovers
        ]
    first = handovers[0]
    url = f"{reverse('handovers:index')}?state={kind}"
    return [Need(f"{len(handovers)} handovers {MANY[kind]}", url, "See them", _due_at(first), _urgency(first))]


def _need(handover: Handover, sentence: str, button: str, url: str = "") -> Need:
    return Need(sentence, url or handover.get_absolute_url(), button, _due_at(handover), _urgency(handover))


def _due_at(handover: Handover) -> datetime:
    return worktime.end_of_day(handover.due_on, timezone.get_current_timezone())


def _urgency(handover: Handover) -> int:
    if handover.is_overdue:
        return 0
    return 1 if handover.emergency or handover.due_on == clock.today() else 2


@needs
def asked_to_take_over(person: User) -> list[Need]:
    """For whoever was asked."""
    asked = Handover.objects.get_queryset().filter(successor=person, status=Status.ASKED)
    return [
        _need(
            one,
            f"Will you take over {one.account.label} from {one.person.full_name}?",
            "Say yes or no",
            reverse("handovers:accept", kwargs={"pk": one.pk}),
        )
        for one in asked.select_related("account", "person")
    ]


@account_panel
def handover_of_account(account: Account, reader: User) -> AccountPanel | None:
    """What is going on, and for those who may, the way to begin one."""
    going = list(
        Handover.objects.visible_to(reader)
        .going_on()
        .filter(account=account)
        .select_related("person")
        .order_by("due_on")
    )
    may_open = account.is_open and bool(rules.ask("handovers.open_handover", reader, account))
    rows = [(one.person.full_name, f"{one.get_status_display()}, by {times.day(one.due_on)}") for one in going]
    if going:
        url = going[0].get_absolute_url() if len(going) == 1 else f"{reverse('handovers:index')}?account={account.pk}"
        text = "It is overdue." if any(one.is_overdue for one in going) else ""
        return AccountPanel("Handover", rows, url, "Go to the handover" if len(going) == 1 else "See them", text)
    if may_open:
        url = reverse("handovers:open_handover", kwargs={"pk": account.pk})
        return AccountPanel("Handover", (), url, "Hand it over", "Does somebody stop running it?")
    return None


@panel
def handovers_of_person(person: User, reader: User) -> Panel | None:
    """How far the accounts of somebody who leaves are handed over."""
    seen = Handover.objects.visible_to(reader).filter(person=person)
    counted = Q(status__in=GOING_ON)
    if person.leaves_on is not None or not person.is_active:
        counted |= Q(status=Status.COMPLETED)
    rows = list(seen.filter(counted).select_related("account").order_by("due_on", "pk"))
    if not any(one.is_going_on for one in rows):
        return None
    done = sum(not one.is_going_on for one in rows)
    what = "1 account is" if len(rows) == 1 else f"{len(rows)} accounts are"
    return Panel(
        title="Handovers",
        rows=[(one.account.label, one.get_status_display()) for one in rows],
        lines=[f"{what} to be handed over; {done or 'none'} of them {'is' if done == 1 else 'are'} done."],
        url=f"{reverse('handovers:index')}?state=any&whose={person.pk}",
        link="See them",
    )
