"""The texts for answers: read by everybody who moderates, changed by Administrators and SLT (C5)."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from core import rules
from core.views import attempt, confirmed
from moderation.models import Template
from moderation.words import starter, workflow
from moderation.words.forms import TemplateFilter, TemplateForm
from moderation.words.templates import all_templates, blanks_left, example, ref_of, template_of
from moderation.words.workflow.texts import version_of
from people.current import signed_in

FIELDS = ("use", "name", "category", "author_kind", "house_rule", "text", "tone")


@require_safe
def templates(request: HttpRequest) -> HttpResponse:
    """All texts by what they are for, with their filters."""
    person = signed_in(request)
    rules.require("moderation.read_templates", person)
    filters = TemplateFilter(request.GET or None)
    rows = [row for row in all_templates() if _is_wanted(row, filters.chosen)]
    groups = [(label, use, [row for row in rows if row.use == use]) for use, label in Template.Use.choices]
    context = {
        "filters": filters,
        "groups": [(label, use, [(row, ref_of(row)) for row in found]) for label, use, found in groups if found],
        "count": len(rows),
        "filtered": bool(filters.chosen),
        "may_change": rules.ask("moderation.change_templates", person),
    }
    return render(request, "moderation/words/templates.html", context)


def _is_wanted(row: Template, chosen: dict[str, Any]) -> bool:
    words = chosen.get("q", "").casefold()
    return (
        (row.is_on or chosen.get("off", False))
        and chosen.get("use") in (None, row.use)
        and chosen.get("author_kind") in (None, row.author_kind)
        and (not words or words in f"{row.name} {row.text} {row.tone}".casefold())
    )


def template(request: HttpRequest, ref: str) -> HttpResponse:
    """One text with an example; a form for those who may change it."""
    person = signed_in(request)
    rules.require("moderation.read_templates", person)
    found = _found(ref)
    may_change = rules.ask("moderation.change_templates", person)
    initial = {name: getattr(found, name) for name in FIELDS} | {"seen": version_of(found)}
    form = TemplateForm(request.POST or None, initial=initial, came=bool(found.key), fixed_use=True)
    text = found.text
    if request.method == "POST":
        rules.require("moderation.change_templates", person)
        if form.is_valid():
            text = form.cleaned_data["text"]
            changed = None
            if "preview" not in request.POST:
                changed = attempt(form, workflow.change_template, found, actor=person, **form.cleaned_data)
            if changed is not None:
                messages.success(request, "Saved. It is offered like this from now on.")
                return redirect("moderation:template", ref=ref)
    context = {
        "template": found,
        "ref": ref,
        "form": form if may_change else None,
        "may_change": may_change,
        "is_changed": bool(found.key and found.pk),
        "is_shipped": bool(found.key),
        "example": example(text, person, found.author_kind),
        "left": blanks_left(text),
    }
    return render(request, "moderation/words/template.html", context)


def _found(ref: str) -> Template:
    found = template_of(ref)
    if found is None:
        raise Http404
    return found


def add_template(request: HttpRequest) -> HttpResponse:
    """A text of the school's own."""
    person = signed_in(request)
    rules.require("moderation.change_templates", person)
    form = TemplateForm(request.POST or None, initial={"use": request.GET.get("use", Template.Use.REPLY)})
    context: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        values = {name: form.cleaned_data[name] for name in FIELDS}
        if "preview" in request.POST:
            context["example"] = example(values["text"], person, values["author_kind"])
        else:
            made = attempt(form, workflow.add_template, actor=person, **values)
            if made is not None:
                messages.success(request, f"“{made.name}” is offered from now on.")
                return redirect("moderation:templates")
    return render(request, "moderation/words/add_template.html", context)


@require_POST
def switch_template(request: HttpRequest, ref: str) -> HttpResponse:
    """Offer it, or offer it no longer."""
    person = signed_in(request)
    rules.require("moderation.change_templates", person)
    found = _found(ref)
    on = request.POST.get("on") == "yes"
    if attempt(request, workflow.switch_template, found, actor=person, on=on) is not None:
        messages.success(request, f"“{found.name}” is {'offered again' if on else 'not offered any more'}.")
    return redirect("moderation:template", ref=ref)


def restore_template(request: HttpRequest, ref: str) -> HttpResponse:
    """Ask before the school's words go."""
    person = signed_in(request)
    rules.require("moderation.change_templates", person)
    found = _found(ref)
    came = starter.starter(found.key) if found.key else None
    ask = {
        "title": f"Bring “{found.name}” back to how it came?",
        "points": [
            "Your school's words for it are gone, and so is having it switched off.",
            f"It reads again: {came.text}" if came else "",
        ],
        "button": "Bring it back",
    }
    restore = partial(workflow.restore_template, found, actor=person)
    back = reverse("moderation:template", args=[ref])
    return confirmed(request, restore, ask, done="It is as it came.", back=back)
