"""Somebody tells the school, and what they learn of it afterwards."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from core import rules
from core.views import answer_autosave, attempt
from incidents import selectors, workflow
from incidents.asking import Asking, AskingOfMistake
from incidents.kinds import PLAIN, advice_of
from incidents.models import Incident
from incidents.opened import opened_to
from incidents.reporting_forms import AddToReportForm, typed_in_report
from incidents.staffing import staffing_now
from incidents.states import PUBLIC_LABELS, PUBLIC_LOOKS, Category, Part, Status
from incidents.who import looked_at_by, named_in_report, reported_as, says_emergency, who_will_read, whom_to_ring
from incidents.workflow import drafts
from moderation.models import Item
from people.current import signed_in

FORGET = "forget"  # the button that throws away what was typed another time


def write_report(
    request: HttpRequest,
    verb: Callable[..., Incident],
    about: str,
    *,
    template: str = "incidents/report.html",
    asks: type[Asking] = Asking,
    category: str = "",
    context: Mapping[str, Any] | None = None,
    **options: bool,
) -> HttpResponse:
    """The page on which a report is written. It is sent once the reporter has seen who will read it.

    What they type is kept for them under the name `about`, until they send it or throw it away.
    """
    person = signed_in(request)
    if request.method == "POST" and request.headers.get("X-Autosave"):
        return answer_autosave(saved=drafts.keep_report_draft(person, about, typed_in_report(request.POST)))
    if request.method == "POST" and FORGET in request.POST:
        drafts.forget_report_draft(person, about)
        messages.success(request, "What you had written is thrown away.")
        return redirect(request.get_full_path())
    draft = drafts.report_draft(person, about) if request.method == "GET" else None
    asking = asks(request, person, {"category": category}, draft=draft.words if draft else None, **options)
    if asking.may_be_sent:
        made = attempt(asking.form, verb, actor=person, **asking.answers)
        if made is not None:
            asking.evidence.was_kept()
            drafts.forget_report_draft(person, about)
            return redirect("incidents:my_report", ref=made.public_id)
    drawn = {
        **(context or {}),
        "asking": asking,
        "form": asking.form,
        "evidence": asking.evidence,
        "rows": asking.rows,
        "urgent": asking.urgent,
        "advice": advice_of(asking.category),
        "draft": draft,
    }
    if request.headers.get("HX-Request") == "true" and not asking.sends:
        swaps = request.POST.get("takes", "") not in ("", asking.evidence.takes)
        return render(request, "incidents/_who.html", drawn | {"beside": True, "swaps_evidence": swaps})
    return render(request, template, drawn, status=asking.evidence.status)


def report(request: HttpRequest) -> HttpResponse:
    """Report from scratch (I1)."""
    context = {"to_stop": selectors.to_stop(signed_in(request))}
    return write_report(request, workflow.report, "report", category=request.GET.get("category", ""), context=context)


def report_from_item(request: HttpRequest, pk: int) -> HttpResponse:
    """Report a comment or a mention that somebody made about us."""
    item = get_object_or_404(Item.objects.visible_to(signed_in(request)), pk=pk)
    return write_report(
        request,
        partial(workflow.report_from_item, item),
        f"comment:{pk}",
        category=request.GET.get("category", ""),
        context={"item": item},
        known_where=True,
        words_only=item.link_only,
    )


def report_mistake(request: HttpRequest) -> HttpResponse:
    """“I made a mistake”: in a few words, to the same place, and nobody is blamed (I6)."""
    return write_report(
        request, workflow.report, "mistake", template="incidents/report_mistake.html", asks=AskingOfMistake
    )


def my_report(request: HttpRequest, ref: str) -> HttpResponse:
    """That it was received, and what is opened to whoever reads: the reporter, somebody hurt by it, or a witness.

    The words of the report, and who made it, are for the reporter alone.
    """
    person = signed_in(request)
    told = selectors.with_assess_by(Incident.objects.told_to(person))
    incident = get_object_or_404(told, public_id=ref)
    is_reporter = incident.reporter_id == person.pk
    if incident.status == Status.REPORTED:
        incident.assess_by = looked_at_by(incident, incident.assess_by)  # type: ignore[attr-defined]
    context = {
        "incident": incident,
        "state": PUBLIC_LABELS[Status(incident.status)],
        "look": PUBLIC_LOOKS[Status(incident.status)],
        "waits": incident.status == Status.REPORTED,
        "is_reporter": is_reporter,
        "opened": list(opened_to(incident, person)),
        "handles": Incident.objects.visible_to(person).filter(public_id=ref).exists(),
    }
    if is_reporter:
        context |= _of_reporter(incident)
    return render(request, "incidents/my_report.html", context)


def _of_reporter(incident: Incident) -> dict[str, Any]:
    """What they wrote; and until somebody looked at it, who reads it by that, and what to do and what not.

    By what handlers found since, another category or another name, nothing changes here: that is theirs to open.
    """
    named, category = list(named_in_report(incident)), reported_as(incident)
    context: dict[str, Any] = {
        "named": named,
        "is_mistake": category == Category.MISTAKE,
        "kind": PLAIN[category],
        "pieces": incident.evidence.filter(added_by=incident.reporter)
        .order_by("pk")
        .values("title", "url", "added_at"),
        "add_form": AddToReportForm() if incident.is_open else None,
        "may_add_evidence": rules.ask("incidents.add_by_reporter", incident.reporter, incident),
        "may_upload": rules.ask("incidents.upload_by_reporter", incident.reporter, incident),
    }
    if incident.status != Status.REPORTED:
        return context
    staffing = staffing_now()
    shut_out = [one.person for one in named if one.part == Part.ALLEGED and one.person is not None]
    return context | {
        "who": who_will_read(category, shut_out, reporter=incident.reporter, staffing=staffing),
        "advice": advice_of(category),
        "emergency": says_emergency(category, danger=incident.danger),
        "urgent": whom_to_ring(staffing, shut_out),
    }


def add_to_report(request: HttpRequest, ref: str) -> HttpResponse:
    """The reporter remembers something more."""
    person = signed_in(request)
    incident = get_object_or_404(Incident.objects.reported_by(person), public_id=ref)
    form = AddToReportForm(request.POST if request.method == "POST" else None)
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(form, workflow.add_to_report, incident, actor=person, **form.cleaned_data) is not None
    ):
        messages.success(request, "It is added, and the people who handle it have been told.")
        return redirect("incidents:my_report", ref=ref)
    return render(request, "incidents/add_to_report.html", {"incident": incident, "form": form})
