"""Noticing that fewer than two employees run a live account, and telling those who can mend it (A1)."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils import timezone

from accounts import messages as _messages  # noqa: F401  (registers the messages)
from accounts import rules as _rules  # noqa: F401  (registers the rules)
from accounts import staffing
from accounts.models import Account, AccountQuerySet, Runner
from accounts.states import Status
from audit import workflow as audit
from core import clock, rules, times
from core.actors import DAILY, Actor
from notifications import workflow as notifications
from notifications.models import Notification
from people.followers import Change, follows
from people.models import Role, User

audit.register("accounts.note_few", "noted that fewer than two members of staff run it")
audit.register("accounts.note_enough", "noted that two members of staff or more run it again")

LONG = "accounts.few_long"


def look_again(accounts: Iterable[int]) -> int:
    """Note which of these live accounts (by key) too few employees run, and which have enough again; tell of new ones.

    Called within a verb that changes who runs them, or who is employed. Returns how many have too few since now.
    """
    held = list(Account.objects.get_queryset().select_for_update(no_key=True).filter(pk__in=accounts).order_by("pk"))
    employees = staffing.employees_by_account(held)
    few = [one for one in held if one.few_since is None and _is_few(one, employees[one.pk])]
    mended = [one for one in held if one.few_since is not None and not _is_few(one, employees[one.pk])]
    now = clock.now()
    for account in few:
        account.few_since = now
        audit.record("accounts.note_few", account, actor=DAILY, employees=employees[account.pk])
    for account in mended:
        account.few_since = None
        if account.status == Status.LIVE:
            audit.record("accounts.note_enough", account, actor=DAILY, employees=employees[account.pk])
    Account.objects.bulk_update([*few, *mended], ["few_since"])
    if few:
        _tell(few)
    return len(few)


def note_few(*, actor: Actor) -> int:
    """The daily round's look at all accounts, and a second word to SLT after two weeks.

    Whatever is known already is not told again. Returns how many accounts have too few since now.
    """
    rules.require("accounts.note_few", actor)
    accounts = Account.objects.get_queryset()
    watched = list(accounts.filter(status=Status.LIVE) | accounts.exclude(few_since=None))
    employees = staffing.employees_by_account(watched)
    changed = [one.pk for one in watched if (one.few_since is not None) != _is_few(one, employees[one.pk])]
    if not changed and not _untold(accounts):
        return 0
    with audit.unit("accounts.note_few", actor=actor):
        new = look_again(changed)
        for account in _untold(accounts):
            _tell_again(account)
    return new


def _is_few(account: Account, employees: int) -> bool:
    return account.status == Status.LIVE and employees < staffing.ENOUGH


def _tell(few: list[Account]) -> None:
    event = f"few:{clock.now().isoformat()}:{few[0].pk}"
    oversee = {person.pk: person for person in User.objects.holding(Role.ADMINISTRATOR, Role.SLT)}
    place = few[0].get_absolute_url() if len(few) == 1 else f"{reverse('accounts:index')}?look=few"
    what = f"“{few[0].label}” is" if len(few) == 1 else f"{len(few)} live accounts are"
    notices = [notifications.Notice(oversee.values(), "accounts.few", event=event, url=place, params={"what": what})]
    leads = Runner.objects.now().filter(account__in=few, is_lead=True).select_related("person", "account")
    notices += [
        notifications.Notice(
            [row.person],
            "accounts.few_led",
            event=f"{event}:{row.account_id}",
            url=row.account.get_absolute_url(),
            about=row.account,
            params={"account": row.account.label},
        )
        for row in leads
        if row.person.may_sign_in and row.person_id not in oversee
    ]
    notifications.tell_each(notices)


def _untold(accounts: AccountQuerySet) -> list[Account]:
    """The accounts that have had too few for two weeks, and of which SLT was not told a second time."""
    long = list(accounts.filter(status=Status.LIVE, few_since__lte=clock.now() - staffing.TOO_LONG))
    events = [_event(account) for account in long]
    told = set(Notification.objects.filter(template=LONG, event__in=events).values_list("event", flat=True))
    return [account for account in long if _event(account) not in told]


def _event(account: Account) -> str:
    since = account.few_since.isoformat() if account.few_since else ""
    return f"account:{account.pk}:few:{since}"


def _tell_again(account: Account) -> None:
    if account.few_since is None:
        return
    notifications.tell(
        User.objects.holding(Role.SLT),
        LONG,
        event=_event(account),
        url=account.get_absolute_url(),
        about=account,
        account=account.label,
        day=times.day(timezone.localtime(account.few_since).date()),
    )


@follows
def when_somebody_goes_or_comes_back(person: User, change: Change, actor: Actor) -> None:
    """In the transaction in which somebody is switched off or on, or leaves with a day that is over."""
    if change != Change.LOST_ROLE:
        look_again(Runner.objects.now().filter(person=person).order_by().values_list("account", flat=True))
