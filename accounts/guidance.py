"""The card on an account's page that says what to think of before posting (P5)."""

from accounts.models import Account
from accounts.panels import Panel, panel
from accounts.states import Status
from people.models import User
from policy.guidance import selectors, starter


@panel
def before_you_post(account: Account, reader: User) -> Panel | None:
    """For whoever looks at an account that is or will be posted to; one query."""
    if account.status == Status.CLOSED:
        return None
    page = selectors.page(starter.BEFORE_YOU_POST)
    if page is None:
        return None
    return Panel(page.title, text=page.summary, url=page.get_absolute_url(), link="Read all of it")
