from collections.abc import Callable
from datetime import date

import pytest

from people.models import User
from policy.guidance import selectors, workflow
from policy.guidance.models import EducationSession, GuidanceEdition

TODAY = date(2026, 11, 18)


@pytest.fixture
def write(head: User) -> Callable[..., GuidanceEdition]:
    """Save a page as the head would, after having read what it says now."""

    def written(slug: str = "tone", text: str = "Be warm.", *, actor: User | None = None, **values) -> GuidanceEdition:
        values = {"title": "Tone", "summary": "Warm.", "seen": selectors.latest(slug).number} | values
        return workflow.write_page(slug, actor=actor or head, body_markdown=text, **values)

    return written


@pytest.fixture
def own_page(head: User) -> GuidanceEdition:
    """A page that the school has added."""
    return workflow.add_page(actor=head, title="School trips", summary="Ask first.", body_markdown="Post afterwards.")


@pytest.fixture
def record(teacher: User) -> Callable[..., EducationSession]:
    """Record a session as the teacher would."""

    def recorded(*, actor: User | None = None, **values) -> EducationSession:
        values = {"held_on": TODAY, "title": "Online safety lesson", "detail": "Year 5", "led_by": "Tom Teacher"} | (
            values or {"pupils": 28}
        )
        return workflow.record_session(actor=actor or teacher, **values)

    return recorded
