"""What the daily round does about tasks."""

from core.actors import DAILY
from core.errors import Refused
from core.registry import daily
from incidents.together import selectors, workflow
from incidents.workflow.handing_on import hand_on_tasks


@daily("tasks of incidents whose owner left")
def hand_on() -> None:
    for incident in selectors.left_behind():
        hand_on_tasks(incident, actor=DAILY)


@daily("tasks of incidents that are late")
def remind() -> None:
    for task in selectors.late_tasks():
        try:
            workflow.remind_task(task, actor=DAILY)
        except Refused:
            continue  # done, or told of, a moment ago
