"""How far an account's checklists are: each step as it reads now, and who ticked it (R1, R3)."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from accounts import checklists
from accounts.models import Account, ChecklistStep, Purpose, Step, Tick
from accounts.vault import selectors as vault
from people.models import User

FEW = 3  # steps that are named one by one


@dataclass(frozen=True)
class StepState:
    """A step of a checklist, and by whom and when it was done. `read` is its title then, where that has changed."""

    key: str
    title: str
    help: str
    done_by: User | None
    done_at: datetime | None
    by_hand: bool
    read: str = ""

    @property
    def done(self) -> bool:
        return self.done_at is not None


def checklist(account: Account, purpose: str = Purpose.SET_UP) -> list[StepState]:
    """The steps in their order. That the password is in the vault is answered by the vault."""
    ticked = checklists.ticked(account, purpose)
    states = []
    for step in checklists.steps(account.platform, purpose):
        row = ticked.get(step.key)
        by, at = (row.done_by, row.done_at) if row else (None, None)
        by_hand = not answered_by_vault(step.key, purpose)
        if not by_hand and (stored := vault.password_stored(account)):
            by, at = stored.created_by, stored.created_at
        read = row.title if row and row.title != step.title else ""
        states.append(StepState(step.key, step.title, step.help, by, at, by_hand, read))
    return states


def to_tick(account: Account, purpose: str = Purpose.SET_UP) -> list[str]:
    """The keys of the steps that wait for somebody to tick them."""
    return [step.key for step in checklist(account, purpose) if step.by_hand and not step.done]


def answered_by_vault(key: str, purpose: str) -> bool:
    return purpose == Purpose.SET_UP and key == Step.PASSWORD_IN_VAULT


def missing_for_live(account: Account) -> list[str]:
    """What still stands between this account and being live, as phrases; empty when nothing does."""
    missing = [] if account.handle else ["the handle under which it is found"]
    return missing + undone(checklist(account))


def undone(states: Sequence[StepState]) -> list[str]:
    """The steps that are not done, as phrases."""
    return [f"“{step.title}”" for step in states if not step.done]


def in_short(states: Sequence[StepState]) -> list[str]:
    """As `undone`, for a page on which the steps stand already: how many, where they are more than three."""
    left = undone(states)
    return left if len(left) <= FEW else [f"{len(left)} steps of the checklist"]


@dataclass(frozen=True)
class Progress:
    """How many steps of an account's checklist are done."""

    done: int
    of: int

    @property
    def complete(self) -> bool:
        return self.done == self.of


def progress(accounts: Sequence[Account], purpose: str = Purpose.SET_UP) -> dict[int, Progress]:
    """For each account (by key), how far its checklist is. Three queries, however many accounts."""
    rows: dict[str, list[ChecklistStep]] = defaultdict(list)
    for row in ChecklistStep.objects.filter(purpose=purpose, platform__in={one.platform for one in accounts}):
        rows[row.platform].append(row)
    ticked: dict[int, set[str]] = defaultdict(set)
    for account, key in Tick.objects.filter(account__in=accounts, purpose=purpose, ended_at=None).values_list(
        "account", "key"
    ):
        ticked[account].add(key)
    stored = vault.with_password(accounts) if purpose == Purpose.SET_UP else set()
    result = {}
    for one in accounts:
        steps = checklists.of_rows(rows[one.platform], purpose) or checklists.shipped(one.platform, purpose)
        done = sum(
            one.pk in stored if answered_by_vault(step.key, purpose) else step.key in ticked[one.pk] for step in steps
        )
        result[one.pk] = Progress(done, len(steps))
    return result
