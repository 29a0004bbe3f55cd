"""The checklist by which an approved account is created and becomes live (R1)."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from accounts import checklist_states, workflow
from accounts.forms import AddressForm
from accounts.models import Account, Purpose
from accounts.states import TO_SET_UP
from core import rules
from core.views import attempt
from people.current import signed_in

# Where a tick leads back to, by the checklist that it belongs to.
PAGES: dict[str, str] = {
    Purpose.SET_UP: "accounts:provision",
    Purpose.HACKED: "accounts:hacked",
    Purpose.CLOSE: "accounts:closing",
}


def account_of(request: HttpRequest, pk: int) -> Account:
    seen = Account.objects.visible_to(signed_in(request)).select_related("mandate__decided_by")
    return get_object_or_404(seen, pk=pk)


def provision(request: HttpRequest, pk: int, form: AddressForm | None = None) -> HttpResponse:
    """The checklist of an account that was approved."""
    account = account_of(request, pk)
    if account.status not in TO_SET_UP:
        return redirect(account)
    return render(request, "accounts/provision.html", _checklist(request, account, form))


def _checklist(request: HttpRequest, account: Account, form: AddressForm | None) -> dict[str, Any]:
    steps = checklist_states.checklist(account)
    form = form or AddressForm(initial={"handle": account.handle, "url": account.url})
    form.form_action = "../address/"
    missing = [] if account.handle else ["the handle under which it is found"]
    return {
        "account": account,
        "steps": steps,
        "purpose": Purpose.SET_UP,
        "done": sum(step.done for step in steps),
        "missing": missing + checklist_states.in_short(steps),
        "form": form,
        "may_provision": rules.ask("accounts.provision", signed_in(request), account),
        "may_store": rules.ask("vault.store", signed_in(request), account),
        "may_edit": rules.ask("accounts.edit_checklists", signed_in(request)),
    }


@require_POST
def tick_step(request: HttpRequest, pk: int) -> HttpResponse:
    """Tick a step of one of the account's checklists."""
    return _ticked(request, pk, workflow.tick_step)


@require_POST
def untick_step(request: HttpRequest, pk: int) -> HttpResponse:
    return _ticked(request, pk, workflow.untick_step)


def _ticked(request: HttpRequest, pk: int, verb: Any) -> HttpResponse:
    account = account_of(request, pk)
    purpose = request.POST.get("purpose", Purpose.SET_UP)
    if purpose not in PAGES:
        purpose = Purpose.SET_UP
    key = request.POST.get("step", "")
    attempt(request, verb, account, key, actor=signed_in(request), purpose=purpose)
    return redirect(PAGES[purpose], pk=pk)


@require_POST
def record_address(request: HttpRequest, pk: int) -> HttpResponse:
    """Save the handle and address; what is wrong with them is shown on the checklist."""
    account = account_of(request, pk)
    form = AddressForm(request.POST)
    if form.is_valid():
        saved = attempt(form, workflow.record_address, account, actor=signed_in(request), **form.cleaned_data)
        if saved is not None:
            messages.success(request, "The handle and address are saved.")
            return redirect("accounts:provision", pk=pk)
    return provision(request, pk, form)


@require_POST
def finish_provisioning(request: HttpRequest, pk: int) -> HttpResponse:
    account = account_of(request, pk)
    finished = attempt(request, workflow.finish_provisioning, account, actor=signed_in(request))
    if finished is None:
        return redirect("accounts:provision", pk=pk)
    messages.success(request, f"“{finished.name}” is live. Those who run it have been told.")
    return redirect(finished)
