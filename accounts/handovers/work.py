"""What somebody still has in hand for an account, in the rooms above: comments, drafts. They register it here."""

from collections.abc import Callable
from dataclasses import dataclass

from accounts.models import Account
from core.actors import Actor
from people.models import User


@dataclass(frozen=True)
class Work:
    """A kind of open work, such as “comments”.

    `count` says how many of them `person` has in hand for `account`. `pass_on` gives them to `to`, or back to the
    queue where nobody takes over (None), on the record, within the caller's transaction; it returns how many.
    """

    name: str
    one: str  # "1 comment"
    many: str  # "{n} comments"
    count: Callable[[Account, User], int]
    pass_on: Callable[[Account, User, User | None, Actor], int]


_kinds: list[Work] = []


def register(work: Work) -> None:
    _kinds.append(work)


def kinds() -> list[Work]:
    return list(_kinds)
