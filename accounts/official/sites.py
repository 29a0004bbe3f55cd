"""How each platform writes the address of an account: its hosts, and what stands after them."""

import re
from collections.abc import Callable, Sequence
from typing import TypeAlias
from urllib.parse import parse_qsl

from accounts.models import Platform
from accounts.official.asked import UNREADABLE, About, Asked, account, key, post

Reader: TypeAlias = Callable[[Sequence[str], str, str], Asked]

_NUMBER = re.compile(r"[0-9]{4,25}")
_NAME_NUMBER = re.compile(r".*-([0-9]{8,25})")
_CHANNEL = re.compile(r"UC[A-Za-z0-9_-]{22}")
FEDERATED = re.compile(r"@?([\w.-]{1,100})@([\w.-]{3,200})")

FACEBOOK_TABS = {
    *("about", "photos", "videos", "events", "reviews", "community", "mentions", "reels", "live", "followers"),
    *("photos_stream", "likes", "timeline", "home", "shop", "services", "jobs", "notes", "music", "groups"),
}
FACEBOOK_OWN = {
    *("watch", "reel", "reels", "photo", "photo.php", "story.php", "permalink.php", "events", "marketplace"),
    *("hashtag", "stories", "gaming", "messages", "notes", "login", "login.php", "media", "video.php", "video"),
    *("help", "policies", "search", "plugins", "dialog", "flx", "ads", "business", "legal", "settings", "live"),
}
X_OWN = {
    *("home", "search", "hashtag", "explore", "settings", "messages", "notifications", "login", "compose", "share"),
    *("jobs", "tos", "privacy", "about", "download", "account", "signup"),
}
X_TABS = {"with_replies", "media", "likes", "highlights", "articles", "followers", "following", "verified_followers"}
INSTAGRAM_OWN = {"p", "reel", "reels", "tv", "stories", "s", "share"}
INSTAGRAM_NO_ACCOUNT = {"explore", "accounts", "direct", "about", "legal", "web", "developer"}
YOUTUBE_OWN = {"watch", "shorts", "live", "embed", "playlist", "clip", "post", "v", "attribution_link", "results"}
YOUTUBE_NO_ACCOUNT = {"feed", "redirect", "premium", "gaming", "about", "account", "t", "howyoutubeworks", "hashtag"}
MASTODON_TABS = {"with_replies", "media", "featured", "followers", "following", "tagged"}


def _facebook(path: Sequence[str], query: str, _: str) -> Asked:
    if not path:
        return Asked(About.WHOLE, platform="facebook")
    first, more = path[0].lower(), path[1:]
    if first == "profile.php":
        numbers = [value for name, value in parse_qsl(query) if name == "id"]
        return (
            account("facebook", "id", numbers[0]) if len(numbers) == 1 and _NUMBER.fullmatch(numbers[0]) else UNREADABLE
        )
    if first in ("people", "pages"):
        return account("facebook", "id", more[-1]) if len(more) > 1 and _NUMBER.fullmatch(more[-1]) else UNREADABLE
    if first == "groups":
        return _group(more)
    if first in ("share", "l.php", "sharer", "sharer.php"):
        return Asked(About.SHORT, platform="facebook")
    if first in ("p", "pg") and more:
        return _facebook(more, "", "") if more[0].lower() not in FACEBOOK_OWN else UNREADABLE
    if first in FACEBOOK_OWN or first in ("p", "pg"):
        return post("facebook")
    if more and (more[0].lower() not in FACEBOOK_TABS or len(more) > 1):
        return post("facebook", path[0])
    numbered = _NAME_NUMBER.fullmatch(path[0])
    # The number in the place of a name, or at its end, leads to the same page as profile.php.
    number_in_it = path[0] if _NUMBER.fullmatch(path[0]) else numbered[1] if numbered else ""
    also = [key("facebook", "id", number_in_it)] if number_in_it else []
    return account("facebook", "handle", path[0], *also)


def _group(path: Sequence[str]) -> Asked:
    if not path:
        return Asked(About.WHOLE, platform="facebook")
    if len(path) > 1 and path[1].lower() not in (*FACEBOOK_TABS, "members", "files", "discussion"):
        return post("facebook")
    also = (key("facebook", "id", path[0]),) if _NUMBER.fullmatch(path[0]) else ()
    return account("facebook", "group", path[0], *also)


def _instagram(path: Sequence[str], query: str, _: str) -> Asked:
    path = path[1:] if path and path[0] == "_u" else path
    if not path or path[0].lower() in INSTAGRAM_NO_ACCOUNT:
        return Asked(About.WHOLE, platform="instagram")
    if path[0].lower() in INSTAGRAM_OWN:
        return post("instagram")
    if len(path) > 1 and path[1].lower() in INSTAGRAM_OWN and len(path) > 2:
        return post("instagram", path[0])
    return account("instagram", "handle", path[0].removeprefix("@"))


def _instagram_message(path: Sequence[str], query: str, fragment: str) -> Asked:
    return account("instagram", "handle", path[1]) if len(path) == 2 and path[0] == "m" else UNREADABLE


def _x(path: Sequence[str], query: str, fragment: str) -> Asked:
    if not path:
        old = fragment.removeprefix("!/") if fragment.startswith("!/") else ""
        return account("x", "handle", old.partition("/")[0].removeprefix("@"))
    first = path[0].lower()
    if first == "i":
        numbered = len(path) == 3 and path[1] == "user" and _NUMBER.fullmatch(path[2])
        return account("x", "id", path[2]) if numbered else post("x")
    if first == "intent":
        names = [value for name, value in parse_qsl(query) if name == "screen_name"]
        return account("x", "handle", names[0].removeprefix("@")) if len(names) == 1 else post("x")
    if first in X_OWN:
        return Asked(About.WHOLE, platform="x")
    if len(path) > 1 and path[1].lower() not in X_TABS:
        return post("x", path[0].removeprefix("@"))
    return account("x", "handle", path[0].removeprefix("@"))


def _youtube(path: Sequence[str], query: str, _: str) -> Asked:
    if not path or path[0].lower() in YOUTUBE_NO_ACCOUNT:
        return Asked(About.WHOLE, platform="youtube")
    first = path[0]
    if first.startswith("@"):
        return account("youtube", "handle", first[1:])
    if first.lower() in YOUTUBE_OWN:
        return post("youtube")
    if first == "channel":
        return account("youtube", "id", path[1]) if len(path) > 1 and _CHANNEL.fullmatch(path[1]) else UNREADABLE
    if first in ("c", "user"):
        return account("youtube", first, path[1]) if len(path) > 1 else UNREADABLE
    return account("youtube", "c", first)


def _youtube_film(path: Sequence[str], query: str, fragment: str) -> Asked:
    return post("youtube")


def _tiktok(path: Sequence[str], query: str, _: str) -> Asked:
    if not path or not path[0].startswith("@"):
        return Asked(About.SHORT if path and path[0] == "t" else About.WHOLE, platform="tiktok")
    if len(path) > 1:
        return post("tiktok", path[0][1:])
    return account("tiktok", "handle", path[0][1:])


def _linkedin(path: Sequence[str], query: str, _: str) -> Asked:
    first = path[0].lower() if path else ""
    if first in ("company", "school") and len(path) > 1:  # a name leads to the same page under both words
        return account("linkedin", "id" if _NUMBER.fullmatch(path[1]) else "handle", path[1])
    if first in ("showcase", "in") and len(path) > 1:
        return account("linkedin", first, path[1])
    if first in ("posts", "feed", "pulse", "events", "newsletters", "video", "learning"):
        return post("linkedin")
    return Asked(About.WHOLE, platform="linkedin")


def _bluesky(path: Sequence[str], query: str, _: str) -> Asked:
    if len(path) < 2 or path[0] != "profile":
        return Asked(About.WHOLE, platform="bluesky")
    if len(path) > 2:
        return post("bluesky", path[1])
    return account("bluesky", "id" if path[1].startswith("did:") else "handle", path[1].removeprefix("@"))


def _short(path: Sequence[str], query: str, fragment: str) -> Asked:
    return Asked(About.SHORT)


def federated(path: Sequence[str], host: str) -> Asked | None:
    """An account as a server of the Mastodon family shows it at `host`; None where the path is not of that kind."""
    if len(path) == 2 and path[0] == "users":
        path = [f"@{path[1]}"]
    if not path or len(path[0]) < 2 or not path[0].startswith("@"):
        return None
    user, at, home = path[0][1:].partition("@")
    if at and home.lower() != host:
        # The page is whatever `host` makes of it, so it proves nothing about the account at home.
        return Asked(About.ELSEWHERE, (key("mastodon", "handle", f"{user}@{home}"),), "mastodon", user)
    if len(path) > 1 and path[1].lower() not in MASTODON_TABS:
        return post("mastodon", f"{user}@{host}")
    return account("mastodon", "handle", f"{user}@{host}")


def channel_id(text: str) -> bool:
    return _CHANNEL.fullmatch(text) is not None


def number(text: str) -> bool:
    return _NUMBER.fullmatch(text) is not None


_PREFIXES = ("", "www.", "m.", "mobile.")
_HOSTS: dict[tuple[str, ...], Reader] = {
    (
        *("facebook.com", "fb.com", "fb.me", "m.me"),
        *("touch.facebook.com", "mbasic.facebook.com", "web.facebook.com"),
    ): _facebook,
    ("instagram.com", "instagr.am"): _instagram,
    ("ig.me",): _instagram_message,
    ("x.com", "twitter.com"): _x,
    ("youtube.com", "music.youtube.com", "gaming.youtube.com", "youtube-nocookie.com"): _youtube,
    ("youtu.be",): _youtube_film,
    ("tiktok.com",): _tiktok,
    ("linkedin.com",): _linkedin,
    ("bsky.app",): _bluesky,
    (
        *("bit.ly", "tinyurl.com", "t.co", "ow.ly", "goo.gl", "buff.ly", "is.gd", "rb.gy", "t.ly", "cutt.ly"),
        *("lnkd.in", "fb.watch", "vm.tiktok.com", "vt.tiktok.com", "shorturl.at", "qrco.de", "dlvr.it", "trib.al"),
        *("tiny.cc", "v.gd", "l.facebook.com", "lm.facebook.com", "l.instagram.com"),
    ): _short,
}  # fmt: skip
READERS: dict[str, Reader] = {
    prefix + host: reader for hosts, reader in _HOSTS.items() for host in hosts for prefix in _PREFIXES
}
_IN_A_LANGUAGE = re.compile(r"[a-z]{2}(?:-[a-z]{2})?\.((?:facebook|linkedin)\.com)")
PLATFORM_DOMAINS = (
    *("facebook.com", "fb.com", "instagram.com", "x.com", "twitter.com", "youtube.com", "tiktok.com", "linkedin.com"),
    *("bsky.app", "bsky.social"),
)

# What people call a platform, and where it is.
WORDS: dict[str, Platform] = {
    **dict.fromkeys(("facebook", "fb", "facebook.com"), Platform.FACEBOOK),
    **dict.fromkeys(("instagram", "insta", "ig", "instagram.com"), Platform.INSTAGRAM),
    **dict.fromkeys(("x", "twitter", "x.com", "twitter.com"), Platform.X),
    **dict.fromkeys(("youtube", "yt", "youtube.com"), Platform.YOUTUBE),
    **dict.fromkeys(("tiktok", "tik-tok", "tiktok.com"), Platform.TIKTOK),
    **dict.fromkeys(("linkedin", "linkedin.com"), Platform.LINKEDIN),
    "mastodon": Platform.MASTODON,
    **dict.fromkeys(("bluesky", "bsky", "bsky.app"), Platform.BLUESKY),
    **dict.fromkeys(("classdojo", "class_dojo", "dojo", "class-dojo"), Platform.CLASS_DOJO),
    "other": Platform.OTHER,
}


def reader_of(host: str) -> Reader | None:
    """How to read what stands after this host, where it is one of a platform's own."""
    found = READERS.get(host)
    if found is None and (match := _IN_A_LANGUAGE.fullmatch(host)):
        found = READERS[match[1]]
    return found
