"""The button that takes the last step back, in the message that says what was done."""

from collections.abc import Iterable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from core.errors import Refused
from moderation import workflow
from moderation.models import Item, Undo
from moderation.workflow.undoing import TOO_LATE
from people.current import signed_in

MOST = 500


def say_with_undo(request: HttpRequest, words: str, undos: Undo | Iterable[Undo] | None) -> None:
    """Say that something was done, with a button that takes it back, for one comment or for several at once."""
    offers = [undos] if isinstance(undos, Undo) else list(undos or ())
    tag = f"undo:{','.join(str(offer.pk) for offer in offers)}" if offers else ""
    messages.success(request, words, extra_tags=tag)


@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    """Take back what the message was about. `undo` holds the numbers, with commas between."""
    person = signed_in(request)
    numbers = [part for part in request.POST.get("undo", "").split(",") if part.isascii() and part.isdigit()]
    pks = [int(part) for part in numbers if len(part) < 19][:MOST]
    seen = Item.objects.visible_to(person).values("pk")
    offers = list(Undo.objects.filter(pk__in=pks, person=person, item__in=seen).select_related("item__account"))
    refused = "" if len(offers) == len(pks) and pks else TOO_LATE
    done = 0
    for offer in offers:
        try:
            workflow.undo(offer, actor=person)
            done += 1
        except Refused as refusal:
            refused = refusal.reason
    if done:
        messages.success(request, "Taken back." if done == 1 else f"Taken back, for {done} comments.")
    if refused:
        messages.error(request, refused)
    if len(offers) == 1:
        return redirect("moderation:item", pk=offers[0].item_id)
    return redirect("moderation:queue")
