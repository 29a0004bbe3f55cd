"""Three steps with a parent who wrote something hurtful: ask, invite, complaints procedure (H3)."""

from datetime import date

from django.urls import reverse
from django.utils import timezone

from audit import workflow as audit
from core import clock, rules
from core.actors import Actor
from core.errors import InvalidInput, WrongState
from moderation.models import Item, ParentStep
from moderation.words.workflow.typed import without_blanks, words
from notifications import workflow as notifications
from people.current import person
from people.models import Role, User
from school.models import school_zone

LONGEST = 10_000  # characters of a message
LONGEST_OUTCOME = 2000
ORDER = tuple(ParentStep.Step)


@audit.verb("moderation.record_step", "took a step with a parent")
def record_step(
    item: Item, *, actor: Actor, step: str, message: str, done_on: date | None = None, outcome_before: str = ""
) -> ParentStep:
    """Record that the next step was taken on `done_on` (default: today) with the words `message`.

    `outcome_before` says what came of the step before, where nobody has said so yet. No step is a response: the
    clock of the comment goes on. Raises NotAllowed, InvalidInput; WrongState out of order or once it is settled.
    """
    item = audit.lock(item)
    rules.require("moderation.reply", actor, item)
    me, now = person(actor), clock.now()
    done = list(ParentStep.objects.filter(item=item))
    last = done[-1] if done else None
    _require_next(done, step)
    day = _day(item, last, done_on)
    if last is not None and not last.outcome:
        last.outcome = words(
            outcome_before,
            "outcome_before",
            missing="Say what came of the step before, for example: no answer.",
            longest=LONGEST_OUTCOME,
        )
        last.save(update_fields=["outcome"])
    text = words(message, "message", missing="Write what was sent.", longest=LONGEST)
    made = ParentStep.objects.create(
        item=item,
        step=step,
        done_on=day,
        message=without_blanks(text, "message"),
        done_by=me,
        recorded_at=now,
    )
    audit.record("moderation.record_step", item, actor=actor, step=str(step), record=made.pk)
    if step == ParentStep.Step.COMPLAINT:
        _tell_slt(item, me)
    return made


@audit.verb("moderation.record_outcome", "recorded what came of a step with a parent")
def record_outcome(step: ParentStep, *, actor: Actor, outcome: str, settled: bool = False) -> ParentStep:
    """Say what came of the last step; `settled` ends the path. Raises NotAllowed, InvalidInput, WrongState."""
    item = audit.lock(step.item)
    rules.require("moderation.parent_path", actor, item)
    step = audit.lock(step)
    if step.settled:
        raise WrongState("This was settled already.")
    later = ORDER[ORDER.index(ParentStep.Step(step.step)) + 1 :]
    if ParentStep.objects.filter(item=item, step__in=later).exists():
        raise WrongState("A further step was taken meanwhile. Say what came of that one.")
    step.outcome = words(outcome, "outcome", missing="Say what came of it.", longest=LONGEST_OUTCOME)
    step.settled = settled
    step.save(update_fields=["outcome", "settled"])
    audit.record("moderation.record_outcome", item, actor=actor, record=step.pk, settled=settled)
    return step


def _require_next(done: list[ParentStep], step: str) -> None:
    if step not in ParentStep.Step.values:
        raise InvalidInput("Choose one of the three steps.", "step")
    if done and done[-1].settled:
        raise WrongState("This was settled already. No further step is needed.")
    if len(done) == len(ORDER):
        raise WrongState("All three steps were taken.")
    expected = ORDER[len(done)]
    if step in [one.step for one in done]:
        raise WrongState("This step was taken already. Reload the page to see it.")
    if step != expected:
        raise WrongState(f"One step after another: the next one is “{expected.label}”.")


def _day(item: Item, last: ParentStep | None, done_on: date | None) -> date:
    zone = school_zone()
    today = timezone.localtime(clock.now(), zone).date()
    day = done_on or today
    if day > today:
        raise InvalidInput("That day has not come yet.", "done_on")
    if day < item.received_at.astimezone(zone).date():
        raise InvalidInput("That is before the comment was written.", "done_on")
    if last is not None and day < last.done_on:
        raise InvalidInput("That is before the step before it.", "done_on")
    return day


def _tell_slt(item: Item, me: User) -> None:
    notifications.tell(
        [one for one in User.objects.holding(Role.SLT) if one.pk != me.pk],
        "moderation.complaint_step",
        event=f"item:{item.pk}:complaint",
        url=reverse("moderation:parent_path", args=[item.pk]),
        about=item,
        account=item.account.name,
    )
