"""A comment with its thread, as a piece of evidence that stands by itself."""

import json
from datetime import datetime
from typing import Any

from django.db.models import Q

from incidents.models import Evidence
from moderation.models import Item, Response
from moderation.states import ResponseStatus

ABOVE = 50  # comments above it, at most
BELOW = 300  # answers to it, and answers to those, at most


def thread_of(item: Item, *, link_alone: bool = False) -> list[dict[str, Any]]:
    """The post, what stands above the comment, what it said before, the comment, the answers below it, the school's.

    Of what may show a child there is nothing but its link. A handful of queries, and one for each step upwards.
    """
    if link_alone or item.link_only:
        return [_line("comment", link=item.permalink)]
    above = _above(item)
    below = _below(item)
    lines = []
    if item.post is not None:
        lines.append(_line("post", item.post.text, "", item.post.permalink, item.post.posted_at))
    lines += [_of_item("above", one) for one in above]
    lines += [_line("earlier", wording.text, item.author_name, "", wording.until_at) for wording in item.wordings.all()]
    lines.append(_of_item("comment", item))
    lines += [_of_item("below", one) for one in below]
    lines += _answers(item)
    return lines


def as_kept(thread: list[dict[str, Any]]) -> bytes:
    """The one form in which a thread is counted and handed on: JSON, as UTF-8."""
    return json.dumps(thread, sort_keys=True, ensure_ascii=False, indent=1).encode()


def lines_of(evidence: Evidence) -> list[dict[str, Any]]:
    """The thread as a page shows it: its times are times again."""
    return [{**line, "at": datetime.fromisoformat(line["at"]) if line.get("at") else None} for line in evidence.thread]


def _above(item: Item) -> list[Item]:
    found: list[Item] = []
    seen = {item.pk}
    parent = item.parent
    while parent is not None and parent.pk not in seen and len(found) < ABOVE:
        seen.add(parent.pk)
        found.append(parent)
        parent = parent.parent
    return found[::-1]


def _below(item: Item) -> list[Item]:
    answers = Q(parent=item) | Q(parent__parent=item)
    found = Item.objects.filter(answers).exclude(pk=item.pk).select_related("author")
    return list(found.order_by("received_at", "pk")[:BELOW])


def _answers(item: Item) -> list[dict[str, Any]]:
    said = Response.objects.filter(item=item, status=ResponseStatus.POSTED).order_by("posted_at", "pk")
    return [
        _line("school", answer.text or answer.public_explanation, "", "", answer.posted_at, done=answer.action_done)
        for answer in said
    ]


def _of_item(place: str, item: Item) -> dict[str, Any]:
    if item.link_only:
        return _line(place, link=item.permalink)
    author = item.author.external_id if item.author else ""
    return _line(
        place,
        item.text,
        item.author_name,
        item.permalink,
        item.received_at,
        platform_number=item.external_id,
        author_number=author,
        gone_at=item.gone_at.isoformat() if item.gone_at else "",
    )


def _line(
    place: str, text: str = "", author: str = "", link: str = "", at: datetime | None = None, **more: str
) -> dict[str, Any]:
    line = {"place": place, "text": text, "author": author, "link": link, "at": at.isoformat() if at else ""}
    return {**line, **{name: value for name, value in more.items() if value}}
