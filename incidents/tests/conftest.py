from collections.abc import Callable

import pytest

from accounts.conftest import account, broken_record, make_account, password  # noqa: F401
from incidents import workflow
from incidents.models import Incident
from people.models import User

# What a closed file must say.
SAID = {
    "concern": "Rude words under a photo.",
    "follow_up": "Both were heard.",
    "action": "The words were removed.",
    "decision": "Talked to both.",
}


@pytest.fixture
def make_incident(teacher: User) -> Callable[..., Incident]:
    made: list[Incident] = []

    def make(category: str = "offensive", **fields: object) -> Incident:
        # The same words by the same person within a minute would be the same incident.
        words = "Rude words under a photo." + (f" Again, {len(made)}." if made else "")
        fields = {"actor": teacher, "what_happened": words} | fields
        made.append(workflow.report(category=category, **fields))
        return made[-1]

    return make


@pytest.fixture
def incident(make_incident: Callable[..., Incident], head: User, deputy: User) -> Incident:
    return make_incident()


@pytest.fixture
def assessed(incident: Incident, head: User) -> Incident:
    return workflow.assess(incident, actor=head, severity="low", lawfulness="lawful", assessment="A quarrel.")


@pytest.fixture
def resolved(assessed: Incident, head: User) -> Incident:
    return workflow.resolve(assessed, actor=head, outcome="internal", **SAID)
