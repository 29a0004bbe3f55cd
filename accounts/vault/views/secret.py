"""Putting a secret in, seeing it, and saying that it was copied."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_POST

from accounts.vault import workflow
from accounts.vault.forms import RevealForm, StoreForm
from accounts.vault.models import Kind
from accounts.vault.states import VersionState
from accounts.vault.views.frame import SHOWN_FOR, account_of, credential_of, may_open, show, tried, unkept
from core.errors import Refused
from people.current import signed_in
from people.fresh import fresh_sign_in


@sensitive_post_parameters("secret")
@fresh_sign_in
def store(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a password or its like into the vault."""
    account = account_of(request, pk)
    may_open(request, "vault.store", account)
    form = StoreForm(request.POST or None, initial={"kind": Kind.PASSWORD, "username": account.handle})
    form.cancel_url = account.get_absolute_url()
    if request.method == "POST" and form.is_valid():
        stored = tried(form, workflow.store, account, actor=signed_in(request), **form.cleaned_data)
        if stored is not None:
            messages.success(request, f"{stored.label} is in the vault, sealed.")
            return redirect(stored)
    return unkept(render(request, "vault/store.html", {"account": account, "form": form}))


@sensitive_variables("secret")
@fresh_sign_in
def reveal(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask why, write it down, then show what is in use for 30 seconds."""
    credential = credential_of(request, pk)
    may_open(request, "vault.reveal", credential)
    form = RevealForm(request.POST or None)
    form.cancel_url = credential.get_absolute_url()
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        secret = tried(form, workflow.reveal, credential, actor=signed_in(request), reason=reason)
        if secret is not None:
            number = credential.versions.filter(status=VersionState.CURRENT).values_list("number", flat=True).first()
            leave_to = credential.get_absolute_url()
            return show(request, "vault/revealed.html", credential, secret, SHOWN_FOR, leave_to, number=number)
    return unkept(render(request, "vault/reveal.html", {"credential": credential, "form": form}))


@require_POST
def record_copy(request: HttpRequest, pk: int) -> HttpResponse:
    """Called by the page just before it copies what it shows: nothing is copied unless this is on the record."""
    credential = credential_of(request, pk)
    number = request.POST.get("version", "")
    try:
        workflow.record_copy(credential, int(number) if number.isdecimal() else 0, actor=signed_in(request))
    except Refused as refusal:
        return unkept(HttpResponse(refusal.reason, status=409, content_type="text/plain; charset=utf-8"))
    return unkept(HttpResponse(status=204))
