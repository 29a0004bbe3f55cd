"""The end of an account: begun with a reason, announced, put away, deleted, and closed in the register (R3)."""

from django.urls import reverse

from accounts import messages as _messages  # noqa: F401  (registers the messages)
from accounts.life import rules as _rules  # noqa: F401  (registers the rules)
from accounts.life import selectors
from accounts.models import Account, Purpose
from accounts.states import TRANSITIONS, Status
from accounts.workflow.suspending import end_ticks, reason_given, tell_those_near
from audit import workflow as audit
from core import clock, rules
from core.actors import Actor
from core.errors import WrongState
from notifications import workflow as notifications
from notifications.models import Notification
from people.models import Role, User

LONG = "accounts.closing_for_long"
audit.register("accounts.remind_of_closing", "reminded of accounts that have been closing for long")


@audit.verb("accounts.start_closing", "began to close this account")
def start_closing(account: Account, *, actor: Actor, reason: str, announcement: str = "") -> Account:
    """Say that the school gives the account up. `announcement` is what families are told; it can follow later.

    Its comments are watched, and its passwords kept, until it is closed. Raises NotAllowed, InvalidInput (a reason
    shorter than 5 characters) and WrongState (it is closed, or being closed already).
    """
    account = audit.lock(account)
    rules.require("accounts.close", actor, account)
    account.closed_because = reason_given(reason, "Say why the account is closed, in a few words.")
    TRANSITIONS.require(account.status, Status.CLOSING)
    account.closing_at, account.announcement = clock.now(), announcement.strip()
    if account.status != Status.SUSPENDED:
        # A suspended account keeps where it came from: it is suspended again if the closing is called off.
        account.status_before = account.status
    account.save(update_fields=["closing_at", "closed_because", "announcement", "status_before"])
    audit.move(account, Status.CLOSING, TRANSITIONS, actor=actor, name="accounts.start_closing")
    tell_those_near(account, "accounts.closing", actor, since=f"closing:{account.closing_at.isoformat()}")
    return account


@audit.verb("accounts.prepare_closing", "wrote down what families are told and what is kept")
def prepare_closing(account: Account, *, actor: Actor, announcement: str, kept_archive: str) -> Account:
    """Save the announcement, and what the school keeps of the account and where. Raises NotAllowed, WrongState."""
    account = _lock_closing(account, actor)
    account.announcement, account.kept_archive = announcement.strip(), kept_archive.strip()
    account.save(update_fields=["announcement", "kept_archive"])
    return account


@audit.verb("accounts.call_off_closing", "called off the closing of this account")
def call_off_closing(account: Account, *, actor: Actor) -> Account:
    """Take the account back to where it was; what was ticked is over. What was retired in the vault stays retired.

    Raises NotAllowed and WrongState (it is not being closed).
    """
    account = _lock_closing(account, actor)
    began = account.closing_at
    back_to = Status.SUSPENDED if account.suspended_at else account.status_before
    if back_to != Status.SUSPENDED:
        account.status_before = ""
    account.closing_at, account.closed_because = None, ""
    ended = end_ticks(account, Purpose.CLOSE)
    audit.move(account, back_to, TRANSITIONS, actor=actor, name="accounts.call_off_closing", ticks=ended)
    account.save(update_fields=["closing_at", "closed_because", "status_before"])
    tell_those_near(
        account,
        "accounts.closing_called_off",
        actor,
        since=f"called-off:{began.isoformat() if began else ''}",
        state=account.get_status_display(),
    )
    return account


@audit.verb("accounts.finish_closing", "closed this account")
def finish_closing(account: Account, *, actor: Actor, kept_archive: str = "") -> Account:
    """Close the account in the register, where it stays; nobody runs it any more. Those who ran it are told.

    `kept_archive` says what the school keeps and where; left empty, what was written down before holds.
    Raises NotAllowed, and WrongState with what is missing.
    """
    account = _lock_closing(account, actor)
    account.kept_archive = kept_archive.strip() or account.kept_archive
    missing = selectors.missing_to_close(account, account.kept_archive)
    if missing:
        raise WrongState(f"This is missing before the account is closed: {'; '.join(missing)}.")
    account.closed_at = clock.now()
    account.save(update_fields=["closed_at", "kept_archive"])
    audit.move(account, Status.CLOSED, TRANSITIONS, actor=actor, name="accounts.finish_closing")
    runners = list(account.runners_now())
    account.runners.filter(until_at=None).update(until_at=account.closed_at)
    notifications.tell(
        runners,
        "accounts.closed",
        event=f"account:{account.pk}:closed",
        url=reverse("accounts:index"),  # they do not run it any more, so its page may not be theirs to see
        about=account,
        account=account.label,
    )
    return account


def remind_of_closing(*, actor: Actor) -> int:
    """Tell each Administrator, once for each closing, that it began more than two weeks ago. Returns how many notices.

    Nothing is recorded where nobody is left to tell. Raises NotAllowed.
    """
    rules.require("accounts.remind_of_closing", actor)
    if not _reminders():
        return 0
    with audit.unit("accounts.remind_of_closing", actor=actor):
        notices = _reminders()
        notifications.tell_each(notices)
        late = sorted({notice.about.pk for notice in notices if notice.about is not None})
        audit.record("accounts.remind_of_closing", None, actor=actor, accounts=late)
    return len(notices)


def _reminders() -> list[notifications.Notice]:
    late = {f"account:{one.pk}:closing-for-long:{one.closing_at}": one for one in selectors.closing_for_long()}
    told = Notification.objects.filter(template=LONG, event__in=late).values_list("recipient", "event")
    known = set(told)
    return [
        notifications.Notice(
            [person],
            LONG,
            event=event,
            url=selectors.closing_url(account),
            about=account,
            params={"account": account.label},
        )
        for event, account in late.items()
        for person in User.objects.holding(Role.ADMINISTRATOR)
        if (person.pk, event) not in known
    ]


def _lock_closing(account: Account, actor: Actor) -> Account:
    account = audit.lock(account)
    rules.require("accounts.close", actor, account)
    if account.status != Status.CLOSING:
        raise WrongState(f"This account is not being closed: it is “{account.get_status_display()}”.")
    return account
