"""What may be an indecent image of a child: one page that says what to do, and what the leads may read (H1, I1)."""

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from core import rules
from core.views import attempt, confirmed
from moderation.abuse import workflow
from moderation.abuse.places import item_url
from moderation.abuse.views.frame import item_of, with_query
from moderation.models import Evidence


def mark_link_only(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop it being looked at, and tell the safeguarding leads. Afterwards on to the report of it."""
    item, person = item_of(request, pk)
    if request.method == "POST":
        if attempt(request, workflow.mark_link_only, item, actor=person) is not None:
            messages.success(request, "The safeguarding leads have been told. Now say in a few words what you saw.")
            report = reverse("incidents:report_from_item", args=[item.pk])
            return redirect(with_query(report, category="indecent_image"))
        return redirect(item_url(item))
    return render(request, "moderation/abuse/link_only.html", {"item": item})


@require_safe
def withheld(request: HttpRequest, pk: int) -> HttpResponse:
    """What it said, for the safeguarding leads. Reading it is on the record."""
    item, person = item_of(request, pk)
    said = workflow.read_withheld(item, actor=person)
    kept = Evidence.objects.filter(item=item, link_only=True).defer("screenshot").select_related("captured_by")
    context = {"item": item, "said": said, "kept": kept.first()}
    return render(request, "moderation/abuse/withheld.html", context)


def clear_link_only(request: HttpRequest, pk: int) -> HttpResponse:
    item, person = item_of(request, pk)
    rules.require("moderation.clear_link_only", person, item)
    context = {
        "title": "Does it show no such thing?",
        "text": "Then it is an ordinary comment again: everybody who works on the account reads its words and link, "
        "also those from before its author changed it and since. "
        "That you decided so is on the record.",
        "button": "Show it to everybody again",
    }
    clear = partial(workflow.clear_link_only, item, actor=person)
    return confirmed(request, clear, context, done="It can be read again.", back=item_url(item))
