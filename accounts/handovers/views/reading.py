"""One handover: what is left to do, and in the end what an auditor reads."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.handovers import selectors, steps
from accounts.handovers.models import Choice
from accounts.handovers.states import Status
from accounts.handovers.views.frame import the_handover
from core import clock, rules
from core.documents import document
from people.current import signed_in


@require_GET
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything on one page: the choice, each step with who did it or a button, and what happened."""
    person, handover = signed_in(request), the_handover(request, pk)
    rows = steps.steps_of(handover)
    verbs = ("choose", "answer", "do_step", "end_grants", "send_to_confirm", "confirm", "send_back", "cancel")
    context = {
        "handover": handover,
        "account": handover.account,
        "steps": rows,
        "left": steps.left(rows),
        "done": len(rows) - len(steps.left(rows)),
        "doing": handover.status in (Status.ASKED, Status.IN_HAND),
        "cause": selectors.cause_for(person, handover),
        "is_theirs": person.pk == handover.person_id,
        "knows_why": selectors.may_know_why(person, handover),
        "may_know_secrets": rules.ask("vault.read_exposures", person, handover.account),
        "changes_secrets": person.is_administrator,
        "may": {verb: rules.ask(f"handovers.{verb}", person, handover) for verb in verbs},
        "may_read_evidence": rules.ask("handovers.read_evidence", person, handover),
        "needed": not handover.person.is_active or handover.person.leaves_on is not None,
        "history": selectors.history_of(handover, person),
        "closes": handover.choice == Choice.CLOSE,
    }
    return render(request, "handovers/detail.html", context)


@require_GET
def evidence(request: HttpRequest, pk: int) -> HttpResponse:
    """Who did what and when, from the record, to keep or to print."""
    handover = the_handover(request, pk)
    rules.require("handovers.read_evidence", signed_in(request), handover)
    rows = steps.steps_of(handover)
    context = {
        "handover": handover,
        "account": handover.account,
        "steps": rows,
        "left": steps.left(rows),
        "known": selectors.what_they_knew(handover),
        "lines": selectors.lines_of(handover, selectors.evidence_events(handover)),
        "made_at": clock.now(),
        "back_url": handover.get_absolute_url(),
    }
    return document(request, "handovers/evidence.html", context, name=f"handover-{handover.pk}")
