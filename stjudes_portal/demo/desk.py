"""The moderation desk as it is used: who watches when, what is pressing, a journalist, a parent, an opinion."""

from collections.abc import Callable
from datetime import timedelta

from accounts.models import Account
from core import clock
from core.worktime import Calendar
from moderation import workflow as moderation
from moderation.models import Author, Item
from moderation.rota import workflow as rota
from moderation.states import AuthorKind
from moderation.triage import workflow as triage
from moderation.words import workflow as answers
from people.models import User
from school import workflow as school
from school.terms import school_year_of, usual_terms
from stjudes_portal.demo.cast import PAGES, Page
from stjudes_portal.demo.story import DAY, HOUR, Story

CHECKED_DAYS = 27
WEEKEND = (5, 6)


class Desk:
    """Told after the comments: it works on what they left."""

    def __init__(self, story: Story) -> None:
        self.story, self.at, self.now = story, story.timeline.at, story.now

    def tell(self) -> None:
        self.at(self.story.begin + 3 * DAY, self._terms)
        self.at(self.now - CHECKED_DAYS * DAY - 3 * HOUR, self._weeks)
        for ago in range(CHECKED_DAYS, 0, -1):
            self.at(self.now - ago * DAY, self._looks(ago))
        self.at(self.now - 2 * HOUR, self._swap)
        self.at(self.now - 6 * DAY, self._parent)
        self.at(self.now - 3 * HOUR, self._journalist)
        self.at(self.now - 40 * timedelta(minutes=1), self._pressing)
        self.at(self.now - 15 * timedelta(minutes=1), self._opinion)

    def _person(self, key: str) -> User:
        return self.story.person[key]

    def _account(self, page: Page) -> Account:
        return Account.objects.get(pk=self.story.account[page.key].pk)

    def _terms(self) -> None:
        """This school has six short terms in a year, so that one of them has always ended within the story."""
        head, begun = self._person("head"), school_year_of(self.now.date())
        for year in (begun - 1, begun):
            for number, usual in enumerate(usual_terms(year)):
                halves = [
                    (usual.first_day, usual.break_first - DAY),
                    (Calendar().next_working_day(after=usual.break_last), usual.last_day),
                ]
                for half, (first, last) in enumerate(halves, 2 * number + 1):
                    name = f"Term {half} {year}/{(year + 1) % 100:02}"
                    school.add_term(actor=head, name=name, first_day=first, last_day=last)

    # --- the rota

    def _weeks(self) -> None:
        """Who runs a page takes turns; one page has nobody at weekends, and one has no rota at all."""
        for number, page in enumerate(PAGES[:-1]):
            people = [self._person(key) for key in page.runners[:2]]
            week: dict[int, User | None] = {day: people[day % len(people)] for day in range(7)}
            if number == 1:
                week |= dict.fromkeys(WEEKEND)
            rota.set_week(self._account(page), actor=self._person("it"), people=week)

    def _looks(self, ago: int) -> Callable[[], None]:
        def look() -> None:
            for number, page in enumerate(PAGES[:-1]):
                missed = (ago * 7 + number * 3) % 11 == 0 or (number == 1 and clock.today().weekday() in WEEKEND)
                if not missed:
                    who = self._person(page.runners[clock.today().weekday() % 2])
                    for _ in range(1 + (ago + number) % 2):
                        rota.check(self._account(page), actor=who)

        return look

    def _swap(self) -> None:
        page = PAGES[0]
        days = (clock.today() + timedelta(days=ahead) for ahead in range(2, 9))
        day = next(day for day in days if day.weekday() % 2 == 0)
        rota.ask_cover(
            self._account(page),
            actor=self._person(page.runners[0]),
            day=day,
            person_asked=self._person(page.runners[1]),
        )

    # --- the comments

    def _add(self, text: str, author: str, *, minutes: int = 5, page: Page = PAGES[0], kind: str = "comment") -> Item:
        return moderation.add_item(
            self.story.account[page.key],
            actor=self._person("office"),
            text=text,
            kind=kind,
            received_at=clock.now() - timedelta(minutes=minutes),
            author_name=author,
        )

    def _judge(self, item: Item, kind: str, notes: str = "") -> None:
        author = Author.objects.get(items=item)
        triage.judge_author(author, actor=self._person("office"), kind=kind, notes=notes)

    def _parent(self) -> None:
        office = self._person("office")
        item = self._add("The new gate rules are a joke and so is whoever dreamt them up.", "Gemma H", minutes=90)
        self._judge(item, AuthorKind.PARENT)
        triage.triage(item, actor=office, category="offensive", severity=1)
        answers.record_step(
            item,
            actor=office,
            step="ask",
            message="Thank you for telling us what you think of the gate. Could we ask you to take the last part down?",
        )
        self.at(self.now - 5 * DAY, lambda: self._answer(item, "Please call in: we would like to hear more."))

    def _answer(self, item: Item, words: str) -> None:
        office = self._person("office")
        item.refresh_from_db()
        if item.is_waiting:
            moderation.confirm_posted(moderation.draft_reply(item, actor=office, text=words, ready=True), actor=office)

    def _journalist(self) -> None:
        item = self._add(
            "Hello, I write for the Valley Courier. Could the head comment on the changes to the school bus?",
            "Rob Kettering",
            page=PAGES[1],
            kind="query",
        )
        self._judge(item, AuthorKind.JOURNALIST, "Writes for the Valley Courier, by his own words.")

    def _pressing(self) -> None:
        self._add("everyone in year 6 hates him, just k1ll yourself already", "anon_4471", minutes=12)
        self._add("Call me about the lost coat please, 07700 900 123, thanks", "Priya N", minutes=20, page=PAGES[2])

    def _opinion(self) -> None:
        office = self._person("office")
        item = self._add(
            "Why was my daughter's class the only one without a trip this year? Nobody answers the phone.",
            "Martin O",
            kind="complaint",
        )
        self._judge(item, AuthorKind.PARENT)
        draft = "Thank you for asking, Martin. You are right that the trip was put off. Sandra Pickering, school office"
        moderation.draft_reply(item, actor=office, text=draft)
        answers.ask_opinion(
            item,
            actor=office,
            of=[self._person("deputy")],
            question="Is this friendly enough, and is it true?",
            draft=draft,
        )
