"""The checklist by which an approved account is created and becomes live (R1)."""

from accounts import checklist_states, checklists, handles, reviews
from accounts.life import selectors
from accounts.models import Account, Purpose, Tick
from accounts.states import TRANSITIONS, Status
from audit import workflow as audit
from core import clock, rules
from core.actors import Actor
from core.errors import InvalidInput, WrongState
from notifications import workflow as notifications
from people.models import User

# By whose rule, and in which states of the account, a checklist other than the one for setting up is open.
OPEN_IN: dict[str, tuple[str, tuple[str, ...]]] = {
    Purpose.HACKED: ("accounts.clear_up", (Status.SUSPENDED, Status.CLOSING)),
    Purpose.CLOSE: ("accounts.close", (Status.CLOSING,)),
}


@audit.verb("accounts.start_provisioning", "began to set this account up")
def start_provisioning(account: Account, *, actor: Actor) -> Account:
    """Take an approved account in hand. Any step of its checklist does the same. Raises NotAllowed, WrongState."""
    account = audit.lock(account)
    rules.require("accounts.provision", actor, account)
    if account.status != Status.APPROVED:
        raise WrongState(f"This account is “{account.get_status_display()}”: there is nothing to begin.")
    _start(account, actor)
    return account


@audit.verb("accounts.tick_step", "ticked a step of the checklist")
def tick_step(account: Account, key: str, *, actor: Actor, purpose: str = Purpose.SET_UP) -> Account:
    """Note that a step is done, with its title as it reads now. Ticking it twice changes nothing.

    Raises NotAllowed, WrongState (that checklist is not open), InvalidInput (no such step).
    """
    account = _lock_for(account, actor, purpose)
    step = _by_hand(account, key, purpose)
    if isinstance(actor, User):
        Tick.objects.get_or_create(
            account=account,
            purpose=purpose,
            key=key,
            ended_at=None,
            defaults={"done_by": actor, "done_at": clock.now(), "title": step.title},
        )
    audit.record("accounts.tick_step", account, actor=actor, step=key, purpose=purpose)
    return account


@audit.verb("accounts.untick_step", "unticked a step of the checklist")
def untick_step(account: Account, key: str, *, actor: Actor, purpose: str = Purpose.SET_UP) -> Account:
    """Take back a tick. Raises NotAllowed, WrongState, InvalidInput."""
    account = _lock_for(account, actor, purpose)
    _by_hand(account, key, purpose)
    Tick.objects.filter(account=account, purpose=purpose, key=key, ended_at=None).delete()
    audit.record("accounts.untick_step", account, actor=actor, step=key, purpose=purpose)
    return account


@audit.verb("accounts.record_address", "wrote down the account's handle and address")
def record_address(account: Account, *, actor: Actor, handle: str, url: str) -> Account:
    """Say under which handle and address the account was created. Raises NotAllowed, WrongState, InvalidInput."""
    account = _lock_provisioning(account, actor)
    handles.put(account, handle=handle, url=url)
    account.save(update_fields=["handle", "url"])
    return account


@audit.verb("accounts.finish_provisioning", "finished the checklist: the account is live")
def finish_provisioning(account: Account, *, actor: Actor) -> Account:
    """Make the account live; new comments count in the reply figures from now on.

    Raises NotAllowed, and WrongState with what is missing.
    """
    account = _lock_provisioning(account, actor)
    missing = checklist_states.missing_for_live(account)
    if missing:
        raise WrongState(f"This is missing before the account is live: {'; '.join(missing)}.")
    account.provisioned_at = clock.now()
    account.monitored_from = account.monitored_from or account.provisioned_at
    account.review_on = reviews.a_year_after(clock.today())
    account.save(update_fields=["provisioned_at", "monitored_from", "review_on"])
    audit.move(account, Status.LIVE, TRANSITIONS, actor=actor, name="accounts.finish_provisioning")
    notifications.tell(
        account.runners_now(),
        "accounts.live",
        event=f"account:{account.pk}:live",
        url=account.get_absolute_url(),
        about=account,
        account=account.label,
    )
    return account


def _lock_provisioning(account: Account, actor: Actor) -> Account:
    account = audit.lock(account)
    rules.require("accounts.provision", actor, account)
    if account.status == Status.APPROVED:
        _start(account, actor)
    if account.status != Status.PROVISIONING:
        raise WrongState(f"The checklist of this account is not open: the account is “{account.get_status_display()}”.")
    return account


def _start(account: Account, actor: Actor) -> None:
    account.set_up_by_id = actor.pk if isinstance(actor, User) else None
    account.save(update_fields=["set_up_by"])
    audit.move(account, Status.PROVISIONING, TRANSITIONS, actor=actor, name="accounts.start_provisioning")


def _lock_for(account: Account, actor: Actor, purpose: str) -> Account:
    if purpose == Purpose.SET_UP:
        return _lock_provisioning(account, actor)
    if purpose not in OPEN_IN:
        raise InvalidInput("There is no such checklist.", "purpose")
    rule, states = OPEN_IN[purpose]
    account = audit.lock(account)
    rules.require(rule, actor, account)
    if account.status not in states:
        raise WrongState(f"This checklist is not open: the account is “{account.get_status_display()}”.")
    return account


def _by_hand(account: Account, key: str, purpose: str) -> checklists.StepText:
    if purpose == Purpose.CLOSE and key == selectors.NOTHING_THERE and selectors.may_be_nothing_there(account):
        return checklists.StepText(key, selectors.NOTHING_THERE_TITLE, "", is_policy=False)
    step = next((step for step in checklists.steps(account.platform, purpose) if step.key == key), None)
    if step is None:
        raise InvalidInput("There is no such step.", "step")
    if checklist_states.answered_by_vault(key, purpose):
        raise InvalidInput("This step ticks itself as soon as the account's password is in the vault.", "step")
    return step
