"""The verbs' frame: one transaction, its events appended last, a refusal recorded after the rollback.

    @audit.verb("applications.approve", "approved the business case")
    def approve(application, *, actor, reason):
        application = audit.lock(application)
        rules.require("applications.approve", actor, application)
        audit.move(application, Status.APPROVED, TRANSITIONS, actor=actor)
        ...
        return application

Within the function the order is: lock the row, ask the rule, check the state, change fields, call lower
workflows, write notification rows. The events collected on the way are appended when the outermost verb
ends, so that the chain's head is the last row locked.
"""

import functools
import hashlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, ParamSpec, TypeVar

from django.db import models, transaction

from audit import chain
from audit.models import Event, Head
from core import asked, clock
from core.actors import Actor, SystemActor
from core.errors import Refused, WrongState
from core.rows import held
from core.transitions import Transitions

P = ParamSpec("P")
R = TypeVar("R")
M = TypeVar("M", bound=models.Model)

labels: dict[str, str] = {}


@dataclass
class _Unit:
    verb: str
    actor: Actor
    subject: models.Model | None
    events: list[Event] = field(default_factory=list)


_open: ContextVar[_Unit | None] = ContextVar("audit_unit", default=None)


def register(name: str, label: str) -> None:
    """Make `name` known; `label` completes "Amira Khan …" in the history that people read."""
    labels[name] = label


def verb(name: str, label: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Make a workflow function a verb: registered, in one transaction, with one event of its own at least.

    The function takes `actor` by keyword. Where it calls `record` or `move` for `name` itself, no
    second event is written. Raises what the function raises; nothing is kept then but a refusal's record.
    """
    register(name, label)

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        @functools.wraps(function)
        def run(*args: P.args, **kwargs: P.kwargs) -> R:
            actor: Any = kwargs["actor"]
            subject = next((arg for arg in args if isinstance(arg, models.Model)), None)
            outer = _open.get()
            if outer is not None:
                return _nested(outer, name, actor, subject, lambda: function(*args, **kwargs))
            return _outermost(name, actor, subject, lambda: function(*args, **kwargs))

        return run

    return decorate


def _outermost(name: str, actor: Actor, subject: models.Model | None, call: Callable[[], R]) -> R:
    unit = _Unit(name, actor, subject)
    token = _open.set(unit)
    asked.forget()
    try:
        with transaction.atomic(durable=True):
            result = call()
            _complete(unit, name, actor, subject, result, 0)
            head = chain.append(unit.events)
            _anchor_after_commit(head)
        return result
    except Refused as refusal:
        _record_refusal(name, actor, subject, refusal)
        raise
    finally:
        asked.forget()
        _open.reset(token)


def _nested(outer: _Unit, name: str, actor: Actor, subject: models.Model | None, call: Callable[[], R]) -> R:
    mark = len(outer.events)
    try:
        with transaction.atomic():
            result = call()
    except BaseException:
        del outer.events[mark:]
        raise
    _complete(outer, name, actor, subject, result, mark)
    return result


def _complete(unit: _Unit, name: str, actor: Actor, subject: models.Model | None, result: object, mark: int) -> None:
    if any(event.verb == name for event in unit.events[mark:]):
        return
    about = result if isinstance(result, models.Model) else subject
    unit.events.append(_event(name, actor, about, {}))


def _record_refusal(name: str, actor: Actor, subject: models.Model | None, refusal: Refused) -> None:
    # The reason may hold what somebody typed: the record keeps its kind and a digest.
    data = {"kind": type(refusal).__name__, "reason": hashlib.sha256(refusal.reason.encode()).hexdigest()[:16]}
    with transaction.atomic(durable=True):
        head = chain.append([_event(name, actor, subject, data, refused=True)])
        _anchor_after_commit(head)


def _anchor_after_commit(head: Head) -> None:
    # What is committed is done: a full disk beside the database must not make the page say that it failed.
    transaction.on_commit(lambda: chain.anchor(head.last_id, head.digest), robust=True)


def _event(
    name: str, actor: Actor, subject: models.Model | None, data: dict[str, Any], *, refused: bool = False
) -> Event:
    if name not in labels:
        raise LookupError(f"{name} is not a registered verb")
    saved = subject is not None and subject.pk is not None
    return Event(
        at=clock.now(),
        actor=str(actor) if isinstance(actor, SystemActor) else f"person:{actor.pk}",
        verb=name,
        refused=refused,
        subject_type=subject._meta.label_lower if subject is not None and saved else "",
        subject_id=str(subject.pk) if subject is not None and saved else "",
        data=data,
    )


def record(
    name: str, subject: models.Model | None, *, actor: Actor, **data: int | str | bool | list[int] | None
) -> None:
    """Add an event to the present verb's. `data` holds ids, states, counts and digests: no free text.

    Raises RuntimeError outside a verb and LookupError for a verb nobody registered.
    """
    unit = _open.get()
    if unit is None:
        raise RuntimeError("Only a verb writes to the record.")
    unit.events.append(_event(name, actor, subject, dict(data)))


def move(
    obj: models.Model,
    target: str,
    transitions: Transitions,
    *,
    actor: Actor,
    name: str | None = None,
    also: Iterable[str] = (),
    **data: int | str | bool | None,
) -> None:
    """Assign `obj.status`, save it and record the change. The only code that assigns a status.

    `also` names fields that the caller has changed and that are saved with the status, in the same statement.
    Raises WrongState where the table does not allow the change.
    """
    unit = _open.get()
    if unit is None:
        raise RuntimeError("Only a verb moves a status.")
    source: str = obj.status  # type: ignore[attr-defined]
    transitions.require(source, target)
    obj.status = target  # type: ignore[attr-defined]
    obj.save(update_fields=["status", *also])
    record(name or unit.verb, obj, actor=actor, **{"from": source, "to": target}, **data)


def lock(obj: M, *related: str) -> M:
    """The row of `obj`, read again and held until the transaction ends. Raises WrongState if it is gone.

    `related` names rows that it points to, to be read along with it; they are not held.
    """
    row = held(type(obj), obj.pk, related)
    if row is None:
        raise WrongState("This is not there any more: somebody removed it a moment ago.")
    return row


@contextmanager
def unit(name: str, *, actor: Actor) -> Iterator[None]:
    """For set-based work that is not one function: the same frame as a verb, around a block.

    `name` must be registered; the block records its own events, and an empty block appends nothing.
    """
    if _open.get() is not None:
        raise RuntimeError("A unit never nests.")
    opened = _Unit(name, actor, None)
    token = _open.set(opened)
    try:
        with transaction.atomic(durable=True):
            yield
            if opened.events:
                head = chain.append(opened.events)
                _anchor_after_commit(head)
    finally:
        _open.reset(token)
