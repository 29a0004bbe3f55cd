"""Seeing a secret, and saying that it was copied."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST

from accounts.vault import workflow
from accounts.vault.forms import RevealCodesForm, RevealForm
from accounts.vault.models import Credential, Kind
from accounts.vault.values import Shown
from accounts.vault.views.frame import SHOWN_FOR, credential_of, leaving, may_open, show, tried, unkept
from accounts.vault.workflow.revealing import reveal_version
from core.errors import Refused
from people.current import signed_in
from people.fresh import fresh_sign_in


@sensitive_variables("answer")
@fresh_sign_in
def reveal(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask why, write it down, then show what is in use for 30 seconds; with ?version=2 what that version was."""
    credential = credential_of(request, pk)
    number = _asked_number(request)
    may_open(request, "vault.reveal" if number is None else "vault.reveal_old", credential)
    is_set = credential.kind == Kind.RECOVERY_CODE and number is None
    form = (RevealCodesForm if is_set else RevealForm)(request.POST or None)
    form.cancel_url = credential.get_absolute_url()
    if credential.kind == Kind.FILE:
        form.submit_label = "Give me the file"
    if request.method == "POST" and form.is_valid():
        next_only = form.cleaned_data.get("which") == RevealCodesForm.NEXT
        answer = _next_code(request, credential, form) if next_only else _all_of_it(request, credential, form, number)
        if answer is not None:
            return answer
    context = {"credential": credential, "form": form, "number": number}
    return unkept(render(request, "vault/reveal.html", context))


def _asked_number(request: HttpRequest) -> int | None:
    return _number(request.GET.get("version", ""))


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else None


@sensitive_variables("shown", "secret")
def _all_of_it(
    request: HttpRequest, credential: Credential, form: RevealForm, number: int | None
) -> HttpResponse | None:
    reason = form.cleaned_data["reason"]
    shown = tried(form, reveal_version, credential, actor=signed_in(request), reason=reason, number=number)
    if shown is None:
        return None
    secret, version = shown
    leave_to = credential.get_absolute_url()
    return show(request, "vault/revealed.html", credential, secret, SHOWN_FOR, leave_to, number=version.number)


@sensitive_variables("shown", "code")
def _next_code(request: HttpRequest, credential: Credential, form: RevealForm) -> HttpResponse | None:
    reason = form.cleaned_data["reason"]
    shown = tried(form, workflow.reveal_next_code, credential, actor=signed_in(request), reason=reason)
    if shown is None:
        return None
    place, code, version = shown
    leave_to = f"{credential.get_absolute_url()}codes/"
    context = {
        "credential": credential,
        "shown": Shown(code),
        "place": place,
        "seconds": SHOWN_FOR,
        "leave_to": leave_to,
        "number": version.number,
    }
    return leaving(unkept(render(request, "vault/revealed_code.html", context)), SHOWN_FOR, leave_to)


@require_POST
def record_copy(request: HttpRequest, pk: int) -> HttpResponse:
    """Called by the page just before it copies what it shows: nothing is copied unless this is on the record."""
    credential = credential_of(request, pk)
    number = _number(request.POST.get("version", "")) or 0
    try:
        workflow.record_copy(credential, number, actor=signed_in(request))
    except Refused as refusal:
        return unkept(HttpResponse(refusal.reason, status=409, content_type="text/plain; charset=utf-8"))
    return unkept(HttpResponse(status=204))
