"""The red button on an account's page by which it is stopped when somebody else has got in."""

from django.urls import reverse

from accounts.models import Account
from accounts.panels import Panel, panel
from accounts.states import Status
from core import rules
from incidents.selectors import after_compromise_url, compromise_going_on
from people.models import User


@panel
def hacked(account: Account, reader: User) -> Panel | None:
    """For whoever may press it; nothing on an account that is closed or not created yet."""
    if account.status in (Status.APPROVED, Status.CLOSED):
        return None
    if not rules.ask("incidents.report_compromise", reader, account):
        return None
    if compromise_going_on(account, reader) is not None:
        return Panel(
            title="Reported as taken over",
            url=after_compromise_url(account),
            link="Hacked: what is done now",
            tone="harm",
        )
    return Panel(
        title="Has somebody else got in?",
        url=reverse("incidents:report_compromise", kwargs={"pk": account.pk}),
        link="We have been hacked",
        tone="harm",
    )
