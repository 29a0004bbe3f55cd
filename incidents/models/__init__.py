"""The tables of the room, one file for each thing that people speak of."""

from incidents.models.agencies import Agency, Referral
from incidents.models.assessing import Assessment, ClockStage, IncidentClock
from incidents.models.case_file import Entry, Relation, Task
from incidents.models.deleted_pictures import DeletedPicture
from incidents.models.drafts import ReportDraft
from incidents.models.evidence import Custody, Evidence
from incidents.models.incident import ALPHABET, LED_TO, PUBLIC_ID, Incident, Involvement, new_public_id
from incidents.models.outcome import OutcomeDraft
from incidents.models.packs import Pack, PackPart
from incidents.models.settings import HEAD, IncidentSettings, Senior

__all__ = [
    "ALPHABET",
    "HEAD",
    "LED_TO",
    "PUBLIC_ID",
    "Agency",
    "Assessment",
    "ClockStage",
    "Custody",
    "DeletedPicture",
    "Entry",
    "Evidence",
    "Incident",
    "IncidentClock",
    "IncidentSettings",
    "Involvement",
    "OutcomeDraft",
    "Pack",
    "PackPart",
    "Referral",
    "Relation",
    "ReportDraft",
    "Senior",
    "Task",
    "new_public_id",
]
