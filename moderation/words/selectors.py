"""Reads around an answer: whom to ask, what was asked, and how far somebody has come with a parent."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Max, Prefetch, Q, QuerySet

from core.worktime import Calendar
from moderation.models import Item, Jotting, Opinion, ParentStep, Response
from moderation.rules import WATCHERS
from moderation.states import ResponseKind
from people.models import RoleGrant, User
from school.models import NonWorkingDay

DAYS_BETWEEN_STEPS = 3  # working days, before the next step is suggested
REPLY = "reply"  # the part of the page in which a reply is typed
STATES = {"going_on": "Going on", "settled": "Settled", "all": "All"}
ORDER = tuple(ParentStep.Step)


def askable(person: User, item: Item) -> QuerySet[User]:
    """Whom `person` may ask: everybody they see, who runs the account, and those who watch over all."""
    seen = User.objects.visible_to(person).values("pk")
    runners = item.account.runners.filter(until_at=None).values("person")
    watchers = RoleGrant.objects.filter(role__in=WATCHERS, revoked_at=None).values("person")
    found = User.objects.active().filter(Q(pk__in=seen) | Q(pk__in=runners) | Q(pk__in=watchers))
    return found.exclude(pk=person.pk).order_by("full_name", "pk")


def draft_now(item: Item, person: User) -> str:
    """The reply as it stands: what the person has typed and not saved, else what is drafted or was posted last."""
    typed = Jotting.objects.filter(item=item, person=person, part=REPLY).values_list("text", flat=True).first()
    return typed or reply_of(item)


def reply_of(item: Item) -> str:
    """The reply that is in hand, or the newest that was posted."""
    replies = Response.objects.filter(item=item, kind=ResponseKind.REPLY).order_by("-written_at", "-pk")
    return replies.values_list("text", flat=True).first() or ""


@dataclass(frozen=True)
class Asked:
    """A question, and whether the reply has changed since."""

    opinion: Opinion
    changed: bool


def opinions_of(item: Item) -> list[Asked]:
    """Every question about the replies to `item`, oldest first. Two queries."""
    found = list(Opinion.objects.filter(item=item).select_related("asked_by", "asked_of"))
    reply = reply_of(item) if found else ""
    return [Asked(one, differs(one.draft, reply)) for one in found]


def differs(draft: str, reply: str) -> bool:
    """Whether there is a reply, and it is another than the draft that was asked about."""
    return bool(reply) and " ".join(reply.split()) != " ".join(draft.split())


@dataclass(frozen=True)
class Stage:
    """One of the three steps: taken, next, or to come; `suggested` is when the next one may be due."""

    step: ParentStep.Step
    number: int
    taken: ParentStep | None
    is_next: bool
    suggested: date | None = None


@dataclass(frozen=True)
class Path:
    """How far somebody has come with the parent who wrote `item`."""

    item: Item
    stages: list[Stage]

    @property
    def last(self) -> ParentStep | None:
        taken = [stage.taken for stage in self.stages if stage.taken]
        return taken[-1] if taken else None

    @property
    def next(self) -> Stage | None:
        return next((stage for stage in self.stages if stage.is_next), None)

    @property
    def settled(self) -> bool:
        return self.last is not None and self.last.settled


def path_of(item: Item) -> Path:
    steps = list(ParentStep.objects.filter(item=item).select_related("done_by"))
    return make_path(item, steps, calendar() if steps else Calendar())


def calendar() -> Calendar:
    """The school's working days. One query."""
    return Calendar(frozenset(NonWorkingDay.objects.values_list("date", flat=True)))


def make_path(item: Item, steps: list[ParentStep], days: Calendar) -> Path:
    """`steps` in their order."""
    taken = {step.step: step for step in steps}
    last = steps[-1] if steps else None
    stages = []
    for number, step in enumerate(ORDER, start=1):
        is_next = number == len(steps) + 1 and not (last is not None and last.settled)
        suggested = suggested_after(last.done_on, days) if is_next and last is not None else None
        stages.append(Stage(step, number, taken.get(step), is_next, suggested))
    return Path(item, stages)


def suggested_after(done_on: date, days: Calendar) -> date:
    """Three working days later: time to take it down, and to answer."""
    day = done_on
    for _ in range(DAYS_BETWEEN_STEPS):
        day = days.next_working_day(day)
    return day


def on_the_path(person: User, state: str) -> QuerySet[Item]:
    """The items with steps that `person` sees, with the day of the last one as `last_on`."""
    steps = ParentStep.objects.select_related("done_by")
    found = Item.objects.visible_to(person).annotate(last_on=Max("parent_steps__done_on")).exclude(last_on=None)
    settled = ParentStep.objects.filter(settled=True).values("item")
    if state == "settled":
        found = found.filter(pk__in=settled)
    elif state != "all":
        found = found.exclude(pk__in=settled)
    return found.select_related("account").prefetch_related(Prefetch("parent_steps", steps))


def next_steps_of(person: User) -> list[Path]:
    """Where the next step is for `person`: they took the last one, or, for an Administrator, who took it is gone."""
    mine = Q(done_by=person)
    if person.is_administrator:
        mine |= ~Q(done_by__in=User.objects.active())
    settled = ParentStep.objects.filter(settled=True).values("item")
    ended = ParentStep.objects.filter(step=ORDER[-1]).values("item")
    involved = ParentStep.objects.filter(mine).exclude(item__in=settled).exclude(item__in=ended).values("item")
    items = Item.objects.visible_to(person).filter(pk__in=involved)
    found = [(item, list(item.parent_steps.all())) for item in items.prefetch_related("parent_steps__done_by")]
    days = calendar() if found else Calendar()
    return [make_path(item, steps, days) for item, steps in found if _is_for(person, steps[-1])]


def _is_for(person: User, last: ParentStep) -> bool:
    return last.done_by_id == person.pk or (person.is_administrator and not last.done_by.may_sign_in)


def open_questions(person: User) -> QuerySet[Opinion]:
    """What others asked `person` and still wait for."""
    asked = Opinion.objects.filter(asked_of=person, answered_at=None, withdrawn_at=None)
    return asked.filter(item__in=Item.objects.waiting().values("pk")).select_related("asked_by", "item")
