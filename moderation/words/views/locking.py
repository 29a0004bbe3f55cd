"""SLT decides whether a journalist is answered (H4)."""

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from core import rules
from core.views import attempt, confirmed
from moderation.models import Release
from moderation.words import selectors, workflow
from moderation.words.cards import MEDIA_PAGE
from moderation.words.forms import ReleaseForm
from moderation.words.views.finding import item_of, page_of
from policy.guidance import selectors as guidance


def let_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """The comment, what is drafted, and the decision. For SLT."""
    item, person = item_of(request, pk)
    rules.require("moderation.let_answer", person, item)
    form = ReleaseForm(request.POST or None)
    form.cancel_url = page_of(item)
    if request.method == "POST" and form.is_valid():
        released = attempt(form, workflow.let_answer, item, actor=person, note=form.cleaned_data["note"])
        if released is not None:
            messages.success(request, "Released. Whoever answers has been told.")
            return redirect(page_of(item))
    context = {
        "item": item,
        "form": form,
        "draft": selectors.reply_of(item),
        "media_page": guidance.page(MEDIA_PAGE),
        "before": Release.objects.filter(item=item).select_related("released_by", "ended_by"),
    }
    return render(request, "moderation/words/let_answer.html", context)


def lock_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask before a release is taken back. For SLT."""
    item, person = item_of(request, pk)
    rules.require("moderation.let_answer", person, item)
    ask = {
        "title": "Lock this comment again?",
        "points": [
            "Nobody can answer it until SLT releases it again.",
            "What is drafted stays where it is.",
            "Whoever works on it is told.",
        ],
        "button": "Lock it again",
    }
    lock = partial(workflow.lock_again, item, actor=person)
    return confirmed(request, lock, ask, done="Locked. Nobody answers it now.", back=page_of(item))
