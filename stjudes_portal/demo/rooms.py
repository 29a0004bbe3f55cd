"""Who comes, goes and is away at the demonstration school, what it teaches, and accounts that are people's own."""

from datetime import date, timedelta
from functools import partial

from accounts.personal import workflow as personal
from accounts.personal.models import PersonalAccount
from core import clock
from core.registry import chores
from people import workflow as people
from policy.guidance import starter
from policy.guidance import workflow as guidance
from stjudes_portal.celery import app
from stjudes_portal.demo.story import DAY, Story
from stjudes_portal.demo.words import PERSONAL, SESSIONS, TONE_ADDED, TONE_NOTE

ROUNDS = (16, 15, 7, 1)  # days ago on which the demonstration runs the daily round, as the timetable would


class Rooms:
    """What else is going on, beside business cases and comments."""

    def __init__(self, story: Story) -> None:
        self.story, self.at, self.now = story, story.timeline.at, story.now

    def tell(self) -> None:
        self.at(self.now - 25 * DAY, self._somebody_left)
        self.at(self.now - 5 * DAY, self._somebody_leaves)
        self.at(self.now - 3 * DAY, self._somebody_is_away)
        self.at(self.now - 33 * DAY, self._guidance)
        for days_ago, who, title, led_by, counts in SESSIONS:
            self.at(self.now - days_ago * DAY, partial(self._session, who, title, led_by, counts))
        self._personal_accounts()
        for days_ago in ROUNDS:
            self.at((self.now - days_ago * DAY).replace(hour=1, minute=0), daily_round)
        self.at(self.now, daily_round)

    def _somebody_left(self) -> None:
        self._leaves("cover", working_day((self.now - 16 * DAY).date()))

    def _somebody_leaves(self) -> None:
        self._leaves("music", working_day((self.now + 9 * DAY).date()))

    def _leaves(self, who: str, day: date) -> None:
        people.set_leaving_day(self.story.person[who], actor=self.story.person["it"], leaves_on=day)

    def _somebody_is_away(self) -> None:
        people.record_absence(
            self.story.person["assistant_head"],
            actor=self.story.person["head"],
            from_on=working_day(clock.today() + 2 * DAY),
            until_on=working_day(clock.today() + 9 * DAY),
            delegate=self.story.person["deputy"],
        )

    def _guidance(self) -> None:
        words = starter.words_of(starter.TONE)
        guidance.write_page(
            starter.TONE,
            actor=self.story.person["deputy"],
            title=words.title,
            summary=words.summary,
            body_markdown=f"{words.body}\n\n{TONE_ADDED}",
            seen=0,
            note=TONE_NOTE,
        )

    def _session(self, who: str, title: str, led_by: str, counts: dict[str, int]) -> None:
        guidance.record_session(
            actor=self.story.person[who],
            held_on=working_day(clock.today()),
            title=title,
            led_by=led_by,
            pupils=counts.get("pupils", 0),
            parents=counts.get("parents", 0),
            staff=counts.get("staff", 0),
            governors=counts.get("governors", 0),
        )

    def _personal_accounts(self) -> None:
        for days_ago, who, platform, handle, naming in PERSONAL:
            self.at(self.now - days_ago * DAY, partial(self._declare, who, platform, handle, naming))

    def _declare(self, who: str, platform: str, handle: str, naming: str) -> None:
        account = personal.declare(
            actor=self.story.person[who],
            platform=platform,
            handle=handle,
            url="",
            naming=naming,
            disclaimer=True,
            no_branding=True,
        )
        followed = {"year6": self._check, "sport": self._ask_for_change, "library": self._withdraw}.get(who)
        if followed is not None:
            self.at(clock.now() + timedelta(days=2, hours=3), partial(followed, account))

    def _check(self, account: PersonalAccount) -> None:
        personal.check(account, actor=self.story.person["office"], disclaimer_seen=True, no_logo=True, no_branding=True)

    def _ask_for_change(self, account: PersonalAccount) -> None:
        note = "The profile picture shows the school's badge. Please choose another one, then send it in again."
        personal.ask_for_change(account, actor=self.story.person["it"], note=note)

    def _withdraw(self, account: PersonalAccount) -> None:
        personal.withdraw(account, actor=account.person, ending="closed")


def working_day(day: date) -> date:
    """That day, or the Friday before its weekend."""
    return day - max(0, day.weekday() - 4) * DAY


def daily_round() -> None:
    """What the timetable does by night. The worker knows the chores from the start; this process looks for them."""
    app.loader.import_default_modules()
    for chore in chores:
        chore.run()
