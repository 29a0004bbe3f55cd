"""What is done about an offensive parent, step by step, and about an offensive pupil (H2, H3)."""

from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from core import rules
from core.pagination import KeysetPaginator
from core.views import attempt
from moderation.models import BehaviourReferral, Item
from moderation.words import selectors, starter, workflow
from moderation.words.forms import BehaviourForm, OutcomeForm, ParentFilter, StepForm
from moderation.words.templates import offered_text, tone_of
from moderation.words.views.finding import item_of, page_of
from people.current import signed_in
from people.models import User

PER_PAGE = 25


@require_safe
def parents(request: HttpRequest) -> HttpResponse:
    """How far we are with which parent, for those who see the items."""
    person = signed_in(request)
    filters = ParentFilter(request.GET or None)
    found = selectors.on_the_path(person, filters.chosen.get("state", "going_on"))
    page = KeysetPaginator(found, ("-last_on", "-pk"), PER_PAGE).page(request.GET.get("cursor"))
    days = selectors.calendar()
    rows = [selectors.make_path(item, list(item.parent_steps.all()), days) for item in page]
    context = {"filters": filters, "page": page, "rows": rows, "filtered": bool(filters.chosen)}
    return render(request, "moderation/words/parents.html", context)


def parent_path(request: HttpRequest, pk: int) -> HttpResponse:
    """The three steps, those taken with their dates and outcomes, and the next one to take."""
    item, person = item_of(request, pk)
    form: StepForm | None = None
    if request.method == "POST":
        rules.require("moderation.reply", person, item)
        form = StepForm(request.POST)
        step = request.POST.get("step", "")
        if form.is_valid():
            taken = attempt(form, workflow.record_step, item, actor=person, step=step, **form.cleaned_data)
            if taken is not None:
                messages.success(request, f"Recorded: {taken.get_step_display().lower()}.")
                return redirect("moderation:parent_path", pk=item.pk)
    return _render_path(request, item, person, step_form=form)


@require_POST
def parent_outcome(request: HttpRequest, pk: int) -> HttpResponse:
    """What came of the last step, and whether that settles it."""
    item, person = item_of(request, pk)
    rules.require("moderation.parent_path", person, item)
    last = selectors.path_of(item).last
    form = OutcomeForm(request.POST)
    if last is None:
        messages.error(request, "No step was taken yet.")
        return redirect("moderation:parent_path", pk=item.pk)
    if form.is_valid():
        saved = attempt(form, workflow.record_outcome, last, actor=person, **form.cleaned_data)
        if saved is not None:
            messages.success(request, "Settled." if form.cleaned_data["settled"] else "Saved.")
            return redirect("moderation:parent_path", pk=item.pk)
    return _render_path(request, item, person, outcome_form=form)


def _render_path(
    request: HttpRequest,
    item: Item,
    person: User,
    *,
    step_form: StepForm | None = None,
    outcome_form: BaseForm | None = None,
) -> HttpResponse:
    path = selectors.path_of(item)
    may_send = rules.ask("moderation.reply", person, item)
    may_record = rules.ask("moderation.parent_path", person, item)
    key = starter.OF_STEP[path.next.step] if path.next else ""
    is_known = path.last is None or bool(path.last.outcome)  # what came of the step before
    if step_form is None and path.next and is_known:
        step_form = StepForm(initial={"message": offered_text(item, person, key)})
    context: dict[str, Any] = {
        "item": item,
        "path": path,
        "may_send": may_send,
        "tone": tone_of(key),
        "step_form": step_form if path.next and may_send else None,
        "outcome_form": (outcome_form or OutcomeForm(initial=_said(path)))
        if path.last and not path.settled and may_record
        else None,
    }
    return render(request, "moderation/words/parent_path.html", context)


def _said(path: selectors.Path) -> dict[str, Any]:
    return {"outcome": path.last.outcome} if path.last else {}


def behaviour(request: HttpRequest, pk: int) -> HttpResponse:
    """The reference of the behaviour log; also to correct it."""
    item, person = item_of(request, pk)
    rules.require("moderation.refer_behaviour", person, item)
    referral = BehaviourReferral.objects.filter(item=item).first()
    form = BehaviourForm(request.POST or None, initial={"reference": referral.reference if referral else ""})
    form.cancel_url = page_of(item)
    if request.method == "POST" and form.is_valid():
        reference = form.cleaned_data["reference"]
        if referral is None:
            done = attempt(form, workflow.refer_behaviour, item, actor=person, reference=reference)
        else:
            done = attempt(form, workflow.correct_reference, referral, actor=person, reference=reference)
        if done is not None:
            messages.success(
                request, "Recorded. SLT knows that there is one, and no name." if not referral else "Saved."
            )
            return redirect(page_of(item))
    return render(request, "moderation/words/behaviour.html", {"item": item, "form": form, "referral": referral})
