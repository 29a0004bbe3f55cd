"""How a verb says no. Each carries a sentence that can be shown to the person as it stands."""


class Refused(Exception):
    """A verb was asked for and nothing was changed. `reason` says why, in plain words."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class NotAllowed(Refused):
    """The rule of the verb says that this actor may not do it (answered with 403)."""


class WrongState(Refused):
    """It was possible once, or will be, but not as things stand now (answered with 409)."""


class InvalidInput(Refused):
    """What was given cannot be used. `field` names it, where one field is at fault (answered with 400)."""

    def __init__(self, reason: str, field: str | None = None) -> None:
        super().__init__(reason)
        self.field = field


class NotRecorded(Refused):
    """The record of it could not be written, so it was not done (answered with 503)."""
