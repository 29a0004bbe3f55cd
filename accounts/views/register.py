"""The register, one account's page, and the checklist of a new one (R1, R4)."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from accounts import history, selectors, workflow
from accounts.forms import AddressForm, CloseForm, RegisterFilter
from accounts.models import SEE_ALL, Account, Step
from accounts.panels import panels_of
from accounts.states import EXPLANATIONS, TO_SET_UP, Status
from accounts.vault import selectors as vault
from accounts.views import life
from core import rules
from core.pagination import KeysetPaginator
from core.views import attempt
from people.current import signed_in
from people.models import Role
from policy.selectors import readiness_of


def _account(request: HttpRequest, pk: int) -> Account:
    seen = Account.objects.visible_to(signed_in(request)).select_related("mandate__decided_by")
    return get_object_or_404(seen, pk=pk)


def index(request: HttpRequest) -> HttpResponse:
    """Every account that the reader sees."""
    person = signed_in(request)
    filters = RegisterFilter(request.GET or None)
    seen = Account.objects.visible_to(person)
    found = selectors.found(seen, **filters.chosen)
    page = KeysetPaginator(found, ("name", "pk"), per_page=25).page(request.GET.get("cursor"))
    context = {
        "filters": filters,
        "rows": selectors.with_leads(page.rows),
        "page": page,
        "count": found.count(),
        "filtered": bool(filters.chosen),
        "may_see_readiness": person.holds(*SEE_ALL) or Account.objects.led_by(person).exists(),
    }
    return render(request, "accounts/index.html", context)


def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One account: its state, who runs it, what is kept for it, and what happened."""
    person, account = signed_in(request), _account(request, pk)
    runners = list(account.runners.filter(until_at=None).select_related("person").prefetch_related("person__grants"))
    ready = readiness_of(runner.person for runner in runners)
    oversees = person.holds(*SEE_ALL) or any(one.is_lead and one.person == person for one in runners)
    with_reveals = bool(rules.ask("vault.read_exposures", person, account))
    context = {
        "account": account,
        "explanation": EXPLANATIONS[account.status],
        # Whether somebody is ready is their own business, that of the lead, and of those who oversee.
        "runners": [
            (runner, ready[runner.person_id] if oversees or runner.person == person else None) for runner in runners
        ],
        "credentials": vault.of_account(account),
        "may_store": rules.ask("vault.store", person, account),
        "may_provision": rules.ask("accounts.provision", person, account),
        "may_close": rules.ask("accounts.close_account", person, account),
        "panels": panels_of(account, person),
        "history": history.of_account(account, with_reveals=with_reveals),
        "provisioning": account.status in TO_SET_UP,
        "closed": account.status == Status.CLOSED,
        "may_open_case": person.holds(Role.SLT, Role.ADMINISTRATOR) or account.is_run_by(person),
        **life.context(account, person),
    }
    return render(request, "accounts/detail.html", context)


def provision(request: HttpRequest, pk: int, form: AddressForm | None = None) -> HttpResponse:
    """The checklist of an account that was approved."""
    account = _account(request, pk)
    if account.status not in TO_SET_UP:
        return redirect(account)
    return render(request, "accounts/provision.html", _checklist(request, account, form))


def _checklist(request: HttpRequest, account: Account, form: AddressForm | None) -> dict[str, Any]:
    steps = selectors.checklist(account)
    form = form or AddressForm(initial={"handle": account.handle, "url": account.url})
    form.form_action = "../address/"
    return {
        "account": account,
        "steps": steps,
        "done": sum(step.done for step in steps),
        "missing": selectors.missing_for_live(account),
        "form": form,
        "may_provision": rules.ask("accounts.provision", signed_in(request), account),
        "may_store": rules.ask("vault.store", signed_in(request), account),
        "password_step": Step.PASSWORD_IN_VAULT,
    }


@require_POST
def tick_step(request: HttpRequest, pk: int) -> HttpResponse:
    account = _account(request, pk)
    attempt(request, workflow.tick_step, account, request.POST.get("step", ""), actor=signed_in(request))
    return redirect("accounts:provision", pk=pk)


@require_POST
def untick_step(request: HttpRequest, pk: int) -> HttpResponse:
    account = _account(request, pk)
    attempt(request, workflow.untick_step, account, request.POST.get("step", ""), actor=signed_in(request))
    return redirect("accounts:provision", pk=pk)


@require_POST
def record_address(request: HttpRequest, pk: int) -> HttpResponse:
    """Save the handle and address; what is wrong with them is shown on the checklist."""
    account = _account(request, pk)
    form = AddressForm(request.POST)
    if form.is_valid():
        saved = attempt(form, workflow.record_address, account, actor=signed_in(request), **form.cleaned_data)
        if saved is not None:
            messages.success(request, "The handle and address are saved.")
            return redirect("accounts:provision", pk=pk)
    return provision(request, pk, form)


@require_POST
def finish_provisioning(request: HttpRequest, pk: int) -> HttpResponse:
    account = _account(request, pk)
    finished = attempt(request, workflow.finish_provisioning, account, actor=signed_in(request))
    if finished is None:
        return redirect("accounts:provision", pk=pk)
    messages.success(request, f"“{finished.name}” is live. Those who run it have been told.")
    return redirect(finished)


def close_account(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask before an account is closed, and why."""
    account = _account(request, pk)
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
