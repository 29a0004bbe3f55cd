"""Who may do what: one registered rule per verb, answering with a reason.

    @rule("applications.approve")
    def approve(actor, application):
        if ...:
            return Denied("You sent this business case in yourself, so somebody else decides it.")
        return ALLOWED

The same rule guards the verb (`require`) and tells the page why a button is missing (`ask`).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeAlias

from core.actors import Actor, SystemActor
from core.errors import NotAllowed


@dataclass(frozen=True)
class Allowed:
    reason: str = ""

    def __bool__(self) -> bool:
        return True


@dataclass(frozen=True)
class Denied:
    """`reason` is a whole sentence that the person may read."""

    reason: str

    def __bool__(self) -> bool:
        return False


Verdict: TypeAlias = Allowed | Denied
Rule: TypeAlias = Callable[..., Verdict]
ALLOWED = Allowed()


@dataclass(frozen=True)
class _Entry:
    rule: Rule
    system: frozenset[str]


_registry: dict[str, _Entry] = {}


def rule(verb: str, *, system: Iterable[SystemActor] = ()) -> Callable[[Rule], Rule]:
    """Register the rule of `verb`; the system actors named may do it without being asked."""

    def register(function: Rule) -> Rule:
        if verb in _registry and _registry[verb].rule.__module__ != function.__module__:
            raise ValueError(f"Two rules for {verb}")
        _registry[verb] = _Entry(function, frozenset(actor.name for actor in system))
        return function

    return register


def ask(verb: str, actor: Actor, *objects: Any) -> Verdict:
    """What the rule of `verb` answers. Raises KeyError for a verb that has no rule."""
    entry = _registry[verb]
    if isinstance(actor, SystemActor):
        if actor.name in entry.system:
            return ALLOWED
        return Denied(f"{actor} is not one of those who may do this.")
    return entry.rule(actor, *objects)


def require(verb: str, actor: Actor, *objects: Any) -> None:
    """Raises NotAllowed, with the rule's reason, unless the rule allows it."""
    verdict = ask(verb, actor, *objects)
    if isinstance(verdict, Denied):
        raise NotAllowed(verdict.reason)


def is_one_of(actor: Actor, *roles: str) -> bool:
    """True for a person who has access now and holds any of `roles`."""
    return not isinstance(actor, SystemActor) and actor.may_sign_in and actor.holds(*roles)


def registered() -> frozenset[str]:
    return frozenset(_registry)
