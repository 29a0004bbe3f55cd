"""The answer to "is this really the school's?"."""

from enum import StrEnum
from typing import NamedTuple

from accounts.official import addresses
from accounts.official.asked import About, Asked, key
from accounts.official.lookalike import fold
from accounts.official.register import OFFICIAL, Listed, Snapshot, State


class Verdict(StrEnum):
    """What the JSON calls it; never one more without a new version."""

    OFFICIAL = "official"
    DEPENDS = "depends"  # official on the platforms named, and on no other
    UNCONFIRMED = "unconfirmed"
    CLOSED = "closed"
    NOT_OURS = "not_ours"
    UNCLEAR = "unclear"


class Answer(NamedTuple):
    """`accounts` are those that the answer is about; `like`, one of the school's that it could be mistaken for.

    `reason` says why it cannot be told, or what is odd about the link.
    """

    verdict: Verdict
    accounts: tuple[Listed, ...] = ()
    like: Listed | None = None
    reason: str = ""
    platform: str = ""
    host: str = ""

    @property
    def kind(self) -> tuple[object, ...]:
        """Answers of one kind are in the same words, but for what was asked and the host."""
        like = self.like.number if self.like else None
        return (self.verdict, self.reason, self.platform, like, *(one.number for one in self.accounts))


PRETENDS = "pretends"
SAME_NAME = "same_name"
NAME_ONLY = "name_only"


def answer(register: Snapshot, text: str) -> Answer:
    """Never "official" but for exactly the account that the register has."""
    asked = addresses.read(text)
    if asked.about is About.ACCOUNT:
        return _one_account(register, asked)
    if asked.about is About.NAME:
        return _a_handle(register, asked)
    if asked.about is About.WORDS:
        return _words(register, asked)
    named = _found(register, asked)
    return Answer(Verdict.UNCLEAR, named[:1], reason=asked.about, platform=asked.platform)


def _found(register: Snapshot, asked: Asked) -> tuple[Listed, ...]:
    """What the register has under the keys, each once, in their order."""
    found = {one.number: one for name in asked.keys if (one := register.index.get(name)) is not None}
    return tuple(found.values())


def _one_account(register: Snapshot, asked: Asked) -> Answer:
    best: Listed | None = None
    for name in asked.keys:
        one = register.index.get(name)
        if one is not None and (best is None or one.weight > best.weight):
            best = one
    if best is None:
        return _not_ours(register, asked)
    return Answer(_VERDICT[best.state], (best,), platform=best.platform)


_VERDICT = {
    **dict.fromkeys(OFFICIAL, Verdict.OFFICIAL),
    State.UNCONFIRMED: Verdict.UNCONFIRMED,
    State.CLOSED: Verdict.CLOSED,
    State.NEVER: Verdict.CLOSED,
}


def _a_handle(register: Snapshot, asked: Asked) -> Answer:
    """A handle alone: on some platforms it may be the school's, on the others anybody's."""
    found = _found(register, asked)
    official = tuple(one for one in found if one.is_official)
    if official:
        return Answer(Verdict.DEPENDS, official)
    if found:
        return _one_account(register, asked)
    if named := register.names.get(fold(asked.name)):
        return Answer(Verdict.UNCLEAR, named, reason=NAME_ONLY)
    return _not_ours(register, asked)


def _words(register: Snapshot, asked: Asked) -> Answer:
    """A name as people say it. Anybody can call an account so, so it proves nothing."""
    named = register.names.get(fold(asked.name), ())
    on_it = tuple(one for one in named if asked.platform in ("", one.platform))
    if on_it:
        return Answer(Verdict.UNCLEAR, on_it, reason=NAME_ONLY)
    return Answer(Verdict.UNCLEAR, reason=About.WORDS)


def _not_ours(register: Snapshot, asked: Asked) -> Answer:
    like, reason = None, PRETENDS if asked.pretends else ""
    old = bool(asked.keys) and asked.keys[0].startswith(("youtube:c:", "youtube:user:"))
    same = register.index.get(key("youtube", "handle", asked.name)) if old else None
    if same is not None and same.is_official:
        return Answer(Verdict.UNCLEAR, (same,), reason=About.OLD, platform=asked.platform)
    number = register.likeness.of(asked.name.partition("@")[0].removesuffix(".bsky.social"))
    if number is not None:
        like = register.numbered[number]
        plainly = asked.name.isascii() and like.handle.lower() == asked.name.lower()
        reason = reason or (SAME_NAME if plainly else "")
    return Answer(Verdict.NOT_OURS, like=like, reason=reason, platform=asked.platform, host=asked.host)
