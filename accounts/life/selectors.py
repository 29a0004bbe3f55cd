"""What stands between an account and the next state of its life."""

from collections.abc import Sequence
from datetime import timedelta

from django.urls import reverse

from accounts import checklist_states, checklists
from accounts.models import Account, AccountQuerySet, Purpose, Tick
from accounts.states import TO_SET_UP, Status
from accounts.vault.duties import NO_SECRET
from accounts.vault.models import Credential, CredentialQuerySet
from core import clock

# Ticked instead of everything else where there is nothing on the platform that could be deleted.
NOTHING_THERE = "nothing_there"
NOTHING_THERE_TITLE = "There is nothing on the platform: it was never created there, or was never the school's"
# An account in these states is used, or about to be.
CAN_BE_STOPPED = (Status.UNDER_REVIEW, Status.PROVISIONING, Status.LIVE)
LONG = timedelta(days=14)  # a closing that takes longer is asked about


def compromised(account: Account) -> CredentialQuerySet:
    """What is kept for the account, was reported as known to others, and is not changed since.

    An address or a number is no secret: the checklist asks somebody to look at those.
    """
    reported = Credential.objects.of(account).filter(retired_at=None, compromised_at__isnull=False)
    return reported.exclude(kind__in=NO_SECRET)


def missing_to_resume(account: Account, *, short: bool = False) -> list[str]:
    """What must be done before a suspended account is used again, as phrases; `short` where the steps stand beside."""
    missing = [f"a change of “{credential.label}” in the vault" for credential in compromised(account)]
    steps = checklist_states.checklist(account, Purpose.HACKED)
    if any(step.done for step in steps):
        missing += checklist_states.in_short(steps) if short else checklist_states.undone(steps)
    return missing


def kept_in_use(account: Account) -> int:
    """How many of the account's passwords and other secrets are not retired."""
    return Credential.objects.of(account).filter(retired_at=None).count()


def may_be_nothing_there(account: Account) -> bool:
    """Whether it may be that the platform knows no such account: it was not live, nor is it being watched as such."""
    return account.status_before in (*TO_SET_UP, Status.UNDER_REVIEW) and account.provisioned_at is None


def nothing_there(account: Account) -> bool:
    """Whether somebody said that there is nothing on the platform to delete."""
    return may_be_nothing_there(account) and NOTHING_THERE in checklists.ticked(account, Purpose.CLOSE)


def with_nothing_there(accounts: Sequence[Account]) -> set[int]:
    """Of which of `accounts` (by key) somebody said that there is nothing on the platform. One query."""
    said = Tick.objects.filter(account__in=accounts, purpose=Purpose.CLOSE, key=NOTHING_THERE, ended_at=None)
    return set(said.values_list("account", flat=True))


def missing_to_close(account: Account, kept_archive: str, *, short: bool = False) -> list[str]:
    """What must be done before an account that is being closed is closed, as phrases; `short` as above."""
    missing = []
    if not nothing_there(account):
        steps = checklist_states.checklist(account, Purpose.CLOSE)
        missing = checklist_states.in_short(steps) if short else checklist_states.undone(steps)
        if not account.announcement.strip():
            missing.insert(0, "what families are told")
        if not kept_archive.strip():
            missing.append("what the school keeps of it, and where")
    count = kept_in_use(account)
    if count:
        missing.append(f"{count} {'thing' if count == 1 else 'things'} in the vault to give up")
    return missing


def closing_url(account: Account) -> str:
    """The page on which an account is closed."""
    return reverse("accounts:closing", kwargs={"pk": account.pk})


def being_closed() -> AccountQuerySet:
    """The accounts that are being closed, the longest first."""
    return Account.objects.open().filter(status=Status.CLOSING).order_by("closing_at", "pk")


def closing_for_long() -> AccountQuerySet:
    """Those of them whose closing began more than two weeks ago."""
    return being_closed().filter(closing_at__lt=clock.now() - LONG)
