"""Who runs an account once it is approved: somebody more, somebody less, another lead (R3, A3)."""

from datetime import datetime

from accounts import messages as _messages  # noqa: F401  (registers the messages)
from accounts import rules as _rules  # noqa: F401  (registers the rules)
from accounts.models import Account, Runner
from accounts.readiness import in_words, to_do
from accounts.states import Status
from accounts.workflow.staffing import look_again
from audit import workflow as audit
from core import clock, rules
from core.actors import Actor
from core.errors import InvalidInput, WrongState
from notifications import workflow as notifications
from people.models import Role, User
from policy.selectors import readiness


@audit.verb("accounts.add_runner", "named somebody more who runs this account")
def add_runner(account: Account, person: User, *, actor: Actor, as_lead: bool = False) -> Account:
    """Let `person`, who is active and ready, run the account from now on, as its lead where `as_lead`.

    The lead until then goes on as one of the others. Raises NotAllowed, WrongState (SLT is deciding about the account,
    or it is closed) and InvalidInput, naming what stands against the person (A3).
    """
    account = _lock(account, actor)
    if account.is_run_by(person):
        raise InvalidInput(f"{person} runs this account already.", "person")
    _may_run(person, as_lead=as_lead)
    if as_lead:
        _end_lead(account)
    row = Runner.objects.create(account=account, person=person, is_lead=as_lead, from_at=clock.now())
    audit.record("accounts.add_runner", account, actor=actor, person=person.pk, lead=as_lead)
    what = f"{person} {'leads' if as_lead else 'runs'} it now"
    _tell(account, actor, row, person, "accounts.leads_now" if as_lead else "accounts.runs_now", what)
    return _look_again(account)


@audit.verb("accounts.remove_runner", "took somebody from those who run this account")
def remove_runner(account: Account, person: User, *, actor: Actor) -> Account:
    """End that `person` runs the account. What they know of its passwords is to be changed then: the vault says so.

    Raises NotAllowed, WrongState (see add_runner; the lead, for an account always has one) and InvalidInput.
    """
    account = _lock(account, actor)
    row = _row(account, person)
    if row.is_lead:
        raise WrongState(f"{person} leads this account. Make somebody else its lead first.")
    _end(row)
    audit.record("accounts.remove_runner", account, actor=actor, person=person.pk)
    _tell(account, actor, row, person, "accounts.runs_no_more", f"{person} does not run it any more")
    return _look_again(account)


@audit.verb("accounts.change_lead", "made somebody else the lead of this account")
def change_lead(account: Account, person: User, *, actor: Actor) -> Account:
    """Make `person`, who runs the account already, its lead. The lead until then goes on as one of the others.

    Raises NotAllowed, WrongState (see add_runner; who leads it already) and InvalidInput.
    """
    account = _lock(account, actor)
    row = _row(account, person)
    if row.is_lead:
        raise WrongState(f"{person} leads this account already.")
    _may_run(person, as_lead=True)
    _end_lead(account)
    row = _again(row, is_lead=True)
    audit.record("accounts.change_lead", account, actor=actor, person=person.pk)
    _tell(account, actor, row, person, "accounts.leads_now", f"{person} leads it now")
    return _look_again(account)


def replace(account: Account, leaver: User, successor: User | None = None) -> None:
    """Put `successor` in the place of `leaver`, who leads or runs the account; without one the place stays empty.

    Within the verb that completes a handover: it has asked who may and has told who must know, so this does neither.
    A successor who runs the account already takes over the lead where the leaver had it.
    """
    led = False
    for row in account.runners.filter(person=leaver, until_at=None):
        led = row.is_lead
        _end(row)
    if successor is not None:
        known = account.runners.filter(person=successor, until_at=None).first()
        if known is None:
            Runner.objects.create(account=account, person=successor, is_lead=led, from_at=clock.now())
        elif led:
            _again(known, is_lead=True)
    _look_again(account)


def _lock(account: Account, actor: Actor) -> Account:
    account = audit.lock(account)
    rules.require("accounts.name_runners", actor, account)
    if account.status == Status.UNDER_REVIEW:
        raise WrongState("SLT is deciding about this account. Until then its business case says who runs it.")
    if account.status == Status.CLOSED:
        raise WrongState("This account is closed, so nobody runs it any more.")
    return account


def _may_run(person: User, *, as_lead: bool) -> None:
    """Raises InvalidInput, with what stands against it."""
    if not person.may_sign_in:
        raise InvalidInput(f"{person} is not active in the portal.", "person")
    if as_lead and not person.is_employed:
        raise InvalidInput(f"{person} cannot be the lead: the lead is a member of staff.", "person")
    steps = to_do(readiness(person))
    if steps:
        raise InvalidInput(f"{person} is not ready to run an account. First they must {in_words(steps)}.", "person")


def _row(account: Account, person: User) -> Runner:
    row = account.runners.filter(person=person, until_at=None).first()
    if row is None:
        raise InvalidInput(f"{person} does not run this account.", "person")
    return row


def _end(row: Runner) -> datetime:
    row.until_at = clock.now()
    row.save(update_fields=["until_at"])
    return row.until_at


def _again(row: Runner, *, is_lead: bool) -> Runner:
    """The same person in another part. What was noted of their readiness is not told a second time."""
    return Runner.objects.create(
        account_id=row.account_id,
        person_id=row.person_id,
        is_lead=is_lead,
        from_at=_end(row),
        unready_since=row.unready_since,
    )


def _end_lead(account: Account) -> None:
    for row in account.runners.filter(until_at=None, is_lead=True):
        _again(row, is_lead=False)


def _look_again(account: Account) -> Account:
    look_again([account.pk])
    account.refresh_from_db(fields=["few_since"])
    return account


def _tell(account: Account, actor: Actor, row: Runner, person: User, message: str, what: str) -> None:
    """Tell the person; and SLT and the lead, without whoever did it."""
    by = actor.get_full_name() if isinstance(actor, User) else "The portal"
    mine = actor.pk if isinstance(actor, User) else None
    event = f"account:{account.pk}:runner:{row.pk}:{'ended' if row.until_at else 'named'}"
    lead = account.lead_now()
    others = {one.pk: one for one in [*User.objects.holding(Role.SLT), *([lead] if lead else [])]}
    told = [one for pk, one in others.items() if pk not in (mine, person.pk)]
    if person.pk != mine:
        notifications.tell(
            [person],
            message,
            event=event,
            url=account.get_absolute_url() if row.until_at is None else "",
            about=account,
            account=account.label,
            by=by,
        )
    notifications.tell(
        told,
        "accounts.runners_changed",
        event=event,
        url=account.get_absolute_url(),
        about=account,
        account=account.label,
        by=by,
        what=what,
    )
