"""What somebody asked about, as far as their words alone tell."""

from enum import StrEnum
from typing import NamedTuple


class About(StrEnum):
    ACCOUNT = "account"  # one account on one platform
    NAME = "name"  # a handle without a platform
    WORDS = "words"  # a name as people say it
    POST = "post"  # one post, picture or film
    SHORT = "short"  # a link that hides where it leads
    OLD = "old"  # an old kind of address that says not which account it is
    ELSEWHERE = "elsewhere"  # an account as another site shows it
    WHOLE = "whole"  # a platform, and no account of it
    MANY = "many"  # more than one link
    UNREADABLE = "unreadable"


class Asked(NamedTuple):
    """`keys`: under what the register may have it. `name`: what is to be compared with the school's own names.

    `host`: where the link leads, when that is no platform that the portal knows; `pretends`: that place is made to
    look like one.
    """

    about: About
    keys: tuple[str, ...] = ()
    platform: str = ""
    name: str = ""
    host: str = ""
    pretends: bool = False


UNREADABLE = Asked(About.UNREADABLE)


def same(value: str) -> str:
    """A handle or host without regard to capitals. No other letter ever becomes one of the 26 by this."""
    if value.isascii():
        return value.lower()
    # "K", the sign for kelvin, is lowered to a k, and would let one account pass for another.
    return "".join(low if len(low := one.lower()) == 1 and low.isascii() == one.isascii() else one for one in value)


def key(platform: str, kind: str, value: str) -> str:
    """How the index names it. `kind`: handle, id, group, or an old kind of address."""
    if kind != "id":
        value = same(value)
        # Facebook takes no notice of full stops in a name.
        if platform == "facebook" and kind == "handle":
            value = value.replace(".", "")
    return f"{platform}:{kind}:{value}"


def account(platform: str, kind: str, value: str, *more: str) -> Asked:
    if not value:
        return Asked(About.WHOLE, platform=platform)
    return Asked(About.ACCOUNT, (key(platform, kind, value), *more), platform, value)


def post(platform: str, handle: str = "") -> Asked:
    """One post. A link to one can be made to name anybody, so the handle in it proves nothing."""
    keys = (key(platform, "handle", handle),) if handle else ()
    return Asked(About.POST, keys, platform, handle)
