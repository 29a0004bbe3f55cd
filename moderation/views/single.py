"""The page of one comment, beside the list: who is on it, its thread, and the ways to answer."""

from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_POST

from core import clock, rules
from core.views import attempt
from moderation import workflow
from moderation.around import Surroundings, around
from moderation.cards import cards_of
from moderation.forms import ACKNOWLEDGEMENT, AcknowledgeForm, CloseForm, ConfirmPostedForm, RemoveForm, ReplyForm
from moderation.models import Item
from moderation.states import ResponseKind, ResponseStatus, Status
from moderation.views.queue import filters_of, list_context
from people.current import signed_in
from people.models import User
from policy.guidance import selectors as guidance
from policy.guidance import starter
from school.models import current_school


def visible(request: HttpRequest, pk: int) -> tuple[Item, User]:
    """The item and who asks for it; 404 for one on an account that the person does not see."""
    person = signed_in(request)
    items = Item.objects.visible_to(person).select_related(
        "account", "claimed_by", "responded_by", "closed_by", "added_by", "parent"
    )
    return get_object_or_404(items, pk=pk), person


def back_to(request: HttpRequest, item: Item) -> HttpResponseRedirect:
    """The item's page, with the filters of the list beside it."""
    query = filters_of(request)
    return redirect(f"{reverse('moderation:item', args=[item.pk])}{'?' if query else ''}{query}")


def item(request: HttpRequest, pk: int) -> HttpResponse:
    """One comment and all that can be done with it. `?do=reply` opens that part."""
    found, person = visible(request, pk)
    return render_item(request, found, person)


def render_item(
    request: HttpRequest, item: Item, person: User, *, opened: str = "", form: BaseForm | None = None
) -> HttpResponse:
    """The page with one of its forms as it was sent, where that could not be done."""
    if form is not None:
        item, person = visible(request, item.pk)  # as it is now: that may be why it could not be done
    surroundings = around(item)
    forms = _forms(item, person, surroundings)
    is_drawn = opened in forms and bool(rules.ask("moderation.work", person, item))
    if form is not None and is_drawn:
        forms[opened] = form
    queue = list_context(request, person, item.pk)
    context: dict[str, Any] = {
        **queue,
        "next_item": next((row for row in queue["page"] if row.is_waiting and row.pk != item.pk), None),
        "item": item,
        "around": surroundings,
        "forms": forms,
        "failed": None if is_drawn else form,
        "opened": opened or request.GET.get("do", ""),
        "may_work": rules.ask("moderation.work", person, item),
        "mine": item.claimed_by_id == person.pk,
        "held_by_other": item.claimed_by if item.claimed_by and item.claimed_by.pk != person.pk else None,
        "is_late": item.status == Status.OPEN and item.in_figures and clock.now() > item.due_at,
        "tone": guidance.page(starter.TONE) if "reply" in forms else None,
        "report_url": _report_url(item),
        "cards": cards_of(item, person),
    }
    return render(request, "moderation/item.html", context)


def _forms(item: Item, person: User, around: Surroundings) -> dict[str, BaseForm]:
    if not item.is_waiting:
        return {}
    drafted = around.in_hand.text if around.in_hand and around.in_hand.kind == ResponseKind.REPLY else ""
    forms: dict[str, BaseForm] = {}
    if around.in_hand is None or around.in_hand.kind == ResponseKind.REPLY:
        forms["reply"] = ReplyForm(initial={"text": drafted})
    if item.status == Status.OPEN:
        school = current_school()
        words = ACKNOWLEDGEMENT.format(name=person.first_name, school=school.name if school else "the school")
        forms["acknowledge"] = AcknowledgeForm(item=item, initial={"text": words})
    if around.in_hand is None:
        forms["remove"] = RemoveForm()
        forms["close"] = CloseForm()
    elif around.in_hand.status == ResponseStatus.TO_POST:
        forms["posted"] = ConfirmPostedForm(item=item)
    return forms


def _report_url(item: Item) -> str:
    try:
        return reverse("incidents:report_from_item", args=[item.pk])
    except NoReverseMatch:
        return ""


def claim(request: HttpRequest, pk: int) -> HttpResponse:
    """Take it on. The GET asks before it is taken from somebody else."""
    found, person = visible(request, pk)
    holder = found.claimed_by if found.claimed_by_id != person.pk else None
    if request.method == "POST":
        taking = _person_named(request.POST.get("from", ""), holder)
        if attempt(request, workflow.claim, found, actor=person, take_over_from=taking) is not None:
            messages.success(request, "You have this comment now.")
        return back_to(request, found)
    if holder is None:
        return back_to(request, found)
    return render(request, "moderation/claim.html", {"item": found, "holder": holder})


def _person_named(number: str, holder: User | None) -> User | None:
    """From whom the page said that it is taken. Somebody else who has it meanwhile is not pushed aside."""
    return holder if holder is not None and number == str(holder.pk) else None


@require_POST
def release(request: HttpRequest, pk: int) -> HttpResponse:
    found, person = visible(request, pk)
    if attempt(request, workflow.release, found, actor=person) is not None:
        messages.success(request, "It is free for somebody else now.")
    return back_to(request, found)
