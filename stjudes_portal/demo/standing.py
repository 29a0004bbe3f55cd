"""How everybody at the demonstration school became ready, and who is not: policy, declarations, training."""

import random
from collections.abc import Callable
from datetime import timedelta
from functools import partial

from core import clock
from people.models import User
from policy import workflow as policy
from policy.courses import paper
from policy.courses import workflow as courses
from policy.courses.models import Course
from policy.models import PolicyVersion
from stjudes_portal.demo.cast import PEOPLE, Part
from stjudes_portal.demo.story import DAY, HOUR, Story
from stjudes_portal.demo.words import POLICY, POLICY_DRAFT, POLICY_SECOND, POLICY_TITLE

MINUTE = timedelta(minutes=1)
COUNTS_STILL = {"attended": 200, "expiring": 18, "overdue": -4}  # days from now until which the training counts


class Standing:
    """Two published versions of the policy and a draft, the starter course, and what each person did about them."""

    def __init__(self, story: Story) -> None:
        self.story, self.at, self.now = story, story.timeline.at, story.now
        self.chance = random.Random(1848)  # the same school at every start  # noqa: S311

    def tell(self) -> None:
        begin = self.story.begin
        self.at(begin + 2 * HOUR, self._publish(POLICY, 1, review_on_in=365))
        self.at(begin + 2 * HOUR + MINUTE, self._attended)
        self.at(begin + 2 * HOUR + 2 * MINUTE, self._starter_course)
        self.at(self.now - 20 * DAY, self._publish(POLICY_SECOND, 2, review_on_in=65))
        self.at(self.now - DAY, self._draft)

    def _publish(self, text: str, number: int, *, review_on_in: int) -> Callable[[], None]:
        def publish() -> None:
            head, today = self.story.person["head"], clock.today()
            draft = policy.save_draft(
                actor=head,
                title=POLICY_TITLE,
                body_markdown=text,
                effective_on=today,
                review_on=today + review_on_in * DAY,
            )
            version: PolicyVersion = policy.publish(draft, actor=head)
            for part in PEOPLE:
                if part.read >= number:
                    self._acknowledges(version, part, first=number == 1)

        return publish

    def _acknowledges(self, version: PolicyVersion, part: Part, *, first: bool) -> None:
        """At once when the school began; within a few days the second time."""
        person = self.story.person[part.key]
        later = timedelta(minutes=self.chance.randrange(20, 240) if first else self.chance.randrange(60, 6 * 24 * 60))
        self.at(clock.now() + later, partial(policy.acknowledge, version, actor=person))
        if first and part.declares:
            self.at(clock.now() + later + MINUTE, partial(policy.declare, actor=person))

    def _draft(self) -> None:
        policy.save_draft(actor=self.story.person["deputy"], title=POLICY_TITLE, body_markdown=POLICY_DRAFT)

    # --- training

    def _attended(self) -> None:
        """Sessions in the hall, most of them before the school had the portal."""
        for training, days in COUNTS_STILL.items():
            people = [self.story.person[part.key] for part in PEOPLE if part.training == training]
            courses.record_attendance(
                people,
                actor=self.story.person["office"],
                completed_on=clock.today() - 20 * DAY,
                evidence="In the hall, led by the county's adviser; the signed list is in the office.",
                title="Safer social media for schools",
                valid_until=self.now.date() + days * DAY,
            )

    def _starter_course(self) -> None:
        course = courses.add_starter_course(actor=self.story.person["head"])
        for part in PEOPLE:
            if part.training == "course":
                moment = clock.now() + timedelta(minutes=self.chance.randrange(10, 600))
                self.at(moment, partial(self._read, course, self.story.person[part.key]))

    def _read(self, course: Course, person: User) -> None:
        for page in course.pages.all():
            courses.mark_seen(page, actor=person)
        self.at(clock.now() + 25 * MINUTE, partial(self._answer, course, person))

    def _answer(self, course: Course, person: User, tries: int = 1) -> None:
        """Somebody in five needs a second try; hardly anybody has everything right."""
        attempt = courses.start_attempt(course, actor=person)
        put = paper.read(attempt.paper)
        allowed = attempt.asked - attempt.needed
        fails = tries == 1 and self.chance.random() < 0.2
        mistakes = allowed + 2 if fails else self.chance.randrange(allowed + 1)
        wrong = {place: (one.right + 1) % len(one.choices) for place, one in enumerate(put) if place < mistakes}
        answers = {place: wrong.get(place, one.right) for place, one in enumerate(put)}
        if not courses.finish_attempt(attempt, actor=person, answers=answers).passed:
            self.at(clock.now() + 15 * MINUTE, partial(self._answer, course, person, tries + 1))
