"""The verbs about tasks, and about incidents that belong together (I3)."""

from datetime import datetime
from typing import Any

from audit import workflow as audit
from core import clock, rules, times
from core.actors import Actor
from core.errors import InvalidInput, WrongState
from incidents import telling
from incidents.models import Incident, Relation, Task
from incidents.staffing import handlers
from incidents.states import EntryKind
from incidents.timing import AGAIN
from incidents.together import rules as _rules  # noqa: F401  (registers the rules)
from incidents.workflow.writing import write
from people.models import User


@audit.verb("incidents.add_task", "added a task to the case file")
def add_task(incident: Incident, *, actor: User, words: str, owner: User, due_at: datetime) -> Incident:
    """Let a handler do something by a time; they are told, unless it is their own plan.

    The same task sent twice within a minute is there once, while it is not done.
    Raises NotAllowed, InvalidInput (no words; the owner does not handle it; the time is over).
    """
    incident = _open_file(incident, actor)
    if not words.strip():
        raise InvalidInput("Say in a few words what is to be done.", "words")
    if due_at <= clock.now():
        raise InvalidInput("This time is over. Choose one that is still to come.", "due_at")
    _require_handler(incident, owner)
    asked: dict[str, Any] = {"words": words.strip(), "owner": owner, "due_at": due_at, "added_by": actor}
    if incident.tasks.filter(**asked, done_at=None, added_at__gt=clock.now() - AGAIN).exists():
        audit.record("incidents.add_task", incident, actor=actor, again=True)
        return incident
    task = Task.objects.create(incident=incident, **asked, added_at=clock.now())
    audit.record("incidents.add_task", incident, actor=actor, task=task.pk, owner=owner.pk)
    write(incident, EntryKind.STATE, f"Task for {owner}, due {times.short(due_at)}: {task.words}", actor)
    _tell_owner(incident, task, actor)
    return incident


@audit.verb("incidents.give_task", "gave a task to somebody else")
def give_task(incident: Incident, task: Task, *, actor: User, owner: User, due_at: datetime) -> Incident:
    """Let another handler do it, or give it another time. Raises NotAllowed, WrongState (done), InvalidInput."""
    incident = _open_file(incident, actor)
    task = _still_to_do(incident, task)
    if due_at <= clock.now():
        raise InvalidInput("This time is over. Choose one that is still to come.", "due_at")
    if (task.owner_id, task.due_at) == (owner.pk, due_at):
        raise InvalidInput("Nothing is changed: choose somebody else, or another time.", "owner")
    _require_handler(incident, owner)
    is_new = task.owner_id != owner.pk
    task.owner, task.due_at, task.reminded_at = owner, due_at, None
    task.save(update_fields=["owner", "due_at", "reminded_at"])
    audit.record("incidents.give_task", incident, actor=actor, task=task.pk, owner=owner.pk)
    write(incident, EntryKind.STATE, f"Task now for {owner}, due {times.short(due_at)}: {task.words}", actor)
    if is_new:
        _tell_owner(incident, task, actor)
    return incident


@audit.verb("incidents.finish_task", "marked a task as done")
def finish_task(incident: Incident, task: Task, *, actor: User) -> Incident:
    """It is done, whoever of the handlers says so. Raises NotAllowed, WrongState (it is no longer to be done)."""
    return _end(incident, task, actor, "incidents.finish_task", "")


@audit.verb("incidents.drop_task", "decided that a task is not needed")
def drop_task(incident: Incident, task: Task, *, actor: User, reason: str) -> Incident:
    """It is not needed any more, and why. Raises NotAllowed, WrongState, InvalidInput (no reason)."""
    if not reason.strip():
        raise InvalidInput("Say why it is not needed.", "reason")
    return _end(incident, task, actor, "incidents.drop_task", reason.strip())


def _end(incident: Incident, task: Task, actor: User, verb: str, reason: str) -> Incident:
    incident = _open_file(incident, actor)
    task = _still_to_do(incident, task)
    task.done_at, task.done_by, task.dropped = clock.now(), actor, reason
    task.save(update_fields=["done_at", "done_by", "dropped"])
    audit.record(verb, incident, actor=actor, task=task.pk)
    words = f"Task not needed: {task.words} ({reason})" if reason else f"Task done: {task.words}"
    write(incident, EntryKind.STATE, words, actor)
    return incident


def _open_file(incident: Incident, actor: Actor) -> Incident:
    incident = audit.lock(incident)
    rules.require("incidents.do_task", actor, incident)
    return incident


def _still_to_do(incident: Incident, task: Task) -> Task:
    task = audit.lock(task)
    if task.incident_id != incident.pk or task.done_at is not None:
        raise WrongState("This task is not to be done any more.")
    return task


def _require_handler(incident: Incident, owner: User) -> None:
    if not handlers(incident).filter(pk=owner.pk).exists():
        raise InvalidInput(f"{owner} does not handle this incident. Name them as a handler first.", "owner")


def _tell_owner(incident: Incident, task: Task, actor: User) -> None:
    if task.owner == actor:
        return
    telling.tell(
        [task.owner],
        "incidents.task_given",
        incident,
        f"task:{task.pk}:{task.owner_id}:{clock.now().isoformat()}",
        by=times.short(task.due_at),
    )


@audit.verb("incidents.remind_task", "reminded somebody of a late task")
def remind_task(task: Task, *, actor: Actor) -> Task:
    """Tell its owner, once, that it is late. Raises NotAllowed, WrongState (nothing is late, or they were told).

    WrongState also where the owner does not handle it any more: they may have been named a moment ago (H5).
    """
    incident = audit.lock(task.incident)
    task = audit.lock(task, "owner")
    rules.require("incidents.remind_task", actor)
    now = clock.now()
    if task.done_at is not None or task.reminded_at is not None or task.due_at >= now:
        raise WrongState("There is nothing to remind anybody of.")
    if not handlers(incident).filter(pk=task.owner_id).exists():
        raise WrongState("Its owner does not handle this incident any more.")
    task.reminded_at = now
    task.save(update_fields=["reminded_at"])
    audit.record("incidents.remind_task", incident, actor=actor, task=task.pk)
    telling.tell(
        [task.owner],
        "incidents.task_late",
        incident,
        f"task:{task.pk}:late:{task.due_at.isoformat()}",
        by=times.short(task.due_at),
    )
    return task


@audit.verb("incidents.link", "linked the incident with another one")
def link(incident: Incident, other: Incident, *, actor: User) -> Incident:
    """Two incidents belong together, for those who handle both. Neither file says so to anybody else (H5).

    Raises NotAllowed, InvalidInput (the same one), WrongState (they are linked already).
    """
    incident = audit.lock(incident)
    rules.require("incidents.link", actor, incident, other)
    if other.pk == incident.pk:
        raise InvalidInput("This is the incident itself.", "reference")
    one, two = sorted([incident, other], key=lambda either: either.pk)
    if Relation.objects.filter(one=one, other=two, ended_at=None).exists():
        raise WrongState("These two are linked already.")
    relation = Relation.objects.create(one=one, other=two, by=actor, at=clock.now())
    audit.record("incidents.link", incident, actor=actor, relation=relation.pk)
    return incident


@audit.verb("incidents.unlink", "took a link with another incident off")
def unlink(incident: Incident, relation: Relation, *, actor: User) -> Incident:
    """They do not belong together after all; that they were linked stays on record. Raises NotAllowed, WrongState."""
    incident = audit.lock(incident)
    other = relation.other if relation.one_id == incident.pk else relation.one
    rules.require("incidents.link", actor, incident, other)
    ended = Relation.objects.filter(pk=relation.pk, ended_at=None).update(ended_at=clock.now())
    if not ended:
        raise WrongState("This link was taken off already.")
    audit.record("incidents.unlink", incident, actor=actor, relation=relation.pk)
    return incident
