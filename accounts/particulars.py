"""What a business case says of an account: the one value that the register's first verbs take (A1, R1)."""

from dataclasses import dataclass

from accounts.models import Openness
from people.models import User


@dataclass(frozen=True)
class Particulars:
    """As the case gives them; the verbs check them. `lead` is one of `runners`."""

    platform: str
    name: str
    runners: tuple[User, ...]
    lead: User
    handle: str = ""
    url: str = ""
    audience: str = ""
    purpose: str = ""
    openness: str = Openness.OPEN
