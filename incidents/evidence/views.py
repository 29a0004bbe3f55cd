"""Evidence: add, see its ledger, open the copy, take the original, check, set aside (I3)."""

from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from core import rules, uploads
from core.forms import PortalForm
from core.views import attempt, confirmed
from incidents.evidence import sections as _sections  # noqa: F401  (registers the part of the case file's page)
from incidents.evidence import selectors, workflow
from incidents.evidence.forms import FileForm, ReporterForm, SetAsideForm, UploadForm, WordsForm
from incidents.evidence.keeping import FILES, copies_of, file_name, is_words_only
from incidents.evidence.thread import lines_of
from incidents.models import Evidence, Incident
from incidents.states import Status
from incidents.views.case_file import found_file
from people.current import signed_in
from people.limits import TOO_MANY
from people.models import User

PER_PAGE = 10  # pages of a PDF on one of ours
WHOLE = "It is as it was when it was added: its fingerprint is right."
NOT_WHOLE = "It is NOT as it was when it was added. Tell whoever looks after this portal, and use it for nothing."


def _piece(request: HttpRequest, ref: str, pk: int) -> tuple[Evidence, User]:
    """Each of its files is read when it is asked for, and not before."""
    person = signed_in(request)
    pieces = selectors.visible(person)
    return get_object_or_404(pieces, pk=pk, incident__public_id=ref), person


def _to(found: Incident) -> str:
    return reverse("incidents:incident", kwargs={"ref": found.public_id}) + "#evidence"


def _is_kept(request: HttpRequest, form: PortalForm, verb: Callable[..., Evidence]) -> bool:
    if request.method != "POST" or not form.is_valid() or attempt(form, verb, **form.cleaned_data) is None:
        return False
    if isinstance(form, UploadForm):
        form.was_kept()
    return True


def add_words(request: HttpRequest, ref: str) -> HttpResponse:
    found, person = found_file(request, ref)
    rules.require("incidents.add_evidence", person, found)
    form = WordsForm(request.POST or None)
    form.cancel_url = _to(found)
    if _is_kept(request, form, partial(workflow.add, found, actor=person)):
        messages.success(request, "It is among the evidence.")
        return redirect(_to(found))
    context = {"incident": found, "form": form, "heading": "Add words or a link", "words_only": is_words_only(found)}
    return render(request, "incidents/evidence/add.html", context)


def add_file(request: HttpRequest, ref: str) -> HttpResponse:
    found, person = found_file(request, ref)
    rules.require("incidents.upload_evidence", person, found)
    form = FileForm(request)
    form.cancel_url = _to(found)
    if _is_kept(request, form, partial(workflow.add, found, actor=person)):
        messages.success(request, "It is among the evidence, sealed.")
        return redirect(_to(found))
    context = {"incident": found, "form": form, "heading": "Add a picture or a PDF", "is_file": True}
    return render(request, "incidents/evidence/add.html", context, status=_status(form))


def _status(form: UploadForm) -> int:
    return 413 if form.too_large else TOO_MANY if form.too_often else 200


@require_POST
def keep_comment(request: HttpRequest, ref: str) -> HttpResponse:
    found, person = found_file(request, ref)
    if attempt(request, workflow.keep_comment, found, actor=person) is not None:
        messages.success(request, "The comment is kept as it stands now, with its thread.")
    return redirect(_to(found))


def add_evidence(request: HttpRequest, ref: str) -> HttpResponse:
    """Whoever reported it adds to it, and learns that it was received."""
    person = signed_in(request)
    reports = Incident.objects.reported_by(person).select_related("item")
    report = get_object_or_404(reports, public_id=ref)
    rules.require("incidents.add_by_reporter", person, report)
    may_upload = rules.ask("incidents.upload_by_reporter", person, report)
    if request.method == "POST" and not may_upload and (request.FILES or uploads.was_too_large(request)):
        rules.require("incidents.upload_by_reporter", person, report)
    form = ReporterForm(request, with_file=bool(may_upload))
    form.cancel_url = reverse("incidents:my_report", kwargs={"ref": report.public_id})
    if _is_kept(request, form, partial(workflow.add_by_reporter, report, actor=person)):
        messages.success(request, "Thank you. The people who handle your report have received it.")
        return redirect("incidents:my_report", ref=report.public_id)
    context = {"incident": report, "form": form, "may_upload": may_upload}
    # What handlers found since is theirs to tell: the advice is shown by what was reported, before anybody looked.
    context["advice"] = not may_upload and report.status == Status.REPORTED
    return render(request, "incidents/evidence/add_evidence.html", context, status=_status(form))


@require_safe
def evidence(request: HttpRequest, ref: str, pk: int) -> HttpResponse:
    """What is known of a piece, and its ledger. Nothing of it is shown here."""
    found, person = _piece(request, ref, pk)
    context = {
        "evidence": found,
        "incident": found.incident,
        "number": selectors.number_of(found),
        "is_file": found.kind in FILES,
        "is_stamped": Evidence.objects.filter(pk=found.pk, time_stamp__isnull=False).exists(),
        "ledger": selectors.ledger(found),
        "may_open": rules.ask("incidents.open_evidence", person, found),
        "may_download": rules.ask("incidents.download_evidence", person, found),
        "may_set_aside": rules.ask("incidents.set_aside_evidence", person, found),
    }
    return render(request, "incidents/evidence/evidence.html", context)


@require_safe
def evidence_copy(request: HttpRequest, ref: str, pk: int) -> HttpResponse:
    """Look at it: the words, or the copy's pictures. That it was opened is written down before."""
    found, person = _piece(request, ref, pk)
    workflow.view(found, actor=person)
    number = len(copies_of(found)) if found.kind in FILES else 0
    asked = request.GET.get("from", "")
    first = min(max(int(asked), 1), max(number, 1)) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1
    last = min(first + PER_PAGE - 1, number)
    context = {
        "evidence": found,
        "incident": found.incident,
        "number": selectors.number_of(found),
        "pages": range(first, last + 1),
        "drawn": number,
        "before": max(first - PER_PAGE, 1) if first > 1 else 0,
        "after": last + 1 if last < number else 0,
        "lines": lines_of(found),
        "whole": found.whole,  # type: ignore[attr-defined]
        "not_whole": NOT_WHOLE,
    }
    return render(request, "incidents/evidence/evidence_copy.html", context)


@require_safe
def evidence_picture(request: HttpRequest, ref: str, pk: int, number: int) -> HttpResponse:
    """One page of the copy, for our own page alone. It is a JPEG that the portal made itself."""
    found, person = _piece(request, ref, pk)
    workflow.show(found, actor=person)
    copies = copies_of(found)
    if not 1 <= number <= len(copies):
        raise Http404
    return _closed(HttpResponse(copies[number - 1], content_type="image/jpeg"))


@require_POST
def evidence_original(request: HttpRequest, ref: str, pk: int) -> HttpResponse:
    """The bytes as they came, as a file to save: no browser opens it here."""
    found, person = _piece(request, ref, pk)
    workflow.download(found, actor=person)
    content: bytes = found.content  # type: ignore[attr-defined]
    response = _closed(HttpResponse(content, content_type="application/octet-stream"))
    response["Content-Disposition"] = f'attachment; filename="{file_name(found)}"'
    return response


def _closed(response: HttpResponse) -> HttpResponse:
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "no-store"
    return response


@require_POST
def check_evidence(request: HttpRequest, ref: str, pk: int) -> HttpResponse:
    found, person = _piece(request, ref, pk)
    if attempt(request, workflow.check, found, actor=person) is not None:
        whole: bool = found.whole  # type: ignore[attr-defined]
        (messages.success if whole else messages.error)(request, WHOLE if whole else NOT_WHOLE)
    return redirect("incidents:evidence", ref=ref, pk=pk)


def set_aside_evidence(request: HttpRequest, ref: str, pk: int) -> HttpResponse:
    found, person = _piece(request, ref, pk)
    back = reverse("incidents:evidence", kwargs={"ref": ref, "pk": pk})
    rules.require("incidents.set_aside_evidence", person, found)
    ask = {
        "title": "Set this evidence aside?",
        "points": [
            "It stays in the file, sealed, with your reason.",
            "Nobody looks at it any more, and no export holds it.",
            "Only those who may open the incident again can still download it.",
        ],
        "button": "Set it aside",
        "harm": True,
        "form": SetAsideForm(request.POST or None),
    }
    return confirmed(request, partial(workflow.set_aside, found, actor=person), ask, done="It is set aside.", back=back)
