"""Opening a secret in an emergency: SLT may, and everybody who could object is told."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.debug import sensitive_variables

from accounts.vault.forms_giving import EmergencyForm
from accounts.vault.models import Credential
from accounts.vault.views.frame import SHOWN_FOR, credential_of, may_open, show, tried, unkept
from accounts.vault.workflow.breaking_glass import break_glass_version, to_be_told, too_few
from people.current import signed_in
from people.fresh import fresh_sign_in


@sensitive_variables("answer")
@fresh_sign_in
def break_glass(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask why, tell all others, then show what is in use for 30 seconds."""
    credential = credential_of(request, pk)
    may_open(request, "vault.break_glass", credential)
    form = EmergencyForm(request.POST or None)
    form.cancel_url = credential.get_absolute_url()
    if request.method == "POST" and form.is_valid():
        answer = _opened(request, credential, form)
        if answer is not None:
            return answer
    others = list(to_be_told(signed_in(request)))
    context = {"credential": credential, "form": form, "others": others, "too_few": too_few(others)}
    return unkept(render(request, "vault/break_glass.html", context))


@sensitive_variables("found", "secret")
def _opened(request: HttpRequest, credential: Credential, form: EmergencyForm) -> HttpResponse | None:
    reason = form.cleaned_data["reason"]
    found = tried(form, break_glass_version, credential, actor=signed_in(request), reason=reason)
    if found is None:
        return None
    secret, version = found
    leave_to = credential.get_absolute_url()
    return show(request, "vault/revealed.html", credential, secret, SHOWN_FOR, leave_to, number=version.number)
