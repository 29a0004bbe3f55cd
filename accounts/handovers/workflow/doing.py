"""The steps of a handover that somebody does here."""

from accounts.handovers import steps, work
from accounts.handovers.models import Handover, HandoverTick
from accounts.handovers.states import Status
from accounts.vault import workflow as vault
from audit import workflow as audit
from core import clock, rules
from core.actors import Actor
from core.errors import InvalidInput, WrongState
from people.current import person as acting

DOING = (Status.ASKED, Status.IN_HAND)


@audit.verb("handovers.tick", "ticked a step of the handover")
def tick(handover: Handover, key: str, *, actor: Actor) -> Handover:
    """Note that a step is done. Ticking it twice changes nothing. Raises NotAllowed, WrongState, InvalidInput."""
    handover = _lock(handover, "handovers.do_step", actor)
    title = steps.tickable(handover).get(key)
    if title is None:
        raise InvalidInput("There is no such step to tick.", "step")
    HandoverTick.objects.get_or_create(
        handover=handover,
        key=key,
        defaults={"title": title[:200], "done_by": acting(actor), "done_at": clock.now()},
    )
    audit.record("handovers.tick", handover, actor=actor, step=key)
    return handover


@audit.verb("handovers.untick", "took back a tick of the handover")
def untick(handover: Handover, key: str, *, actor: Actor) -> Handover:
    """Raises NotAllowed, WrongState, and InvalidInput where it is not ticked."""
    handover = _lock(handover, "handovers.do_step", actor)
    ticks = {tick.key: tick for tick in handover.ticks.all()}
    if key not in ticks:
        raise InvalidInput("That step is not ticked.", "step")
    ticks[key].delete()
    audit.record("handovers.untick", handover, actor=actor, step=key)
    return handover


@audit.verb("handovers.pass_on_work", "passed on what they had in hand")
def pass_on_work(handover: Handover, *, actor: Actor) -> Handover:
    """Give open comments and their drafts to the successor who accepted, or else back to everybody's queue.

    Raises NotAllowed and WrongState.
    """
    handover = _lock(handover, "handovers.do_step", actor)
    to = handover.successor if handover.accepted_at is not None else None
    passed = sum(kind.pass_on(handover.account, handover.person, to, actor) for kind in work.kinds())
    audit.record("handovers.pass_on_work", handover, actor=actor, passed=passed, to=to.pk if to else None)
    return handover


@audit.verb("handovers.end_grants", "took back what they were given from the vault")
def end_grants(handover: Handover, *, actor: Actor) -> Handover:
    """End every grant of the person on this account. Raises NotAllowed and WrongState."""
    handover = _lock(handover, "handovers.end_grants", actor, also=(Status.OPEN,))
    grants = steps.grants_of(handover)
    for grant in grants:
        vault.end_grant(grant, actor=actor)
    audit.record("handovers.end_grants", handover, actor=actor, grants=[grant.pk for grant in grants])
    return handover


def _lock(handover: Handover, rule: str, actor: Actor, also: tuple[Status, ...] = ()) -> Handover:
    handover = audit.lock(handover)
    rules.require(rule, actor, handover)
    if handover.status not in (*DOING, *also):
        words = {
            Status.OPEN: "Choose first what becomes of the account.",
            Status.TO_CONFIRM: "This waits for a second person. Send it back first, if something is left to do.",
        }
        raise WrongState(words.get(Status(handover.status), "This handover has ended."))
    return handover
