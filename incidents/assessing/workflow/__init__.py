"""The verbs about judging an incident, and about what has to be done by a time (I2, I5)."""

from incidents.assessing.workflow.duties import record_duty, set_aware, waive_duty
from incidents.assessing.workflow.judging import assess, check_assessment, reassess
from incidents.assessing.workflow.kinds import recategorise

__all__ = [
    "assess",
    "check_assessment",
    "reassess",
    "recategorise",
    "record_duty",
    "set_aware",
    "waive_duty",
]
