"""What the register adds to somebody's Today page."""

from accounts import selectors
from accounts.models import Account, Step
from core.registry import Health, Need, health, needs
from people.models import User


@needs
def accounts_to_create(person: User) -> list[Need]:
    """For Administrators: every account whose checklist is open, with how far it is."""
    if not person.is_administrator:
        return []
    accounts = list(selectors.in_provisioning())
    done = selectors.steps_done(accounts)
    return [
        Need(
            sentence=f"Create the account {account.label}: {done[account.pk]} of {len(Step)} steps done",
            url=account.provision_url(),
            button="Finish it" if done[account.pk] == len(Step) else "Go on" if done[account.pk] else "Start",
        )
        for account in accounts
    ]


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
