"""The states of an item and of a response to it, and what may follow what."""

from django.db import models

from core.transitions import Transitions


class Kind(models.TextChoices):
    COMMENT = "comment", "Comment"
    QUERY = "query", "Question"
    COMPLAINT = "complaint", "Complaint"


class Source(models.TextChoices):
    HAND = "hand", "added by hand"
    IMPORT = "import", "imported from a file"
    CONNECTOR = "connector", "fetched from the platform"


class Status(models.TextChoices):
    OPEN = "open", "Waiting for an answer"
    ACKNOWLEDGED = "acknowledged", "Acknowledged, waiting for a reply"
    ANSWERED = "answered", "Answered"
    CLOSED = "closed_no_response", "Closed: needed no response"
    WITHDRAWN = "withdrawn", "Taken back by its author"


WAITING = (Status.OPEN, Status.ACKNOWLEDGED)  # somebody still has something to do

TRANSITIONS = Transitions(
    table={
        Status.OPEN: [Status.ACKNOWLEDGED, Status.ANSWERED, Status.CLOSED, Status.WITHDRAWN],
        Status.ACKNOWLEDGED: [Status.ANSWERED, Status.CLOSED],
        Status.ANSWERED: [],
        Status.CLOSED: [],
        Status.WITHDRAWN: [],
    },
    labels=dict(Status.choices),
)


class ResponseKind(models.TextChoices):
    ACKNOWLEDGEMENT = "acknowledgement", "Acknowledgement"
    REPLY = "reply", "Reply"
    REMOVAL = "removal", "Removed, with an explanation"


class Action(models.TextChoices):
    """What a moderator does on the platform, beside telling the audience why (H1)."""

    DELETE = "delete", "Delete the comment"
    BLOCK = "block", "Block the author"
    REPORT = "report", "Report it to the platform"


DONE = {
    Action.DELETE: "The comment was deleted",
    Action.BLOCK: "The author was blocked",
    Action.REPORT: "It was reported to the platform",
}


class ResponseStatus(models.TextChoices):
    DRAFT = "draft", "Draft"
    TO_POST = "to_post", "Ready to be posted"
    POSTED = "posted", "Posted"


RESPONSE_TRANSITIONS = Transitions(
    table={
        ResponseStatus.DRAFT: [ResponseStatus.TO_POST],
        ResponseStatus.TO_POST: [ResponseStatus.DRAFT, ResponseStatus.POSTED],
        ResponseStatus.POSTED: [],
    },
    labels=dict(ResponseStatus.choices),
)


class Stage(models.TextChoices):
    """The moments at which the portal speaks up about an item, in order."""

    REMINDER_HALF = "reminder_half", "Reminder at half the time"
    REMINDER_TWO_HOURS = "reminder_two_hours", "Reminder two hours before"
    BREACH = "breach", "Breach: not answered in time"
    ESCALATED_ADMINISTRATORS = "escalated_administrators", "Administrators told"
    ESCALATED_SLT = "escalated_slt", "SLT told"


class BatchStatus(models.TextChoices):
    MAPPING = "mapping", "Choosing the columns"
    PREVIEWED = "previewed", "Looked at, not imported yet"
    RUNNING = "running", "Being imported"
    DONE = "done", "Imported"
    FAILED = "failed", "Stopped by an error"
    GIVEN_UP = "given_up", "Not imported"


BATCH_TRANSITIONS = Transitions(
    table={
        BatchStatus.MAPPING: [BatchStatus.PREVIEWED, BatchStatus.RUNNING, BatchStatus.GIVEN_UP],
        BatchStatus.PREVIEWED: [BatchStatus.RUNNING, BatchStatus.GIVEN_UP],
        BatchStatus.RUNNING: [BatchStatus.DONE, BatchStatus.FAILED],
        BatchStatus.FAILED: [BatchStatus.RUNNING, BatchStatus.GIVEN_UP],
        BatchStatus.DONE: [],
        BatchStatus.GIVEN_UP: [],
    },
    labels=dict(BatchStatus.choices),
)
