"""What the screens ask about accounts."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from accounts import handles
from accounts.models import Account, AccountQuerySet, Platform, Runner, Step, Tick
from accounts.states import TO_SET_UP
from accounts.vault import selectors as vault
from core.errors import InvalidInput
from people.models import User


@dataclass(frozen=True)
class StepState:
    """A step of the checklist, and by whom and when it was done."""

    key: str
    title: str
    hint: str
    done_by: User | None
    done_at: datetime | None
    by_hand: bool

    @property
    def done(self) -> bool:
        return self.done_at is not None


HINTS: dict[str, str] = {
    Step.SCHOOL_EMAIL: "An address of the school that stays when somebody leaves, not a person's own.",
    Step.PASSWORD_IN_VAULT: "Ticks itself when the password is stored.",
    Step.SECOND_FACTOR: "A code from an app or a text message, beside the password.",
    Step.OFFICIAL_PROFILE: "With the school's name, and how to reach the school.",
    Step.TAGGING_OFF: "So that nobody can attach a pupil's name to a picture. Tick it too where the platform cannot.",
    Step.RECOVERY_STORED: "Recovery codes, and the e-mail address or phone by which the school gets back in.",
}


def checklist(account: Account) -> list[StepState]:
    """The six steps in their order. The password's step is answered by the vault."""
    ticked = {row.key: row for row in account.ticks.select_related("done_by")}
    stored = vault.password_stored(account)
    states = []
    for step in Step:
        row = ticked.get(step)
        by, at = (row.done_by, row.done_at) if row else (None, None)
        if step == Step.PASSWORD_IN_VAULT and stored:
            by, at = stored.created_by, stored.created_at
        states.append(StepState(step, step.label, HINTS[step], by, at, step != Step.PASSWORD_IN_VAULT))
    return states


def steps_done(accounts: Sequence[Account]) -> dict[int, int]:
    """For each account, how many of the steps are done. Two queries, however many accounts."""
    ticked = Counter(Tick.objects.filter(account__in=accounts).values_list("account", flat=True))
    stored = vault.with_password(accounts)
    return {account.pk: ticked[account.pk] + (account.pk in stored) for account in accounts}


def missing_for_live(account: Account) -> list[str]:
    """What still stands between this account and being live, as phrases; empty when nothing does."""
    missing = [] if account.handle else ["the handle under which it is found"]
    return missing + [f"“{step.title}”" for step in checklist(account) if not step.done]


def by_platform_handle(text: str) -> Account:
    """The account that "facebook:StJudesFriends" names: with or without the @, in any case, not closed.

    Raises InvalidInput with a sentence that says what is wrong.
    """
    platform, colon, handle = text.partition(":")
    platform, handle = platform.strip().lower(), handles.clean(handle)
    if not colon or not platform or not handle:
        raise InvalidInput(
            f"Write the account as PLATFORM:HANDLE, such as facebook:StJudesFriends. “{text}” is not that."
        )
    if platform not in Platform.values:
        known = ", ".join(Platform.values)
        raise InvalidInput(f"There is no platform “{platform}”. Those that the portal knows: {known}.")
    account = handles.taken_by(platform, handle)
    if account is None:
        on_it = Account.objects.open().filter(platform=platform).exclude(handle="").order_by("handle")
        there = ", ".join(f"{platform}:{known}" for known in on_it.values_list("handle", flat=True)) or "none"
        raise InvalidInput(f"The register has no open account {platform}:{handle}. On this platform it has: {there}.")
    return account


def in_provisioning() -> AccountQuerySet:
    """The accounts whose checklist is open, the longest waiting first."""
    return Account.objects.open().filter(status__in=TO_SET_UP).order_by("mandate__approved_at", "pk")


def found(accounts: AccountQuerySet, q: str = "", platform: str = "", state: str = "") -> AccountQuerySet:
    """Those of `accounts` that the register's filters leave."""
    if q:
        word = handles.clean(q)
        accounts = accounts.filter(Q(name__icontains=word) | Q(handle__icontains=word) | Q(url__icontains=word))
    if platform:
        accounts = accounts.filter(platform=platform)
    if state:
        accounts = accounts.filter(status=state)
    return accounts


def with_leads(accounts: Sequence[Account]) -> list[tuple[Account, User | None, int]]:
    """Each account with its lead and how many run it, in one query."""
    leads: dict[int, User] = {}
    numbers: Counter[int] = Counter()
    for runner in Runner.objects.filter(account__in=accounts, until_at=None).select_related("person"):
        numbers[runner.account_id] += 1
        if runner.is_lead:
            leads[runner.account_id] = runner.person
    return [(account, leads.get(account.pk), numbers[account.pk]) for account in accounts]
