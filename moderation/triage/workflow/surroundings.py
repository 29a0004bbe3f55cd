"""What belongs to a comment: the post it stands under, and what was attached to it, as links."""

import hashlib
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from accounts.models import Account
from audit import workflow as audit
from core import rules
from core.actors import Actor
from core.errors import InvalidInput, WrongState
from moderation.models import Item, Link, Post
from moderation.triage import rules as _rules  # noqa: F401  registers the rules
from moderation.workflow.adding import add_item
from people.models import User

MOST_LINKS = 10
LONGEST_LINK = 1000
LONGEST_POST = 5_000


@audit.verb("moderation.set_links", "noted what belongs to a comment")
def set_links(item: Item, *, actor: Actor, post_link: str = "", post_text: str = "", links: Sequence[str] = ()) -> Item:
    """Note the post that `item` stands under, by its link, and the links of what is attached to it.

    They replace those noted before; without `post_link` it stands under none. Nothing is fetched. Raises NotAllowed,
    InvalidInput.
    """
    item = audit.lock(item)
    rules.require("moderation.set_links", actor, item)
    if item.link_only:
        raise WrongState("Nothing of this is kept here but its link.")
    wanted = _attach(item, post_link, post_text, links)
    audit.record("moderation.set_links", item, actor=actor, post=item.post_id, links=wanted)
    return item


def _attach(item: Item, post_link: str, post_text: str, links: Sequence[str]) -> int:
    """Returns how many links there are now."""
    if len(links) > MOST_LINKS:
        raise InvalidInput(f"Give at most {MOST_LINKS} links.", "links")
    if post_text and not post_link:
        raise InvalidInput("Give the link of the post too: by it the portal knows the post again.", "post_link")
    item.post = _post(item.account, _web(post_link, "post_link"), post_text.strip()) if post_link else None
    item.save(update_fields=["post"])
    wanted = list(dict.fromkeys(_web(link, "links") for link in links))
    Link.objects.filter(item=item).exclude(url__in=wanted).delete()
    Link.objects.bulk_create([Link(item=item, url=url) for url in wanted], ignore_conflicts=True)
    return len(wanted)


@audit.verb("moderation.add_item", "added a comment by hand")
def add_by_hand(
    account: Account,
    *,
    actor: User,
    post_link: str = "",
    post_text: str = "",
    links: Sequence[str] = (),
    **values: Any,
) -> Item:
    """As `add_item`, with the post that it stands under and the links of what is attached. Raises as both do."""
    rules.require("moderation.add_items", actor, account)
    item = add_item(account, actor=actor, **values)
    if post_link or post_text or links:
        _attach(item, post_link, post_text, links)
    return item


def _post(account: Account, link: str, text: str) -> Post:
    """The post of this link: known by it where no platform's number is."""
    known = Post.objects.filter(account=account, permalink=link).order_by("pk").first()
    if known is None:
        number = f"link:{hashlib.sha256(link.encode()).hexdigest()}"
        known, _ = Post.objects.get_or_create(
            account=account, external_id=number, defaults={"permalink": link, "text": text}
        )
    if text and known.text != text:
        if len(text) > LONGEST_POST:
            raise InvalidInput(f"Use at most {LONGEST_POST:,} letters.", "post_text")
        known.text = text
        known.save(update_fields=["text"])
    return known


def _web(link: str, field: str) -> str:
    address = link.strip()
    try:
        parts = urlsplit(address)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in ("http", "https") or not parts.netloc or len(address) > LONGEST_LINK or "\0" in address:
        raise InvalidInput("A link must start with https:// or http://.", field)
    return address
