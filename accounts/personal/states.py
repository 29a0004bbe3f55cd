"""The way of a personal account that names the school: declared, checked every year, withdrawn (R5)."""

from django.db import models

from core.transitions import Transitions


class Status(models.TextChoices):
    DECLARED = "declared", "Waits for a check"
    NEEDS_CHANGE = "needs_change", "Needs a change"
    CHECKED = "checked", "Checked"
    WITHDRAWN = "withdrawn", "Withdrawn"


# How each looks: core/looks.py knows the states that several rooms share.
TONES: dict[str, tuple[str, str]] = {
    Status.DECLARED: ("waiting", "hourglass"),
    Status.NEEDS_CHANGE: ("waiting", "undo-2"),
    Status.CHECKED: ("going", "check"),
    Status.WITHDRAWN: ("done", "circle-minus"),
}

TRANSITIONS = Transitions(
    table={
        Status.DECLARED: (Status.CHECKED, Status.NEEDS_CHANGE, Status.WITHDRAWN),
        Status.NEEDS_CHANGE: (Status.DECLARED, Status.WITHDRAWN),
        # Looked at again before the year is over, or sent in again because something changed.
        Status.CHECKED: (Status.CHECKED, Status.NEEDS_CHANGE, Status.DECLARED, Status.WITHDRAWN),
        Status.WITHDRAWN: (),
    },
    labels=dict(Status.choices),
)


class Ending(models.TextChoices):
    """Why a declaration is withdrawn."""

    CLOSED = "closed", "The account is closed"
    NAMES_NO_LONGER = "names_no_longer", "It no longer names the school"
    MISTAKE = "mistake", "I declared it by mistake"


class Stage(models.TextChoices):
    """What somebody is reminded of, once each."""

    WAITING = "waiting", "has waited for a check for a week"
    SOON = "soon", "is due for its yearly check in two weeks"
    DUE = "due", "is due for its yearly check"
