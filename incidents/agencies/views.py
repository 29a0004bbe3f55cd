"""The directory of agencies, and on a case file who was told and what they answered."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from core import clock, rules
from core.forms import PortalForm
from core.views import attempt
from incidents import workflow
from incidents.agencies import needs as _needs  # noqa: F401  (registers what waits)
from incidents.agencies import sections as _sections  # noqa: F401  (registers the parts of the case file's page)
from incidents.agencies import selectors, suggested
from incidents.agencies.chasing import default_chase_on
from incidents.agencies.forms import (
    AgencyForm,
    AnswerForm,
    ChaseForm,
    CorrectReferralForm,
    NoAnswerForm,
    ReferForm,
)
from incidents.models import Agency, Incident, Referral
from incidents.not_now import NotNow
from incidents.views.case_file import found_file, nothing_to_do, say_not_now
from people.current import signed_in
from people.models import User

FIELDS = ["name", "what_for", "phone", "web", "email", "hours"]


def _reader(request: HttpRequest) -> User:
    """Whoever handles incidents; for others the directory does not exist."""
    person = signed_in(request)
    if not rules.ask("incidents.read_directory", person):
        raise Http404
    return person


@require_safe
def agencies(request: HttpRequest) -> HttpResponse:
    person = _reader(request)
    lines = selectors.directory()
    context = {
        "lines": [line for line in lines if line.agency.is_on],
        "off": [line for line in lines if not line.agency.is_on],
        "missing": [line.agency for line in lines if line.agency.is_on and line.lacks_its_number],
        "stale": sum(line.is_stale for line in lines if line.agency.is_on),
        "may": rules.ask("incidents.change_directory", person),
        "today": clock.today(),
    }
    return render(request, "incidents/agencies/agencies.html", context)


def add_agency(request: HttpRequest) -> HttpResponse:
    person = _reader(request)
    rules.require("incidents.change_directory", person)
    form = AgencyForm(request.POST or None)
    return _agency_page(request, form, workflow.add_agency, "Add an agency", "Added.", person)


def change_agency(request: HttpRequest, pk: int) -> HttpResponse:
    person = _reader(request)
    rules.require("incidents.change_directory", person)
    agency = get_object_or_404(Agency, pk=pk)
    form = AgencyForm(request.POST or None, initial={name: getattr(agency, name) for name in FIELDS})

    def change(**given: Any) -> Agency:
        return workflow.change_agency(agency, **given)

    return _agency_page(request, form, change, agency.name, "Saved, and noted as checked today.", person)


def _agency_page(
    request: HttpRequest, form: AgencyForm, verb: Callable[..., Agency], heading: str, done: str, person: User
) -> HttpResponse:
    form.cancel_url = reverse("incidents:agencies")
    valid = request.method == "POST" and form.is_valid()
    saved = attempt(form, verb, actor=person, **form.cleaned_data) if valid else None
    if saved is not None:
        messages.success(request, done)
        return _to_line(saved)
    return render(request, "incidents/agencies/agency.html", {"form": form, "heading": heading})


def _to_line(agency: Agency) -> HttpResponseRedirect:
    return redirect(f"{reverse('incidents:agencies')}#agency-{agency.pk}")


@require_POST
def switch_agency(request: HttpRequest, pk: int) -> HttpResponse:
    """On with `on=1`, else off."""
    person = _reader(request)
    agency = get_object_or_404(Agency, pk=pk)
    on = request.POST.get("on") == "1"
    if attempt(request, workflow.switch_agency, agency, actor=person, on=on) is not None:
        messages.success(request, f"{agency.name} is {'offered again' if on else 'no longer offered'}.")
    return _to_line(agency)


@require_POST
def check_agency(request: HttpRequest, pk: int) -> HttpResponse:
    person = _reader(request)
    agency = get_object_or_404(Agency, pk=pk)
    if attempt(request, workflow.check_agency, agency, actor=person) is not None:
        messages.success(request, f"Thank you. {agency.name} is noted as checked today.")
    return _to_line(agency)


def refer(request: HttpRequest, ref: str) -> HttpResponse:
    """Whom to tell, with their numbers; and the record that they were told."""
    found, person = found_file(request, ref)
    not_now = nothing_to_do(request, found, person, "refer", "Record who was told")
    if not_now is not None:
        return not_now
    fits, others = suggested.in_order(found)
    initial = {
        "agency": _chosen(request, [*fits, *others]),
        "referred_at": timezone.localtime(clock.now()),
        "chase_on": default_chase_on(clock.now()),
    }
    form = ReferForm(request.POST or None, fits=fits, others=others, initial=initial)
    form.cancel_url = _file(found)
    valid = request.method == "POST" and form.is_valid()
    if valid and attempt(form, workflow.refer, found, actor=person, **form.cleaned_data) is not None:
        return _after_telling(request, found, form.cleaned_data["agency"])
    context = {
        "incident": found,
        "form": form,
        "fits": [selectors.Line(agency) for agency in fits],
        "may": rules.ask("incidents.handle", person, found),
        "running": suggested.clocks_met_by_telling(found),
    }
    return render(request, "incidents/agencies/refer.html", context)


def _chosen(request: HttpRequest, offered: list[Agency]) -> int | None:
    """The agency whose link on the case file's page led here."""
    asked = request.GET.get("agency", "")
    return next((one.pk for one in offered if str(one.pk) == asked), None)


def _after_telling(request: HttpRequest, found: Incident, agency: Agency | None) -> HttpResponse:
    """Back to the file; to the law's clock first, where telling this agency meets one that runs."""
    running = suggested.clocks_met_by_telling(found).get(agency.key or "") if agency else None
    if running is None:
        messages.success(request, "It is in the file.")
        return redirect(_told(found))
    messages.success(request, "It is in the file. The time that the law gives still runs: record here that it was met.")
    return redirect(running.url)


def _file(incident: Incident) -> str:
    return reverse("incidents:incident", kwargs={"ref": incident.public_id})


def _told(incident: Incident) -> str:
    return f"{_file(incident)}#referrals"


def _found(request: HttpRequest, ref: str, referral_pk: int) -> tuple[Referral, User]:
    incident, person = found_file(request, ref)
    referral = get_object_or_404(incident.referrals.select_related("agency", "by"), pk=referral_pk)
    referral.incident = incident
    return referral, person


def _about(
    request: HttpRequest, referral: Referral, person: User, form: PortalForm, verb: Callable[..., Referral], words: Any
) -> HttpResponse:
    """One form about one referral; back to the file when it is done."""
    not_now = _not_now(request, referral, person, words["heading"])
    if not_now is not None:
        return not_now
    form.cancel_url = _told(referral.incident)
    valid = request.method == "POST" and form.is_valid()
    if valid and attempt(form, verb, referral, actor=person, **form.cleaned_data) is not None:
        messages.success(request, words["done"])
        return redirect(_told(referral.incident))
    told = selectors.Told(referral)
    context = {"incident": referral.incident, "one": told, "form": form, "heading": words["heading"]}
    return render(request, "incidents/agencies/referral.html", context)


def _not_now(request: HttpRequest, referral: Referral, person: User, heading: str) -> HttpResponse | None:
    """They have answered already, or the file is closed."""
    stem = request.resolver_match.url_name if request.resolver_match else ""
    if referral.answered_at is not None and stem != "correct_referral" and request.method != "POST":
        now = NotNow(f"{referral.name} has answered already. Put the answer right, or add what came later as a note.")
        return say_not_now(request, referral.incident, now, heading)
    return nothing_to_do(request, referral.incident, person, stem or "", heading)


def chase(request: HttpRequest, ref: str, referral_pk: int) -> HttpResponse:
    referral, person = _found(request, ref, referral_pk)
    form = ChaseForm(request.POST or None, initial={"chase_on": default_chase_on(clock.now())})
    words = {"heading": f"Ask again: {referral.name}", "done": "It is in the file that they were asked again."}
    return _about(request, referral, person, form, workflow.chase, words)


def record_answer(request: HttpRequest, ref: str, referral_pk: int) -> HttpResponse:
    referral, person = _found(request, ref, referral_pk)
    initial = {"answered_at": timezone.localtime(clock.now())}
    form = AnswerForm(request.POST or None, referral=referral, initial=initial)
    words = {"heading": f"Their answer: {referral.name}", "done": "The answer is in the file."}
    return _about(request, referral, person, form, workflow.record_answer, words)


def expect_no_answer(request: HttpRequest, ref: str, referral_pk: int) -> HttpResponse:
    referral, person = _found(request, ref, referral_pk)
    form = NoAnswerForm(request.POST or None)
    words = {"heading": f"No answer is needed: {referral.name}", "done": "Nobody is reminded of it any more."}
    return _about(request, referral, person, form, workflow.expect_no_answer, words)


def correct_referral(request: HttpRequest, ref: str, referral_pk: int) -> HttpResponse:
    """What was written down wrongly is put right; the timeline keeps both."""
    referral, person = _found(request, ref, referral_pk)
    fits, others = suggested.in_order(referral.incident)
    if referral.agency is not None and referral.agency not in (*fits, *others):
        others = [*others, referral.agency]  # switched off meanwhile
    form = CorrectReferralForm(request.POST or None, referral=referral, fits=fits, others=others)
    words = {"heading": f"Put it right: {referral.name}", "done": "It is put right. The timeline keeps both."}
    return _about(request, referral, person, form, workflow.correct_referral, words)
