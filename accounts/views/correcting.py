"""Putting right what the register says of an account."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts import workflow
from accounts.forms import DetailsForm
from accounts.views.register import account_or_404, is_decided
from core import rules
from core.errors import WrongState
from core.views import attempt
from people.current import signed_in


@require_http_methods(["GET", "POST"])
def correct_details(request: HttpRequest, pk: int) -> HttpResponse:
    """Its name, handle, address and the platform's own id; and where the rest is changed."""
    account, person = account_or_404(request, pk), signed_in(request)
    rules.require("accounts.correct_details", person, account)
    if not is_decided(account) and request.method == "GET":
        raise WrongState("The register's words are changed while an account is approved and not closed.")
    said = {"name": account.name, "handle": account.handle, "url": account.url, "platform_id": account.platform_id}
    form = DetailsForm(request.POST or None, initial=said)
    form.cancel_url = account.get_absolute_url()
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(form, workflow.correct_details, account, actor=person, **form.cleaned_data) is not None
    ):
        messages.success(request, "The register says it as you wrote.")
        return redirect(account)
    return render(request, "accounts/correct_details.html", {"account": account, "form": form})
