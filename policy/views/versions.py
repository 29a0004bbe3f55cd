"""Any version as it was, on paper, and beside another (P1)."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from core.documents import document
from people.current import signed_in
from policy import differences
from policy.forms import CompareForm
from policy.models import Acknowledgement, PolicyVersion
from policy.states import Status


def _version(request: HttpRequest, number: int) -> PolicyVersion:
    return get_object_or_404(PolicyVersion.objects.visible_to(signed_in(request)), number=number)


@require_GET
def version(request: HttpRequest, number: int) -> HttpResponse:
    """Any version that the person may see, as it was."""
    found = _version(request, number)
    if found.status == Status.PUBLISHED:
        return redirect("policy:read")
    if found.status == Status.DRAFT:
        return redirect("policy:draft")
    mine = Acknowledgement.objects.filter(person=signed_in(request), version=found).first()
    return render(request, "policy/read.html", {"version": found, "form": None, "mine": mine})


@require_GET
def version_paper(request: HttpRequest, number: int) -> HttpResponse:
    """A version as a PDF, or a page to print. The draft's says that it is one."""
    found = _version(request, number)
    context = {
        "version": found,
        "digest": found.digest or found.text_digest(),
        "is_draft": found.status == Status.DRAFT,
        "back_url": reverse("policy:version", args=[found.number]),
    }
    return document(request, "policy/version_paper.html", context, name=f"policy-version-{found.number}")


@require_GET
def compare(request: HttpRequest) -> HttpResponse:
    """Two versions in one text, with what was added and taken out. The last two in force, unless others are chosen."""
    versions = list(PolicyVersion.objects.visible_to(signed_in(request)))
    by_number = {str(one.number): one for one in versions}
    chosen = {name: request.GET.get(name, "") for name in ("from", "to")}
    if any(number and number not in by_number for number in chosen.values()):
        raise Http404
    numbers = [str(one.number) for one in versions]  # newest first
    chosen["to"] = chosen["to"] or (numbers[0] if numbers else "")
    earlier = [number for number in numbers if int(number) < int(chosen["to"])]
    chosen["from"] = chosen["from"] or (earlier[0] if earlier else chosen["to"])
    before, after = by_number.get(chosen["from"]), by_number.get(chosen["to"])
    filters = CompareForm(chosen, versions=versions)
    context = {"filters": filters, "versions": versions, "before": before, "after": after}
    if before is not None and after is not None and before != after:
        context["changes"] = differences.between(before.body_markdown, after.body_markdown)
    return render(request, "policy/compare.html", context)
