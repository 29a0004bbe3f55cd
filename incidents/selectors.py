"""What the incident pages read."""

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.urls import reverse

from accounts import checklists
from accounts.checklists import StepText
from accounts.models import Account, Purpose, Runner, Tick
from accounts.states import Status as AccountStatus
from core import rules
from incidents.models import Incident, IncidentClock
from incidents.states import Clock
from incidents.telling import causes
from notifications.models import Notification
from people.models import User


def with_assess_by(incidents: QuerySet[Incident]) -> QuerySet[Incident]:
    """Each with `assess_by`: when its first assessment is due."""
    clocks = IncidentClock.objects.filter(incident=OuterRef("pk"), kind=Clock.ASSESS)
    return incidents.annotate(assess_by=Subquery(clocks.values("due_at")))


def choices(incident: Incident, person: User) -> dict[str, rules.Verdict]:
    """For each verb that a button offers, whether it is open to `person` and why not."""
    handle = rules.ask("incidents.handle", person, incident)
    return {
        "handle": handle,
        "shut_out": handle if incident.is_open else rules.ask("incidents.shut_out", person, incident),
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
    return f"{causes(incident)}compromised"


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
