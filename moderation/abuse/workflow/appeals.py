"""The author asks for a removal to be looked at again; somebody else than who removed it decides (H1)."""

from datetime import datetime

from audit import workflow as audit
from core import clock, rules
from core.actors import Actor
from core.errors import InvalidInput, WrongState
from moderation.abuse.places import item_url
from moderation.abuse.workflow.bans import end_ban
from moderation.models import Appeal, Item, Response
from moderation.states import Action, Gone, ResponseKind, ResponseStatus
from moderation.workflow.revising import changed
from moderation.workflow.taking import LONGEST
from notifications import workflow as notifications
from people.current import person
from people.models import Role, User

LIFTED = "An appeal was decided: the block was not right."


@audit.verb("moderation.record_appeal", "recorded that the author asks for the removal to be looked at again")
def record_appeal(response: Response, *, actor: Actor, words: str, received_at: datetime | None = None) -> Appeal:
    """Record an appeal in the author's words, received at `received_at` (default: now).

    Those who may decide are told. Raises NotAllowed, InvalidInput, WrongState (nothing was removed, one is open).
    """
    item = audit.lock(response.item)
    rules.require("moderation.record_appeal", actor, item)
    response = audit.lock(response)
    if response.kind != ResponseKind.REMOVAL or response.status != ResponseStatus.POSTED:
        raise WrongState("Nothing was removed by this yet, so there is nothing to look at again.")
    if response.appeals.filter(decision="").exists():
        raise WrongState("An appeal about this is open already. It is decided first.")
    now = clock.now()
    said = _said(words, "words", "Write what the author says.")
    appeal = Appeal.objects.create(
        response=response,
        received_at=_received(received_at, response, now),
        words=said,
        recorded_by=person(actor),
        recorded_at=now,
    )
    audit.record("moderation.record_appeal", item, actor=actor, response=response.pk, appeal=appeal.pk)
    notifications.tell(
        _deciders(appeal, item, person(actor)),
        "moderation.appeal_recorded",
        event=f"appeal:{appeal.pk}",
        url=item_url(item),
        about=item,
        account=item.account.name,
    )
    return appeal


def _received(received_at: datetime | None, response: Response, now: datetime) -> datetime:
    if received_at is None:
        return now
    if received_at > now:
        raise InvalidInput("That time has not come yet. Give the time when the author asked.", "received_at")
    if response.posted_at is not None and received_at < response.posted_at:
        raise InvalidInput("That is before it was removed.", "received_at")
    return received_at


def _said(words: str, field: str, missing: str) -> str:
    said = words.strip()
    if not said:
        raise InvalidInput(missing, field)
    if len(said) > LONGEST:
        raise InvalidInput(f"Use at most {LONGEST:,} letters.", field)
    return said


def _deciders(appeal: Appeal, item: Item, recorder: User) -> list[User]:
    """Administrators and SLT, or of what may show a child SLT and the leads: without who removed it or recorded it."""
    roles = (
        (Role.SLT, Role.SAFEGUARDING_LEAD, Role.DEPUTY_SAFEGUARDING_LEAD)
        if item.link_only
        else (Role.ADMINISTRATOR, Role.SLT)
    )
    people = User.objects.holding(*roles).exclude(pk=recorder.pk)
    return [one for one in people if rules.ask("moderation.decide_appeal", one, appeal)]


@audit.verb("moderation.decide_appeal", "decided an appeal")
def decide_appeal(appeal: Appeal, *, actor: Actor, decision: str, reason: str) -> Appeal:
    """Uphold the removal, or overturn it: then it counts as no strike, and a block by it is lifted here.

    What has to be undone on the platform is on the page. Raises NotAllowed (who removed it does not decide),
    InvalidInput, WrongState (decided already).
    """
    item = audit.lock(appeal.response.item)
    appeal = audit.lock(appeal)
    rules.require("moderation.decide_appeal", actor, appeal)
    if appeal.decision:
        raise WrongState("This appeal was decided already.")
    if decision not in Appeal.Decision.values:
        raise InvalidInput("Choose what you decide.", "decision")
    me, now = person(actor), clock.now()
    appeal.decision, appeal.reason = decision, _said(reason, "reason", "Give the reason in writing.")
    appeal.decided_by, appeal.decided_at = me, now
    appeal.save(update_fields=["decision", "reason", "decided_by", "decided_at"])
    if decision == Appeal.Decision.OVERTURNED:
        _put_back(item, appeal.response, me)
    changed(item)
    audit.record(
        "moderation.decide_appeal",
        item,
        actor=actor,
        appeal=appeal.pk,
        response=appeal.response_id,
        decision=str(decision),
        revision=item.revision,
    )
    told = [appeal.response.written_by, appeal.response.confirmed_by, appeal.recorded_by]
    notifications.tell(
        [one for one in told if one is not None and one.pk != me.pk],
        "moderation.appeal_decided",
        event=f"appeal:{appeal.pk}:decided",
        url=item_url(item),
        about=item,
        account=item.account.name,
        decision=Appeal.Decision(decision).label.lower(),
    )
    return appeal


def _put_back(item: Item, response: Response, me: User) -> None:
    if response.action == Action.BLOCK:
        for ban in response.bans.filter(lifted_at=None).select_for_update():
            end_ban(ban, me, LIFTED)
    elif response.action in (Action.HIDE, Action.DELETE) and item.gone_because == Gone.US:
        item.gone_at, item.gone_because = None, ""
        item.save(update_fields=["gone_at", "gone_because"])
