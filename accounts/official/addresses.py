"""Reads what a parent pastes: a link as any browser or app copies it, or a handle, or a few words.

It asks nobody and follows nothing. It never raises, and takes no address for one of another host.
"""

import re
import unicodedata
from urllib.parse import parse_qsl, unquote, urlencode

from accounts.models import Platform
from accounts.official import sites
from accounts.official.asked import UNREADABLE, About, Asked, account, key, same
from accounts.official.lookalike import fold

LONGEST = 300

_SCHEME = re.compile(r"https?:[/\\]*", re.IGNORECASE)
_ENCODED = re.compile(r"https?%3A%2F%2F", re.IGNORECASE)
_HOST = re.compile(r"(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]")
_END_OF_HOST = re.compile(r"[/?#]")
_CONTROL = re.compile(r"[\x00-\x1f]")
_AROUND = " \t\r\n\f\v<>\"'“”‘’«»()[]{},;!"
_AFTER = _AROUND + ".:"
_TRACKS = re.compile(
    r"utm_.*|fbclid|gclid|dclid|msclkid|twclid|ttclid|yclid|igsh|igshid|mc_[ce]id|li_fat_id|_ga", re.IGNORECASE
)
_BRANDS = tuple(
    fold(brand)
    for brand in ("facebook", "instagram", "twitter", "youtube", "tiktok", "linkedin", "classdojo", "bluesky")
)
_FILLING = {"on", "at", "page", "account", "the", "group", "channel", "profile", "-", "–", ":"}
_PLATFORMS = tuple(Platform)


def read(text: str) -> Asked:
    """What `text` asks about."""
    text = trimmed(text[: 2 * LONGEST])
    if not text or len(text) > LONGEST:
        return UNREADABLE
    if _ENCODED.match(text):
        text = unquote(text)
    words = text.split()
    if len(words) > 1:
        return _several(words)
    if not words:
        return UNREADABLE
    text = words[0]
    if match := _SCHEME.match(text):
        return _address(text[match.end() :])
    if text.startswith(("//", "\\\\")):
        return _address(text.lstrip("/\\"))
    return _without_scheme(text)


def trimmed(text: str) -> str:
    """Without what comes along in copying: spaces, quotes, brackets, and marks that nobody sees, at either end."""
    text = text.lstrip(_AROUND).rstrip(_AFTER)
    while text and not text.isascii() and (_unseen(text[0]) or _unseen(text[-1])):
        text = (text[1:] if _unseen(text[0]) else text[:-1]).lstrip(_AROUND).rstrip(_AFTER)
    return text


def _unseen(letter: str) -> bool:
    return unicodedata.category(letter) in ("Cf", "Zs", "Zl", "Zp") or letter in _AROUND


def _without_scheme(text: str) -> Asked:
    head = _END_OF_HOST.split(text.replace("\\", "/"), maxsplit=1)[0]
    rest = text[len(head) :]
    before, colon, _ = head.partition(":")
    if colon and "." not in before:
        return _named_platform(before, text[len(before) + 1 :])
    if rest:
        platform = sites.WORDS.get(head.lower())
        if "." in head or platform is None:
            return _address(text) if "." in head else UNREADABLE
        return _on(platform, rest.strip("/\\"))
    if "@" in head.lstrip("@"):
        match = sites.FEDERATED.fullmatch(head)
        return account("mastodon", "handle", f"{match[1]}@{match[2]}") if match else UNREADABLE
    if sites.reader_of(same(head)):
        return _address(head)
    return _bare(head.lstrip("@"))


def _named_platform(word: str, rest: str) -> Asked:
    """ "facebook:StJudesFriends", as the posters of the school have it."""
    if word.lower() in ("did", "acct"):
        return account("bluesky", "id", f"did:{rest}") if word.lower() == "did" else _without_scheme(rest)
    platform = sites.WORDS.get(word.lower())
    return _on(platform, rest) if platform else UNREADABLE


def _on(platform: Platform, handle: str) -> Asked:
    """A handle on a platform that is named beside it."""
    handle = handle.strip().lstrip("@").rstrip("/")
    if not handle or "/" in handle or _SCHEME.match(handle):
        return UNREADABLE
    keys = [key(platform, kind, handle) for kind in ("handle", "group")]
    if sites.number(handle) or sites.channel_id(handle):
        keys.append(key(platform, "id", handle))
    if platform is Platform.BLUESKY and "." not in handle:
        keys.append(key(platform, "handle", f"{handle}.bsky.social"))
    return Asked(About.ACCOUNT, tuple(keys), platform, handle)


def _bare(handle: str) -> Asked:
    """A handle alone, which says not on which platform."""
    if sites.channel_id(handle):
        return account("youtube", "id", handle)
    if handle.endswith(".bsky.social"):
        return account("bluesky", "handle", handle)
    plain = same(handle)
    keys = [f"{platform}:handle:{plain}" for platform in _PLATFORMS]
    keys += (f"facebook:group:{plain}", f"linkedin:showcase:{plain}", f"bluesky:handle:{plain}.bsky.social")
    if "." in plain:
        keys += (key("facebook", "handle", plain), f"url:{plain}/")
    if sites.number(handle):
        keys += (f"{platform}:id:{handle}" for platform in _PLATFORMS)
    return Asked(About.NAME, tuple(keys), name=handle)


def _several(words: list[str]) -> Asked:
    """A link at the end of a sentence, a platform and a handle, or a name as people say it."""
    links = [word for word in words if _SCHEME.match(trimmed(word))]
    if links:
        # What stands after a link may belong to it, so only a link at the end is read.
        return read(words[-1]) if len(links) == 1 and links[0] is words[-1] else Asked(About.MANY)
    named = [word for word in words if word.strip(":()@").lower() in sites.WORDS]
    rest = [word for word in words if word not in named and word.lower() not in _FILLING]
    said = " ".join(rest)
    if len(named) == 1 and rest:
        platform = sites.WORDS[named[0].strip(":()@").lower()]
        if len(rest) == 1:
            return _on(platform, trimmed(rest[0]))
        return Asked(About.WORDS, platform=platform, name=said)
    return Asked(About.WORDS, name=" ".join(words))


def _address(rest: str) -> Asked:
    """What stands after "https://". Read as a browser reads it: a backslash is a slash, a user's name no host."""
    rest = rest.replace("\\", "/")
    if _CONTROL.search(rest):
        return UNREADABLE
    authority = _END_OF_HOST.split(rest, maxsplit=1)[0]
    left, _, fragment = rest[len(authority) :].partition("#")
    path_text, _, query = left.partition("?")
    named, at, place = authority.rpartition("@")
    host = same(place)
    host = host.removesuffix(":443").removesuffix(":80").removesuffix(".")
    if at:
        return Asked(About.ACCOUNT, host=host, name=named, pretends=True)
    path = _segments(path_text)
    if path is None or not host:
        return UNREADABLE
    if reader := sites.reader_of(host):
        return reader(path, query, fragment)
    if not path and host.endswith(".bsky.social") and _HOST.fullmatch(host):
        return account("bluesky", "handle", host)
    if host.endswith(tuple(f".{domain}" for domain in sites.PLATFORM_DOMAINS)):
        return Asked(About.WHOLE, host=host)
    return _elsewhere(host, path, query, fragment)


def _elsewhere(host: str, path: list[str], query: str, fragment: str) -> Asked:
    """A host that is none of the platforms': a server of the Mastodon family, or any site whatever."""
    whole = page_key(host, path, query, fragment)
    federated = sites.federated(path, host)
    if federated and federated.about is not About.ACCOUNT:
        return federated
    pretends = not _HOST.fullmatch(host) or any(brand in fold(host) for brand in _BRANDS)
    if federated:
        return Asked(About.ACCOUNT, (*federated.keys, whole), "", federated.name.partition("@")[0], host, pretends)
    return Asked(About.ACCOUNT, (whole,), name=path[0] if path else host, host=host, pretends=pretends)


def page_key(host: str, path: list[str], query: str, fragment: str) -> str:
    """The index's name for a page of a site that the portal knows nothing about: all of it but what tracks people."""
    kept = sorted(
        (name, value) for name, value in parse_qsl(query, keep_blank_values=True) if not _TRACKS.fullmatch(name)
    )
    asked = f"?{urlencode(kept, errors='replace')}" if kept else ""
    within = f"#{fragment}" if fragment.startswith(("/", "!")) else ""
    return f"url:{host.removeprefix('www.')}/{'/'.join(path)}{asked}{within}"


def _segments(path: str) -> list[str] | None:
    """The parts of a path, decoded once; None where a browser would go elsewhere than the parts say."""
    parts = [part for part in path.split("/") if part]
    if "%" in path:
        parts = [unquote(part) for part in parts]
        if any("/" in part or "\\" in part or _CONTROL.search(part) for part in parts):
            return None
    return None if "." in parts or ".." in parts else parts
