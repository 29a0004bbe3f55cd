"""Who may do what about tasks, and about incidents that belong together (I3)."""

from core.actors import DAILY, Actor
from core.rules import Denied, Verdict, ask, rule
from incidents.models import Incident


@rule("incidents.do_task")
def do_task(actor: Actor, incident: Incident) -> Verdict:
    """Add a task, give it to somebody else, do it, or say why it is not needed: whoever handles the open file."""
    return ask("incidents.handle", actor, incident)


@rule("incidents.link")
def link(actor: Actor, incident: Incident, other: Incident) -> Verdict:
    """Only somebody who handles both learns that there are two (H5)."""
    first = ask("incidents.handle", actor, incident)
    return first if isinstance(first, Denied) else ask("incidents.read", actor, other)


@rule("incidents.remind_task", system=[DAILY])
def remind_task(actor: Actor) -> Verdict:
    return Denied("The portal itself reminds people of what is late.")


@rule("incidents.hand_on_tasks", system=[DAILY])
def hand_on_tasks(actor: Actor, incident: Incident) -> Verdict:
    """Follows from somebody's handling having ended."""
    return Denied("The portal itself hands on the tasks of somebody who no longer handles an incident.")
