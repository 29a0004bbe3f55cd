"""What the register of accounts needs to know from a complete revision."""

from accounts.particulars import Particulars
from applications.models import Revision
from core.errors import WrongState


def of(revision: Revision) -> Particulars:
    """Raises WrongState where the revision names no lead."""
    rows = list(revision.runners.select_related("person"))
    lead = next((row.person for row in rows if row.is_lead), None)
    if lead is None:
        raise WrongState("The business case names no lead.")
    return Particulars(
        platform=revision.platform,
        name=revision.proposed_name,
        handle=revision.handle,
        url=revision.url,
        audience=revision.audience,
        purpose=revision.aim,
        openness=revision.openness,
        runners=tuple(row.person for row in rows),
        lead=lead,
    )
