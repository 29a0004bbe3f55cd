"""The poster of an account: a QR code that leads to the school's own answer about it."""

from urllib.parse import urlencode

import qrcode
from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from qrcode.constants import ERROR_CORRECT_M

from accounts.models import Account, Openness, Platform

EDGE = 4  # modules of white around it, which readers need


def page_address() -> str:
    """The public page, as it is written on paper."""
    return f"{settings.PUBLIC_URL}{reverse('official:index')}"


def address_of(account: Account) -> str:
    """Where the code leads: the public page, asked about this account in as few letters as will do."""
    is_whole = "@" in account.handle or account.platform != Platform.MASTODON
    if account.handle and "/" not in account.handle and is_whole:
        asks = f"{account.platform}:{account.handle}"
    elif account.openness == Openness.OPEN:
        asks = account.url
    else:
        return page_address()  # the address of a closed account may be an invitation into it
    return f"{page_address()}?{urlencode({'q': asks}, safe=':/@')}"


def qr_code(text: str) -> SafeString:
    """The code as one drawing inside the page: nothing is fetched, and a browser's rules have nothing to forbid."""
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=EDGE)
    code.add_data(text)
    code.make(fit=True)
    rows = code.get_matrix()
    dark = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, module in enumerate(row) if module)
    size = len(rows)
    return mark_safe(  # noqa: S308  numbers alone
        f'<svg class="qr" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" role="img" '
        f'aria-label="QR code to the school\'s own answer" shape-rendering="crispEdges">'
        f'<rect width="{size}" height="{size}" fill="#fff"/><path d="{dark}" fill="#000"/></svg>'
    )
