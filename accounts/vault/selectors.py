"""What the screens ask about the vault. Nothing here opens a sealed value."""

from accounts.models import Account
from accounts.vault.models import Kind, SecretVersion, VersionState


def password_stored(account: Account) -> SecretVersion | None:
    """The version in use of the account's password, if there is one."""
    return (
        SecretVersion.objects.filter(
            credential__account=account, credential__kind=Kind.PASSWORD, status=VersionState.CURRENT
        )
        .select_related("created_by")
        .order_by("created_at")
        .first()
    )
