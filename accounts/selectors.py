"""What the screens ask about accounts."""

from accounts import handles
from accounts.models import Account, AccountQuerySet, Platform
from accounts.states import TO_SET_UP
from core.errors import InvalidInput


def by_platform_handle(text: str) -> Account:
    """The account that "facebook:StJudesFriends" names: with or without the @, in any case, not closed.

    Raises InvalidInput with a sentence that says what is wrong.
    """
    platform, colon, handle = text.partition(":")
    platform, handle = platform.strip().lower(), handles.clean(handle)
    if not colon or not platform or not handle:
        raise InvalidInput(
            f"Write the account as PLATFORM:HANDLE, such as facebook:StJudesFriends. “{text}” is not that."
        )
    if platform not in Platform.values:
        known = ", ".join(Platform.values)
        raise InvalidInput(f"There is no platform “{platform}”. Those that the portal knows: {known}.")
    account = handles.taken_by(platform, handle)
    if account is None:
        on_it = Account.objects.open().filter(platform=platform).exclude(handle="").order_by("handle")
        there = ", ".join(f"{platform}:{known}" for known in on_it.values_list("handle", flat=True)) or "none"
        raise InvalidInput(f"The register has no open account {platform}:{handle}. On this platform it has: {there}.")
    return account


def in_provisioning() -> AccountQuerySet:
    """The accounts whose checklist is open, the longest waiting first."""
    return Account.objects.open().filter(status__in=TO_SET_UP).order_by("mandate__approved_at", "pk")
