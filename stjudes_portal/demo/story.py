"""What happened at the demonstration school: people, accounts, business cases. All of it by the verbs."""

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from accounts import workflow as accounts
from accounts.checklist_states import to_tick
from accounts.models import Account, Step
from accounts.vault import workflow as vault
from accounts.vault.models import Credential
from applications import workflow as applications
from applications.models import Application
from core import clock
from core.actors import SET_UP
from people import workflow as people
from people.models import Role, User
from school.models import current_school
from stjudes_portal.demo.cast import PAGES, PEOPLE, Page, Part
from stjudes_portal.demo.timeline import Timeline

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
WEEKS = 11


class Story:
    """Everybody by key, every account by key, and the timeline that they are on."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.begin = (now - timedelta(weeks=WEEKS, days=7)).replace(hour=8, minute=0, second=0, microsecond=0)
        self.timeline = Timeline()
        self.person: dict[str, User] = {}
        self.account: dict[str, Account] = {}

    def tell(self) -> None:
        """Put the whole story on the timeline."""
        at = self.timeline.at
        at(self.begin, self._set_up)
        at(self.begin + HOUR, self._everybody_else)
        for number, page in enumerate(PAGES):
            at(self.begin + DAY + number * HOUR, self._opening(page))
        _Cases(self).tell()

    def _set_up(self) -> None:
        head, it = self._part("head"), self._part("it")
        links = people.set_up_school(
            actor=SET_UP,
            code=people.new_set_up_code(),
            school_name="St. Jude's Primary School",
            slt_name=head.name,
            slt_email=_address(head),
            administrator_name=it.name,
            administrator_email=_address(it),
        )
        for part, (person, token) in zip((head, it), links, strict=True):
            self._come_in(part, person, token)

    def _everybody_else(self) -> None:
        for part in PEOPLE:
            if part.key not in self.person:
                person, token = people.add_person(
                    actor=self.person["head" if Role.SLT in part.roles else "it"],
                    full_name=part.name,
                    email=_address(part),
                    roles=part.roles,
                    is_employed=part.employed,
                    line_manager=self.person.get(part.manager),
                )
                self._come_in(part, person, token)

        it = self.person["it"]  # who was there before everybody else
        people.correct_person(
            it,
            actor=self.person["head"],
            full_name=it.full_name,
            email=it.email,
            is_employed=True,
            starts_on=None,
            line_manager=self.person["head"],
        )

    def _come_in(self, part: Part, person: User, token: str) -> None:
        people.accept_invitation(token, secrets.token_urlsafe(24))
        self.person[part.key] = User.objects.get(pk=person.pk)

    def _part(self, key: str) -> Part:
        return next(part for part in PEOPLE if part.key == key)

    def _opening(self, page: Page) -> Callable[[], None]:
        def opening() -> None:
            case = self.write_case(page)
            applications.submit(case, actor=case.applicant)
            later = clock.now()
            self.timeline.at(later + 5 * HOUR, lambda: self._approve(case))
            self.timeline.at(later + DAY, lambda: self._go_live(page, case))

        return opening

    def write_case(self, page: Page, applicant: str = "") -> Application:
        """A business case with all its points, by its first runner, as a draft."""
        who = self.person[applicant or page.runners[0]]
        case = applications.start(actor=who, kind="existing" if page.existing else "new")
        runners = [self.person[key] for key in page.runners]
        points: dict[str, dict[str, object]] = {
            "place": {
                "platform": page.platform,
                "proposed_name": page.name,
                "handle": page.handle,
                "url": page.url,
            },
            "aim": {"aim": page.aim},
            "audience": {"audience": page.audience},
            "promotion": {"promotion": page.promotion},
            "runners": {"runners": runners, "lead": runners[0]},
            "openness": {"openness": page.openness, "openness_reason": "It fits who the account is for."},
        }
        for point, values in points.items():
            applications.save_point(case, point, actor=who, **values)
        return case

    def _approve(self, case: Application) -> None:
        named = set(case.latest().runners.values_list("person", flat=True)) | {case.applicant_id}
        free = next(self.person[key] for key in ("head", "assistant_head") if self.person[key].pk not in named)
        applications.approve(case, actor=free, reason="A clear aim, and the right people to run it.")

    def _go_live(self, page: Page, case: Application) -> None:
        account = _account_of(case)
        it = self.person["it"]
        self.prepare(account, page, [Step.PASSWORD_IN_VAULT, *to_tick(account)])
        accounts.finish_provisioning(account, actor=it)
        self.account[page.key] = Account.objects.get(pk=account.pk)

    def prepare(self, account: Account, page: Page, steps: list[str]) -> None:
        """The Administrator's checklist, as far as `steps` goes."""
        it = self.person["it"]
        accounts.record_address(account, actor=it, handle=page.handle, url=page.url)
        for step in steps:
            if step == Step.PASSWORD_IN_VAULT:
                credential = vault.store(
                    account,
                    actor=it,
                    kind="password",
                    label="Password",
                    username=f"social.{page.key}@stjudes.example",
                    secret=secrets.token_urlsafe(15),
                )
                self._sometimes_reveal(credential)
            else:
                accounts.tick_step(account, step, actor=it)

    def _sometimes_reveal(self, credential: Credential) -> None:
        reasons = ["Signing in on the new office computer", "The phone was reset", "Checking the recovery address"]
        who = ("it", "office", "it")
        for number, reason in enumerate(reasons[: credential.pk % 3 + 1]):
            moment = clock.now() + timedelta(days=9 * (number + 1) + credential.pk, hours=3)
            self.timeline.at(
                moment,
                partial(vault.reveal, credential, actor=self.person[who[number]], reason=reason),
            )
        if credential.pk % 4 == 0:
            self.timeline.at(
                clock.now() + 40 * DAY,
                lambda: vault.rotate(credential, actor=self.person["it"], secret=secrets.token_urlsafe(15)),
            )


class _Cases:
    """Business cases in every state, the newest of them still open."""

    def __init__(self, story: Story) -> None:
        self.story, self.at, self.now = story, story.timeline.at, story.now

    def tell(self) -> None:
        self.at(self.now - 41 * DAY, self._rejected)
        self.at(self.now - 30 * DAY, self._withdrawn)
        self.at(self.now - 9 * DAY, self._returned)
        self.at(self.now - 4 * DAY, self._under_review)
        self.at(self.now - 3 * DAY, self._being_created)
        self.at(self.now - 7 * DAY, self._approved)
        self.at(self.now - 2 * DAY, self._waiting_for_a_runner)
        self.at(self.now - 5 * HOUR, self._waiting)
        self.at(self.now - 4 * HOUR, self._draft)

    def _page(self, platform: str, name: str, handle: str, runners: tuple[str, ...], aim: str, **more: bool) -> Page:
        return Page(
            handle, platform, name, handle, f"https://{platform}.example/{handle}", aim,
            "Families of the school.", "In the newsletter.", "closed", runners, 0, **more,
        )  # fmt: skip

    def _submit(self, page: Page) -> Application:
        case = self.story.write_case(page)
        return applications.submit(case, actor=case.applicant)

    def _rejected(self) -> None:
        case = self._submit(
            self._page(
                "tiktok", "Year 6 dance clips", "y6dance", ("year6", "sport"), "To share dances the children make."
            )
        )
        reason = "Pupils of this age may not be on this platform. The school page can show what they do instead."
        self.at(clock.now() + DAY, lambda: applications.reject(case, actor=self.story.person["head"], reason=reason))

    def _withdrawn(self) -> None:
        case = self._submit(
            self._page("x", "Breakfast club", "sjbreakfast", ("clubs", "kitchen"), "To say what is for breakfast.")
        )
        self.at(clock.now() + 3 * HOUR, lambda: applications.withdraw(case, actor=case.applicant))

    def _returned(self) -> None:
        case = self._submit(
            self._page("instagram", "Gardening club", "sjgarden", ("year2", "caretaker"), "To show what grows.")
        )
        reason = "A good idea. Please say how you will make sure that no child can be named from a picture."
        deputy = self.story.person["deputy"]
        self.at(clock.now() + DAY, lambda: applications.return_for_changes(case, actor=deputy, reason=reason))

    def _under_review(self) -> None:
        self._submit(
            self._page(
                "facebook", "St. Jude's after-school clubs", "stjudesclubs", ("clubs", "ta"),
                "To tell families about clubs.", existing=True,
            )
        )  # fmt: skip

    def _being_created(self) -> None:
        page = self._page("bluesky", "St. Jude's Science", "science.stjudes", ("year5", "year3"), "To ask questions.")
        case = self._submit(page)

        def approved() -> None:
            applications.approve(case, actor=self.story.person["head"], reason="Well thought through.")
            self.story.prepare(_account_of(case), page, [Step.SCHOOL_EMAIL, Step.PASSWORD_IN_VAULT, Step.SECOND_FACTOR])

        self.at(clock.now() + DAY, approved)

    def _approved(self) -> None:
        case = self._submit(
            self._page("linkedin", "Friends of reading", "sjreading", ("senco", "year5"), "To find people who listen.")
        )
        reason = "We need more people who come in to listen to children reading."
        self.at(clock.now() + DAY, lambda: applications.approve(case, actor=self.story.person["head"], reason=reason))

    def _waiting_for_a_runner(self) -> None:
        self._submit(self._page("youtube", "Story time", "sjstories", ("year1", "library"), "To read stories aloud."))

    def _waiting(self) -> None:
        self._submit(self._page("mastodon", "Chess club", "sjchess", ("year4", "senco"), "To share puzzles."))

    def _draft(self) -> None:
        case = applications.start(actor=self.story.person["reception"], kind="new")
        applications.save_point(
            case, "aim", actor=case.applicant, aim="To show new families what a day in Reception is like."
        )


def _address(part: Part) -> str:
    return f"{part.name.lower().replace(' ', '.')}@stjudes.example"


def _account_of(case: Application) -> Account:
    return Account.objects.get(pk=Application.objects.values_list("account", flat=True).get(pk=case.pk))


def is_told() -> bool:
    """Is there a school in this database already?"""
    return current_school() is not None
