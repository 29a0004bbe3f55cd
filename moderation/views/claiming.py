"""Who is on a comment: taken on, put back, and what an open page of it hears every few seconds."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from core import clock, times
from core.views import answer_autosave, attempt
from moderation import workflow
from moderation.answer_forms import revision_of
from moderation.claims import holder
from moderation.models import Item
from moderation.states import WAITING
from moderation.views.single import back_to, visible
from moderation.views.undoing import say_with_undo
from moderation.workflow import jotting, presence, undoing
from people.current import signed_in
from people.models import User


def claim(request: HttpRequest, pk: int) -> HttpResponse:
    """Take it on. The GET asks before it is taken from somebody else."""
    found, person = visible(request, pk)
    has = holder(found)
    other = has if has is not None and has.pk != person.pk else None
    if request.method == "POST":
        taking = _person_named(request.POST.get("from", ""), other)
        if attempt(request, workflow.claim, found, actor=person, take_over_from=taking) is not None:
            say_with_undo(request, "You have this comment now.", undoing.offered(found, person))
        return back_to(request, found)
    if other is None:
        return back_to(request, found)
    return render(request, "moderation/claim.html", {"item": found, "holder": other})


def _person_named(number: str, holder: User | None) -> User | None:
    """From whom the page said that it is taken. Somebody else who has it meanwhile is not pushed aside."""
    return holder if holder is not None and number == str(holder.pk) else None


@require_POST
def release(request: HttpRequest, pk: int) -> HttpResponse:
    found, person = visible(request, pk)
    if attempt(request, workflow.release, found, actor=person) is not None:
        say_with_undo(request, "It is free for somebody else now.", undoing.offered(found, person))
    return back_to(request, found)


@never_cache
@require_http_methods(["GET", "POST"])
def presence_of(request: HttpRequest, pk: int) -> HttpResponse:
    """For the open page of one comment: who has it now, and whether it is still as it was drawn. One query.

    A POST is the sign of life of its holder, or, with `leaving`, that they left without typing anything.
    """
    person = signed_in(request)
    if request.method == "POST":
        if "leaving" in request.POST:
            presence.leave(pk, person)
            return HttpResponse(status=204)
        presence.renew(pk, person)
    found = Item.objects.visible_to(person).select_related("claimed_by").filter(pk=pk).first()
    if found is None:
        raise Http404
    return JsonResponse(_told(found, person))


def _told(item: Item, person: User) -> dict[str, Any]:
    has = holder(item, clock.now()) if item.status in WAITING else None
    mine = has is not None and has.pk == person.pk
    since = f", since {times.relative(item.claimed_at)}" if has is not None and item.claimed_at else ""
    who = "You" if mine else has.full_name if has is not None else "Nobody yet"
    return {"revision": item.revision, "mine": mine, "taken": has is not None, "words": f"{who}{since}"}


@require_POST
def jot(request: HttpRequest, pk: int, part: str) -> HttpResponse:
    """What somebody is typing, kept until it is sent. The form of any part may be sent here as it is."""
    found, person = visible(request, pk)
    sent = request.POST
    text = sent.get("text", sent.get("explanation", ""))
    seen = revision_of(sent)
    kept = jotting.keep(found, person, part, text, found.revision if seen is None else seen)
    return answer_autosave(saved=kept)
