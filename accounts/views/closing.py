"""The end of an account: announced, put away, deleted on its platform (R3)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from accounts import workflow
from accounts.forms import CloseForm
from accounts.views.provisioning import account_of
from core import rules
from core.views import attempt
from people.current import signed_in


def close_account(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask before an account is closed, and why."""
    account = account_of(request, pk)
    rules.require("accounts.close_account", signed_in(request), account)
    form = CloseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if attempt(form, workflow.close_account, account, actor=signed_in(request), reason=reason) is not None:
            messages.success(request, f"“{account.name}” is closed in the register.")
            return redirect(account)
    context = {
        "title": f"Close “{account.name}”?",
        "points": [
            "The register says that the school no longer uses this account.",
            "Nobody but an Administrator sees its passwords any more.",
            "Everything recorded about it stays. Close it on the platform too: the portal cannot do that.",
        ],
        "harm": True,
        "button": "Close the account",
        "back_url": account.get_absolute_url(),
        "form": form,
    }
    return render(request, "components/confirm.html", context)
