"""What the register adds to somebody's Today page."""

from accounts import selectors
from core.registry import Need, needs
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
