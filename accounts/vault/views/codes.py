"""The sign-in code of the moment, and which recovery codes of a set are used up."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_safe

from accounts.vault import code_needs as _code_needs  # noqa: F401  (registers what Today shows)
from accounts.vault import facts, workflow
from accounts.vault.models import Credential, Kind
from accounts.vault.views.frame import credential_of, leaving, may_open, unkept
from core import rules
from core.views import attempt, confirmed
from people.current import signed_in
from people.fresh import fresh_sign_in


@sensitive_variables("code")
@fresh_sign_in
def current_code(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the code that counts now. The page asks first, for each look is written down."""
    credential = _of_kind(request, pk, Kind.SECOND_FACTOR)
    may_open(request, "vault.reveal", credential)
    code = None
    if request.method == "POST":
        code = attempt(request, workflow.current_code, credential, actor=signed_in(request))
        if code is None:
            return redirect(credential)
    response = unkept(render(request, "vault/current_code.html", {"credential": credential, "code": code}))
    return leaving(response, code.seconds_left, request.path) if code else response


@require_safe
def recovery_codes(request: HttpRequest, pk: int) -> HttpResponse:
    """Which codes of the set are used up, by whom and when. The codes themselves stay sealed."""
    credential = _of_kind(request, pk, Kind.RECOVERY_CODE)
    context = {
        "credential": credential,
        "codes_left": facts.codes_left(credential),
        "places": facts.places_of(credential),
        "may_use": rules.ask("vault.reveal", signed_in(request), credential),
    }
    return render(request, "vault/recovery_codes.html", context)


def use_recovery_code(request: HttpRequest, pk: int, place: int) -> HttpResponse:
    """Mark one as used up."""
    credential = _of_kind(request, pk, Kind.RECOVERY_CODE)
    may_open(request, "vault.reveal", credential)

    def use() -> Credential:
        workflow.use_recovery_code(credential, place, actor=signed_in(request))
        return credential

    ask = {
        "title": f"Is recovery code {place} used up?",
        "text": f"{credential.account.label}. A platform takes each code once. The others stay as they are.",
        "button": "Yes, it is used up",
        "harm": True,
    }
    back = f"{credential.get_absolute_url()}codes/"
    return confirmed(request, use, ask, done=f"Code {place} is marked as used.", back=back)


def _of_kind(request: HttpRequest, pk: int, kind: Kind) -> Credential:
    credential = credential_of(request, pk)
    if credential.kind != kind:
        raise Http404
    return credential
