"""The case file, read (I3)."""

from audit import workflow as audit
from core import rules
from incidents.models import Incident
from people.models import User


@audit.verb("incidents.read", "read the case file")
def read(incident: Incident, *, actor: User) -> Incident:
    """Record that a handler opened the case file, before it is shown."""
    incident = audit.lock(incident)
    rules.require("incidents.read", actor, incident)
    return incident
