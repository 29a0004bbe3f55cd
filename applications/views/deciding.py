"""SLT's pages: what waits, and the decision."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from applications import fairness, selectors, workflow
from applications.forms import DecisionForm
from applications.models import Application
from applications.seats import Capacity, approvals_needed
from applications.states import Status, Verdict
from applications.views.reading import PER_PAGE, beside, case_of, posted
from core import rules
from core.pagination import KeysetPaginator
from core.rules import Denied
from core.views import attempt
from people.absences.selectors import acting_for
from people.current import signed_in
from people.models import User

VERBS = {
    Verdict.APPROVE.value: workflow.approve,
    Verdict.REJECT.value: workflow.reject,
    Verdict.RETURN.value: workflow.return_for_changes,
}
CHOICES = [
    (Verdict.APPROVE.value, "Approve it"),
    (Verdict.RETURN.value, "Return it for changes"),
    (Verdict.REJECT.value, "Reject it"),
]
DONE = {
    Verdict.APPROVE.value: "You have approved the business case.",
    Verdict.RETURN.value: "The business case went back to the applicant.",
    Verdict.REJECT.value: "You have rejected the business case.",
}


def queue(request: HttpRequest) -> HttpResponse:
    """What waits for this person's decision, and what waits for others', with why."""
    person = signed_in(request)
    rules.require("applications.see_queue", person)
    waiting = selectors.queue(person)
    page = KeysetPaginator(waiting, ("sent_at", "pk"), PER_PAGE).page(request.GET.get("cursor"))
    others = list(selectors.waiting_for_others(person)[:PER_PAGE])
    why_not = selectors.refusals(person, others)
    context = {
        "cards": selectors.cards(page, person),
        "page": page,
        "others": [(card, why_not.get(card.application.pk, "")) for card in selectors.cards(others, person)],
        "capacities": [one for one in acting_for(person) if not person.is_slt],
    }
    return render(request, "applications/queue.html", context)


def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """The case, who is ready, what changed, and three decisions with a reason."""
    person, case = signed_in(request), case_of(request, pk)
    rules.require("applications.see_queue", person)
    revision = case.sent() or case.latest()
    may, may_approve = _ask(person, case)
    form = DecisionForm(
        posted(request),
        choices=[choice for choice in CHOICES if choice[0] != Verdict.APPROVE or not may_approve],
        initial={"seen": revision.number},
    )
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data
        verb = VERBS[words["verdict"]]
        if attempt(form, verb, case, actor=person, reason=words["reason"], seen=words["seen"]) is not None:
            messages.success(request, DONE[words["verdict"]])
            return redirect("applications:queue")
    before, changes = selectors.changes_to_read(revision)
    capacity = fairness.capacity(person, case)
    context = {
        **beside(case, revision, person, back="decide"),
        "form": form,
        "answers": selectors.answers(revision),
        "why_not": may,
        "why_not_approve": may_approve,
        "before": before,
        "changes": changes,
        "earlier": case.decisions.select_related("decided_by", "acted_for", "revision").order_by("-at", "-pk"),
        "approvals": selectors.approvals_line(case, revision, approvals_needed()),
        "waits_for": selectors.waits_for(case, person),
        "in_place_of": capacity.acted_for if isinstance(capacity, Capacity) else None,
    }
    return render(request, "applications/decide.html", context)


def _ask(person: User, case: Application) -> tuple[str, str]:
    """Why this person may not decide, and why not approve; empty where they may."""
    if case.status != Status.SUBMITTED:
        return f"This business case is “{case.get_status_display()}” now, so there is nothing to decide.", ""
    verdict = rules.ask("applications.decide", person, case)
    if isinstance(verdict, Denied):
        return verdict.reason, ""
    approving = rules.ask("applications.approve", person, case)
    return "", approving.reason if isinstance(approving, Denied) else ""
