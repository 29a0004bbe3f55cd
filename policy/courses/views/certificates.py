"""Certificates: one to keep, and a look at whether one is ours (P3)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from core import clock, rules
from core.documents import document
from people.current import signed_in
from policy.courses import selectors
from policy.courses.forms import CertificateForm
from policy.courses.models import Completion, certificate_number
from policy.models import TrainingRecord


@require_GET
def certificate(request: HttpRequest, pk: int) -> HttpResponse:
    """The certificate of a training record, for the person and for SLT and Administrators."""
    person = signed_in(request)
    records = TrainingRecord.objects.visible_to(person).standing()
    record = get_object_or_404(records.select_related("person", "recorded_by"), pk=pk)
    completion = Completion.objects.filter(record=record).select_related("attempt").first()
    context = {
        "record": record,
        "attempt": completion.attempt if completion is not None else None,
        "number": certificate_number(record),
        "made_on": clock.today(),
        "back_url": reverse("courses:index"),
    }
    return document(request, "courses/certificate.html", context, name=f"certificate-{certificate_number(record)}")


@require_GET
def check_certificate(request: HttpRequest) -> HttpResponse:
    """Whether a number stands on a certificate of this portal, and whose it is. For SLT and Administrators."""
    person = signed_in(request)
    rules.require("courses.see_due", person)
    form = CertificateForm(request.GET or None)
    asked = form.chosen.get("number", "")
    record = selectors.record_of(asked)
    context = {
        "form": form,
        "asked": asked,
        "record": record,
        "counts": record is not None and record.counts_on(clock.today()),
    }
    return render(request, "courses/check_certificate.html", context)
