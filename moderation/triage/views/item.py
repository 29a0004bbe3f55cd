"""What is done about one comment: its category, its lane, and what became of it on the platform."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from core import rules
from core.forms import PortalForm
from core.views import attempt
from moderation.models import Item
from moderation.states import Category
from moderation.triage import workflow
from moderation.triage.forms import EditedForm, GoneForm, LinksForm, TriageForm
from moderation.views.single import back_to, visible
from people.models import User


def _asked(request: HttpRequest, pk: int, verb: str) -> tuple[Item, User]:
    """The item, for a page of which `verb` is the only thing to do: 403 with the reason where it may not be done."""
    item, person = visible(request, pk)
    rules.require(verb, person, item)
    return item, person


def _sent(request: HttpRequest, form: PortalForm, verb: Callable[..., Item], item: Item, person: User) -> Item | None:
    """What the verb made of a form that was sent, or None where nothing was, or it could not be done."""
    form.cancel_url = back_to(request, item).url
    if request.method != "POST" or not form.is_valid():
        return None
    return attempt(form, verb, item, actor=person, **form.cleaned_data)


def triage(request: HttpRequest, pk: int) -> HttpResponse:
    """What it is about, how bad it is, who wrote it. One press of a category sends that alone."""
    item, person = _asked(request, pk, "moderation.triage")
    if request.method == "POST" and "severity" not in request.POST:
        category = request.POST.get("category", "")
        if attempt(request, workflow.triage, item, actor=person, category=category) is not None:
            messages.success(request, f"Noted: {Category(category).label.lower()}.")
        return back_to(request, item)
    form = TriageForm(request.POST or None, item=item)
    if _sent(request, form, workflow.triage, item, person) is not None:
        messages.success(request, "Saved.")
        return back_to(request, item)
    context = {"item": item, "form": form, "heading": "What is this comment about?"}
    return render(request, "moderation/triage/about_item.html", context)


@require_POST
def leave_lane(request: HttpRequest, pk: int) -> HttpResponse:
    item, person = visible(request, pk)
    because = request.POST.get("because", "")
    if attempt(request, workflow.leave_lane, item, actor=person, because=because) is not None:
        messages.success(request, "It is not urgent any more. Its due time stays as it was.")
    return back_to(request, item)


@require_POST
def enter_lane(request: HttpRequest, pk: int) -> HttpResponse:
    item, person = visible(request, pk)
    if attempt(request, workflow.enter_lane, item, actor=person) is not None:
        messages.success(request, "It is urgent now: it stands first in the list.")
    return back_to(request, item)


def note_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """It was changed on the platform."""
    item, person = _asked(request, pk, "moderation.note_edit")
    form = EditedForm(request.POST or None, item=item)
    now = _sent(request, form, workflow.note_edit, item, person)
    if now is not None:
        said = "Saved." if now.pk == item.pk else "It is a comment of its own now, with its own due time."
        messages.success(request, f"{said} What it said before is kept.")
        return redirect("moderation:item", pk=now.pk)
    context = {"item": item, "form": form, "heading": "It was changed on the platform"}
    return render(request, "moderation/triage/about_item.html", context)


def note_gone(request: HttpRequest, pk: int) -> HttpResponse:
    """It is gone from the platform."""
    item, person = _asked(request, pk, "moderation.note_gone")
    form = GoneForm(request.POST or None)
    if _sent(request, form, workflow.note_gone, item, person) is not None:
        messages.success(request, "Noted. What it said is kept.")
        return back_to(request, item)
    context = {"item": item, "form": form, "heading": "It is gone from the platform", "is_gone": True}
    return render(request, "moderation/triage/about_item.html", context)


def set_links(request: HttpRequest, pk: int) -> HttpResponse:
    """The post that it stands under, and what is attached."""
    item, person = _asked(request, pk, "moderation.set_links")
    form = LinksForm(request.POST or None, initial=_links_of(item))
    if _sent(request, form, workflow.set_links, item, person) is not None:
        messages.success(request, "Saved.")
        return back_to(request, item)
    context = {"item": item, "form": form, "heading": "The post, and what is attached"}
    return render(request, "moderation/triage/about_item.html", context)


def _links_of(item: Item) -> dict[str, Any]:
    return {
        "post_link": item.post.permalink if item.post else "",
        "post_text": item.post.text if item.post else "",
        "links": "\n".join(item.links.values_list("url", flat=True)),
    }
