"""The pages of a pack: choose and check, watch it being made, take it, and see its passphrase."""

from collections.abc import Iterator
from itertools import chain

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_GET, require_POST

from accounts.vault.views.frame import leaving, unkept
from core import clock, rules
from core.views import attempt
from incidents import workflow as room
from incidents.evidence.rules import is_words_only
from incidents.models import Incident, Pack
from incidents.packs import sections as _sections  # noqa: F401  (registers the part of the case file's page)
from incidents.packs import selectors, workflow
from incidents.packs.contents import contents
from incidents.packs.forms import PackForm
from incidents.packs.making import frame
from incidents.packs.writing import PAPER
from incidents.views.case_file import found_file
from people.fresh import fresh_sign_in, is_fresh, sign_in_again
from people.models import User

SHOWN_FOR = 120  # seconds: long enough to write six words down


def pack_new(request: HttpRequest, ref: str) -> HttpResponse:
    """Choose what leaves the school; check what that comes to; ask for it. Nothing is kept before the last step.

    Signing in again is asked for on opening it alone: choosing takes longer than five minutes, and must not be lost.
    """
    found, person = found_file(request, ref)
    if request.method == "GET" and not is_fresh(request):
        return sign_in_again(request)
    rules.require("incidents.ask_pack", person, found)
    form = PackForm(request.POST or None, incident=found, asker=person)
    do = request.POST.get("do", "look")
    if request.method == "POST" and do != "change" and form.is_valid():
        if do != "ask":
            return _look(request, found, person, form, whole=do == "read")
        made = attempt(
            form,
            workflow.ask,
            found,
            actor=person,
            recipient=form.cleaned_data["recipient"],
            reason=form.cleaned_data["reason"],
            choices=form.choices,
        )
        if made is not None:
            return redirect("incidents:pack", ref=ref, pk=made.pk)
    elif request.method != "POST":
        room.read(found, actor=person)
    context = {"incident": found, "form": form, "words_only": is_words_only(found)}
    return unkept(render(request, "incidents/packs/pack_new.html", context))


def _look(request: HttpRequest, found: Incident, person: User, form: PackForm, *, whole: bool) -> HttpResponse:
    """What it comes to; or, `whole`, the case file word for word as it would leave. That it was read is recorded.

    It is a page and no PDF: that of a long file takes seconds, in which nobody else would be served, and it would
    stay in the folder of downloads.
    """
    room.read(found, actor=person)
    made = contents(found, form.choices, asker=person, as_of=clock.now())
    given = form.cleaned_data
    cover = frame(made, asker=person, recipient=given["recipient"], reason=given["reason"], preview=True)
    size = workflow.size_of(found, form.choices)
    context = {
        "incident": found,
        "form": form,
        "made": made,
        "changed": cover["changed"],
        "too_large": workflow.too_large(size) if size > workflow.MOST else "",
        "words_only": is_words_only(found),
    }
    if whole:
        context |= {"contents": made, "frame": "incidents/packs/pack_read.html", **cover}
        return unkept(render(request, PAPER, context))
    context["counts"] = selectors.counts(made)
    return unkept(render(request, "incidents/packs/pack_check.html", context))


@require_GET
def pack(request: HttpRequest, ref: str, pk: int) -> HttpResponse:
    """How far it is; then what is in it, and who took it. A poll gets the changing part alone."""
    found, person = _pack(request, ref, pk)
    template = "_pack_state.html" if request.headers.get("HX-Target") == "pack-state" else "pack.html"
    context = {
        "incident": found.incident,
        "pack": found,
        "facts": selectors.facts(found),
        "taken": selectors.taken(found) if found.made_at else [],
        "until": found.made_at + workflow.KEPT if found.made_at else None,
        "may_lead": rules.ask("incidents.ask_pack", person, found.incident),
    }
    return unkept(render(request, f"incidents/packs/{template}", context))


@require_POST
def pack_again(request: HttpRequest, ref: str, pk: int) -> HttpResponse:
    found, person = _pack(request, ref, pk)
    if attempt(request, workflow.retry, found, actor=person) is not None:
        messages.success(request, "The portal tries again.")
    return redirect("incidents:pack", ref=ref, pk=pk)


@require_GET
@fresh_sign_in  # type: ignore[arg-type]  # it streams
def pack_download(request: HttpRequest, ref: str, pk: int) -> HttpResponseBase:
    """The ZIP, part after part. That it was taken is recorded and committed before the first byte leaves."""
    found, person = _pack(request, ref, pk)
    found = workflow.download(found, actor=person)
    parts: Iterator[bytes] = workflow.content_of(found)
    first = next(parts, b"")  # what does not open is said on a page
    response = StreamingHttpResponse(chain([first], parts), content_type="application/zip")
    response["Content-Length"] = str(found.size)
    name = f"case-file-{found.incident.public_id}-{found.pk}.zip"
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["Cache-Control"] = "no-store, private"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@sensitive_variables("passphrase", "context")
@fresh_sign_in
def pack_passphrase(request: HttpRequest, ref: str, pk: int) -> HttpResponse:
    """Ask, write it down, then show the words for two minutes."""
    found, person = _pack(request, ref, pk)
    if request.method != "POST":
        rules.require("incidents.reveal_passphrase", person, found)
        if found.state != Pack.State.READY:
            return redirect("incidents:pack", ref=ref, pk=pk)  # which says how far it is, or that it is gone
        return unkept(
            render(request, "incidents/packs/pack_passphrase.html", {"incident": found.incident, "pack": found})
        )
    passphrase = workflow.reveal_passphrase(found, actor=person)
    leave_to = request.path.removesuffix("passphrase/")
    context = {"incident": found.incident, "pack": found, "passphrase": passphrase, "seconds": SHOWN_FOR}
    shown = render(request, "incidents/packs/pack_passphrase_shown.html", {**context, "leave_to": leave_to})
    return leaving(unkept(shown), SHOWN_FOR, leave_to)


def _pack(request: HttpRequest, ref: str, pk: int) -> tuple[Pack, User]:
    """404 for whoever does not handle the incident: they may have asked for it, and be named in it since (H5)."""
    incident, person = found_file(request, ref)
    return get_object_or_404(Pack.objects.select_related("incident", "asked_by"), pk=pk, incident=incident), person
