"""How each runner whom a case names stands: what they lack, and where it is put right. Row A3."""

from dataclasses import dataclass, field
from datetime import datetime

from django.urls import reverse

from applications.models import Revision
from applications.workflow.reminding import last_reminded, not_reminded_today
from core import clock, rules
from people.models import User
from policy.selectors import Readiness, readiness_of


@dataclass(frozen=True)
class ToDo:
    """A step that the reader of the page can take for a runner, or for themselves."""

    words: str
    url: str


@dataclass(frozen=True)
class RunnerState:
    """Somebody whom the case names, and what they still lack."""

    person: User
    is_lead: bool
    missing: list[str] = field(default_factory=list)
    reminded_today: bool = False
    reminded_at: datetime | None = None
    to_do: list[ToDo] = field(default_factory=list)

    @property
    def ready(self) -> bool:
        return not self.missing

    @property
    def to_remind(self) -> bool:
        """Not ready, able to do something about it, and not reminded today."""
        return not self.ready and self.person.may_sign_in and not self.reminded_today


def runner_states(revision: Revision, reader: User) -> list[RunnerState]:
    """The runners, the lead first, each with what is missing before SLT can approve, and what `reader` can do (A3)."""
    rows = list(revision.runners.select_related("person").prefetch_related("person__grants"))
    people = [row.person for row in rows]
    readiness = readiness_of(people)
    to_remind = {person.pk for person in not_reminded_today(revision.application, people)}
    reminded = last_reminded(revision.application)
    states = []
    for row in rows:
        missing = readiness[row.person.pk].missing
        to_do = _to_do(row.person, readiness[row.person.pk], reader)
        if not row.person.may_sign_in:
            missing, to_do = ["is no longer active in the portal"], []
        states.append(
            RunnerState(
                row.person,
                row.is_lead,
                missing,
                row.person.pk not in to_remind,
                reminded.get(row.person.pk),
                to_do,
            )
        )
    return states


def _to_do(person: User, standing: Readiness, reader: User) -> list[ToDo]:
    if standing.ready:
        return []
    steps = []
    untrained = standing.trained_until is None or standing.trained_until < clock.today()
    if person.pk == reader.pk:
        if standing.acknowledged_at is None:
            steps.append(ToDo("Read and acknowledge the policy", reverse("policy:read")))
        if untrained:
            steps.append(ToDo("Take the training", reverse("courses:index")))
    elif untrained and rules.ask("policy.record_training", reader, person):
        url = reverse("policy:training", kwargs={"pk": person.pk})
        steps.append(ToDo("Record training that was attended", url))
    return steps
