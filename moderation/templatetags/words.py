"""`{% load words %}{% offered_templates "reply" %}`: the texts that fit the comment of the page, beside the box."""

from typing import Any

from django import template
from django.template.context import Context

from moderation.models import Item
from moderation.states import ResponseKind
from moderation.words.templates import Offered, blanks_left, offered_for
from people.models import User

register = template.Library()

MOST_AT_HAND = 3
USES = (ResponseKind.ACKNOWLEDGEMENT, ResponseKind.REPLY)
BOXES = {ResponseKind.REPLY: "reply", ResponseKind.ACKNOWLEDGEMENT: "acknowledge"}


@register.inclusion_tag("moderation/words/_templates.html", takes_context=True)
def offered_templates(context: Context, use: str) -> dict[str, Any]:
    """Those made for such a comment are at hand, the others one press further. Two queries a page."""
    request, item = context["request"], context["item"]
    found = offered_once(request, item).get(use, [])
    fits = [one for one in found if one.fits] or found
    at_hand = fits[:MOST_AT_HAND]
    part = BOXES[ResponseKind(use)]
    form = context["forms"].get(part)
    return {
        "request": request,
        "item": item,
        "part": part,
        "at_hand": at_hand,
        "others": [one for one in found if one not in at_hand],
        "left": blanks_left(str(form["text"].value() or "")) if form is not None else [],
        "chosen": next((one for one in found if one.ref == request.GET.get("template")), None),
    }


def offered_once(request: Any, item: Item) -> dict[str, list[Offered]]:
    """Read once for a page, by its view or by the first box."""
    kept: dict[str, list[Offered]] | None = getattr(request, "_offered_templates", None)
    if kept is None:
        person: User = request.user
        kept = request._offered_templates = offered_for(item, person, USES)
    return kept
