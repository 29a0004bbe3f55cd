"""What recovery codes add to an Administrator's Today page."""

from accounts.vault.codes import left_in_words
from accounts.vault.facts import running_out
from accounts.vault.models import Credential
from core.registry import Need, needs
from people.models import User


@needs
def codes_running_out(person: User) -> list[Need]:
    """Administrators get new recovery codes from the platform before the last ones are used up."""
    if not person.is_administrator:
        return []
    return [
        Need(
            sentence=f"Get new recovery codes for {credential.account.label}: {left_in_words(left)} left",
            url=f"{credential.get_absolute_url()}codes/",
            button="Look",
        )
        for credential, left in running_out(Credential.objects.visible_to(person))
    ]
