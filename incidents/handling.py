"""What each category asks for: whose compartment, how soon, which clocks run, what may be uploaded (I1, I2, I5)."""

import re
from dataclasses import dataclass
from enum import StrEnum

from incidents.states import Category, Clock

# A picture put into the words themselves.
PICTURE = re.compile(r"data:\s*(image|video|application)/|(?:[A-Za-z0-9+/]{76}\s*){8}", re.IGNORECASE)
NO_PICTURE = "Write the link and words only. Put no picture here, in whatever form."


class Compartment(StrEnum):
    """Who handles it, before anybody is named in it. routing.py finds the way round those who are."""

    SENIORS = "seniors"  # SLT
    SAFEGUARDING = "safeguarding"  # the safeguarding leads alone; they bring in whom they need, by name
    BOTH = "both"  # SLT and the safeguarding leads
    ACCOUNTS = "accounts"  # SLT and Administrators


@dataclass(frozen=True)
class Handling:
    """`urgent`: the first assessment is due within the hour, at any hour. `words_only`: no picture, no file, ever.

    `emergency`: the page says “call 999 first” whether or not somebody ticked immediate danger.
    `advice` names the template under templates/incidents/advice/ that says what to do and what not to do.
    """

    compartment: Compartment = Compartment.SENIORS
    urgent: bool = False
    words_only: bool = False
    emergency: bool = False
    clocks: tuple[Clock, ...] = ()
    advice: str = ""


ORDINARY = Handling()
_HANDLINGS = {
    Category.HARASSMENT: Handling(Compartment.BOTH),
    Category.DATA_PROTECTION: Handling(clocks=(Clock.REGULATOR,), advice="data_protection"),
    Category.DATA_COMPLAINT: Handling(clocks=(Clock.COMPLAINT,), advice="data_complaint"),
    Category.IMAGE: Handling(advice="image"),
    Category.COMPROMISED: Handling(Compartment.ACCOUNTS),
    Category.UNSAFE_CONTACT: Handling(Compartment.SAFEGUARDING, urgent=True, advice="safeguarding"),
    Category.SAFEGUARDING: Handling(Compartment.SAFEGUARDING, advice="safeguarding"),
    Category.INDECENT_IMAGE: Handling(
        Compartment.SAFEGUARDING, urgent=True, words_only=True, advice="indecent_image"
    ),
    Category.THREAT_TO_LIFE: Handling(Compartment.BOTH, urgent=True, emergency=True, advice="threat_to_life"),
    Category.STAFF: Handling(clocks=(Clock.OFFICER,), advice="staff"),
}  # fmt: skip


def handling_of(category: str) -> Handling:
    """What incidents of `category` ask for. Raises ValueError for a category that there is not."""
    return _HANDLINGS.get(Category(category), ORDINARY)


STATUTORY = frozenset({Clock.OFFICER, Clock.REGULATOR, Clock.COMPLAINT})
