"""Setting the ladder, the hours of the desk and who is on call; saying that one sees to a digest (M2)."""

import secrets
from datetime import datetime, time, timedelta

from audit import workflow as audit
from core import clock, rules, times
from core.actors import Actor
from core.errors import InvalidInput, WrongState
from moderation.escalation import messages as _messages  # noqa: F401  registers the words
from moderation.escalation import rules as _rules  # noqa: F401  registers the rules
from moderation.escalation.ladder import COUNTED
from moderation.models import DeskSettings, Digest, LadderStep, OnCall
from moderation.rules import WATCHERS
from moderation.states import Anchor, Channel, Whom
from people.current import person as person_of
from people.models import User

MOST_STEPS = 40
LONGEST_MINUTES = 14 * 24 * 60
LONGEST_ON_CALL = timedelta(days=31)


@audit.verb("moderation.add_step", "added a step to the ladder")
def add_step(
    *, actor: Actor, name: str, anchor: str, minutes: int, whom: str, channel: str, in_quiet_hours: bool = False
) -> LadderStep:
    """Have somebody told at one more moment, from now on. Open items are taken up by the next sweep.

    Raises NotAllowed, InvalidInput.
    """
    rules.require("moderation.change_escalation", actor)
    if LadderStep.objects.count() >= MOST_STEPS:
        raise InvalidInput(f"There are {MOST_STEPS} steps already. Change one that is switched off.")
    step = LadderStep(key=f"step_{secrets.token_hex(6)}")
    return _set(step, actor, name, anchor, minutes, whom, channel, in_quiet_hours)


@audit.verb("moderation.change_step", "changed a step of the ladder")
def change_step(
    step: LadderStep,
    *,
    actor: Actor,
    name: str,
    anchor: str,
    minutes: int,
    whom: str,
    channel: str,
    in_quiet_hours: bool = False,
) -> LadderStep:
    """Change when whom a step tells. It is never done twice for an item. Raises NotAllowed, InvalidInput."""
    step = audit.lock(step)
    rules.require("moderation.change_escalation", actor)
    return _set(step, actor, name, anchor, minutes, whom, channel, in_quiet_hours)


def _set(
    step: LadderStep,
    actor: Actor,
    name: str,
    anchor: str,
    minutes: int,
    whom: str,
    channel: str,
    in_quiet_hours: bool,
) -> LadderStep:
    if not name.strip() or len(name.strip()) > 80:
        raise InvalidInput("Give it a name of at most 80 letters.", "name")
    if anchor not in Anchor.values:
        raise InvalidInput("Choose from where the time counts.", "anchor")
    if whom not in Whom.values:
        raise InvalidInput("Choose who is told.", "whom")
    if channel not in Channel.values:
        raise InvalidInput("Choose how they are told.", "channel")
    if not 0 <= minutes <= LONGEST_MINUTES:
        raise InvalidInput("Choose at most two weeks.", "minutes")
    if anchor == Anchor.BEFORE_DUE and minutes == 0:
        raise InvalidInput("How long before it is due? At the due time itself it is no reminder.", "minutes")
    step.name, step.anchor, step.minutes = name.strip(), anchor, minutes if anchor in COUNTED else 0
    step.whom, step.channel, step.in_quiet_hours = whom, channel, in_quiet_hours
    verb = "moderation.add_step" if step.pk is None else "moderation.change_step"
    step.save()
    audit.record(verb, step, actor=actor, anchor=anchor, minutes=step.minutes, whom=whom, channel=channel)
    return step


@audit.verb("moderation.switch_step", "switched a step of the ladder on or off")
def switch_step(step: LadderStep, *, actor: Actor, on: bool) -> LadderStep:
    """Off, a step tells nobody any more; it stays, because what it did is on the record. Raises NotAllowed."""
    step = audit.lock(step)
    rules.require("moderation.change_escalation", actor)
    step.is_on = on
    step.save(update_fields=["is_on"])
    audit.record("moderation.switch_step", step, actor=actor, on=on)
    return step


@audit.verb("moderation.change_desk", "changed the hours and targets of the desk")
def change_desk(
    *,
    actor: Actor,
    priority_minutes: int,
    priority_from: time,
    priority_until: time,
    quiet_from: time,
    quiet_until: time,
    claim_minutes: int,
) -> DeskSettings:
    """Set the priority target, the quiet hours and how long a claim lasts. What runs keeps the target that it has.

    Raises NotAllowed, InvalidInput.
    """
    rules.require("moderation.change_escalation", actor)
    if not 5 <= priority_minutes <= 2 * 24 * 60:
        raise InvalidInput("Choose between 5 minutes and 2 days.", "priority_minutes")
    if priority_from >= priority_until:
        raise InvalidInput("This must be later than the time at which counting begins.", "priority_until")
    if not 1 <= claim_minutes <= 24 * 60:
        raise InvalidInput("Choose between 1 minute and a day.", "claim_minutes")
    DeskSettings.objects.get_or_create(pk=1)
    settings = DeskSettings.objects.select_for_update().get(pk=1)
    settings.priority_minutes, settings.claim_minutes = priority_minutes, claim_minutes
    settings.priority_from, settings.priority_until = priority_from, priority_until
    settings.quiet_from, settings.quiet_until = quiet_from, quiet_until
    settings.save()
    audit.record(
        "moderation.change_desk",
        settings,
        actor=actor,
        priority_minutes=priority_minutes,
        priority=f"{priority_from:%H:%M}-{priority_until:%H:%M}",
        quiet=f"{quiet_from:%H:%M}-{quiet_until:%H:%M}",
        claim_minutes=claim_minutes,
    )
    return settings


@audit.verb("moderation.name_on_call", "named who is on call")
def name_on_call(*, actor: Actor, person: User, from_at: datetime, until_at: datetime) -> OnCall:
    """Have `person` told in place of the Administrators for some time. Raises NotAllowed, InvalidInput."""
    rules.require("moderation.change_escalation", actor)
    if not (person.may_sign_in and person.holds(*WATCHERS)):
        raise InvalidInput("Only an Administrator or a member of SLT can be on call.", "person")
    if until_at <= from_at:
        raise InvalidInput("This must be later than the beginning.", "until_at")
    if until_at <= clock.now():
        raise InvalidInput("This time is over already.", "until_at")
    if until_at - from_at > LONGEST_ON_CALL:
        raise InvalidInput("Choose at most a month.", "until_at")
    other = OnCall.objects.filter(from_at__lt=until_at, until_at__gt=from_at).select_related("person").first()
    if other is not None:
        raise InvalidInput(f"{other.person.full_name} is on call until {times.short(other.until_at)}.", "from_at")
    return OnCall.objects.create(person=person, from_at=from_at, until_at=until_at, named_by=person_of(actor))


@audit.verb("moderation.end_on_call", "ended who is on call")
def end_on_call(on_call: OnCall, *, actor: Actor) -> OnCall:
    """From now on nobody is on call by this; one that has not begun is taken away. Raises NotAllowed, WrongState."""
    on_call = audit.lock(on_call)
    rules.require("moderation.change_escalation", actor)
    now = clock.now()
    if on_call.until_at <= now:
        raise WrongState("This was over already.")
    audit.record("moderation.end_on_call", on_call, actor=actor, person=on_call.person_id)
    if on_call.from_at >= now:
        OnCall.objects.filter(pk=on_call.pk).delete()
    else:
        on_call.until_at = now
        on_call.save(update_fields=["until_at"])
    return on_call


@audit.verb("moderation.see_to", "said that they see to what a message names")
def see_to(digest: Digest, *, actor: Actor) -> Digest:
    """Say that one sees to it, so that the others know. It answers no comment. Raises NotAllowed, WrongState."""
    digest = audit.lock(digest)
    rules.require("moderation.see_to", actor, digest)
    if digest.acknowledged_at is not None:
        raise WrongState("You have said so already.")
    digest.acknowledged_at = clock.now()
    digest.save(update_fields=["acknowledged_at"])
    return digest
