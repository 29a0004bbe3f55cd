"""The words for what an item is and how it stands, and which state may follow which."""

from django.db import models

from core.transitions import Transitions


class Kind(models.TextChoices):
    COMMENT = "comment", "Comment"
    QUERY = "query", "Question"
    COMPLAINT = "complaint", "Complaint"
    REVIEW = "review", "Review"
    MESSAGE = "message", "Direct message"
    MENTION = "mention", "Mention"


class AuthorKind(models.TextChoices):
    """Who wrote it, as far as the school knows (M3, H2, H3, H4)."""

    UNKNOWN = "unknown", "Not known"
    PUPIL = "pupil", "Pupil"
    PARENT = "parent", "Parent or carer"
    STAFF = "staff", "Member of staff"
    JOURNALIST = "journalist", "Journalist"
    PUBLIC = "public", "Member of the public"


class Category(models.TextChoices):
    """What it is about. Those of PRESSING belong into the priority lane (M3)."""

    QUESTION = "question", "Question"
    PRAISE = "praise", "Thanks or praise"
    CRITICISM = "criticism", "Criticism"
    COMPLAINT = "complaint", "Complaint about the school"
    SPAM = "spam", "Spam or advertising"
    OFFENSIVE = "offensive", "Offensive language"
    DISCRIMINATION = "discrimination", "Discrimination or hate"
    BULLYING = "bullying", "Bullying or harassment"
    THREAT = "threat", "Threat"
    SAFEGUARDING = "safeguarding", "Worry about a child"
    SELF_HARM = "self_harm", "Self-harm or suicide"
    PERSONAL_DATA = "personal_data", "Personal data"
    OTHER = "other", "Something else"


PRESSING = (
    *(Category.DISCRIMINATION, Category.BULLYING, Category.THREAT),
    *(Category.SAFEGUARDING, Category.SELF_HARM, Category.PERSONAL_DATA),
)


class Severity(models.IntegerChoices):
    NONE = 0, "Harmless"
    LOW = 1, "Low"
    MEDIUM = 2, "Medium"
    HIGH = 3, "High"


class Gone(models.TextChoices):
    """Who took it off the platform."""

    AUTHOR = "author", "Withdrawn by its author"
    US = "us", "Removed by us"
    PLATFORM = "platform", "Removed by the platform"


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
        Status.CLOSED: [Status.OPEN, Status.ACKNOWLEDGED],  # by undoing it, within seconds
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

    HIDE = "hide", "Hide the comment"
    DELETE = "delete", "Delete the comment"
    BLOCK = "block", "Block the author"
    REPORT = "report", "Report it to the platform"


class HouseRule(models.TextChoices):
    """Which of the school's rules for its pages was broken (H1)."""

    ABUSE = "abuse", "Abuse or insults"
    BULLYING = "bullying", "Bullying or harassment"
    DISCRIMINATION = "discrimination", "Discrimination or hate"
    THREAT = "threat", "Threats"
    PERSONAL_DATA = "personal_data", "Somebody's personal information"
    DEFAMATION = "defamation", "Harmful claims about a person"
    LANGUAGE = "language", "Swearing or sexual content"
    IMAGE = "image", "An image that may not be shown"
    COPYRIGHT = "copyright", "Somebody else's work"
    SPAM = "spam", "Spam or advertising"
    OTHER = "other", "Another rule"


DONE = {
    Action.HIDE: "The comment was hidden",
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
    """The stages that a school starts with. A breach is always recorded; the others are steps of the ladder, which

    the school may change: what a step of its own is called is in its row.
    """

    REMINDER_HALF = "reminder_half", "Reminder at half the time"
    REMINDER_TWO_HOURS = "reminder_two_hours", "Reminder two hours before"
    BREACH = "breach", "Breach: not answered in time"
    LATE_RUNNERS = "late_runners", "Whoever runs the account told that it is late"
    ESCALATED_ADMINISTRATORS = "escalated_administrators", "Administrators told"
    ESCALATED_SLT = "escalated_slt", "SLT told"
    PRIORITY = "priority", "In the priority lane"
    PRIORITY_BREACH = "priority_breach", "Priority target missed"
    PRIORITY_LATE = "priority_late", "Told that the priority target was missed"


RECORDED = (Stage.BREACH, Stage.PRIORITY_BREACH)  # by the clock itself, whatever the ladder says


class Anchor(models.TextChoices):
    """From where a step of the ladder counts its minutes."""

    HALF = "half", "when half of the time has passed"
    BEFORE_DUE = "before_due", "before it is due"
    AFTER_DUE = "after_due", "after it was due"
    NEXT_WORKING_DAY = "next_working_day", "at the end of the working day after it was due"
    PRIORITY_SET = "priority_set", "after it came into the priority lane"
    PRIORITY_AFTER_DUE = "priority_after_due", "after its priority target"


class Whom(models.TextChoices):
    """Whom a step of the ladder tells."""

    HOLDER = "holder", "whoever has it, else who runs the account"
    RUNNERS = "runners", "who runs the account"
    ON_ROTA = "on_rota", "whoever the rota names for today, else who runs the account"
    ADMINISTRATORS = "administrators", "Administrators, or whoever is on call"
    SLT = "slt", "SLT"
    SAFEGUARDING = "safeguarding", "the safeguarding leads"


class Channel(models.TextChoices):
    PORTAL = "portal", "in the portal"
    MAIL = "mail", "in the portal and by e-mail"


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
