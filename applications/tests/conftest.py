"""A business case at each stage, and people who are ready to run an account."""

from collections.abc import Callable
from datetime import date

import pytest

from applications import workflow
from applications.models import Application
from conftest import NOW
from people.models import User
from policy.models import Acknowledgement, PolicyVersion, TrainingRecord

WORDS: dict[str, dict[str, str]] = {
    "place": {"platform": "facebook", "proposed_name": "Year 4 news"},
    "aim": {"aim": "Show parents what Year 4 learns."},
    "audience": {"audience": "Parents of Year 4."},
    "promotion": {"promotion": "A letter home and the newsletter."},
    "openness": {"openness": "closed", "openness_reason": "Only parents of the class need it."},
}
PLACE_OF_EXISTING = {
    "platform": "facebook",
    "proposed_name": "Friends of St Jude's",
    "handle": "@StJudesFriends",
    "url": "https://facebook.com/StJudesFriends",
}


@pytest.fixture
def policy(school: object) -> PolicyVersion:
    return PolicyVersion.objects.create(
        number=1,
        title="Social media policy",
        body_markdown="Be kind.",
        status="published",
        digest="d" * 64,
        effective_on=date(2026, 9, 1),
        review_on=date(2027, 9, 1),
        drafted_at=NOW,
        changed_at=NOW,
        published_at=NOW,
    )


@pytest.fixture
def make_ready(policy: PolicyVersion) -> Callable[..., None]:
    """Have people acknowledge the policy and be trained."""

    def ready(*people: User) -> None:
        for person in people:
            Acknowledgement.objects.create(person=person, version=policy, digest=policy.digest, at=NOW)
            TrainingRecord.objects.create(
                person=person,
                title="Safe use",
                completed_on=date(2026, 9, 2),
                valid_until=date(2027, 9, 2),
                recorded_at=NOW,
            )

    return ready


@pytest.fixture
def write(teacher: User, teacher2: User) -> Callable[..., Application]:
    """A complete draft, by default of the class teacher's, who is to run the account with a colleague."""

    def written(
        actor: User = teacher, runners: tuple[User, ...] = (teacher, teacher2), kind: str = "new"
    ) -> Application:
        case = workflow.start(actor=actor, kind=kind)
        for point, values in WORDS.items():
            workflow.save_point(case, point, actor=actor, **values)
        if kind == "existing":
            workflow.save_point(case, "place", actor=actor, **PLACE_OF_EXISTING)
        return workflow.save_point(case, "runners", actor=actor, runners=runners, lead=runners[0])

    return written


@pytest.fixture
def draft(write: Callable[..., Application]) -> Application:
    return write()


@pytest.fixture
def submitted(head: User, deputy: User, draft: Application, teacher: User) -> Application:
    return workflow.submit(draft, actor=teacher)


@pytest.fixture
def existing(head: User, deputy: User, admin: User, write: Callable[..., Application], teacher: User) -> Application:
    """An account that the school has already, submitted."""
    return workflow.submit(write(kind="existing"), actor=teacher)


@pytest.fixture
def ready(make_ready: Callable[..., None], teacher: User, teacher2: User) -> None:
    """Both runners may run an account."""
    make_ready(teacher, teacher2)
