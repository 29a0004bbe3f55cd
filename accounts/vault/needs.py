"""What the vault adds to somebody's Today page."""

from accounts.vault.models import SecretVersion
from accounts.vault.states import VersionState
from core.registry import Need, needs
from people.models import User


@needs
def changes_to_finish(person: User) -> list[Need]:
    """The changes that this person began, and neither finished nor cancelled."""
    waiting = SecretVersion.objects.filter(status=VersionState.PENDING, created_by=person).defer("sealed")
    return [
        Need(
            sentence=(
                f"Say whether the new {version.credential.get_kind_display().lower()} of "
                f"{version.credential.account.label} works"
            ),
            url=f"{version.credential.get_absolute_url()}rotate/",
            button="Go on",
        )
        for version in waiting.select_related("credential__account")
        if version.credential.account.is_run_by(person) or person.is_administrator
    ]
