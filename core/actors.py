"""Who acts: a person, or a named part of the portal itself."""

from dataclasses import dataclass
from typing import Protocol, TypeAlias, runtime_checkable


@runtime_checkable
class Person(Protocol):
    """As much of `people.User` as the rooms below it need to know."""

    pk: int

    @property
    def may_sign_in(self) -> bool: ...

    def get_full_name(self) -> str: ...

    def holds(self, *roles: str) -> bool: ...


@dataclass(frozen=True)
class SystemActor:
    """The portal acting by itself, by the name under which the record shows it."""

    name: str

    def __str__(self) -> str:
        return self.name


SWEEP = SystemActor("system:sweep")
DELIVERY = SystemActor("system:delivery")
IMPORTS = SystemActor("system:imports")
COMMAND_LINE = SystemActor("system:command-line")
DAILY = SystemActor("system:daily")
PACKS = SystemActor("system:packs")
COURSES = SystemActor("system:courses")
SET_UP = SystemActor("system:set-up")
SIGN_IN = SystemActor("system:sign-in")
CONNECTORS = SystemActor("system:connectors")

Actor: TypeAlias = Person | SystemActor
