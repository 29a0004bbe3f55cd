"""What the register adds to somebody's Today page."""

from accounts import selectors
from accounts.models import Account
from core.registry import Health, Need, health, needs
from people.models import User


@needs
def accounts_to_create(person: User) -> list[Need]:
    """For Administrators: every account whose checklist is open, with how far it is."""
    if not person.is_administrator:
        return []
    found = []
    for account in selectors.in_provisioning():
        steps = selectors.checklist(account)
        done = sum(step.done for step in steps)
        found.append(
            Need(
                sentence=f"Create the account {account.label}: {done} of {len(steps)} steps done",
                url=account.provision_url(),
                button="Finish it" if done == len(steps) else "Go on" if done else "Start",
            )
        )
    return found


@health
def accounts_that_i_run(person: User) -> list[Health]:
    """One card for each account that the person runs; the rooms above add how its comments stand."""
    return [
        Health(
            subject=f"account:{account.pk}",
            title=account.label,
            url=account.get_absolute_url(),
            status=account.status,
            label=account.get_status_display(),
        )
        for account in Account.objects.run_by(person).open()
    ]
