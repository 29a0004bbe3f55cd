"""The messages that the rooms may send, each registered once with its words.

A message says that something waits and links to it. It names no pupil and holds no allegation.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Message:
    """`title` and `body` are format strings over the row's params.

    `link` makes, at the moment of sending, a link that must not be stored (a reset link).
    `sent` is called with the row once its mail has gone, in the same transaction.
    """

    name: str
    title: str
    body: str
    by_mail: bool = True
    in_portal: bool = True
    link: Callable[[Any], str] | None = None
    sent: Callable[[Any], None] | None = None


_registry: dict[str, Message] = {}


def register(
    name: str,
    *,
    title: str,
    body: str,
    by_mail: bool = True,
    in_portal: bool = True,
    link: Callable[[Any], str] | None = None,
    sent: Callable[[Any], None] | None = None,
) -> None:
    """Make a message known. Rooms call this from their `messages.py`, loaded when the portal starts."""
    _registry[name] = Message(name, title, body, by_mail, in_portal, link, sent)


def words(name: str, params: Mapping[str, Any]) -> tuple[str, str]:
    """Title and body of a message with its params in place. Raises KeyError for one that no room registered."""
    kind = get(name)
    return kind.title.format(**params), kind.body.format(**params)


def get(name: str) -> Message:
    """Raises KeyError for a message that no room registered."""
    return _registry[name]


def registered() -> dict[str, Message]:
    return dict(_registry)
