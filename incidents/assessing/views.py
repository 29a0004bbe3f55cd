"""The pages of the assessment and of the clocks. Each fetches the file as every page of a case file does."""

from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from core import rules
from core.forms import PortalForm
from core.views import attempt
from incidents import workflow
from incidents.assessing import needs as _needs  # noqa: F401  (registers what waits)
from incidents.assessing import sections as _sections  # noqa: F401  (registers what the case file shows)
from incidents.assessing.forms import AssessForm, AwareForm, CheckForm, DutyForm, RecategoriseForm, WaiveForm
from incidents.assessing.rules import last_assessment
from incidents.assessing.selectors import told_already
from incidents.assessing.words import DUTIES, Duty
from incidents.models import Assessment, Incident, IncidentClock
from incidents.not_now import NotNow
from incidents.states import Clock
from incidents.views.case_file import found_file, nothing_to_do, say_not_now, step
from people.models import User

RECORDED = NotNow("Somebody has recorded this already. The part “Assessment” of the file says what was done.")


def assess(request: HttpRequest, ref: str) -> HttpResponse:
    """The first assessment (I2)."""
    found, person = found_file(request, ref)
    form = AssessForm(request.POST or None)
    return step(request, found, person, form, workflow.assess, "First assessment", "The assessment is saved.")


def reassess(request: HttpRequest, ref: str) -> HttpResponse:
    """A later one, with what was written in the last as a start."""
    found, person = found_file(request, ref)
    last = last_assessment(found)
    form = AssessForm(request.POST or None, initial=_as_before(last) if last else {})
    return step(request, found, person, form, workflow.reassess, "Assess it again", "The new assessment is saved.")


def _as_before(last: Assessment) -> dict[str, object]:
    """The judgement itself is asked anew."""
    return {"lawfulness": last.lawfulness, "severity": last.severity, "safety": last.safety, "told": last.told}


def check_assessment(request: HttpRequest, ref: str) -> HttpResponse:
    """The second person's look at an assessment (I2)."""
    found, person = found_file(request, ref)
    not_now = nothing_to_do(request, found, person, "check_assessment", "Look at the assessment")
    if not_now is not None:
        return not_now
    rules.require("incidents.check_assessment", person, found)
    last = last_assessment(found)
    form = CheckForm(request.POST or None, initial={"assessment": last.pk if last else None})
    form.cancel_url = reverse("incidents:incident", kwargs={"ref": ref})
    if request.method == "POST" and form.is_valid():
        done = attempt(form, workflow.check_assessment, found, actor=person, **form.cleaned_data)
        if done is not None:
            messages.success(request, "Your words are in the file.")
            return redirect("incidents:incident", ref=ref)
    return render(request, "incidents/assessing/check_assessment.html", {"incident": found, "form": form, "last": last})


def recategorise(request: HttpRequest, ref: str) -> HttpResponse:
    """It is of another kind. Whoever says so may not handle it any more afterwards, and is led to the list then."""
    found, person = found_file(request, ref)
    not_now = nothing_to_do(request, found, person, "recategorise", "Is it of another kind?")
    if not_now is not None:
        return not_now
    form = RecategoriseForm(request.POST or None)
    form.cancel_url = reverse("incidents:incident", kwargs={"ref": ref})
    if request.method == "POST" and form.is_valid():
        done = attempt(form, workflow.recategorise, found, actor=person, **form.cleaned_data)
        if done is not None:
            return _after_another_kind(request, ref, person)
    return render(request, "incidents/assessing/recategorise.html", {"incident": found, "form": form})


def _after_another_kind(request: HttpRequest, ref: str, person: User) -> HttpResponse:
    if Incident.objects.visible_to(person).filter(public_id=ref).exists():
        messages.success(request, "It is of another kind from now on.")
        return redirect("incidents:incident", ref=ref)
    messages.success(request, "Other people handle it from now on, and were told. You cannot read its file any more.")
    return redirect("incidents:list")


def _found_clock(request: HttpRequest, ref: str, kind: str) -> tuple[Incident, User, IncidentClock, Duty]:
    """Raises Http404 where nothing of this kind has to be done."""
    found, person = found_file(request, ref)
    one = found.clocks.filter(kind=kind).first()
    if one is None or one.kind not in DUTIES:
        raise Http404
    return found, person, one, DUTIES[Clock(one.kind)]


def record_duty(request: HttpRequest, ref: str, kind: str) -> HttpResponse:
    """Somebody was told, or a complaint was acknowledged: when, how, their reference (I5)."""
    found, person, one, duty = _found_clock(request, ref, kind)
    if one.decision not in ("", IncidentClock.Decision.NOT_NEEDED) and request.method != "POST":
        return say_not_now(request, found, RECORDED, duty.title)
    rules.require("incidents.record_duty", person, found, one)
    told = told_already(found, duty)
    initial = {"done_at": told.referred_at, "how": told.how, "reference": told.reference} if told else {}
    form = DutyForm(request.POST or None, initial=initial, agency=bool(duty.agency))
    verb = partial(workflow.record_duty, found, kind, actor=person)
    other_way = duty.may_waive and rules.ask("incidents.waive_duty", person, found, one)
    return _duty_page(request, one, duty, duty.title, form, verb, "incidents:waive_duty" if other_way else "")


def waive_duty(request: HttpRequest, ref: str, kind: str) -> HttpResponse:
    """SLT decides that somebody need not be told, and why (I5)."""
    found, person, one, duty = _found_clock(request, ref, kind)
    if one.met_at is not None and request.method != "POST":
        return say_not_now(request, found, RECORDED, duty.waive or duty.title)
    rules.require("incidents.waive_duty", person, found, one)
    form = WaiveForm(request.POST or None)
    verb = partial(workflow.waive_duty, found, kind, actor=person)
    return _duty_page(request, one, duty, duty.waive, form, verb)


def _duty_page(
    request: HttpRequest,
    one: IncidentClock,
    duty: Duty,
    heading: str,
    form: PortalForm,
    verb: Callable[..., Incident],
    other_way: str = "",
) -> HttpResponse:
    ref = one.incident.public_id
    form.cancel_url = reverse("incidents:incident", kwargs={"ref": ref})
    if request.method == "POST" and form.is_valid() and attempt(form, verb, **form.cleaned_data) is not None:
        messages.success(request, "It is in the file.")
        return redirect("incidents:incident", ref=ref)
    context = {"incident": one.incident, "clock": one, "duty": duty, "heading": heading, "form": form}
    context["waive_url"] = reverse(other_way, kwargs={"ref": ref, "kind": one.kind}) if other_way else ""
    return render(request, "incidents/assessing/duty.html", context)


def set_aware(request: HttpRequest, ref: str) -> HttpResponse:
    """The school knew before it was reported: once, with the reason (I5)."""
    found, person = found_file(request, ref)
    not_now = nothing_to_do(request, found, person, "set_aware", "Since when did the school know?")
    if not_now is not None:
        return not_now
    form = AwareForm(request.POST or None)
    form.cancel_url = reverse("incidents:incident", kwargs={"ref": ref})
    if request.method == "POST" and form.is_valid():
        done = attempt(form, workflow.set_aware, found, actor=person, **form.cleaned_data)
        if done is not None:
            messages.success(request, "The clocks count from then.")
            return redirect("incidents:incident", ref=ref)
    return render(request, "incidents/assessing/set_aware.html", {"incident": found, "form": form})
