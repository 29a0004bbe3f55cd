"""Changing a secret in three steps: get a new one, change it on the platform, say that it works.

Until the last step the old one counts as in use; neither is ever nowhere.
"""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_POST

from accounts import checklists
from accounts.models import Purpose
from accounts.vault import codes, workflow
from accounts.vault.forms import RotateForm
from accounts.vault.models import Credential, Kind, SecretVersion
from accounts.vault.states import VersionState
from accounts.vault.uploads import in_memory
from accounts.vault.views.frame import SHOWN_WHILE_ROTATING, credential_of, may_open, show, tried, unkept
from accounts.vault.workflow.rotating import BY_ROTATING, note_pending
from core import clock, rules
from core.views import attempt
from people.current import signed_in
from people.fresh import fresh_sign_in


@sensitive_post_parameters()
@in_memory
@sensitive_variables("secret", "form")
@fresh_sign_in
def rotate(request: HttpRequest, pk: int) -> HttpResponse:
    """Start a change, or go on with one that waits."""
    credential = credential_of(request, pk)
    may_open(request, "vault.rotate", credential)
    pending = _pending_of(credential)
    if pending is not None:
        return render(request, "vault/rotate_waiting.html", _path(request, credential, pending))
    form = RotateForm(request.POST or None, request.FILES or None, kind=credential.kind)
    form.cancel_url = credential.get_absolute_url()
    if request.method == "POST" and form.is_valid():
        answer = _started(request, credential, form)
        if answer is not None:
            return answer
    return unkept(render(request, "vault/rotate.html", {"credential": credential, "form": form}))


@sensitive_variables("data", "secret", "form")
def _started(request: HttpRequest, credential: Credential, form: RotateForm) -> HttpResponse | None:
    data, person = form.cleaned_data, signed_in(request)
    if data["way"] == form.CHANGED:
        if tried(form, workflow.rotate, credential, actor=person, secret=data["secret"]) is None:
            return None
        messages.success(request, "The new one is in the vault and in use. The old one is kept as replaced.")
        return redirect(credential)
    if data["way"] == form.TYPED:
        if tried(form, note_pending, credential, data["secret"], actor=person) is None:
            return None
        return redirect("vault:rotate", pk=credential.pk)
    secret = tried(form, workflow.begin_rotation, credential, actor=person, recipe=form.recipe())
    return _pending_page(request, credential, secret) if secret is not None else None


@fresh_sign_in
def show_pending(request: HttpRequest, pk: int) -> HttpResponse:
    """Show once more the new one that waits until it works."""
    credential = credential_of(request, pk)
    if request.method != "POST":
        return redirect("vault:rotate", pk=pk)
    secret = attempt(request, workflow.reveal_pending, credential, actor=signed_in(request), reason=BY_ROTATING)
    return _pending_page(request, credential, secret) if secret is not None else redirect(credential)


@sensitive_variables("secret", "code")
def _pending_page(request: HttpRequest, credential: Credential, secret: str) -> HttpResponse:
    pending = _pending_of(credential)
    # The platform asks for the first code of a new set-up key before it believes in it.
    code = codes.code_at(codes.seed_from_text(secret), clock.now()) if credential.kind == Kind.SECOND_FACTOR else None
    leave_to = f"{credential.get_absolute_url()}rotate/"
    more = {**_path(request, credential, pending), "number": pending.number if pending else 0, "code": code}
    del more["credential"]
    return show(request, "vault/rotate_new.html", credential, secret, SHOWN_WHILE_ROTATING, leave_to, **more)


def _pending_of(credential: Credential) -> SecretVersion | None:
    waiting = credential.versions.defer("sealed").select_related("created_by")
    return waiting.filter(status=VersionState.PENDING).first()


def _path(request: HttpRequest, credential: Credential, pending: SecretVersion | None) -> dict[str, Any]:
    """What both pages of a change under way say: the platform's own steps, and what to mind."""
    reported = credential.compromised_at
    return {
        "credential": credential,
        "pending": pending,
        "steps": checklists.steps(credential.account.platform, Purpose.CHANGE_PASSWORD)
        if credential.kind == Kind.PASSWORD
        else [],
        "may_reveal": rules.ask("vault.reveal", signed_in(request), credential),
        "older_than_report": bool(pending and reported and pending.created_at < reported),
    }


@require_POST
def finish_rotation(request: HttpRequest, pk: int) -> HttpResponse:
    """It works: the new one is in use."""
    credential = credential_of(request, pk)
    if attempt(request, workflow.finish_rotation, credential, actor=signed_in(request)) is not None:
        messages.success(request, "The new one is in use now. The old one is kept as replaced.")
    return redirect(credential)


@require_POST
def cancel_rotation(request: HttpRequest, pk: int) -> HttpResponse:
    """The old one stays, and the new one is kept too: it may have been set on the platform after all."""
    credential = credential_of(request, pk)
    if attempt(request, workflow.cancel_rotation, credential, actor=signed_in(request)) is not None:
        messages.success(
            request,
            "The old one counts as in use. The new one is kept, sealed: if the platform took it after all, "
            "an Administrator can still look it up.",
        )
    return redirect(credential)
