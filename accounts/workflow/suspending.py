"""Stopping an account at once, and using it again when it is safe (R1)."""

from accounts import messages as _messages  # noqa: F401  (registers the messages)
from accounts.life import rules as _rules  # noqa: F401  (registers the rules)
from accounts.life import selectors
from accounts.models import Account, Purpose, Tick
from accounts.states import TRANSITIONS, Status
from audit import workflow as audit
from core import clock, rules
from core.actors import Actor
from core.errors import InvalidInput, WrongState
from notifications import workflow as notifications
from people.models import Role, User

SHORTEST_REASON = 5  # characters


@audit.verb("accounts.suspend", "suspended this account")
def suspend(account: Account, *, actor: Actor, reason: str, quietly: bool = False) -> Account:
    """Stop the use of an account until somebody says that it is safe. Those who run it are told.

    `quietly` where the caller tells them more in the same transaction.

    Raises NotAllowed, InvalidInput (a reason shorter than 5 characters), and WrongState (not live, being set up or
    under review).
    """
    account = audit.lock(account)
    rules.require("accounts.suspend", actor, account)
    account.suspended_because = reason_given(reason, "Say why the account is suspended, in a few words.")
    if account.status not in selectors.CAN_BE_STOPPED:
        raise WrongState(f"This account is “{account.get_status_display()}”, so there is nothing to suspend.")
    account.suspended_at, account.status_before = clock.now(), account.status
    account.save(update_fields=["suspended_at", "suspended_because", "status_before"])
    end_ticks(account, Purpose.HACKED)  # of an earlier time
    audit.move(account, Status.SUSPENDED, TRANSITIONS, actor=actor, name="accounts.suspend")
    if not quietly:
        tell_those_near(account, "accounts.suspended", actor, since=f"suspended:{account.suspended_at.isoformat()}")
    return account


@audit.verb("accounts.resume", "said that this account is safe to use again")
def resume(account: Account, *, actor: Actor) -> Account:
    """Take a suspended account back to where it was. The ticks of its checklist after a hack are over then.

    Raises NotAllowed, and WrongState: it is not suspended, a password that was reported is not changed yet, or the
    checklist after a hack was begun and is not finished.
    """
    account = audit.lock(account)
    rules.require("accounts.resume", actor, account)
    if account.status != Status.SUSPENDED:
        raise WrongState(f"This account is not suspended: it is “{account.get_status_display()}”.")
    standing = selectors.missing_to_resume(account)
    if standing:
        raise WrongState(f"The account is not safe yet. This is missing: {'; '.join(standing)}.")
    back_to, since = account.status_before, account.suspended_at
    account.suspended_at, account.suspended_because, account.status_before = None, "", ""
    ended = end_ticks(account, Purpose.HACKED)
    audit.move(account, back_to, TRANSITIONS, actor=actor, name="accounts.resume", ticks=ended)
    account.save(update_fields=["suspended_at", "suspended_because", "status_before"])
    event = f"resumed:{since.isoformat() if since else ''}"
    tell_those_near(account, "accounts.resumed", actor, since=event, state=account.get_status_display())
    return account


def reason_given(reason: str, what_to_say: str) -> str:
    """The reason without blanks around it. Raises InvalidInput where it is shorter than 5 characters."""
    if len(reason.strip()) < SHORTEST_REASON:
        raise InvalidInput(what_to_say, "reason")
    return reason.strip()


def end_ticks(account: Account, purpose: str) -> int:
    """End the ticks of a checklist that is over, so that the next one starts empty. Returns how many."""
    return Tick.objects.filter(account=account, purpose=purpose, ended_at=None).update(ended_at=clock.now())


def tell_those_near(account: Account, message: str, actor: Actor, *, since: str, **params: str) -> None:
    """Tell those who run the account, and the Administrators, but not whoever did it."""
    people = {person.pk: person for person in [*account.runners_now(), *User.objects.holding(Role.ADMINISTRATOR)]}
    if isinstance(actor, User):
        people.pop(actor.pk, None)
    notifications.tell(
        people.values(),
        message,
        event=f"account:{account.pk}:{since}",
        url=account.get_absolute_url(),
        about=account,
        account=account.label,
        **params,
    )
