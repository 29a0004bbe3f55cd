"""The card on an account's page that leads to its poster (R4)."""

from django.urls import reverse

from accounts.models import Account
from accounts.official.register import is_shown
from accounts.panels import Panel, panel
from people.models import User


@panel
def poster(account: Account, reader: User) -> Panel | None:
    """For an account that the public page calls the school's."""
    if not is_shown(account):
        return None
    return Panel(
        "For parents",
        text="Parents can check this account on the portal's public page. The poster has a code that leads there.",
        url=reverse("official:poster", kwargs={"pk": account.pk}),
        link="Poster to print",
    )
