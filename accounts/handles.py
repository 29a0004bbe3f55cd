"""How an account is named on its platform: the handle without its @, and an http or https address."""

from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db.models.functions import Lower

from accounts.models import Account
from accounts.states import OPEN
from core.errors import InvalidInput

LONGEST_HANDLE = 100
LONGEST_URL = 300
_is_address = URLValidator(schemes=["http", "https"])


def clean(handle: str) -> str:
    """A handle as the register keeps it: no spaces around it, no @ in front. Letters keep their case."""
    return handle.strip().lstrip("@").strip()


def put(account: Account, *, handle: str, url: str) -> None:
    """Set both on an account that is not saved yet. Raises InvalidInput, naming the field."""
    account.handle = _free_handle(account, handle)
    account.url = checked_url(url)


def taken_by(platform: str, handle: str, *, but: Account | None = None) -> Account | None:
    """The account that has this handle on this platform and is not closed, if there is one."""
    if not handle:
        return None
    same = Account.objects.annotate(lowered=Lower("handle")).filter(
        platform=platform, lowered=handle.lower(), status__in=OPEN
    )
    if but is not None and but.pk is not None:
        same = same.exclude(pk=but.pk)
    return same.first()


def checked_handle(handle: str) -> str:
    """A handle in the shape in which it is kept; empty for none. Raises InvalidInput."""
    handle = clean(handle)
    if len(handle) > LONGEST_HANDLE:
        raise InvalidInput(f"A handle has at most {LONGEST_HANDLE} characters.", "handle")
    if any(letter.isspace() or not letter.isprintable() for letter in handle):
        raise InvalidInput("A handle is one word, such as StJudesFriends. Give the address below it.", "handle")
    return handle


def _free_handle(account: Account, handle: str) -> str:
    handle = checked_handle(handle)
    other = taken_by(account.platform, handle, but=account)
    if other is not None:
        raise InvalidInput(
            f"{other.get_platform_display()} account {handle} is in the register already, as “{other.name}”.",
            "handle",
        )
    return handle


def checked_url(url: str) -> str:
    """An http or https address of a page, without a password in it; empty for none. Raises InvalidInput."""
    url = url.strip()
    if not url:
        return ""
    try:
        _is_address(url)
    except ValidationError:
        raise InvalidInput("Give the whole address, starting with https://", "url") from None
    if len(url) > LONGEST_URL:
        raise InvalidInput(f"An address has at most {LONGEST_URL} characters.", "url")
    if urlsplit(url).username is not None:
        raise InvalidInput("An address must not carry a user name or password.", "url")
    return url
