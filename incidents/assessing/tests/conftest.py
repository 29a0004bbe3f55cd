from collections.abc import Callable

import pytest

from audit.models import Event
from incidents import workflow
from incidents.models import Incident
from incidents.tests.conftest import assessed, broken_record, incident, make_incident  # noqa: F401
from notifications.models import Notification
from people.models import User

JUDGED = {"severity": "medium", "lawfulness": "lawful", "assessment": "A quarrel."}
HIGH = JUDGED | {"severity": "high"}


def told(template: str) -> set[User]:
    """Who was told by this message, and may still read it."""
    rows = Notification.objects.filter(template=template, withdrawn_at=None)
    return {row.recipient for row in rows.select_related("recipient")}


def events(verb: str) -> list[Event]:
    return list(Event.objects.filter(verb=verb, refused=False))


@pytest.fixture
def gravest(incident: Incident, head: User) -> Incident:  # noqa: F811
    """Assessed by the head as of the highest severity; the deputy has not looked at it yet."""
    return workflow.assess(incident, actor=head, **HIGH)


@pytest.fixture
def make_breach(make_incident: Callable[..., Incident], head: User, deputy: User) -> Callable[..., Incident]:  # noqa: F811
    """A breach of personal data, assessed: what is left is the law's clock."""

    def make(category: str = "data_protection", **fields: object) -> Incident:
        return workflow.assess(make_incident(category, **fields), actor=head, **JUDGED)

    return make


@pytest.fixture
def breach(make_breach: Callable[..., Incident]) -> Incident:
    return make_breach()
