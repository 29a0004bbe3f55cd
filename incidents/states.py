"""The states of an incident, what may follow what, and the words used for each."""

from django.db import models

from core.transitions import Transitions


class Status(models.TextChoices):
    REPORTED = "reported", "Reported"
    ASSESSED = "assessed", "Assessed"
    INVESTIGATING = "investigating", "Being investigated"
    RESOLVED = "resolved", "Resolved"
    CLOSED = "closed", "Closed"


# What the person who reported it reads: no more than that something is being done.
PUBLIC_LABELS = {
    Status.REPORTED: "Received",
    Status.ASSESSED: "Being looked into",
    Status.INVESTIGATING: "Being looked into",
    Status.RESOLVED: "Being looked into",
    Status.CLOSED: "Closed",
}

# The look of each, so that colour and icon say no more than the words.
PUBLIC_LOOKS = {
    Status.REPORTED: "reported",
    Status.ASSESSED: "in_progress",
    Status.INVESTIGATING: "in_progress",
    Status.RESOLVED: "in_progress",
    Status.CLOSED: "closed",
}

TRANSITIONS = Transitions(
    table={
        Status.REPORTED: [Status.ASSESSED],
        Status.ASSESSED: [Status.INVESTIGATING, Status.RESOLVED],
        Status.INVESTIGATING: [Status.RESOLVED],
        Status.RESOLVED: [Status.CLOSED, Status.INVESTIGATING],
        Status.CLOSED: [Status.INVESTIGATING],
    },
    labels={status.value: status.label for status in Status},
)


class Category(models.TextChoices):
    """What happened, in the policy's words (I1). What each asks for is in handling.py."""

    MISTAKE = "mistake", "A mistake was made (no blame)"
    OFFENSIVE = "offensive", "Offensive content"
    HARASSMENT = "harassment", "Harassment or bullying"
    DISCRIMINATORY = "discriminatory", "Discriminatory content"
    DEFAMATORY = "defamatory", "Defamatory content"
    DATA_PROTECTION = "data_protection", "Breach of data protection"
    DATA_COMPLAINT = "data_complaint", "Complaint about how we use personal data"
    CONFIDENTIALITY = "confidentiality", "Breach of confidentiality"
    COPYRIGHT = "copyright", "Breach of copyright"
    IMAGE = "image", "Concern about an image"
    DISREPUTE = "disrepute", "Bringing the school into disrepute"
    IMPERSONATION = "impersonation", "Somebody pretends to be the school or a person"
    COMPROMISED = "compromised", "Account taken over or password known"
    PERSONAL_GAIN = "personal_gain", "Account used for personal gain"
    UNSAFE_CONTACT = "unsafe_contact", "Unsafe contact with a pupil"
    SAFEGUARDING = "safeguarding", "Safeguarding concern"
    INDECENT_IMAGE = "indecent_image", "Indecent image of a child"
    THREAT_TO_LIFE = "threat_to_life", "Threat to life"
    STAFF = "staff", "Allegation against a member of staff, or abuse by a colleague"
    OTHER = "other", "Something else"


class Severity(models.TextChoices):
    LOW = "low", "Low: put right on the day"
    MEDIUM = "medium", "Medium: needs looking into"
    HIGH = "high", "High: serious harm, or a risk of it"


# From here on a second person looks at the assessment (I2).
HIGHEST = Severity.HIGH


class Lawfulness(models.TextChoices):
    LAWFUL = "lawful", "Unacceptable, but not against the law"
    UNSURE = "unsure", "Not sure yet"
    POSSIBLY_ILLEGAL = "possibly_illegal", "Possibly against the law"


# Not closed without a referral, or SLT's written reason for none (I4).
PERHAPS_ILLEGAL = frozenset({Lawfulness.UNSURE, Lawfulness.POSSIBLY_ILLEGAL})


class Outcome(models.TextChoices):
    INTERNAL = "internal", "Dealt with in school"
    BEHAVIOUR_POLICY = "behaviour_policy", "Behaviour policy"
    COMPLAINTS = "complaints", "Complaints procedure"
    DISCIPLINARY = "disciplinary", "Disciplinary policy"
    POLICE = "police", "Reported to the police"
    AGENCY = "agency", "Reported to another agency"
    NO_ACTION = "no_action", "No further action"


# Those that are dealt with elsewhere, of which the file gives the reference. Disciplinary has a field of its own.
WITH_A_REFERENCE = frozenset({Outcome.BEHAVIOUR_POLICY, Outcome.COMPLAINTS})

# What a closed file must say beside its outcome, by field, in the words of the form (I4).
SAID_WHEN_CLOSED = {
    "concern": "What it was about",
    "follow_up": "What was found out",
    "action": "What was done",
    "decision": "What was decided, and why",
}


class Part(models.TextChoices):
    """The part that a person has in an incident."""

    HANDLER = "handler", "Handles it"
    ALLEGED = "alleged", "Named in the allegation"
    CONFLICTED = "conflicted", "Has a conflict of interest"
    TARGET = "target", "Affected by it"
    WITNESS = "witness", "Saw it"
    REPORTER = "reporter", "Told us of it"
    PARENT = "parent", "Parent or carer"
    OTHER = "other", "Other"


SHUT_OUT = [Part.ALLEGED, Part.CONFLICTED]
# Whoever signs in with one of these parts learns that it was received, and reads what handlers open to them (H5).
TOLD = [Part.REPORTER, Part.TARGET, Part.WITNESS]


class EntryKind(models.TextChoices):
    NOTE = "note", "Note"
    CONTACT = "contact", "Conversation or call"
    DECISION = "decision", "Decision"
    ASSESSMENT = "assessment", "First assessment"
    STATE = "state", "Change of state"
    CORRECTION = "correction", "Correction"


class Clock(models.TextChoices):
    """What has to be done by when, beside the first assessment. A statutory clock never pauses."""

    ASSESS = "assess", "First assessment"
    OFFICER = "officer", "Tell the local authority's designated officer"
    REGULATOR = "regulator", "Tell the data-protection regulator, or record why not"
    COMPLAINT = "complaint", "Acknowledge the data-protection complaint"


class ClockStep(models.TextChoices):
    """The moments of a clock at which people are told."""

    HALF = "half", "Half of the time is over"
    QUARTER = "quarter", "The last quarter has begun"
    LATE = "late", "The time is over"


class EvidenceKind(models.TextChoices):
    TEXT = "text", "Text"
    LINK = "link", "Link"
    ITEM = "item", "Comment, with its thread"
    PICTURE = "picture", "Picture"
    PDF = "pdf", "PDF"


class Handled(models.TextChoices):
    """What was done with a piece of evidence: a line of its custody ledger."""

    ADDED = "added", "Added"
    VIEWED = "viewed", "Viewed"
    DOWNLOADED = "downloaded", "Original downloaded"
    EXPORTED = "exported", "Put into an export"
    CHECKED = "checked", "Checked against its fingerprint"
    SET_ASIDE = "set_aside", "Set aside"
