"""The way through a removal: what and which rule, the words as the audience sees them, done and posted (H1)."""

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.vault.uploads import in_memory
from core import rules
from core.views import attempt, confirmed
from moderation.abuse import workflow
from moderation.abuse.forms import LIKELY, ChooseForm, DoneForm, ExplainForm, HoldBackForm, digest_of
from moderation.abuse.places import item_url
from moderation.abuse.views.frame import back, item_of, removal_of
from moderation.answer_forms import values_of
from moderation.meanwhile import Meanwhile, meanwhile
from moderation.models import Item
from moderation.states import Action, HouseRule
from moderation.words.templates import explanation
from moderation.workflow import jotting
from people.models import User


@in_memory
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """First what and why, then the words; nothing is recorded before they were seen as the audience sees them."""
    item, person = item_of(request, pk)
    rules.require("moderation.remove", person, item)
    if request.method == "POST":
        return _explained(request, item, person)
    chosen = "action" in request.GET or "house_rule" in request.GET
    initial = {"house_rule": LIKELY.get(item.category, "")} if item.category else {}  # type: ignore[call-overload]
    form = ChooseForm(request.GET if chosen else None, initial=initial, item=item)
    if not (chosen and form.is_valid()):
        return render(request, "moderation/abuse/choose.html", {"item": item, "form": form})
    action, house_rule = form.cleaned_data["action"], form.cleaned_data["house_rule"]
    begun = None if "ready" in request.GET else jotting.begun(item, person).get(jotting.REMOVE)
    words = begun.text if begun else explanation(item, house_rule, action)
    values = {"action": action, "house_rule": house_rule, "explanation": words, "shown": digest_of(words)}
    overtaken = meanwhile(item, begun.seen_revision if begun else form.seen, person)
    checked = ExplainForm(initial=values, item=item)
    return _preview(request, item, checked, begun=begun is not None, overtaken=overtaken)


def _explained(request: HttpRequest, item: Item, person: User) -> HttpResponse:
    form = ExplainForm(request.POST, request.FILES, item=item)
    if not {"action", "house_rule"} <= set(request.POST):
        form = ExplainForm(request.POST, item=item)
        form.is_valid()
        return render(
            request, "moderation/abuse/choose.html", {"item": item, "form": ChooseForm(request.POST, item=item)}
        )
    if not form.is_valid():
        return _preview(request, item, form)
    if "show" in request.POST or not form.is_shown_as_it_is:
        return _preview(request, item, form, changed="show" not in request.POST)
    data = form.cleaned_data
    verb = workflow.VERBS[Action(data["action"])]
    decided = partial(verb, item, actor=person, house_rule=data["house_rule"], explanation=data["explanation"])
    if attempt(form, decided, screenshot=data.get("screenshot"), seen=form.seen) is None:
        item, _ = item_of(request, item.pk)  # as it is now
        return _preview(request, item, form, overtaken=form.catch_up(item, person))
    messages.success(request, "What it says is kept. Now do it on the platform, and post why.")
    return back(request, item, "to-do-title")


def _preview(
    request: HttpRequest,
    item: Item,
    form: ExplainForm,
    *,
    changed: bool = False,
    begun: bool = False,
    overtaken: Meanwhile | None = None,
) -> HttpResponse:
    """The words as the audience sees them. From now on these are the words that may be confirmed."""
    action, house_rule = form["action"].value(), form["house_rule"].value()
    if form.is_bound:
        form.data = {**form.data.dict(), "shown": digest_of(form.words)}  # type: ignore[attr-defined]
    context = {
        "item": item,
        "form": form,
        "words": form.words,
        "action": Action(action).label if action in Action.values else "",
        "house_rule": HouseRule(house_rule).label if house_rule in HouseRule.values else "",
        "changed": changed,
        "begun": begun,
        "open_words": form.is_bound,
        "overtaken": overtaken,
        "typed": form.words,
    }
    return render(request, "moderation/abuse/check.html", context)


def confirm_done(request: HttpRequest, pk: int, response_pk: int) -> HttpResponse:
    """Say that it was done on the platform, and posted. On its own page where the item's could not take it."""
    response, person = removal_of(request, pk, response_pk)
    rules.require("moderation.remove", person, response.item)
    form = DoneForm(request.POST or None, item=response.item, is_block=response.action == Action.BLOCK)
    overtaken = None
    if request.method == "POST" and form.is_valid():
        if attempt(form, workflow.confirm_done, response, actor=person, **values_of(form)) is not None:
            messages.success(request, f"Done. {response.action_done}, and that is on the record.")
            return back(request, response.item)
        response, person = removal_of(request, pk, response_pk)  # as it is now; 404 where a colleague dropped it
        overtaken = form.catch_up(response.item, person)
    context = {"item": response.item, "hand": response, "form": form, "overtaken": overtaken, "typed": ""}
    return render(request, "moderation/abuse/done.html", context)


def drop_removal(request: HttpRequest, pk: int, response_pk: int) -> HttpResponse:
    response, person = removal_of(request, pk, response_pk)
    rules.require("moderation.remove", person, response.item)
    context = {
        "title": "Do not remove it after all?",
        "text": "Nothing was done or posted yet. What was kept of the comment stays kept.",
        "button": "Do not remove it",
    }
    drop = partial(workflow.drop_removal, response, actor=person)
    return confirmed(request, drop, context, done="Nothing is removed.", back=item_url(response.item))


def hold_back(request: HttpRequest, pk: int, response_pk: int) -> HttpResponse:
    response, person = removal_of(request, pk, response_pk)
    rules.require("moderation.hold_back", person, response.item)
    context = {
        "title": "Hold the public explanation back?",
        "text": "For when the police or safeguarding advise it. What was written is kept here until it may be posted, "
        "and the comment counts as answered when it was removed.",
        "button": "Hold it back",
        "form": HoldBackForm(request.POST if request.method == "POST" else None),
    }
    hold = partial(workflow.hold_back, response, actor=person)
    done = "The explanation is held back. Nobody posts it for now."
    return confirmed(request, hold, context, done=done, back=item_url(response.item))


def explain_now(request: HttpRequest, pk: int, response_pk: int) -> HttpResponse:
    response, person = removal_of(request, pk, response_pk)
    rules.require("moderation.hold_back", person, response.item)
    context = {
        "title": "May the explanation be posted now?",
        "text": f"Post this as {response.item.account.name}, and then say so: “{response.public_explanation}”",
        "button": "It is posted",
    }
    explain = partial(workflow.explain_now, response, actor=person)
    done = "The explanation is no longer held back."
    return confirmed(request, explain, context, done=done, back=item_url(response.item))
