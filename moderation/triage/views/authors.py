"""Who writes to the school."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from core import rules
from core.pagination import KeysetPaginator
from core.views import attempt
from moderation.models import Author
from moderation.triage import selectors, workflow
from moderation.triage.forms import AuthorFilter, JudgeForm
from moderation.triage.workflow.judging import stamp
from people.current import signed_in
from people.models import User

PER_PAGE = 25


def _visible(request: HttpRequest, pk: int) -> tuple[Author, User]:
    person = signed_in(request)
    return get_object_or_404(Author.objects.visible_to(person).select_related("judged_by", "maybe"), pk=pk), person


@require_safe
def authors(request: HttpRequest) -> HttpResponse:
    """Everybody who wrote on an account that the person sees."""
    person = signed_in(request)
    form = AuthorFilter(request.GET or None)
    found = selectors.authors(person, form.chosen)
    page = KeysetPaginator(found, ("name", "pk"), PER_PAGE).page(request.GET.get("cursor"))
    tallies = selectors.tallies(page, person)
    rows = [(author, tallies[author.pk]) for author in page]
    context = {"filters": form, "filtered": bool(form.chosen), "page": page, "rows": rows}
    return render(request, "moderation/triage/authors.html", context)


@require_safe
def author(request: HttpRequest, pk: int) -> HttpResponse:
    """One author: who it is, what they wrote, what was removed of it, where they are blocked."""
    found, person = _visible(request, pk)
    items = selectors.items_of(found, person)
    verb = "moderation.clear_journalist" if found.maybe_journalist else "moderation.judge_author"
    context = {
        "author": found,
        "may_say_no": rules.ask(verb, person, found),
        "page": KeysetPaginator(items, ("-received_at", "-pk"), PER_PAGE).page(request.GET.get("cursor")),
        "strikes": selectors.strikes(found, person),
        "bans": selectors.bans_of(found, person),
        "may_judge": rules.ask("moderation.judge_author", person, found),
        "may_read_notes": rules.ask("moderation.read_notes", person, found),
    }
    return render(request, "moderation/triage/author.html", context)


@require_POST
def not_the_same(request: HttpRequest, pk: int) -> HttpResponse:
    """It is not the author whom the school knows by that name."""
    found, person = _visible(request, pk)
    if attempt(request, workflow.not_the_same, found, actor=person) is not None:
        messages.success(request, "Noted: this is somebody else.")
    return redirect("moderation:author", pk=pk)


def judge_author(request: HttpRequest, pk: int) -> HttpResponse:
    """Of what kind an author is, and notes. `?item=`: the comment on whose page this was asked, and goes on."""
    found, person = _visible(request, pk)
    rules.require("moderation.judge_author", person, found)
    asked = request.GET.get("item", "")
    is_item = asked.isdecimal() and len(asked) < 19
    back = reverse("moderation:item", args=[asked]) if is_item else reverse("moderation:author", args=[found.pk])
    initial = {"kind": found.kind, "notes": found.notes, "seen": stamp(found)}
    form = JudgeForm(request.POST or None, initial=initial)
    form.cancel_url = back
    sent = request.method == "POST" and form.is_valid()
    if sent and attempt(form, workflow.judge_author, found, actor=person, **form.cleaned_data) is not None:
        messages.success(request, "Saved.")
        return redirect(back)
    return render(request, "moderation/triage/judge_author.html", {"author": found, "form": form})
