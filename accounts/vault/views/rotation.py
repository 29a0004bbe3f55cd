"""Changing a secret in two steps: make it and change it on the platform; then say that it works."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_POST

from accounts.vault import workflow
from accounts.vault.forms import RotateForm, Way
from accounts.vault.models import Credential, Kind
from accounts.vault.states import VersionState
from accounts.vault.uploads import in_memory
from accounts.vault.views.frame import SHOWN_WHILE_ROTATING, credential_of, may_open, show, tried, unkept
from accounts.vault.workflow.rotating import BY_ROTATING
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
    pending = credential.versions.defer("sealed").filter(status=VersionState.PENDING).first()
    if pending is not None:
        return render(request, "vault/rotate_waiting.html", {"credential": credential, "pending": pending})
    form = RotateForm(
        request.POST or None,
        request.FILES or None,
        can_generate=credential.kind == Kind.PASSWORD,
        kind=credential.kind,
    )
    form.cancel_url = credential.get_absolute_url()
    if request.method == "POST" and form.is_valid():
        answer = _started(request, credential, form)
        if answer is not None:
            return answer
    return unkept(render(request, "vault/rotate.html", {"credential": credential, "form": form}))


def _started(request: HttpRequest, credential: Credential, form: RotateForm) -> HttpResponse | None:
    data, person = form.cleaned_data, signed_in(request)
    if data["way"] == Way.CHANGED:
        if tried(form, workflow.rotate, credential, actor=person, secret=data["secret"]) is None:
            return None
        messages.success(request, "The new one is in the vault and in use. The old one is kept as replaced.")
        return redirect(credential)
    secret = tried(form, workflow.begin_rotation, credential, actor=person, recipe=form.recipe())
    return _pending_page(request, credential, secret) if secret is not None else None


@fresh_sign_in
def show_pending(request: HttpRequest, pk: int) -> HttpResponse:
    """Show once more the new password that waits until it works."""
    credential = credential_of(request, pk)
    if request.method != "POST":
        return redirect("vault:rotate", pk=pk)
    secret = attempt(request, workflow.reveal_pending, credential, actor=signed_in(request), reason=BY_ROTATING)
    return _pending_page(request, credential, secret) if secret is not None else redirect(credential)


def _pending_page(request: HttpRequest, credential: Credential, secret: str) -> HttpResponse:
    number = credential.versions.filter(status=VersionState.PENDING).values_list("number", flat=True).first()
    leave_to = f"{credential.get_absolute_url()}rotate/"
    return show(request, "vault/rotate_new.html", credential, secret, SHOWN_WHILE_ROTATING, leave_to, number=number)


@require_POST
def finish_rotation(request: HttpRequest, pk: int) -> HttpResponse:
    """It works: the new one is in use."""
    credential = credential_of(request, pk)
    if attempt(request, workflow.finish_rotation, credential, actor=signed_in(request)) is not None:
        messages.success(request, "The new password is in use now. The old one is kept as replaced.")
    return redirect(credential)


@require_POST
def cancel_rotation(request: HttpRequest, pk: int) -> HttpResponse:
    """The old one stays."""
    credential = credential_of(request, pk)
    if attempt(request, workflow.cancel_rotation, credential, actor=signed_in(request)) is not None:
        messages.success(request, "Nothing was changed. The old password stays in use.")
    return redirect(credential)
