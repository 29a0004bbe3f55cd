"""What the vault adds to somebody's Today page."""

from django.urls import reverse

from accounts.vault import duties
from accounts.vault.models import Credential, SecretVersion
from accounts.vault.states import VersionState
from core.registry import Need, needs
from people.models import User


@needs
def changes_to_finish(person: User) -> list[Need]:
    """The changes that this person began, and neither finished nor cancelled."""
    waiting = SecretVersion.objects.filter(
        status=VersionState.PENDING, created_by=person, credential__retired_at=None
    ).defer("sealed")
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


@needs
def things_to_change(person: User) -> list[Need]:
    """For Administrators: how much must be changed because somebody knows it who should not."""
    if not person.is_administrator:
        return []
    every, urgent = duties.counted(Credential.objects.get_queryset())
    if not every:
        return []
    what = "1 thing" if every == 1 else f"{every} things"
    sentence = f"{what} in the vault must be changed"
    if urgent:
        sentence += ": somebody may be in already"
    return [Need(sentence, reverse("vault:to_change"), "See what and why", urgency=0 if urgent else 1)]
