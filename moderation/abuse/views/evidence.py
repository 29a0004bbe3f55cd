"""What was kept: read it, check that it is unchanged, take the copy of a screenshot (H1)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from core import rules
from core.views import attempt
from moderation.abuse import workflow
from moderation.abuse.views.frame import evidence_of

UNCHANGED = "It is unchanged: the digests of today are those of the day when it was kept."
CHANGED = "It is NOT as it was kept. Tell whoever looks after this portal, and use it for nothing."


@require_safe
def evidence(request: HttpRequest, pk: int, evidence_pk: int) -> HttpResponse:
    found, person = evidence_of(request, pk, evidence_pk)
    rules.require("moderation.see_evidence", person, found)
    context = {
        "evidence": found,
        "item": found.item,
        "has_screenshot": found.screenshot is not None,
        "may_take_original": rules.ask("moderation.see_original", person, found),
    }
    return render(request, "moderation/abuse/evidence.html", context)


@require_POST
def check_evidence(request: HttpRequest, pk: int, evidence_pk: int) -> HttpResponse:
    """Reckon the digests again, and say what came of it."""
    found, person = evidence_of(request, pk, evidence_pk)
    done = attempt(request, workflow.check_evidence, found, actor=person)
    if done is not None:
        good: bool = done.unchanged  # type: ignore[attr-defined]
        (messages.success if good else messages.error)(request, UNCHANGED if good else CHANGED)
    return redirect("moderation:evidence", pk=pk, evidence_pk=evidence_pk)


@require_safe
def screenshot(request: HttpRequest, pk: int, evidence_pk: int) -> HttpResponse:
    """The copy, to save and open outside the browser; with `?original=1` the file as it came. It is on the record."""
    found, person = evidence_of(request, pk, evidence_pk)
    original = "original" in request.GET
    content = workflow.look_at_screenshot(found, actor=person, original=original)
    name = f"evidence-{found.pk}-original" if original else f"evidence-{found.pk}.jpg"
    response = HttpResponse(content, content_type="application/octet-stream" if original else "image/jpeg")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "no-store"
    return response
