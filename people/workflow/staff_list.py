"""Many people at once, from the school's own list: uploaded, looked at, then added or left."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import IntegrityError

from audit import workflow as audit
from core import clock, rules
from core.actors import DAILY, Actor
from core.csv_file import CannotRead
from core.errors import InvalidInput, WrongState
from core.rules import Denied
from people import current
from people.models import RoleGrant, StaffList, User
from people.staff_file import Problem, Row, read_staff_file
from people.workflow.inviting import one_at_a_time, send_links
from people.workflow.trust import tell_of_roles

KEPT = timedelta(days=1)  # then a list is removed, added or not
audit.register("people.forget_staff_list", "removed a staff list that was left lying")


@audit.verb("people.upload_staff_list", "uploaded a staff list")
def upload_staff_list(*, actor: Actor, file_name: str, content: bytes) -> StaffList:
    """Read a file and keep what it says for the preview. Nobody is added yet.

    Raises NotAllowed, and InvalidInput for a file of no use.
    """
    rules.require("people.add_staff_list", actor)
    try:
        read = read_staff_file(content)
    except CannotRead as error:
        raise InvalidInput(str(error), "file") from None
    kept = StaffList.objects.create(
        uploaded_by=current.person(actor),
        uploaded_at=clock.now(),
        file_name=file_name.replace("\\", "/").rpartition("/")[2].replace("\0", "")[-120:] or "list.csv",
        rows=[row.packed() for row in read.rows],
        problems=[problem.packed() for problem in read.problems],
        columns=read.columns,
        notes=read.notes,
    )
    audit.record("people.upload_staff_list", kept, actor=actor, rows=len(read.rows), problems=len(read.problems))
    return kept


@dataclass(frozen=True)
class Plan:
    """What a list comes to now. `levels` holds those to be added, line managers before those whom they lead.

    `there` are in the portal already and stay as they are; `remarks` say of a line what is left out.
    """

    levels: list[list[Row]]
    there: list[tuple[Row, User]]
    wrong: list[Problem]
    remarks: list[tuple[int, str]]
    managers: dict[str, User]

    @property
    def new(self) -> list[Row]:
        return sorted((row for level in self.levels for row in level), key=lambda row: row.line)


def plan_of(staff_list: StaffList, actor: Actor) -> Plan:
    """What would be added now, what is there, and what cannot be added, line by line. Two queries."""
    rows = [Row.unpacked(packed) for packed in staff_list.rows]
    people = {person.email.lower(): person for person in User.objects.all()}
    there = [(row, people[row.email]) for row in rows if row.email in people]
    wrong = [Problem.unpacked(packed) for packed in staff_list.problems]
    good: dict[str, Row] = {}
    listed = {row.email: row for row in rows}
    verdicts = _Verdicts(actor, people, listed)
    for row in rows:
        if row.email not in people:
            reason = verdicts.why_not(row)
            if reason:
                wrong.append(_problem(row, reason, staff_list))
            else:
                good[row.email] = row
    levels, circle, remarks = _levels(good, people)
    wrong += [_problem(row, "The line managers of this row lead round in a circle.", staff_list) for row in circle]
    return Plan(levels, there, sorted(wrong, key=lambda one: one.line), remarks, people)


class _Verdicts:
    """Why a row cannot be added, by who is in the portal and who asks."""

    def __init__(self, actor: Actor, people: Mapping[str, User], listed: Mapping[str, Row]) -> None:
        self.actor, self.people, self.listed, self.today = actor, people, listed, clock.today()
        self.of_roles: dict[frozenset[str], str] = {}

    def why_not(self, row: Row) -> str:
        return " ".join(filter(None, (self._roles(row.roles), self._day(row), self._manager(row.manager))))

    def _roles(self, roles: frozenset[str]) -> str:
        if roles not in self.of_roles:
            verdict = rules.ask("people.add_person", self.actor, roles)
            self.of_roles[roles] = verdict.reason if isinstance(verdict, Denied) else ""
        return self.of_roles[roles]

    def _day(self, row: Row) -> str:
        over = row.leaves_on is not None and row.leaves_on < self.today
        return "The last working day is over. Somebody who has left is not added." if over else ""

    def _manager(self, email: str) -> str:
        if not email:
            return ""
        person, row = self.people.get(email), self.listed.get(email)
        if person is not None:
            works_here = person.may_sign_in and person.is_employed
        elif row is not None:
            works_here = row.is_employed
        else:
            return f"The line manager {email} is neither in the portal nor in this list."
        return "" if works_here else f"The line manager {email} does not work at the school now."


def _levels(
    good: Mapping[str, Row], people: Mapping[str, User]
) -> tuple[list[list[Row]], list[Row], list[tuple[int, str]]]:
    """The rows in the order of adding, those whose managers lead in a circle, and what is left out of some.

    A row never waits for one that cannot be added: it is added without a line manager then.
    """
    remarks: list[tuple[int, str]] = []
    below: dict[str, list[Row]] = {}
    first: list[Row] = []
    for row in good.values():
        if row.manager in good:
            below.setdefault(row.manager, []).append(row)
        else:
            first.append(row)
            if row.manager and row.manager not in people:
                remark = f"Added without a line manager: the row of {row.manager} cannot be added."
                remarks.append((row.line, remark))
    levels: list[list[Row]] = []
    while first:
        levels.append(first)
        first = [under for row in first for under in below.get(row.email, [])]
    done = {row.email for level in levels for row in level}
    return levels, [row for row in good.values() if row.email not in done], remarks


def _problem(row: Row, reason: str, staff_list: StaffList) -> Problem:
    values = {
        "Name": row.full_name,
        "First name": row.full_name.partition(" ")[0],
        "Last name": row.full_name.partition(" ")[2],
        "E-mail": row.email,
        "Roles": "; ".join(row.role_labels),
        "Employed": "yes" if row.is_employed else "no",
        "Start date": row.starts_on.isoformat() if row.starts_on else "",
        "Last working day": row.leaves_on.isoformat() if row.leaves_on else "",
        "Line manager's e-mail": row.manager,
    }
    return Problem(row.line, reason, tuple(values[taken] for _, taken in staff_list.columns if taken))


@audit.verb("people.add_staff_list", "added the people of a staff list")
def add_staff_list(staff_list: StaffList, *, actor: Actor, invite: bool) -> StaffList:
    """Add whoever can be added, once; with `invite`, send each a link. Nobody who is there already is changed.

    Raises NotAllowed, and WrongState where it was added before or there is nobody to add.
    """
    staff_list = audit.lock(staff_list)
    rules.require("people.add_staff_list", actor)
    if staff_list.added_at is not None:
        raise WrongState("This list was added already.")
    one_at_a_time()
    plan = plan_of(staff_list, actor)
    if not plan.levels:
        raise WrongState("There is nobody in this list to add.")
    try:
        people = [person for level in plan.levels for person in _create(level, plan.managers, actor)]
    except IntegrityError as error:
        raise WrongState("Somebody of this list was added by another at the same moment. Look at it again.") from error
    for person in people:
        audit.record("people.add_person", person, actor=actor, employed=person.is_employed, staff_list=staff_list.pk)
        for role in sorted(person.roles):
            audit.record("people.grant_role", person, actor=actor, role=role)
    tell_of_roles(people, actor)
    if invite:
        send_links(people, actor=actor)
    staff_list.added, staff_list.there, staff_list.added_at = len(people), len(plan.there), clock.now()
    staff_list.invited, staff_list.rows = invite, []
    staff_list.problems = [problem.packed() for problem in plan.wrong]
    staff_list.save()
    audit.record(
        "people.add_staff_list",
        staff_list,
        actor=actor,
        added=len(people),
        there=len(plan.there),
        problems=len(plan.wrong),
        invited=invite,
    )
    return staff_list


def _create(rows: Sequence[Row], managers: dict[str, User], actor: Actor) -> list[User]:
    """The people of one level with their roles; each is known as a line manager from then on."""
    now = clock.now()
    people = []
    for row in rows:
        person = User(
            email=row.email,
            full_name=row.full_name,
            is_employed=row.is_employed,
            starts_on=row.starts_on,
            leaves_on=row.leaves_on,
            line_manager=managers.get(row.manager),
            joined_at=now,
        )
        # As set_unusable_password does it, a good deal faster: a mark, and a value that nobody knows.
        person.password = UNUSABLE_PASSWORD_PREFIX + secrets.token_hex(20)
        people.append(person)
    User.objects.bulk_create(people, batch_size=500)
    granted_by = actor if isinstance(actor, User) else None
    RoleGrant.objects.bulk_create(
        [
            RoleGrant(person=person, role=role, granted_by=granted_by, granted_at=now)
            for person, row in zip(people, rows, strict=True)
            for role in sorted(row.roles)
        ],
        batch_size=500,
    )
    for person, row in zip(people, rows, strict=True):
        person.__dict__["_roles"] = row.roles  # as just written
        managers[row.email] = person
    return people


@audit.verb("people.leave_staff_list", "removed a staff list")
def leave_staff_list(staff_list: StaffList, *, actor: Actor) -> StaffList:
    """Remove what was uploaded. Whoever was added stays. Raises NotAllowed."""
    staff_list = audit.lock(staff_list)
    rules.require("people.add_staff_list", actor)
    StaffList.objects.filter(pk=staff_list.pk).delete()
    return staff_list


def forget_staff_lists() -> int:
    """Remove every list that was uploaded more than a day ago. Returns how many."""
    with audit.unit("people.forget_staff_list", actor=DAILY):
        old = list(StaffList.objects.select_for_update().filter(uploaded_at__lt=clock.now() - KEPT).defer("rows"))
        for staff_list in old:
            audit.record("people.forget_staff_list", staff_list, actor=DAILY, added=staff_list.added)
        StaffList.objects.filter(pk__in=[staff_list.pk for staff_list in old]).delete()
    return len(old)
