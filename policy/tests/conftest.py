from collections.abc import Callable
from datetime import date

import pytest

from people.models import User
from policy import workflow
from policy.models import PolicyVersion


@pytest.fixture
def publish(head: User) -> Callable[..., PolicyVersion]:
    """Write and publish a version, as the head would."""

    def published(text: str = "Be kind.", *, actor: User | None = None) -> PolicyVersion:
        actor = actor or head
        version = workflow.save_draft(actor=actor, title="Social media policy", body_markdown=text)
        return workflow.publish(version, actor=actor, effective_on=date(2026, 11, 18), review_on=date(2027, 11, 18))

    return published


@pytest.fixture
def version(publish: Callable[..., PolicyVersion]) -> PolicyVersion:
    return publish()
