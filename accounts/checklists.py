"""What each platform's checklists say: as the school changed them, or as they came with the portal (R1, R3).

The shipped lists are data, in `shipped_checklists/`, one file a platform; `common.toml` holds the words that a
platform's file does not give itself. The six steps of the policy (R1) stand in every list for setting up.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from accounts.models import Account, ChecklistStep, Platform, Purpose, Step, Tick

SHIPPED = Path(__file__).parent / "shipped_checklists"
# What no school can leave out: before an account is live (R1), and before it is closed (R3).
ALWAYS: dict[str, tuple[str, ...]] = {
    Purpose.SET_UP: tuple(Step.values),
    Purpose.CLOSE: ("announced", "deletion_checked"),
}


@dataclass(frozen=True)
class StepText:
    """A step as it reads now. `is_policy` marks what the policy asks for, which no school can remove."""

    key: str
    title: str
    help: str
    is_policy: bool


def steps(platform: str, purpose: str) -> list[StepText]:
    """The steps in their order: the school's own rows if any stand, else the list that came with the portal."""
    rows = list(ChecklistStep.objects.filter(platform=platform, purpose=purpose).order_by("position", "pk"))
    return of_rows(rows, purpose) or list(shipped(platform, purpose))


def of_rows(rows: list[ChecklistStep], purpose: str) -> list[StepText]:
    """The school's own rows as steps."""
    return [StepText(row.key, row.title, row.help, is_policy(row.key, purpose)) for row in rows]


def ticked(account: Account, purpose: str) -> dict[str, Tick]:
    """The ticks that stand now, by the key of their step. Those of a checklist that is over are not among them."""
    rows = Tick.objects.filter(account=account, purpose=purpose, ended_at=None).select_related("done_by")
    return {row.key: row for row in rows}


def is_policy(key: str, purpose: str) -> bool:
    """Whether every list of that purpose has this step, with this title, whatever the school makes of the list."""
    return key in ALWAYS.get(purpose, ())


@cache
def shipped(platform: str, purpose: str) -> tuple[StepText, ...]:
    """The list that came with the portal. Raises ValueError for what is no platform or no purpose."""
    common = _read("common").get(purpose, {})
    listed = _read(Platform(platform).value)[Purpose(purpose).value]
    return tuple(_step(given, common.get(given["key"], {}), purpose) for given in listed)


def _step(given: dict[str, str], common: dict[str, str], purpose: str) -> StepText:
    words = {**common, **given}
    policy = is_policy(given["key"], purpose)
    title = Step(given["key"]).label if purpose == Purpose.SET_UP and policy else words["title"]
    return StepText(given["key"], title, " ".join(words.get("help", "").split()), policy)


@cache
def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((SHIPPED / f"{name}.toml").read_text(encoding="utf-8"))
