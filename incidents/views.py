"""Pages about incidents. Each fetches through `visible_to`, calls one verb, and leads back to the file."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.models import Account
from accounts.vault import duties
from accounts.vault.models import Credential
from core import rules
from core.forms import PortalForm
from core.pagination import KeysetPaginator
from core.views import attempt, confirmed
from incidents import cards as _cards  # noqa: F401  (registers what handlers see on a comment)
from incidents import needs as _needs  # noqa: F401  (registers what waits)
from incidents import panels as _panels  # noqa: F401  (registers the card on an account's page)
from incidents import selectors, workflow
from incidents.forms import (
    AssessForm,
    CompromiseForm,
    EntryForm,
    IncidentFilter,
    NamePersonForm,
    ReasonForm,
    ReferForm,
    ReportForm,
    ResolveForm,
    StartInvestigationForm,
)
from incidents.models import Incident, Involvement
from incidents.states import PUBLIC_LABELS, PUBLIC_LOOKS, SHUT_OUT, Status
from moderation.models import Item
from people.current import signed_in
from people.models import User


def incident_list(request: HttpRequest) -> HttpResponse:
    """The files that I handle, and below them the reports that I made."""
    person = signed_in(request)
    filters = IncidentFilter(request.GET or None)
    found = selectors.filtered(person, filters.chosen)
    context = {
        "filters": filters,
        "page": KeysetPaginator(found, ("-reported_at", "-pk")).page(request.GET.get("cursor")),
        "handles_any": Incident.objects.visible_to(person).exists(),
        "my_reports": [
            (r, PUBLIC_LOOKS[Status(r.status)], PUBLIC_LABELS[Status(r.status)])
            for r in Incident.objects.reported_by(person)[:50]
        ],
    }
    return render(request, "incidents/list.html", context)


def _people(person: User) -> Any:
    """Whom a report may name: the directory, where the reporter may see it."""
    people = User.objects.visible_to(person).filter(is_active=True).exclude(pk=person.pk)
    return people if people.exists() else None


def report(request: HttpRequest) -> HttpResponse:
    """Report from scratch (I1, I6)."""
    person = signed_in(request)
    initial = {"category": request.GET.get("category", "")}
    form = ReportForm(request.POST or None, people=_people(person), initial=initial)
    if request.method == "POST" and form.is_valid():
        made = attempt(form, workflow.report, actor=person, **form.cleaned_data)
        if made is not None:
            return redirect("incidents:my_report", pk=made.pk)
    return render(request, "incidents/report.html", {"form": form, "to_stop": selectors.to_stop(person)})


def report_from_item(request: HttpRequest, pk: int) -> HttpResponse:
    """Report a comment that somebody made on one of our accounts."""
    person = signed_in(request)
    item = get_object_or_404(Item.objects.visible_to(person), pk=pk)
    initial = {"category": request.GET.get("category", "")}
    form = ReportForm(request.POST or None, people=_people(person), initial=initial)
    del form.fields["where"]
    if request.method == "POST" and form.is_valid():
        made = attempt(form, workflow.report_from_item, item, actor=person, **form.cleaned_data)
        if made is not None:
            return redirect("incidents:my_report", pk=made.pk)
    return render(request, "incidents/report.html", {"form": form, "item": item})


def _to_stop(request: HttpRequest, pk: int) -> tuple[Account, User]:
    person = signed_in(request)
    account = get_object_or_404(Account.objects.visible_to(person), pk=pk)
    rules.require("incidents.report_compromise", person, account)
    return account, person


def report_compromise(request: HttpRequest, pk: int) -> HttpResponse:
    """“We have been hacked”: says what will happen, and does it."""
    account, person = _to_stop(request, pk)
    form = CompromiseForm(request.POST if request.method == "POST" else None)
    if selectors.compromise_going_on(account) is not None:
        messages.info(request, "It is reported already. This is what is done now.")
        return redirect("incidents:after_compromise", pk=pk)
    if request.method == "POST" and form.is_valid():
        made = attempt(form, workflow.report_compromise, account, actor=person, **form.cleaned_data)
        if made is not None:
            return redirect("incidents:after_compromise", pk=pk)
    context = {
        "account": account,
        "form": form,
        "told": workflow.to_tell(account),
        "marked": Credential.objects.of(account).filter(retired_at=None).count(),
        "stands_still": account.status in workflow.STANDS_STILL,
    }
    return render(request, "incidents/report_compromise.html", context)


@require_safe
def after_compromise(request: HttpRequest, pk: int) -> HttpResponse:
    """What is done now: the checklist, what must be changed, and who was told when."""
    account, person = _to_stop(request, pk)
    found = selectors.compromise_going_on(account)
    if found is None:
        return redirect(account)
    context = {
        "account": account,
        "incident": found,
        "handles": Incident.objects.visible_to(person).filter(pk=found.pk).exists(),
        "reported": Incident.objects.reported_by(person).filter(pk=found.pk).exists(),
        "steps": selectors.after_compromise_steps(account),
        "duties": duties.to_change(Credential.objects.of(account)),
        "may_change": person.is_administrator,
        "may_know_who": rules.ask("vault.read_exposures", person, account),
        "told": selectors.told(found),
    }
    return render(request, "incidents/after_compromise.html", context)


def my_report(request: HttpRequest, pk: int) -> HttpResponse:
    """What the person who reported it sees: their own words, and what the handlers opened to them."""
    person = signed_in(request)
    incident = get_object_or_404(Incident.objects.reported_by(person), pk=pk)
    context = {
        "incident": incident,
        "state": PUBLIC_LABELS[Status(incident.status)],
        "look": PUBLIC_LOOKS[Status(incident.status)],
        "timeline": selectors.timeline(incident, for_reporter=True),
        "handles": Incident.objects.visible_to(person).filter(pk=pk).exists(),
    }
    return render(request, "incidents/my_report.html", context)


def _file(request: HttpRequest, pk: int) -> tuple[Incident, User]:
    person = signed_in(request)
    visible = Incident.objects.visible_to(person).select_related("reporter", "lead", "account", "item")
    return get_object_or_404(visible, pk=pk), person


def incident(request: HttpRequest, pk: int) -> HttpResponse:
    """The case file. Opening it is recorded."""
    found, person = _file(request, pk)
    workflow.read(found, actor=person)
    context = {
        "incident": found,
        "timeline": selectors.timeline(found),
        "parts": selectors.parts(found),
        "handlers": workflow.handlers(found),
        "may": selectors.choices(found, person),
        "entry_form": EntryForm(),
    }
    return render(request, "incidents/incident.html", context)


def _step(
    request: HttpRequest,
    found: Incident,
    person: User,
    form: PortalForm,
    verb: Callable[..., Any],
    heading: str,
    done: str,
) -> HttpResponse:
    """One form, one verb: back to the file when it is done."""
    form.cancel_url = reverse("incidents:incident", kwargs={"pk": found.pk})
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(form, verb, found, actor=person, **form.cleaned_data) is not None
    ):
        messages.success(request, done)
        return redirect("incidents:incident", pk=found.pk)
    context = {"incident": found, "form": form, "heading": heading}
    return render(request, "incidents/step.html", context)


def assess(request: HttpRequest, pk: int) -> HttpResponse:
    found, person = _file(request, pk)
    form = AssessForm(request.POST or None)
    return _step(request, found, person, form, workflow.assess, "First assessment", "The assessment is saved.")


def start_investigation(request: HttpRequest, pk: int) -> HttpResponse:
    found, person = _file(request, pk)
    shut_out = found.involvements.filter(part__in=SHUT_OUT, ended_at=None).values("person")
    form = StartInvestigationForm(request.POST or None, people=User.objects.employed().exclude(pk__in=shut_out))
    heading = "Start the investigation"
    return _step(request, found, person, form, workflow.start_investigation, heading, "The investigation has started.")


def resolve(request: HttpRequest, pk: int) -> HttpResponse:
    found, person = _file(request, pk)
    form = ResolveForm(request.POST or None)
    return _step(request, found, person, form, workflow.resolve, "Record the outcome", "The outcome is saved.")


def refer(request: HttpRequest, pk: int) -> HttpResponse:
    found, person = _file(request, pk)
    heading = "Record who was told"
    return _step(request, found, person, ReferForm(request.POST or None), workflow.refer, heading, "It is recorded.")


def add_entry(request: HttpRequest, pk: int) -> HttpResponse:
    found, person = _file(request, pk)
    form = EntryForm(request.POST or None)
    return _step(request, found, person, form, workflow.add_entry, "Add to the file", "Added to the file.")


def name_person(request: HttpRequest, pk: int) -> HttpResponse:
    """Record somebody's part; naming them as alleged or conflicted shuts them out at once."""
    found, person = _file(request, pk)
    form = NamePersonForm(request.POST or None, people=User.objects.active())
    return _step(request, found, person, form, workflow.name_person, "Record somebody's part", "It is recorded.")


@require_POST
def end_part(request: HttpRequest, pk: int, involvement_pk: int) -> HttpResponse:
    found, person = _file(request, pk)
    involvement = get_object_or_404(Involvement, pk=involvement_pk, incident=found)
    if attempt(request, workflow.end_part, found, involvement, actor=person) is not None:
        messages.success(request, "The name is off the file from now on. That it was there stays on record.")
    return redirect("incidents:incident", pk=pk)


def _confirm(
    request: HttpRequest, found: Incident, person: User, verb: Callable[..., Any], context: dict[str, Any], done: str
) -> HttpResponse:
    back = reverse("incidents:incident", kwargs={"pk": found.pk})
    return confirmed(request, partial(verb, found, actor=person), context, done=done, back=back)


def close(request: HttpRequest, pk: int) -> HttpResponse:
    found, person = _file(request, pk)
    context = {
        "title": f"Close {found.reference}?",
        "text": "The file stays as it is and can be opened again by SLT. Nothing more is added while it is closed.",
        "button": "Close the incident",
    }
    return _confirm(request, found, person, workflow.close, context, f"{found.reference} is closed.")


def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    found, person = _file(request, pk)
    context = {
        "title": f"Open {found.reference} again?",
        "text": "Everything in the file is kept, and the investigation goes on.",
        "button": "Open it again",
        "form": ReasonForm(request.POST or None),
    }
    return _confirm(request, found, person, workflow.reopen, context, f"{found.reference} is open again.")


def excuse(request: HttpRequest, pk: int) -> HttpResponse:
    """SLT writes down why a possibly illegal matter is referred to nobody (I4)."""
    found, person = _file(request, pk)
    context = {
        "title": "Tell nobody outside the school?",
        "text": "This is possibly against the law. If nobody is told, the file says why, in SLT's words.",
        "button": "Save the reason",
        "form": ReasonForm(request.POST or None),
    }
    return _confirm(request, found, person, workflow.excuse, context, "The reason is in the file.")
