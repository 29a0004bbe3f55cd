"""“We have been hacked”, and what is done then."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from accounts.models import Account
from accounts.vault import duties
from accounts.vault.models import Credential
from core import rules
from core.views import attempt
from incidents import selectors, workflow
from incidents.forms import (
    CompromiseForm,
)
from incidents.models import Incident
from people.current import signed_in
from people.models import User


def _to_stop(request: HttpRequest, pk: int) -> tuple[Account, User]:
    person = signed_in(request)
    account = get_object_or_404(Account.objects.visible_to(person), pk=pk)
    rules.require("incidents.report_compromise", person, account)
    return account, person


def report_compromise(request: HttpRequest, pk: int) -> HttpResponse:
    """“We have been hacked”: says what will happen, and does it."""
    account, person = _to_stop(request, pk)
    form = CompromiseForm(request.POST if request.method == "POST" else None)
    if selectors.compromise_going_on(account, person) is not None:
        messages.info(request, "It is reported already. This is what is done now.")
        return redirect("incidents:after_compromise", pk=pk)
    if request.method == "POST" and form.is_valid():
        made = attempt(form, workflow.report_compromise, account, actor=person, **form.cleaned_data)
        if made is not None:
            return redirect("incidents:after_compromise", pk=pk)
    context = {
        "account": account,
        "form": form,
        "told": workflow.to_tell(account),
        "marked": Credential.objects.of(account).filter(retired_at=None).count(),
        "stands_still": account.status in workflow.STANDS_STILL,
    }
    return render(request, "incidents/report_compromise.html", context)


@require_safe
def after_compromise(request: HttpRequest, pk: int) -> HttpResponse:
    """What is done now: the checklist, what must be changed, and who was told when."""
    account, person = _to_stop(request, pk)
    found = selectors.compromise_going_on(account, person)
    if found is None:
        return redirect(account)
    context = {
        "account": account,
        "incident": found,
        "handles": Incident.objects.visible_to(person).filter(pk=found.pk).exists(),
        "reported": Incident.objects.reported_by(person).filter(pk=found.pk).exists(),
        "steps": selectors.after_compromise_steps(account),
        "duties": duties.to_change(Credential.objects.of(account)),
        "may_change": person.is_administrator,
        "may_know_who": rules.ask("vault.read_exposures", person, account),
        "told": selectors.told(found),
    }
    return render(request, "incidents/after_compromise.html", context)
