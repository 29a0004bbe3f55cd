"""What the rooms above do, in the same transaction, when somebody leaves, stays after all, or loses a role."""

from collections.abc import Callable
from enum import Enum
from typing import TypeAlias

from core.actors import Actor
from people.models import User


class Change(Enum):
    LEAVES = "leaves"  # a last working day is recorded, or another one
    STAYS = "stays"  # the last working day is taken out
    SWITCHED_OFF = "switched off"
    SWITCHED_ON = "switched on"
    LOST_ROLE = "lost a role"


Follower: TypeAlias = Callable[[User, Change, Actor], None]
_followers: list[Follower] = []


def follows(function: Follower) -> Follower:
    """Register a function that is called with the person, what changed, and who changed it. It must not commit."""
    _followers.append(function)
    return function


def tell_followers(person: User, change: Change, actor: Actor) -> None:
    for follower in _followers:
        follower(person, change, actor)


Foreteller: TypeAlias = Callable[[User], list[str]]
_foretellers: list[Foreteller] = []


def foretells(function: Foreteller) -> Foreteller:
    """Register a function from a person to whole sentences: what a last working day of theirs sets going above."""
    _foretellers.append(function)
    return function


def what_leaving_does(person: User) -> list[str]:
    return [sentence for foreteller in _foretellers for sentence in foreteller(person)]
