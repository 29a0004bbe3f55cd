"""Who watches which account on a day: the rota registers the answer, for the ladder does not know the rota."""

from collections.abc import Callable, Collection
from datetime import date
from typing import TypeAlias

from people.models import User

Watchers: TypeAlias = dict[int, list[User]]
Finder: TypeAlias = Callable[[Collection[int], date], Watchers]


def _nobody(account_ids: Collection[int], day: date) -> Watchers:
    return {}


_finder: Finder = _nobody


def register(finder: Finder) -> Finder:
    """Have `finder(account_ids, day)` name, by the account's id, those who watch it. Some queries for any number."""
    global _finder
    _finder = finder
    return finder


def watchers(account_ids: Collection[int], day: date) -> Watchers:
    """Who watches each of these accounts on this local day. An account without anybody is left out."""
    return _finder(account_ids, day)
