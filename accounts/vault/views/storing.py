"""Putting a secret in: first which kind it is, then a form of that kind. Giving up what is not needed any more."""

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from accounts.models import Account
from accounts.vault import workflow
from accounts.vault.forms import StoreForm
from accounts.vault.forms_kinds import ABOUT
from accounts.vault.models import Credential, Kind
from accounts.vault.uploads import in_memory
from accounts.vault.views.frame import (
    SHOWN_WHILE_ROTATING,
    account_of,
    credential_of,
    may_open,
    show,
    tried,
    unkept,
)
from core.views import confirmed
from people.current import signed_in
from people.fresh import fresh_sign_in


@sensitive_post_parameters()
@in_memory
@sensitive_variables("form")
@fresh_sign_in
def store(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a password or its like into the vault."""
    account = account_of(request, pk)
    may_open(request, "vault.store", account)
    kind = request.POST.get("kind") or request.GET.get("kind", "")
    about = next((one for one in ABOUT if one.kind == kind), None)
    if about is None:
        context = {"account": account, "kinds": ABOUT, "asked": request.method == "POST"}
        return unkept(render(request, "vault/store_kind.html", context))
    initial = {"kind": kind, "username": account.handle if kind == Kind.PASSWORD else ""}
    form = StoreForm(request.POST or None, request.FILES or None, kind=kind, initial=initial)
    form.cancel_url = account.get_absolute_url()
    if request.method == "POST" and form.is_valid():
        answer = _made(request, account, form) if form.generates else _stored(request, account, form)
        if answer is not None:
            return answer
    return unkept(render(request, "vault/store.html", {"account": account, "form": form, "about": about}))


@sensitive_variables("data", "form")
def _stored(request: HttpRequest, account: Account, form: StoreForm) -> HttpResponse | None:
    data = form.cleaned_data
    stored = tried(
        form,
        workflow.store,
        account,
        actor=signed_in(request),
        kind=form.kind,
        label=data["label"],
        secret=data["secret"],
        username=data.get("username", ""),
    )
    if stored is None:
        return None
    messages.success(request, f"{stored.label} is in the vault, sealed.")
    return redirect(stored)


@sensitive_variables("made", "secret")
def _made(request: HttpRequest, account: Account, form: StoreForm) -> HttpResponse | None:
    data = form.cleaned_data
    made = tried(
        form,
        workflow.make,
        account,
        actor=signed_in(request),
        label=data["label"],
        username=data.get("username", ""),
        recipe=form.recipe(),
    )
    if made is None:
        return None
    credential, secret = made
    leave_to = credential.get_absolute_url()
    return show(request, "vault/store_made.html", credential, secret, SHOWN_WHILE_ROTATING, leave_to, number=1)


def retire(request: HttpRequest, pk: int) -> HttpResponse:
    """Give up what lets nobody in any more."""
    credential: Credential = credential_of(request, pk)
    may_open(request, "vault.retire", credential)
    ask = {
        "title": f"Give up “{credential.label}”?",
        "text": f"{credential.account.label}. Do this when the platform does not take it any more.",
        "points": [
            "It is kept sealed, for the record. Only an Administrator can still look at it.",
            "Whoever could see it until a day no longer can.",
            "A change that waits is cancelled.",
        ],
        "button": "Give it up",
        "harm": True,
    }
    verb = partial(workflow.retire, credential, actor=signed_in(request))
    back = credential.get_absolute_url()
    return confirmed(request, verb, ask, done=f"{credential.label} was given up.", back=back)
