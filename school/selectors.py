"""Reads for the settings pages."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Min

from core import clock
from notifications.models import Mail, Notification
from school.models import NonWorkingDay, Term


@dataclass(frozen=True)
class WaitingMail:
    """How many messages wait for the mail server, and since when the oldest does."""

    count: int
    since: datetime | None


def waiting_mail() -> WaitingMail:
    found = Notification.objects.filter(mail=Mail.WAITING, withdrawn_at=None).aggregate(
        count=Count("pk"), since=Min("created_at")
    )
    return WaitingMail(found["count"], found["since"])


def failed_mail() -> int:
    """How many messages were given up after their last try."""
    return Notification.objects.filter(mail=Mail.FAILED).count()


def days_off(today: date | None = None) -> tuple[list[NonWorkingDay], list[NonWorkingDay]]:
    """Those to come (today's too), soonest first; and the past ones, latest first."""
    today = today or clock.today()
    days = list(NonWorkingDay.objects.order_by("date"))
    return [day for day in days if day.date >= today], [day for day in reversed(days) if day.date < today]


def terms(today: date | None = None) -> tuple[list[Term], list[Term]]:
    """Those that are on or to come, soonest first; and the past ones, latest first."""
    today = today or clock.today()
    found = list(Term.objects.order_by("first_day"))
    return [term for term in found if term.last_day >= today], [t for t in reversed(found) if t.last_day < today]
