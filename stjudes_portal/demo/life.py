"""The accounts' whole life: what the vault keeps and who may see it, handovers in each state, a hack, a closing."""

import base64
import secrets
from datetime import date, timedelta
from functools import partial

from accounts import workflow as accounts
from accounts.handovers import steps
from accounts.handovers import workflow as handovers
from accounts.handovers.models import Choice, Handover
from accounts.models import Account
from accounts.vault import duties
from accounts.vault import workflow as vault
from accounts.vault.models import Credential, Kind
from core import clock
from incidents import workflow as incidents
from people.models import User
from stjudes_portal.demo.story import DAY, HOUR, Story


class Life:
    """Told before `Rooms`, which records who leaves: whoever leaves has to run something first."""

    def __init__(self, story: Story) -> None:
        self.story, self.at, self.now = story, story.timeline.at, story.now

    def tell(self) -> None:
        self.at(self.now - 60 * DAY, self._more_in_the_vault)
        self.at(self.now - 59 * DAY, self._cover_teacher_helps)
        self.at(self.now - 50 * DAY, self._given_to_those_who_run_them)
        self.at(self.now - 10 * DAY, self._an_emergency)
        self.at(self.now - 14 * DAY, self._completed)
        self.at(self.now - 8 * DAY, self._waits_for_a_second_person)
        self.at(self.now - 6 * DAY, self._closes)
        self.at(self.now - 4 * DAY, self._in_hand)
        self.at(self.now - 3 * DAY, self._asked)
        self.at(self.now - 2 * HOUR, self._hacked)
        self.at(self.now - HOUR, self._to_be_looked_at)

    # --- the vault

    def _more_in_the_vault(self) -> None:
        codes = "\n".join(f"{secrets.randbelow(10**8):08}" for _ in range(10))
        kept: list[tuple[str, str, str]] = [
            ("school_facebook", Kind.SECOND_FACTOR, base64.b32encode(secrets.token_bytes(20)).decode()),
            ("school_facebook", Kind.RECOVERY_CODE, codes),
            ("school_facebook", Kind.RECOVERY_EMAIL, "office@stjudes.example"),
            ("school_facebook", Kind.RECOVERY_PHONE, "01632 960 001"),
            ("school_x", Kind.API_TOKEN, secrets.token_urlsafe(40)),
            ("school_x", Kind.NOTE, "The first headmaster's dog: a name that nobody else knows"),
            ("sport_instagram", Kind.RECOVERY_EMAIL, "sport@stjudes.example"),
            ("music_youtube", Kind.SECOND_FACTOR, base64.b32encode(secrets.token_bytes(20)).decode()),
        ]
        for key, kind, secret in kept:
            vault.store(self._account(key), actor=self._person("it"), kind=kind, label="", secret=secret)
        codes_of = self._credential("school_facebook", Kind.RECOVERY_CODE)
        self.at(self.now - 30 * DAY, lambda: vault.use_recovery_code(codes_of, 1, actor=self._person("it")))

    def _cover_teacher_helps(self) -> None:
        """He was given the password of what he helped with, looked at it, and left: nobody has changed it yet."""
        accounts.add_runner(self._account("sport_instagram"), self._person("cover"), actor=self._person("it"))
        self._give("sport_instagram", Kind.PASSWORD, "cover", days=120)
        self._looks("sport_instagram", "cover", days_ago=40, why="Posting the cross-country results")

    def _given_to_those_who_run_them(self) -> None:
        for key, who, days in (
            ("school_facebook", "deputy", 160),
            ("school_facebook", "year6", 60),
            ("music_youtube", "music", 120),
            ("sport_instagram", "year6", 200),
            ("library_mastodon", "year3", 120),
        ):
            self._give(key, Kind.PASSWORD, who, days=days)
        self._looks("music_youtube", "music", days_ago=36, why="Uploading the harvest concert")
        self._looks("library_mastodon", "year3", days_ago=33, why="Signing in on the library's computer")
        self._looks("school_facebook", "year6", days_ago=21, why="The app asked to sign in again")

    def _an_emergency(self) -> None:
        password = self._credential("friends_facebook")
        vault.break_glass(
            password, actor=self._person("head"), reason="The fair is called off, and the office is closed"
        )
        self.at(
            clock.now() + 3 * HOUR,
            lambda: vault.rotate(password, actor=self._person("office"), secret=secrets.token_urlsafe(15)),
        )

    def _give(self, key: str, kind: str, who: str, *, days: int) -> None:
        until = clock.today() + timedelta(days=days)
        vault.grant(self._credential(key, kind), self._person(who), actor=self._person("it"), until=until)

    def _looks(self, key: str, who: str, *, days_ago: int, why: str) -> None:
        look = partial(vault.reveal, self._credential(key), actor=self._person(who), reason=why)
        self.at(self.now - days_ago * DAY, look)

    # --- handovers; those of people who leave are opened by their last day

    def _completed(self) -> None:
        handover = self._stops("school_facebook", "year6", due_in=7)
        handovers.choose(handover, actor=self._person("head"), choice=Choice.GO_ON)

        def done() -> None:
            self._does_all_of(handover)
            handovers.send_to_confirm(handover, actor=self._person("it"))
            self.at(clock.now() + 5 * HOUR, lambda: handovers.confirm(handover, actor=self._person("office")))

        self.at(clock.now() + 3 * DAY, done)

    def _waits_for_a_second_person(self) -> None:
        handover = self._stops("friends_facebook", "friends2", due_in=12)
        handovers.choose(handover, actor=self._person("it"), choice=Choice.GO_ON)

        def done() -> None:
            self._does_all_of(handover)
            handovers.send_to_confirm(handover, actor=self._person("it"))

        self.at(clock.now() + 6 * DAY, done)

    def _closes(self) -> None:
        handover = self._stops("library_mastodon", "year3", due_in=20)
        reason = "Few people read it, and nobody has the time. The library writes in the newsletter now."
        handovers.choose(handover, actor=self._person("head"), choice=Choice.CLOSE, reason=reason)
        accounts.prepare_closing(
            self._account("library_mastodon"),
            actor=self._person("it"),
            announcement="This account closes at the end of the month. Our book tips are in the school's newsletter.",
            kept_archive="",
        )

    def _in_hand(self) -> None:
        """The music teacher's: she leaves soon, and her successor has said yes."""
        handover = self._handover("music_youtube", "music")
        successor = self._person("year1")
        handovers.choose(handover, actor=self._person("deputy"), choice=Choice.TRANSFER, successor=successor)

        def accepted() -> None:
            handovers.accept(handover, actor=successor)
            first = next(iter(steps.tickable(self._again(handover))))
            handovers.tick(handover, first, actor=self._person("it"))

        self.at(clock.now() + DAY, accepted)

    def _asked(self) -> None:
        handover = self._stops("reception_dojo", "reception", due_in=10)
        successor = self._person("year2")
        handovers.choose(handover, actor=self._person("office"), choice=Choice.TRANSFER, successor=successor)

    def _stops(self, key: str, who: str, *, due_in: int) -> Handover:
        return handovers.open_handover(
            self._account(key),
            self._person(who),
            actor=self._person("head"),
            cause="by_hand",
            due_on=self._school_day(clock.today() + timedelta(days=due_in)),
        )

    def _does_all_of(self, handover: Handover) -> None:
        it = self._person("it")
        handover = self._again(handover)
        for key in steps.tickable(handover):
            handovers.tick(handover, key, actor=it)
        for credential in duties.must_change(handover.account, handover.person):
            vault.rotate(credential, actor=it, secret=secrets.token_urlsafe(15))
        handovers.end_grants(handover, actor=it)
        handovers.pass_on_work(handover, actor=it)

    # --- a hack, and accounts that are to be looked at

    def _hacked(self) -> None:
        incidents.report_compromise(
            self._account("governors_linkedin"),
            actor=self._person("office"),
            what_happened="It has sent messages about shares to people who follow it. Nobody of us wrote them.",
        )

    def _to_be_looked_at(self) -> None:
        """The school is not a year old in this story: these two had their day set before."""
        for key, days in (("school_x", -4), ("friends_facebook", 12)):
            Account.objects.filter(pk=self._account(key).pk).update(review_on=clock.today() + timedelta(days=days))

    # --- who and what

    def _person(self, key: str) -> User:
        return self.story.person[key]

    def _account(self, key: str) -> Account:
        return Account.objects.get(pk=self.story.account[key].pk)

    def _credential(self, key: str, kind: str = Kind.PASSWORD) -> Credential:
        return Credential.objects.of(self._account(key)).filter(kind=kind).order_by("pk")[0]

    def _handover(self, key: str, who: str) -> Handover:
        return Handover.objects.going_on().get(account=self._account(key), person=self._person(who))

    def _again(self, handover: Handover) -> Handover:
        return Handover.objects.get_queryset().get(pk=handover.pk)

    def _school_day(self, day: date) -> date:
        return day - max(0, day.weekday() - 4) * DAY
