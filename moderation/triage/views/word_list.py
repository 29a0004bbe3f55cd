"""The word list: what is looked for, the school's changes to it, and a text to try it on."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from core import rules
from core.views import attempt
from moderation.triage import selectors, workflow
from moderation.triage.forms import TermForm, TryForm, WordFilter
from moderation.triage.hints import current, hints_for, with_term
from moderation.triage.workflow.word_list import normalised
from people.current import signed_in


def _context(request: HttpRequest, **more: Any) -> dict[str, Any]:
    person = signed_in(request)
    rules.require("moderation.read_word_list", person)
    filters = WordFilter(request.GET or None)
    chosen = filters.chosen
    parts = selectors.word_list_parts(chosen.get("q", ""), chosen.get("category", ""), chosen.get("show", ""))
    return {
        "filters": filters,
        "filtered": bool(chosen),
        "parts": parts,
        "number": sum(len(part.terms) for part in parts),
        "may_change": rules.ask("moderation.change_word_list", person),
        "try_form": TryForm(),
        **more,
    }


@require_safe
def word_list(request: HttpRequest) -> HttpResponse:
    """What the portal looks for, and why."""
    return render(request, "moderation/triage/word_list.html", _context(request))


def try_text(request: HttpRequest) -> HttpResponse:
    """Which hints a text would give. Nothing of it is kept."""
    rules.require("moderation.read_word_list", signed_in(request))
    if request.method != "POST":
        return redirect("moderation:word_list")
    form = TryForm(request.POST)
    tried = None
    if form.is_valid():
        tried = hints_for(form.cleaned_data["text"], current())
    context = _context(request, try_form=form, tried=tried, was_tried=tried is not None)
    return render(request, "moderation/triage/word_list.html", context)


def add_term(request: HttpRequest) -> HttpResponse:
    """A term of the school's own, to be tried before it is saved."""
    person = signed_in(request)
    rules.require("moderation.change_word_list", person)
    form = TermForm(request.POST or None)
    context: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if "try" in request.POST:
            listed = with_term(current(), normalised(given["term"]), given["category"])
            context |= {"tried": hints_for(given["text"], listed), "was_tried": True}
        elif attempt(form, workflow.add_term, actor=person, term=given["term"], category=given["category"]) is not None:
            messages.success(request, "The portal looks for it from now on.")
            return redirect(f"{reverse('moderation:word_list')}?show=ours")
    return render(request, "moderation/triage/add_term.html", context)


@require_POST
def switch_term(request: HttpRequest) -> HttpResponse:
    """Look for a term no more, or again."""
    person = signed_in(request)
    rules.require("moderation.read_word_list", person)
    term, category = request.POST.get("term", ""), request.POST.get("category", "")
    on = request.POST.get("on") == "1"
    if attempt(request, workflow.switch_term, actor=person, term=term, category=category, on=on) is not None:
        messages.success(request, f"“{term}” is looked for again." if on else f"“{term}” is not looked for any more.")
    query = request.GET.urlencode()
    return redirect(f"{reverse('moderation:word_list')}{'?' if query else ''}{query}")
