"""What a page said before, for SLT: read it, compare it, put it back (P5)."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from core import rules
from core.views import attempt
from people.current import signed_in
from policy.guidance import changes, selectors, workflow
from policy.guidance.forms import CompareForm, name_of
from policy.guidance.models import GuidanceEdition
from policy.guidance.views.writing import seen_in


def _editions(request: HttpRequest, slug: str) -> list[GuidanceEdition]:
    """The whole history, newest first, for whoever may see it."""
    rules.require("guidance.write", signed_in(request))
    found = selectors.history(slug)
    if not found:
        raise Http404
    return found


@require_GET
def history(request: HttpRequest, slug: str) -> HttpResponse:
    """Every edition of a page: who wrote it, when, and what for."""
    editions = _editions(request, slug)
    form = CompareForm(editions=editions, initial=_last_two(editions))
    return render(request, "guidance/history.html", {"page": editions[0], "editions": editions, "form": form})


def _last_two(editions: list[GuidanceEdition]) -> dict[str, int]:
    return {"before": editions[min(1, len(editions) - 1)].number, "after": editions[0].number}


@require_GET
def compare(request: HttpRequest, slug: str) -> HttpResponse:
    """Two editions, word by word. What is asked for and does not exist is taken as the last two."""
    editions = _editions(request, slug)
    chosen = _last_two(editions) | CompareForm(request.GET or None, editions=editions).chosen
    by_number = {one.number: one for one in editions}
    before, after = by_number[chosen["before"]], by_number[chosen["after"]]
    context = {
        "page": editions[0],
        "before": before,
        "after": after,
        "changes": changes.between(before, after),
        "form": CompareForm(editions=editions, initial=chosen),
    }
    return render(request, "guidance/compare.html", context)


@require_GET
def edition(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One edition as it was read then."""
    editions = _editions(request, slug)
    found = next((one for one in editions if one.number == number), None)
    if found is None:
        raise Http404
    older = next((one for one in editions if one.number < number), None)
    context = {"page": editions[0], "edition": found, "older": older, "is_newest": found == editions[0]}
    return render(request, "guidance/edition.html", context | {"name": name_of(found)})


@require_POST
def restore(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Let the page say again what it said then."""
    editions = _editions(request, slug)
    if number not in {one.number for one in editions}:
        raise Http404
    seen = seen_in(request, editions[0])
    restored = attempt(request, workflow.restore_edition, slug, number, actor=signed_in(request), seen=seen)
    if restored is None:
        return redirect("guidance:history", slug=slug)
    messages.success(request, f"The page says again what it said in {_then(number)}.")
    return redirect(restored)


def _then(number: int) -> str:
    return f"edition {number}" if number else "the starter text"
