"""“We have been hacked”: one press stops an account, marks all that opens it, opens an incident and tells people."""

from accounts import workflow as accounts
from accounts.models import SEE_ALL, Account
from accounts.states import Status
from accounts.vault import workflow as vault
from audit import workflow as audit
from core import clock, rules
from core.errors import WrongState
from incidents.models import Incident
from incidents.selectors import after_compromise_url, compromise_going_on, told_event
from incidents.states import Category
from incidents.workflow.reporting import report
from notifications import workflow as notifications
from people.models import User

# Nothing is posted through an account in these states, so nothing has to be stopped.
STANDS_STILL = (Status.SUSPENDED, Status.CLOSING)
BECAUSE = "Reported as taken over by somebody else."


@audit.verb("incidents.report_compromise", "reported that somebody else may be in this account")
def report_compromise(account: Account, *, actor: User, what_happened: str = "") -> Incident:
    """Suspend the account, mark everything kept for it as known to others, open an incident, and tell who must know.

    What happened stays in the case file. Raises NotAllowed, and WrongState where it is reported already, or where
    the account is closed or not created yet.
    """
    account = audit.lock(account)
    rules.require("incidents.report_compromise", actor, account)
    if compromise_going_on(account, actor) is not None:
        raise WrongState("It is reported already: the account is stopped, and those who must know were told.")
    if account.status in (Status.CLOSED, Status.APPROVED):
        state = account.get_status_display().lower()
        raise WrongState(f"This account is {state}, so there is nothing to stop. Report it as an incident instead.")
    if account.status not in STANDS_STILL:
        accounts.suspend(account, actor=actor, reason=BECAUSE, quietly=True)
    marked = vault.report_compromise(account, actor=actor)
    words = what_happened.strip() or f"“We have been hacked” was pressed for {account.label}. Nothing was written."
    incident = report(actor=actor, category=Category.COMPROMISED, what_happened=words, account=account)
    incident.froze_at = clock.now()
    incident.save(update_fields=["froze_at"])
    audit.record("incidents.report_compromise", account, actor=actor, incident=incident.pk, credentials=len(marked))
    notifications.tell(
        to_tell(account),
        "incidents.account_compromised",
        event=told_event(incident),
        url=after_compromise_url(account),
        about=account,
        account=account.label,
    )
    return incident


def to_tell(account: Account) -> list[User]:
    """Those who oversee all accounts, and those who run this one; whoever reports it among them."""
    oversee = User.objects.holding(*SEE_ALL)
    return list(oversee.order_by("full_name", "pk")) + [one for one in account.runners_now() if one not in oversee]
