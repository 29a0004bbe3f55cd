"""A term of invented comments: most answered in time, a few late, and always some due now."""

import random
from collections.abc import Callable
from datetime import datetime, timedelta

from core import clock
from moderation import sweep
from moderation import workflow as moderation
from moderation.abuse import workflow as abuse
from moderation.clock_rules import SchoolClock, school_clock
from moderation.models import Item
from people.models import User
from stjudes_portal.demo import words
from stjudes_portal.demo.cast import PAGES, Page
from stjudes_portal.demo.story import DAY, HOUR, Story

KINDS = [("comment", words.COMMENTS), ("query", words.QUERIES), ("complaint", words.COMPLAINTS)]
WAKING = range(7, 22)


class Comments:
    """Puts each comment, and what was done about it, on the story's timeline."""

    def __init__(self, story: Story) -> None:
        self.story, self.at, self.now = story, story.timeline.at, story.now
        self.chance = random.Random(1847)  # the same school at every start  # noqa: S311

    def tell(self) -> None:
        first = self.story.begin + 4 * DAY
        for day in range((self.now - first).days + 1):
            morning = (first + day * DAY).replace(hour=0, minute=0)
            for page in PAGES:
                for _ in range(self._how_many(page)):
                    moment = morning + timedelta(hours=self.chance.choice(WAKING), minutes=self.chance.randrange(60))
                    if moment < self.now - 2 * HOUR:
                        self._comment(page, moment)
            self.at(morning + 23 * HOUR, sweep.run)
        for number in (24, 17, 9):
            self.at(self.now - number * DAY, self._unkind)
        self.at(self.now - 20 * timedelta(minutes=1), self._waiting_now)

    def _how_many(self, page: Page) -> int:
        return sum(self.chance.random() < page.weekly / 7 / 3 for _ in range(3))

    def _words(self) -> tuple[str, str]:
        kind, texts = self.chance.choices(KINDS, weights=[55, 36, 9])[0]
        text = self.chance.choice(texts).format(
            event=self.chance.choice(words.EVENTS),
            club=self.chance.choice(words.CLUBS),
            day=self.chance.choice(words.DAYS),
            thing=self.chance.choice(words.THINGS),
        )
        return kind, text[0].upper() + text[1:]

    def _add(self, page: Page, received_at: datetime) -> Item:
        kind, text = self._words()
        return moderation.add_item(
            self.story.account[page.key],
            actor=self.story.person["office"],
            text=text,
            kind=kind,
            received_at=received_at,
            author_name=self.chance.choice(words.WRITERS),
        )

    def _comment(self, page: Page, moment: datetime) -> None:
        seen = moment + timedelta(minutes=self.chance.randrange(5, 90))
        luck, wait = self.chance.random(), timedelta(minutes=self.chance.randrange(20, 60 * 15))
        who = self.chance.choice(page.runners[:2])

        def arrive() -> None:
            item, runner = self._add(page, moment), self.story.person[who]
            if luck < 0.015:  # forgotten until it was late
                self.at(item.due_at + wait, _when_open(item, lambda: self._reply(item, runner)))
            elif luck < 0.14 and item.kind == "comment":
                reason = "A thank-you that needs no answer"
                close = lambda: moderation.close_without_response(item, actor=runner, reason=reason)  # noqa: E731
                self.at(seen + wait, _when_open(item, close))
            elif luck < 0.24:
                self.at(seen + wait, _when_open(item, lambda: self._acknowledge(item, runner)))
                self.at(seen + wait + 8 * HOUR, _when_open(item, lambda: self._reply(item, runner)))
            else:
                self.at(min(seen + wait, item.due_at - HOUR), _when_open(item, lambda: self._reply(item, runner)))

        self.at(min(seen, self.now - HOUR), arrive)

    def _acknowledge(self, item: Item, runner: User) -> None:
        moderation.acknowledge(item, actor=runner, text=words.ACKNOWLEDGED)

    def _reply(self, item: Item, runner: User) -> None:
        who = item.claimed_by or runner
        response = moderation.draft_reply(item, actor=who, text=self.chance.choice(words.ANSWERS), ready=True)
        moderation.confirm_posted(response, actor=who)

    def _unkind(self) -> None:
        office = self.story.person["office"]
        item = moderation.add_item(
            self.story.account["school_facebook"],
            actor=office,
            text=self.chance.choice(words.UNKIND),
            received_at=clock.now() - HOUR,
            author_name="A passer-by",
        )
        response = abuse.delete(item, actor=office, house_rule="abuse", explanation=words.REMOVED)
        abuse.confirm_done(response, actor=office)

    def _waiting_now(self) -> None:
        """Whatever the day of the week: some late, some due soonest, some due later."""
        school = school_clock()
        for page, late_by in ((PAGES[0], 3), (PAGES[2], 1)):
            self._add(page, self._due_near(school, self.now - late_by * HOUR, late=True))
        for page, in_hours in ((PAGES[0], 2), (PAGES[1], 4), (PAGES[5], 6)):
            self._add(page, self._due_near(school, self.now + in_hours * HOUR, late=False))
        for page, minutes in ((PAGES[0], 95), (PAGES[3], 50), (PAGES[4], 35), (PAGES[2], 25)):
            self._add(page, self.now - timedelta(minutes=minutes))

    def _due_near(self, school: SchoolClock, wanted: datetime, *, late: bool) -> datetime:
        """A moment of the last days whose answer is due as near `wanted` as can be, on the right side of now."""
        tries = [self.now - timedelta(minutes=30 * number) for number in range(2, 300)]
        fitting = [moment for moment in tries if (school.due(moment).at < self.now) == late]
        return min(fitting, key=lambda moment: (abs(school.due(moment).at - wanted), moment))


def _when_open(item: Item, step: Callable[[], object]) -> Callable[[], None]:
    def if_still_open() -> None:
        item.refresh_from_db()
        if item.is_waiting:
            step()

    return if_still_open
