"""What the business cases add to an account's page."""

from accounts.models import Account
from accounts.panels import Panel, panel
from applications.models import Application
from people.models import User


@panel
def business_case(account: Account, reader: User) -> Panel | None:
    """The newest business case of the account, for whoever may see it."""
    case = Application.objects.visible_to(reader).filter(account=account).order_by("-pk").first()
    if case is None:
        return None
    rows = [("State", case.get_status_display()), ("From", case.applicant.full_name)]
    return Panel("Business case", rows, case.get_absolute_url(), "Read it")
