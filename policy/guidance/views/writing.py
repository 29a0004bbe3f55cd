"""Writing the guidance, for SLT (P5, P6)."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from core import rules
from core.views import attempt
from people.current import signed_in
from policy.guidance import changes, selectors, workflow
from policy.guidance.forms import NewPageForm, PageForm, SeenForm
from policy.guidance.models import GuidanceEdition


def _page(slug: str) -> GuidanceEdition:
    found = selectors.page(slug)
    if found is None:
        raise Http404
    return found


def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Change what a page says, or look at it before saving. For SLT."""
    person = signed_in(request)
    rules.require("guidance.write", person)
    found = _page(slug)
    form = PageForm(request.POST or None, initial=_initial(found))
    context: dict[str, Any] = {"page": found, "form": form}
    if request.method == "POST" and form.is_valid():
        if "preview" in request.POST:
            context["preview"] = form.cleaned_data
        elif attempt(form, workflow.write_page, slug, actor=person, **form.cleaned_data) is not None:
            messages.success(request, "Saved. Everybody reads it like this from now on.")
            return redirect(found)
        else:
            context |= _meanwhile(slug, form)
    return render(request, "guidance/edit.html", context)


def _initial(found: GuidanceEdition) -> dict[str, Any]:
    names = ("title", "summary", "body_markdown")
    return {name: getattr(found, name) for name in names} | {"seen": found.number}


def _meanwhile(slug: str, form: PageForm) -> dict[str, Any]:
    """Where somebody else saved first: how theirs differs from what was typed, and a form that may replace it."""
    now = selectors.latest(slug)
    if now is None or not now.is_shown or now.number == form.cleaned_data["seen"]:
        return {}
    typed = {name: form.cleaned_data[name].replace("\r\n", "\n") for name in ("title", "summary", "body_markdown")}
    form.data = {**form.cleaned_data, "seen": now.number}
    return {"page": now, "changes": changes.between(now, GuidanceEdition(slug=slug, **typed))}


def add_page(request: HttpRequest) -> HttpResponse:
    """A page of the school's own. For SLT."""
    person = signed_in(request)
    rules.require("guidance.write", person)
    form = NewPageForm(request.POST or None)
    context: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        if "preview" in request.POST:
            context["preview"] = form.cleaned_data
        else:
            added = attempt(form, workflow.add_page, actor=person, **form.cleaned_data)
            if added is not None:
                messages.success(request, f"“{added.title}” is there for everybody to read.")
                return redirect(added)
    return render(request, "guidance/add_page.html", context)


def take_away(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask before a page of the school's own is taken away. For SLT."""
    person = signed_in(request)
    rules.require("guidance.write", person)
    found = _page(slug)
    if request.method == "POST":
        if attempt(request, workflow.take_away, slug, actor=person, seen=seen_in(request, found)) is None:
            return redirect(found)
        messages.success(request, f"“{found.title}” is not shown any more. Its history is kept.")
        return redirect("guidance:index")
    context = {
        "title": f"Take “{found.title}” away?",
        "points": ["Nobody reads this page any more.", "Its history stays. SLT can bring it back at any time."],
        "button": "Take it away",
        "back_url": found.get_absolute_url(),
        "form": SeenForm(initial={"seen": found.number}),
    }
    return render(request, "components/confirm.html", context)


def seen_in(request: HttpRequest, latest: GuidanceEdition) -> int:
    """The number of the edition that the page before the click showed; without one, the newest."""
    sent = request.POST.get("seen", "")
    return int(sent) if sent.isdecimal() and len(sent) < 8 else latest.number
