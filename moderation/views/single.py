"""The page of one comment, beside the list: who is on it, its thread, and the ways to answer."""

from datetime import datetime
from typing import Any

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse

from core import clock, rules
from moderation.answer_forms import AcknowledgeForm, AnsweringForm, CloseForm, ConfirmPostedForm, ReplyForm
from moderation.around import Surroundings, around
from moderation.cards import cards_of
from moderation.claims import holder
from moderation.clock_rules import sentence
from moderation.meanwhile import Meanwhile, meanwhile
from moderation.models import Item, Jotting
from moderation.rules import know_reader
from moderation.states import ResponseKind, ResponseStatus, Status
from moderation.templatetags.words import offered_once
from moderation.views.queue import filters_of, list_context
from moderation.words.choosing import prepare
from moderation.workflow import jotting
from people.current import signed_in
from people.models import User
from policy.guidance import selectors as guidance
from policy.guidance import starter

SHOWN_WITH = (
    *("account", "author", "post", "parent", "clock_version", "edited_after"),
    *("claimed_by", "responded_by", "closed_by", "added_by", "behaviour_referral"),
)


def visible(request: HttpRequest, pk: int) -> tuple[Item, User]:
    """The item and who asks for it; 404 for one on an account that the person does not see."""
    person = signed_in(request)
    return get_object_or_404(Item.objects.visible_to(person).select_related(*SHOWN_WITH), pk=pk), person


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
    surroundings, now = around(item), clock.now()
    begun = jotting.begun(item, person)
    know_reader(item.account, person)
    forms = _forms(request, item, surroundings, begun)
    if item.link_only and not rules.ask("moderation.reply", person, item):
        forms = {}  # the safeguarding leads and SLT decide what is said
    prepare(request, forms, item, person)
    may_work = rules.ask("moderation.work", person, item)
    is_drawn = opened in forms and bool(may_work)
    if form is not None and is_drawn:
        forms[opened] = form
    queue = list_context(request, person, item.pk)
    context: dict[str, Any] = {
        **queue,
        **_standing(item, person, now),
        "next_item": _next(list(queue["page"]), item),
        "item": item,
        "around": surroundings,
        "forms": forms,
        "failed": None if is_drawn else form,
        "overtaken": _overtaken(item, person, form, begun),
        "typed": _typed(form, begun),
        "begun": begun,
        "primary": _primary(forms, surroundings, begun),
        "opened": opened or request.GET.get("do", "") or _left_open(begun, forms),
        "may_work": may_work,
        "tone": guidance.page(starter.TONE) if "reply" in forms else None,
        "report_url": _report_url(item),
        "cards": cards_of(item, person),
    }
    return render(request, "moderation/item.html", context)


def _standing(item: Item, person: User, now: datetime) -> dict[str, Any]:
    """Who is on it, and how it stands to its clock."""
    has = holder(item, now)
    return {
        "mine": has is not None and has.pk == person.pk,
        "held_by_other": has if has is not None and has.pk != person.pk else None,
        "is_late": item.status == Status.OPEN and item.in_figures and now > item.due_at,
        "why_due": sentence(item) if item.in_figures else "",
    }


def _next(rows: list[Item], item: Item) -> Item | None:
    """The one after it in the list, else the most urgent."""
    at = next((place for place, row in enumerate(rows) if row.pk == item.pk), -1)
    return next((row for row in (*rows[at + 1 :], *rows[: at + 1]) if row.is_waiting and row.pk != item.pk), None)


def _forms(request: HttpRequest, item: Item, around: Surroundings, begun: dict[str, Jotting]) -> dict[str, BaseForm]:
    if not item.is_waiting:
        return {}
    hand = around.in_hand
    forms: dict[str, BaseForm] = {}
    if hand is None or hand.kind == ResponseKind.REPLY:
        drafted = _begun(begun, jotting.REPLY) or (hand.text if hand else "")
        forms["reply"] = ReplyForm(item=item, initial={"text": drafted})
    if item.status == Status.OPEN:
        text = _begun(begun, jotting.ACKNOWLEDGE) or _acknowledgement(request, item)
        forms["acknowledge"] = AcknowledgeForm(item=item, initial={"text": text})
    if hand is None:
        forms["close"] = CloseForm(item=item)
    elif hand.status == ResponseStatus.TO_POST and hand.kind == ResponseKind.REPLY:
        forms["posted"] = ConfirmPostedForm(item=item)
    return forms


def _acknowledgement(request: HttpRequest, item: Item) -> str:
    """The school's own words for such a comment, without a blank to fill first; none where it has no such text."""
    texts = offered_once(request, item).get(ResponseKind.ACKNOWLEDGEMENT, [])
    return next((one.text for one in texts if not one.left), "")


def _primary(forms: dict[str, BaseForm], around: Surroundings, begun: dict[str, Jotting]) -> str:
    """The one way to answer that stands out: what is furthest, else the acknowledgement: enough for the clock."""
    if "posted" in forms:
        return "posted"
    if around.in_hand is not None and around.in_hand.kind == ResponseKind.REMOVAL:
        return ""
    is_begun = around.in_hand is not None or jotting.REPLY in begun
    return "acknowledge" if "acknowledge" in forms and not is_begun else "reply"


def _begun(begun: dict[str, Jotting], part: str) -> str:
    return begun[part].text if part in begun else ""


def _overtaken(item: Item, person: User, form: BaseForm | None, begun: dict[str, Jotting]) -> Meanwhile | None:
    """What a colleague did while the reader was typing: in the form that came back, or before they were signed out."""
    if form is None:
        kept = min(begun.values(), key=lambda one: one.seen_revision, default=None)
        return meanwhile(item, kept.seen_revision, person) if kept is not None else None
    if not isinstance(form, AnsweringForm):
        return None
    return form.catch_up(item, person)


def _typed(form: BaseForm | None, begun: dict[str, Jotting]) -> str:
    """What the reader had written: in a form that could not be used, else before they went away."""
    if form is None:
        return min(begun.values(), key=lambda one: one.seen_revision).text if begun else ""
    return next((form.data[name] for name in ("text", "reason") if form.data.get(name)), "")


def _left_open(begun: dict[str, Jotting], forms: dict[str, BaseForm]) -> str:
    """The part that somebody had begun to write in."""
    return next((part for part in begun if part in forms), "")


def _report_url(item: Item) -> str:
    try:
        return reverse("incidents:report_from_item", args=[item.pk])
    except NoReverseMatch:
        return ""
