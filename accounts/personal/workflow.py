"""The verbs of personal accounts that name the school (R5), and the reminders of the daily round."""

from collections import Counter, defaultdict

from django.urls import reverse
from django.utils import timezone

from accounts import handles
from accounts.models import Platform
from accounts.personal import messages as _messages  # noqa: F401  (registers the messages)
from accounts.personal import rules as _rules  # noqa: F401  (registers the rules)
from accounts.personal import selectors
from accounts.personal.models import WAITS_LONG, Check, PersonalAccount, Reminder
from accounts.personal.states import TRANSITIONS, Ending, Stage, Status
from accounts.states import Status as Register
from audit import workflow as audit
from core import clock, rules, times
from core.actors import Actor
from core.errors import InvalidInput, WrongState
from notifications import workflow as notifications
from people import current
from people.models import User

LONGEST_NAMING = 500
LONGEST_NOTE = 1000
SHORTEST_NOTE = 5

audit.register("personal.remind", "reminded people of personal accounts")


@audit.verb("personal.declare", "told the school of this personal account")
def declare(
    *, actor: Actor, platform: str, handle: str, url: str, naming: str, disclaimer: bool, no_branding: bool
) -> PersonalAccount:
    """Declare one's own account that names the school, with the disclaimer on it and no logo or branding (R5).

    Raises NotAllowed and InvalidInput (nowhere to find it, declared already, one of the two not confirmed).
    """
    rules.require("personal.declare", actor)
    # Held, so that two clicks do not declare one account twice.
    owner = User.objects.get_queryset().select_for_update(no_key=True).get(pk=current.person(actor).pk)
    account = PersonalAccount(person=owner, declared_at=clock.now())
    _put(account, platform=platform, handle=handle, url=url, naming=naming)
    _confirmed(disclaimer, no_branding)
    account.save()
    _tell_checkers(account)
    return account


@audit.verb("personal.send_again", "said that everything is right, and sent it in for a check")
def send_again(
    account: PersonalAccount,
    *,
    actor: Actor,
    platform: str,
    handle: str,
    url: str,
    naming: str,
    disclaimer: bool,
    no_branding: bool,
) -> PersonalAccount:
    """Correct what was declared, put right what was asked for, or confirm it once a year (R5).

    Raises NotAllowed, WrongState (withdrawn) and InvalidInput as `declare`.
    """
    account = audit.lock(account)
    rules.require("personal.change", actor, account)
    if account.status != Status.DECLARED:
        TRANSITIONS.require(account.status, Status.DECLARED)
    _put(account, platform=platform, handle=handle, url=url, naming=naming)
    _confirmed(disclaimer, no_branding)
    account.declared_at = clock.now()
    account.save(update_fields=["platform", "handle", "url", "naming", "declared_at"])
    if account.status != Status.DECLARED:  # one that nobody has looked at yet goes on waiting
        audit.move(account, Status.DECLARED, TRANSITIONS, actor=actor)
    _tell_checkers(account)
    return account


@audit.verb("personal.check", "checked it: the disclaimer is there, no logo and no branding")
def check(
    account: PersonalAccount,
    *,
    actor: Actor,
    disclaimer_seen: bool,
    no_logo: bool,
    no_branding: bool,
    seen: str | None = None,
) -> PersonalAccount:
    """Say that the account was looked at and all is well; it is due again in a year (R5).

    `seen` is `stamp(account)` as the checker read it. Raises NotAllowed, WrongState, and InvalidInput where one of
    the three was not seen: then a change is to be asked for.
    """
    account = _lock_to_check(account, actor, Status.CHECKED, seen)
    for field, is_so in (("disclaimer_seen", disclaimer_seen), ("no_logo", no_logo), ("no_branding", no_branding)):
        if not is_so:
            raise InvalidInput("Tick all three, or ask for a change and say what is wrong.", field)
    found = Check.objects.create(account=account, by=current.person(actor), at=clock.now(), is_right=True)
    account.due_on = selectors.next_check()
    account.save(update_fields=["due_on"])
    audit.move(account, Status.CHECKED, TRANSITIONS, actor=actor, check=found.pk)
    _tell_owner(account, "personal.checked", found, until=times.day(account.due_on))
    return account


@audit.verb("personal.ask_for_change", "asked for a change")
def ask_for_change(account: PersonalAccount, *, actor: Actor, note: str, seen: str | None = None) -> PersonalAccount:
    """Say what is wrong with the account, to its owner alone (R5). `seen` as for `check`.

    Raises NotAllowed, WrongState, InvalidInput (a note shorter than 5 characters).
    """
    account = _lock_to_check(account, actor, Status.NEEDS_CHANGE, seen)
    note = note.strip()
    if not SHORTEST_NOTE <= len(note) <= LONGEST_NOTE:
        raise InvalidInput(f"Say what to change, in {SHORTEST_NOTE} to {LONGEST_NOTE} letters.", "note")
    found = Check.objects.create(account=account, by=current.person(actor), at=clock.now(), is_right=False, note=note)
    audit.move(account, Status.NEEDS_CHANGE, TRANSITIONS, actor=actor, check=found.pk)
    _tell_owner(account, "personal.needs_change", found)
    return account


@audit.verb("personal.withdraw", "withdrew it")
def withdraw(account: PersonalAccount, *, actor: Actor, ending: str) -> PersonalAccount:
    """Say that the account is closed, or names the school no longer. Raises NotAllowed, WrongState, InvalidInput."""
    account = audit.lock(account)
    rules.require("personal.change", actor, account)
    if ending not in Ending.values:
        raise InvalidInput("Choose why you withdraw it.", "ending")
    TRANSITIONS.require(account.status, Status.WITHDRAWN)
    account.withdrawn_at, account.ending = clock.now(), ending
    account.save(update_fields=["withdrawn_at", "ending"])
    audit.move(account, Status.WITHDRAWN, TRANSITIONS, actor=actor, because=ending)
    return account


def stamp(account: PersonalAccount) -> str:
    """What a checker has before them: another one once the owner has sent it in anew."""
    return account.declared_at.isoformat()


def remind(*, actor: Actor) -> int:
    """Remind owners and checkers of what is due, each account once a stage (R5). Returns how many stages were new.

    The owner hears of their own account; whoever checks gets one notice a round, however many there are.
    """
    rules.require("personal.remind", actor)
    with audit.unit("personal.remind", actor=actor):
        new = _new_reminders()
        if not new:
            return 0
        # A second round beside this one runs into the unique constraint, and leaves it all to this one.
        Reminder.objects.bulk_create(new)
        owners = notifications.tell_each(
            notifications.Notice(
                [row.account.person],
                "personal.still_right",
                event=f"personal:{row.account_id}:{row.stage}:{row.on}",
                url=row.account.get_absolute_url(),
                about=row.account,
                params={"day": times.day(row.on)},
            )
            for row in new
            if row.stage != Stage.WAITING
        )
        _tell_checkers_of_round(new)
        audit.record(
            "personal.remind", None, actor=actor, accounts=sorted({row.account_id for row in new}), owners=owners
        )
    return len(new)


def _new_reminders() -> list[Reminder]:
    today, now = clock.today(), clock.now()
    wanted = []
    for account in PersonalAccount.objects.asked_about().select_related("person"):
        if account.due_on is not None:
            stage = Stage.DUE if account.due_on <= today else Stage.SOON
            wanted.append(Reminder(account=account, stage=stage, on=account.due_on, at=now))
    waiting = PersonalAccount.objects.standing().filter(status=Status.DECLARED, declared_at__lte=now - WAITS_LONG)
    wanted += [
        Reminder(account=account, stage=Stage.WAITING, on=timezone.localtime(account.declared_at).date(), at=now)
        for account in waiting.select_related("person")
    ]
    accounts = [row.account_id for row in wanted]
    done = set(Reminder.objects.filter(account__in=accounts).values_list("account", "stage", "on"))
    return [row for row in wanted if (row.account_id, row.stage, row.on) not in done]


def _tell_checkers_of_round(new: list[Reminder]) -> None:
    checkers = selectors.checkers_of(row.account.person for row in new)
    counts: dict[int, Counter[str]] = defaultdict(Counter)
    people: dict[int, User] = {}
    for row in new:
        for person in checkers[row.account.person_id]:
            people[person.pk] = person
            counts[person.pk][row.stage] += 1
    first = new[0]
    notifications.tell_each(
        notifications.Notice(
            [people[pk]],
            "personal.to_check",
            event=f"personal:round:{first.account_id}:{first.stage}:{first.on}",
            url=f"{reverse('personal:index')}?show={'declared' if stages[Stage.WAITING] else 'due'}",
            params={"what": _in_words(stages)},
        )
        for pk, stages in counts.items()
    )


def _in_words(stages: Counter[str]) -> str:
    words = {
        Stage.WAITING: ("has waited more than a week for a check", "have waited more than a week for a check"),
        Stage.DUE: ("is due for its yearly check", "are due for their yearly check"),
        Stage.SOON: ("is due within two weeks", "are due within two weeks"),
    }
    return ", ".join(
        f"{stages[stage]} {one if stages[stage] == 1 else many}"
        for stage, (one, many) in words.items()
        if stages[stage]
    )


def _put(account: PersonalAccount, *, platform: str, handle: str, url: str, naming: str) -> None:
    """Check what somebody says of their account, and put it into shape. Raises InvalidInput."""
    if platform not in Platform.values:
        raise InvalidInput("Choose the platform from the list.", "platform")
    account.platform = platform
    account.handle, account.url = handles.checked_handle(handle), handles.checked_url(url)
    account.naming = naming.strip()
    if not account.handle and not account.url:
        raise InvalidInput("Give the handle or the address, so that somebody can look at it.", "handle")
    if not account.naming:
        raise InvalidInput("Say how the account names the school.", "naming")
    if len(account.naming) > LONGEST_NAMING:
        raise InvalidInput(f"Say it in at most {LONGEST_NAMING} letters.", "naming")
    official = handles.taken_by(platform, account.handle)
    if official is not None and official.status == Register.LIVE:
        raise InvalidInput("This is one of the school's own accounts, not a personal one.", "handle")
    _not_declared_yet(account)


def _not_declared_yet(account: PersonalAccount) -> None:
    mine = PersonalAccount.objects.get_queryset().filter(person=account.person, platform=account.platform)
    others = mine.exclude(pk=account.pk).exclude(status=Status.WITHDRAWN)
    if account.handle and others.filter(handle__iexact=account.handle).exists():
        raise InvalidInput("You have told the school of this account already.", "handle")
    if account.url and others.filter(url__iexact=account.url).exists():
        raise InvalidInput("You have told the school of this account already.", "url")


def _confirmed(disclaimer: bool, no_branding: bool) -> None:
    if not disclaimer:
        raise InvalidInput("Put the disclaimer on your profile first, then tick this.", "disclaimer")
    if not no_branding:
        raise InvalidInput("Take the school's logo and branding away first, then tick this.", "no_branding")


def _lock_to_check(account: PersonalAccount, actor: Actor, target: Status, seen: str | None) -> PersonalAccount:
    account = audit.lock(account)
    rules.require("personal.check", actor, account)
    if not account.person.may_sign_in:
        raise WrongState(f"{account.person} has left, so there is nothing to check any more.")
    TRANSITIONS.require(account.status, target)
    if seen is not None and seen != stamp(account):
        raise WrongState(f"{account.person} changed this while you were looking. Look at it again as it is now.")
    return account


def _tell_checkers(account: PersonalAccount) -> None:
    notifications.tell(
        selectors.checkers_of([account.person])[account.person_id],
        "personal.declared",
        event=f"personal:{account.pk}:declared:{stamp(account)}",
        url=account.get_absolute_url(),
        about=account,
        person=account.person.full_name,
    )


def _tell_owner(account: PersonalAccount, message: str, found: Check, **params: str) -> None:
    notifications.tell(
        [account.person],
        message,
        event=f"personal:{account.pk}:check:{found.pk}",
        url=account.get_absolute_url(),
        about=account,
        checker=found.by.full_name,
        **params,
    )
