"""The boxes on the page of an item, with the text that somebody chose for one, and under the lock of H4."""

from collections.abc import MutableMapping

from django.forms import BaseForm
from django.http import HttpRequest

from moderation.models import Item, Template
from moderation.words.templates import offered
from people.models import User

REPLY, ACKNOWLEDGE, POSTED = "reply", "acknowledge", "posted"  # the parts of the page


def prepare(request: HttpRequest, forms: MutableMapping[str, BaseForm], item: Item, person: User) -> None:
    """Put the text that `?do=reply&template=…` names into its box, after what stands there already.

    While a journalist's comment is locked there is no box but that of the acknowledgement, which takes no other words
    than the school's own.
    """
    if item.is_locked:
        forms.pop(REPLY, None)
        forms.pop(POSTED, None)
        _put(forms.get(ACKNOWLEDGE), _chosen(request, item, person, ACKNOWLEDGE, first=True), only=True)
        return
    part = request.GET.get("do", "")
    if request.GET.get("template") and part in (REPLY, ACKNOWLEDGE):
        _put(forms.get(part), _chosen(request, item, person, part), only=part == ACKNOWLEDGE)


def _chosen(request: HttpRequest, item: Item, person: User, part: str, *, first: bool = False) -> str:
    """The text of the address; with `first`, else the first that has no blank to fill."""
    use = Template.Use.REPLY if part == REPLY else Template.Use.ACKNOWLEDGEMENT
    ref = request.GET.get("template", "")
    found = offered(item, person, use)
    whole = [one for one in found if not one.left] if first else []
    return next((one.text for one in (*(one for one in found if one.ref == ref), *whole)), "")


def _put(form: BaseForm | None, text: str, *, only: bool) -> None:
    """`only`: in place of what stands there. Nothing happens to a form that was sent."""
    if form is None or form.is_bound or not text:
        return
    before = "" if only else str(form.initial.get("text") or "").rstrip()
    form.initial["text"] = f"{before}\n\n{text}" if before and text not in before else before or text
