"""What the incident pages read."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.urls import reverse

from accounts import checklists
from accounts.checklists import StepText
from accounts.models import Account, Purpose, Runner, Tick
from accounts.states import Status as AccountStatus
from core import rules
from incidents.models import Incident, IncidentClock, Involvement
from incidents.refs import as_typed
from incidents.states import Clock, EntryKind, Status
from notifications.models import Notification
from people.models import User

ICONS = {
    EntryKind.NOTE: "pencil",
    EntryKind.CONTACT: "phone",
    EntryKind.DECISION: "gavel",
    EntryKind.ASSESSMENT: "clipboard-check",
    EntryKind.STATE: "circle-dot",
    EntryKind.CORRECTION: "pencil-line",
}


@dataclass(frozen=True)
class Happening:
    """One line of the case file, in the shape that the timeline component draws."""

    at: datetime
    words: str
    text: str
    icon: str
    tone: str = ""


def timeline(incident: Incident, *, for_reporter: bool = False) -> list[Happening]:
    """The file's entries and referrals, newest first; for the reporter only what was opened to them."""
    entries = incident.entries.select_related("by")
    if for_reporter:
        entries = entries.filter(open_to_reporter=True)
    happenings = [
        Happening(
            entry.at,
            f"{entry.by} · {EntryKind(entry.kind).label}{' · open to the reporter' if entry.open_to_reporter else ''}",
            entry.text,
            ICONS[EntryKind(entry.kind)],
        )
        for entry in entries
    ]
    if not for_reporter:
        for referral in incident.referrals.select_related("by"):
            reference = f"Reference: {referral.reference}" if referral.reference else "No reference was given."
            words = f"{referral.by} told {referral.name}, {referral.how}"
            happenings.append(Happening(referral.referred_at, words, reference, "send", "going"))
    return sorted(happenings, key=lambda happening: happening.at, reverse=True)


def parts(incident: Incident) -> QuerySet[Involvement]:
    """Who has a part in it now."""
    return incident.involvements.filter(ended_at=None).select_related("person")


def with_assess_by(incidents: QuerySet[Incident]) -> QuerySet[Incident]:
    """Each with `assess_by`: when its first assessment is due."""
    clocks = IncidentClock.objects.filter(incident=OuterRef("pk"), kind=Clock.ASSESS)
    return incidents.annotate(assess_by=Subquery(clocks.values("due_at")))


def filtered(person: User, chosen: dict[str, Any]) -> QuerySet[Incident]:
    """The case files that `person` handles, narrowed by the filters in the address."""
    found = with_assess_by(Incident.objects.visible_to(person)).select_related("account", "lead")
    status = chosen.get("status")
    if status == "open":
        found = found.exclude(status=Status.CLOSED)
    elif status:
        found = found.filter(status=status)
    if chosen.get("category"):
        found = found.filter(category=chosen["category"])
    typed = as_typed(chosen.get("q", ""))
    if typed:
        found = found.filter(public_id__startswith=typed)
    return found


def choices(incident: Incident, person: User) -> dict[str, rules.Verdict]:
    """For each verb that a button offers, whether it is open to `person` and why not."""
    return {
        "handle": rules.ask("incidents.handle", person, incident),
        "close": rules.ask("incidents.close", person, incident),
        "reopen": rules.ask("incidents.reopen", person, incident),
        "excuse": rules.ask("incidents.excuse", person, incident),
    }


def compromise_going_on(account: Account, reader: User | None = None) -> Incident | None:
    """The incident by which the account stands still now, or None: nobody reported it, or it is safe again.

    An account that was set free, or whose closing was called off, can be reported anew. For a reader who is named in
    it there is none (H5): should they report it, theirs is another one.
    """
    if account.status not in (AccountStatus.SUSPENDED, AccountStatus.CLOSING):
        return None
    # One that is closed while it is suspended is both: it keeps since when.
    stopped_at = account.suspended_at or account.closing_at
    known = Incident.objects.without_a_conflict_for(reader) if reader is not None else Incident.objects.all()
    reported = with_assess_by(known.filter(account=account, froze_at__isnull=False))
    if stopped_at is not None:
        reported = reported.filter(froze_at__gte=stopped_at)
    return reported.order_by("-froze_at").first()


def told_event(incident: Incident) -> str:
    """What the notices of a compromise have in common."""
    return f"incident:{incident.pk}:compromised"


def told(incident: Incident) -> QuerySet[Notification]:
    """Who was told of a compromise, and when; by name."""
    return (
        Notification.objects.filter(event=told_event(incident))
        .select_related("recipient")
        .prefetch_related("recipient__grants")
        .order_by("recipient__full_name", "pk")
    )


def after_compromise_url(account: Account) -> str:
    return reverse("incidents:after_compromise", kwargs={"pk": account.pk})


def after_compromise_steps(account: Account) -> list[tuple[StepText, Tick | None]]:
    """The platform's list of what to do after it was hacked, each step with its tick."""
    ticks = checklists.ticked(account, Purpose.HACKED)
    return [(step, ticks.get(step.key)) for step in checklists.steps(account.platform, Purpose.HACKED)]


def to_stop(person: User, limit: int = 40) -> list[Account]:
    """The accounts that this person can stop, those that they run first."""
    seen = Account.objects.visible_to(person).exclude(status__in=[AccountStatus.APPROVED, AccountStatus.CLOSED])
    runs = Exists(Runner.objects.now().filter(account=OuterRef("pk"), person=person))
    return list(seen.annotate(is_mine=runs).order_by("-is_mine", "name", "pk")[:limit])
