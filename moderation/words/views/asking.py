"""Asking a colleague what they think of a reply, and saying so (C2)."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from core import rules
from core.differences import compare
from core.views import attempt, confirmed
from moderation.models import Item, Opinion
from moderation.words import selectors, workflow
from moderation.words.forms import AskForm, GiveForm
from moderation.words.views.finding import item_of, page_of
from people.current import signed_in


def ask_opinion(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose whom to ask, and what about the draft as it stands."""
    item, person = item_of(request, pk)
    rules.require("moderation.ask_opinion", person, item)
    form = AskForm(
        request.POST or None,
        people=selectors.askable(person, item),
        initial={"draft": selectors.draft_now(item, person)},
    )
    form.cancel_url = page_of(item)
    if request.method == "POST" and form.is_valid():
        asked = attempt(form, workflow.ask_opinion, item, actor=person, **form.cleaned_data)
        if asked is not None:
            messages.success(request, "Asked. The answer will stand beside the comment. Its clock goes on.")
            return redirect(page_of(item))
    return render(request, "moderation/words/ask_opinion.html", {"item": item, "form": form})


def opinion(request: HttpRequest, pk: int) -> HttpResponse:
    """The comment, the draft and the question, for whoever was asked, even where they do not see the account."""
    person = signed_in(request)
    asked = Opinion.objects.visible_to(person).select_related("asked_by", "asked_of", "item__account")
    found = get_object_or_404(asked, pk=pk)
    may_give = rules.ask("moderation.give_opinion", person, found)
    form = GiveForm(request.POST or None)
    if request.method == "POST":
        rules.require("moderation.give_opinion", person, found)
        if form.is_valid():
            given = attempt(form, workflow.give_opinion, found, actor=person, answer=form.cleaned_data["answer"])
            if given is not None:
                messages.success(request, f"Thank you. {found.asked_by.full_name} has been told.")
                return redirect("moderation:opinion", pk=found.pk)
            found.refresh_from_db()
    is_open = found.answered_at is None and found.withdrawn_at is None
    sees_item = Item.objects.visible_to(person).filter(pk=found.item_id).exists()
    reply = selectors.reply_of(found.item) if sees_item else ""
    context: dict[str, Any] = {
        "opinion": found,
        "item": found.item,
        # What was typed when the comment was finished comes back with why it was not taken.
        "form": form if may_give and is_open and (found.is_needed or request.method == "POST") else None,
        "sees_item": sees_item,
        # Whoever asked and stopped running the account sees their own words alone, and so does whoever was asked once
        # the comment is finished or the question taken back.
        "shows_comment": sees_item or (found.asked_of_id == person.pk and found.is_needed),
        "pieces": compare(found.draft, reply) if selectors.differs(found.draft, reply) else None,
        "may_withdraw": is_open and bool(rules.ask("moderation.withdraw_opinion", person, found)),
    }
    return render(request, "moderation/words/opinion.html", context)


def withdraw_opinion(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask before a question is taken back."""
    person = signed_in(request)
    found = get_object_or_404(Opinion.objects.visible_to(person).select_related("asked_of", "item"), pk=pk)
    rules.require("moderation.withdraw_opinion", person, found)
    sees_item = Item.objects.visible_to(person).filter(pk=found.item_id).exists()
    ask = {
        "title": f"Take the question to {found.asked_of.full_name} back?",
        "points": ["They are told that you need no answer.", "They see the comment and your draft no longer."],
        "button": "Take it back",
    }
    back = page_of(found.item) if sees_item else reverse("moderation:opinion", args=[found.pk])
    withdraw = partial(workflow.withdraw_opinion, found, actor=person)
    return confirmed(request, withdraw, ask, done="The question is taken back.", back=back)
