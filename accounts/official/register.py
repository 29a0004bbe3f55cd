"""The register as a parent may know it: which accounts are the school's, and which were. Nothing else is in it.

Each process keeps its own copy in memory and reads it again when it is `settings.OFFICIAL_FRESH_SECONDS` old, so an
answer asks the database nothing, and a change shows within that time.
"""

import threading
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeAlias
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone

from accounts.models import Account, Openness, Platform
from accounts.official import addresses, sites
from accounts.official.asked import About, key
from accounts.official.lookalike import Likeness, fold
from accounts.states import Status
from school.models import MailSettings, current_school

NO_REPLY = ("noreply", "no-reply", "donotreply", "do-not-reply")


class State:
    """What it is to a parent."""

    IN_USE = "in_use"
    PAUSED = "paused"
    CLOSING = "closing"
    UNCONFIRMED = "unconfirmed"
    CLOSED = "closed"
    # Said to be the school's, until the school decided that it is none of its own.
    NEVER = "never"


OFFICIAL = (State.IN_USE, State.PAUSED, State.CLOSING)


@dataclass(frozen=True, slots=True)
class Listed:
    """An account in the public register. `number` is its place in this copy alone, and goes nowhere."""

    number: int
    state: str
    platform: str
    platform_name: str
    name: str
    handle: str
    url: str
    closed_on: date | None
    is_open: bool
    weight: int  # of two under one name, the one with more counts

    @property
    def is_official(self) -> bool:
        return self.state in OFFICIAL

    @property
    def shown_url(self) -> str:
        """The address of an open account. That of a closed one may be an invitation into it: it is only recognised."""
        return self.url if self.is_open else ""

    @property
    def shown_handle(self) -> str:
        """As people write it: with an @, but for words that are no handle."""
        return f"@{self.handle}" if self.handle else ""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The public register at one moment. `pages` keeps what was made of it, and goes with it."""

    school: str
    contact: str
    listed: tuple[Listed, ...]
    numbered: tuple[Listed, ...]
    index: dict[str, Listed]
    names: dict[str, tuple[Listed, ...]]
    likeness: Likeness
    pages: dict[object, list[bytes]] = field(default_factory=dict)

    @property
    def official(self) -> list[Listed]:
        return [one for one in self.listed if one.is_official]

    @property
    def closed(self) -> list[Listed]:
        return [one for one in self.listed if one.state == State.CLOSED]


# The school's name, its address, and of each account what it is to a parent and what its platform says of it.
Facts: TypeAlias = tuple[str, str, tuple[tuple[Any, ...], ...]]
_lock = threading.Lock()
_now: tuple[float, Facts, Snapshot] | None = None


def snapshot() -> Snapshot | None:
    """The copy, read again where it is too old; None while the portal has no school."""
    global _now
    held = _now
    if held is not None and time.monotonic() - held[0] < settings.OFFICIAL_FRESH_SECONDS:
        return held[2]
    with _lock:
        held, moment = _now, time.monotonic()
        if held is not None and moment - held[0] < settings.OFFICIAL_FRESH_SECONDS:
            return held[2]  # somebody else has just read it
        facts = _read()
        if facts is None:
            _now = None
            return None
        # Nothing changed: the pages made of it are still right.
        made = held[2] if held is not None and held[1] == facts else _made(facts)
        _now = (moment, facts, made)
        return made


def forget() -> None:
    """Read it again at the next question."""
    global _now
    _now = None


def _read() -> Facts | None:
    """What may be said of each account, as the database has it now. Three queries."""
    school = current_school()
    if school is None:
        return None
    sender = MailSettings.objects.values_list("from_address", flat=True).first() or ""
    contact = "" if sender.lower().startswith(NO_REPLY) else sender
    fields = (
        *("status", "mandate_id", "provisioned_at", "monitored_from", "platform", "name", "handle", "url"),
        *("platform_id", "openness", "closed_at"),
    )
    rows = []
    with timezone.override(school.zone):
        for row in Account.objects.order_by("platform", "name", "pk").values(*fields):
            state = _state(row["status"], bool(row["mandate_id"]), row["provisioned_at"], row["monitored_from"])
            if state:
                closed = timezone.localtime(row["closed_at"]).date() if row["closed_at"] else None
                rows.append(
                    (
                        state,
                        *(row[name] for name in ("platform", "name", "handle", "url", "platform_id", "openness")),
                        closed,
                    )
                )
    return school.name, contact, tuple(rows)


def _state(status: str, has_mandate: bool, live_since: object, watched_from: object) -> str:
    """What it is to a parent; empty for an account that was only planned: somebody else may have its name yet."""
    if not (live_since or watched_from):
        return ""
    if status == Status.CLOSED:
        return State.CLOSED if has_mandate else State.NEVER
    # Anybody can propose an account to SLT; it is the school's when SLT has said so.
    if not has_mandate:
        return State.UNCONFIRMED
    return {Status.SUSPENDED: State.PAUSED, Status.CLOSING: State.CLOSING}.get(Status(status), State.IN_USE)


def is_shown(account: Account) -> bool:
    """Whether the public page calls this account the school's."""
    return (
        _state(account.status, account.mandate_id is not None, account.provisioned_at, account.monitored_from)
        in OFFICIAL
    )


def _made(facts: Facts) -> Snapshot:
    school, contact, rows = facts
    listed: list[Listed] = []
    index: dict[str, Listed] = {}
    names: dict[str, list[Listed]] = {}
    row: Any
    for number, row in enumerate(sorted(rows, key=_weakest_first)):
        state, platform, name, handle, url, platform_id, openness, closed_on = row
        label, is_open, weight = Platform(platform).label, openness == Openness.OPEN, _WEIGHT.index(state)
        one = Listed(number, state, platform, label, name, handle, url, closed_on, is_open, weight)
        listed.append(one)
        for known in _keys(one, platform_id):
            index[known] = one  # what is in use now stands for what once had the same name
        if one.is_official:
            names.setdefault(fold(one.name), []).append(one)
    by_name = sorted(listed, key=lambda one: (one.platform_name, one.name))
    return Snapshot(
        school=school,
        contact=contact,
        listed=tuple(by_name),
        numbered=tuple(listed),
        index=index,
        names={name: tuple(same) for name, same in names.items()},
        likeness=Likeness(_likenesses(one for one in by_name if one.is_official)),
    )


_WEIGHT = (State.NEVER, State.CLOSED, State.UNCONFIRMED, *OFFICIAL)


def _weakest_first(row: tuple[Any, ...]) -> tuple[int, date]:
    return _WEIGHT.index(row[0]), row[-1] or date.min


def _likenesses(accounts: Iterable[Listed]) -> Iterator[tuple[str, int]]:
    for one in accounts:
        yield one.handle.partition("@")[0].removesuffix(".bsky.social") or one.name, one.number


def _keys(one: Listed, platform_id: str) -> Iterator[str]:
    """All under which it is found: its handle, the platform's own number, its address read as a parent's link is."""
    kind = "handle"
    if one.url:
        asked = addresses.read(one.url)
        if asked.about is About.ACCOUNT and asked.platform in ("", one.platform):
            yield from asked.keys
            if asked.keys and asked.keys[0].startswith("facebook:group:"):
                kind = "group"  # a page of the group's name would be another account
    if one.handle:
        yield from _handle_keys(one, kind)
    if platform_id:
        yield key(one.platform, "id", platform_id)


def _handle_keys(one: Listed, kind: str) -> Iterator[str]:
    handle = one.handle
    if one.platform == Platform.YOUTUBE and sites.channel_id(handle):
        kind = "id"
    if one.platform == Platform.LINKEDIN:
        handle = handle.removeprefix("company/").removeprefix("school/")
    yield key(one.platform, kind, handle)
    if one.platform == Platform.BLUESKY and "." not in handle:
        yield key(one.platform, kind, f"{handle}.bsky.social")
    if one.platform == Platform.MASTODON:
        user, at, _ = handle.partition("@")
        yield key(one.platform, kind, user)  # alone, as people say it
        host = urlsplit(one.url).hostname if one.url else None
        if not at and host:
            yield key(one.platform, kind, f"{user}@{host}")
