"""The categories as somebody in a hurry would call them, in groups; the advice of each (I1, I6)."""

from incidents.handling import handling_of
from incidents.states import Category as C

# Each group with its categories, in plain words. Every category is in one of them, once.
KINDS: tuple[tuple[str, tuple[tuple[C, str], ...]], ...] = (
    (
        "Is somebody safe?",
        (
            (C.SAFEGUARDING, "I am worried about a child"),
            (C.UNSAFE_CONTACT, "Somebody contacts a pupil who should not"),
            (C.THREAT_TO_LIFE, "A threat to somebody’s life"),
            (C.INDECENT_IMAGE, "A naked or sexual picture of a child"),
        ),
    ),
    (
        "What people write or post",
        (
            (C.OFFENSIVE, "Rude or offensive"),
            (C.HARASSMENT, "Bullying or harassment"),
            (C.DISCRIMINATORY, "Against people for who they are: race, faith, sex, disability"),
            (C.DEFAMATORY, "Untrue, and harms somebody’s good name"),
            (C.DISREPUTE, "Gives the school a bad name"),
        ),
    ),
    (
        "Pictures and private things",
        (
            (C.IMAGE, "A picture or video that should not be there"),
            (C.DATA_PROTECTION, "Personal details lost, shown or sent to the wrong person"),
            (C.CONFIDENTIALITY, "Something told that was confidential"),
            (C.DATA_COMPLAINT, "A complaint about how we use personal details"),
            (C.COPYRIGHT, "Somebody else’s work used without asking"),
        ),
    ),
    (
        "Accounts",
        (
            (C.COMPROMISED, "Somebody else got in, or knows a password"),
            (C.IMPERSONATION, "A fake account, or somebody pretending"),
            (C.PERSONAL_GAIN, "Used for somebody’s own gain"),
        ),
    ),
    (
        "Us, and anything else",
        (
            (C.STAFF, "Something that a member of staff did, or abuse by a colleague"),
            (C.MISTAKE, "I made a mistake"),
            (C.OTHER, "Something else, or I am not sure"),
        ),
    ),
)
PLAIN = {category.value: words for _, kinds in KINDS for category, words in kinds}


def advice_of(category: str) -> str:
    """The template that tells a reporter what to do and what not to do about `category`; "" where there is none."""
    return _advice(category, "")


def handlers_advice_of(category: str) -> str:
    """The same for whoever handles it: what the law and the guidance for schools ask of them."""
    return _advice(category, "handlers_")


def _advice(category: str, whose: str) -> str:
    if category not in C.values:
        return ""
    name = handling_of(category).advice
    return f"incidents/advice/{whose}{name}.html" if name else ""
