"""What of the accounts' lives waits for an Administrator: to be set up, and to be closed."""

from accounts import checklist_states, selectors
from accounts.life import selectors as life
from accounts.models import Purpose
from core.registry import Need, needs
from people.models import User


@needs
def accounts_to_create(person: User) -> list[Need]:
    """For Administrators: every account whose checklist is open, with how far it is."""
    if not person.is_administrator:
        return []
    accounts = list(selectors.in_provisioning())
    progress = checklist_states.progress(accounts)
    return [
        Need(
            sentence=f"Create the account {account.label}: {far.done} of {far.of} steps done",
            url=account.provision_url(),
            button="Finish it" if far.complete else "Go on" if far.done else "Start",
        )
        for account in accounts
        for far in [progress[account.pk]]
    ]


@needs
def accounts_to_close(person: User) -> list[Need]:
    """For Administrators: every account that is being closed, with how far it is."""
    if not person.is_administrator:
        return []
    accounts = list(life.being_closed())
    if not accounts:
        return []
    progress = checklist_states.progress(accounts, Purpose.CLOSE)
    nowhere = life.with_nothing_there(accounts)
    return [
        Need(
            sentence=f"Close the account {account.label}: "
            + ("nothing is on the platform" if account.pk in nowhere else f"{far.done} of {far.of} steps done"),
            url=life.closing_url(account),
            button="Finish it" if far.complete else "Go on",
        )
        for account in accounts
        for far in [progress[account.pk]]
    ]
