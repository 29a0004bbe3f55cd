"""What the school makes of the shipped checklists: other words, further steps, another order (R1, R3).

The first change to a list writes down all of its steps; until then the list that came with the portal holds. A
checklist that is being worked through shows the new steps at once; what was ticked keeps the title read then.
"""

import secrets

from accounts import checklists
from accounts.life import rules as _rules  # noqa: F401  (registers the rules)
from accounts.models import ChecklistStep, Platform, Purpose
from audit import workflow as audit
from core import clock, rules
from core.actors import Actor
from core.errors import InvalidInput, WrongState
from people.current import person
from school.models import School

LONGEST_TITLE = 200
LONGEST_HELP = 1000
MOST_STEPS = 40


@audit.verb("accounts.add_checklist_step", "added a step to a checklist")
def add_checklist_step(platform: str, purpose: str, *, actor: Actor, title: str, help: str = "") -> ChecklistStep:
    """Add a step at the end of a list. Raises NotAllowed, InvalidInput (no title; too long; 40 steps already)."""
    rows = _rows(platform, purpose, actor)
    if len(rows) >= MOST_STEPS:
        raise InvalidInput(f"A checklist has at most {MOST_STEPS} steps. Remove one first.")
    row = ChecklistStep(platform=platform, purpose=purpose, key=f"own-{secrets.token_hex(6)}", position=len(rows))
    _put(row, actor, title, help)
    return _recorded("accounts.add_checklist_step", row, actor, len(rows) + 1)


@audit.verb("accounts.change_checklist_step", "changed the words of a step of a checklist")
def change_checklist_step(
    platform: str, purpose: str, key: str, *, actor: Actor, title: str, help: str = ""
) -> ChecklistStep:
    """Give a step other words. What the policy asks for keeps its title.

    Raises NotAllowed, InvalidInput, WrongState.
    """
    rows = _rows(platform, purpose, actor)
    row = _of(rows, key)
    if checklists.is_policy(key, purpose) and title.strip() != row.title:
        raise InvalidInput("The policy asks for this step, so its title stays. You can change its help.", "title")
    _put(row, actor, title, help)
    return _recorded("accounts.change_checklist_step", row, actor, len(rows))


@audit.verb("accounts.move_checklist_step", "moved a step of a checklist")
def move_checklist_step(platform: str, purpose: str, key: str, *, actor: Actor, up: bool) -> ChecklistStep:
    """Let a step change places with the one before it, or after it; at the end of the list nothing changes.

    Raises NotAllowed, InvalidInput, WrongState.
    """
    rows = _rows(platform, purpose, actor)
    row = _of(rows, key)
    at = rows.index(row)
    to = at - 1 if up else at + 1
    if 0 <= to < len(rows):
        rows[at], rows[to] = rows[to], rows[at]
        for position, one in enumerate(rows):
            one.position = position
        ChecklistStep.objects.bulk_update(rows, ["position"])
    return _recorded("accounts.move_checklist_step", row, actor, len(rows))


@audit.verb("accounts.remove_checklist_step", "removed a step from a checklist")
def remove_checklist_step(platform: str, purpose: str, key: str, *, actor: Actor) -> int:
    """Take a step out. What was ticked stays on the record. Returns how many steps are left.

    Raises NotAllowed, InvalidInput, WrongState (the policy asks for it, or it is the last one).
    """
    rows = _rows(platform, purpose, actor)
    row = _of(rows, key)
    if checklists.is_policy(key, purpose):
        raise WrongState("The policy asks for this step, so it stays. You can change its help.")
    if len(rows) == 1:
        raise WrongState("A checklist has at least one step.")
    _record("accounts.remove_checklist_step", row, actor, len(rows) - 1)
    row.delete()
    return len(rows) - 1


@audit.verb("accounts.restore_checklist", "went back to the checklist that came with the portal")
def restore_checklist(platform: str, purpose: str, *, actor: Actor) -> int:
    """Forget what the school made of a list. Returns how many steps went.

    Raises NotAllowed, InvalidInput, WrongState.
    """
    rules.require("accounts.edit_checklists", actor)
    _check(platform, purpose)
    one_list_at_a_time()
    rows = ChecklistStep.objects.filter(platform=platform, purpose=purpose)
    count = rows.count()
    if not count:
        raise WrongState("This is the list that came with the portal.")
    rows.delete()
    audit.record("accounts.restore_checklist", None, actor=actor, platform=platform, purpose=purpose, steps=count)
    return count


def one_list_at_a_time() -> None:
    """Until the transaction ends, nobody else changes a checklist: there is no row yet to hold for an unchanged one."""
    School.objects.select_for_update().filter(pk=1).first()


def _check(platform: str, purpose: str) -> None:
    if platform not in Platform.values or purpose not in Purpose.values:
        raise InvalidInput("There is no such checklist.")


def _rows(platform: str, purpose: str, actor: Actor) -> list[ChecklistStep]:
    """The school's rows in their order, written down from the shipped list where there are none."""
    rules.require("accounts.edit_checklists", actor)
    _check(platform, purpose)
    one_list_at_a_time()
    rows = list(ChecklistStep.objects.filter(platform=platform, purpose=purpose).order_by("position", "pk"))
    if rows:
        return rows
    return ChecklistStep.objects.bulk_create(
        ChecklistStep(
            platform=platform,
            purpose=purpose,
            key=step.key,
            position=position,
            title=step.title,
            help=step.help,
            changed_by=person(actor),
            changed_at=clock.now(),
        )
        for position, step in enumerate(checklists.shipped(platform, purpose))
    )


def _of(rows: list[ChecklistStep], key: str) -> ChecklistStep:
    row = next((row for row in rows if row.key == key), None)
    if row is None:
        raise WrongState("This step is not there any more: somebody removed it a moment ago.")
    return row


def _put(row: ChecklistStep, actor: Actor, title: str, help: str) -> None:
    title, help = " ".join(title.split()), help.strip()
    if not title or len(title) > LONGEST_TITLE:
        raise InvalidInput(f"Say in at most {LONGEST_TITLE} characters what is to be done.", "title")
    if len(help) > LONGEST_HELP:
        raise InvalidInput(f"The help has at most {LONGEST_HELP} characters.", "help")
    row.title, row.help = title, help
    row.changed_by, row.changed_at = person(actor), clock.now()
    row.save()


def _recorded(verb: str, row: ChecklistStep, actor: Actor, steps: int) -> ChecklistStep:
    _record(verb, row, actor, steps)
    return row


def _record(verb: str, row: ChecklistStep, actor: Actor, steps: int) -> None:
    audit.record(verb, row, actor=actor, platform=row.platform, purpose=row.purpose, step=row.key, steps=steps)
