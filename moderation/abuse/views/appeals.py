"""An author asks for a removal to be looked at again (H1)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from core import rules
from core.views import attempt
from moderation.abuse import workflow
from moderation.abuse.forms import AppealForm, DecideAppealForm
from moderation.abuse.places import item_url
from moderation.abuse.views.frame import item_of, removal_of
from moderation.models import Appeal


def record_appeal(request: HttpRequest, pk: int, response_pk: int) -> HttpResponse:
    response, person = removal_of(request, pk, response_pk)
    rules.require("moderation.record_appeal", person, response.item)
    form = AppealForm(request.POST or None)
    form.cancel_url = item_url(response.item)
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(form, workflow.record_appeal, response, actor=person, **form.cleaned_data) is not None
    ):
        messages.success(request, "The appeal is recorded. Those who may decide have been told.")
        return redirect(item_url(response.item))
    context = {"form": form, "item": response.item, "removal": response}
    return render(request, "moderation/abuse/record_appeal.html", context)


def decide_appeal(request: HttpRequest, pk: int) -> HttpResponse:
    """What was removed and why, what the author says, and the decision of somebody else."""
    appeal = get_object_or_404(
        Appeal.objects.select_related("response__written_by", "recorded_by", "decided_by"), pk=pk
    )
    item, person = item_of(request, appeal.response.item_id)
    appeal.response.item = item
    if item.link_only:  # the author's words may say what it shows
        rules.require("moderation.record_appeal", person, item)
    may = rules.ask("moderation.decide_appeal", person, appeal)
    form = DecideAppealForm(request.POST or None)
    form.cancel_url = item_url(item)
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(form, workflow.decide_appeal, appeal, actor=person, **form.cleaned_data) is not None
    ):
        messages.success(request, "The decision is saved. Tell the author, and undo on the platform what has to be.")
        return redirect(item_url(item))
    context = {"appeal": appeal, "item": item, "removal": appeal.response, "form": form, "may": may}
    return render(request, "moderation/abuse/decide_appeal.html", context)
