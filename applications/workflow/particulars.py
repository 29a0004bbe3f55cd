"""What the register of accounts needs to know from a complete revision."""

from dataclasses import dataclass

from applications.models import Revision
from core.errors import WrongState
from people.models import User


@dataclass(frozen=True)
class Particulars:
    words: dict[str, str]
    runners: list[User]
    lead: User


def of(revision: Revision) -> Particulars:
    """Raises WrongState where the revision names no lead."""
    rows = list(revision.runners.select_related("person"))
    lead = next((row.person for row in rows if row.is_lead), None)
    if lead is None:
        raise WrongState("The business case names no lead.")
    words = {
        "platform": revision.platform,
        "name": revision.proposed_name,
        "handle": revision.handle,
        "url": revision.url,
        "audience": revision.audience,
        "purpose": revision.aim,
        "openness": revision.openness,
    }
    return Particulars(words, [row.person for row in rows], lead)
