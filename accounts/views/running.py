"""Who runs an account: the page where an Administrator changes it (R3, A3)."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import candidates, staffing, workflow
from accounts.forms import CandidateFilter
from accounts.models import Account
from accounts.vault import duties
from accounts.views.register import account_or_404, is_decided, runners_of
from core import rules
from core.views import attempt, confirmed
from people.current import signed_in
from people.models import User


@require_GET
def runners(request: HttpRequest, pk: int) -> HttpResponse:
    """Those who run it now, and a search for somebody more."""
    account, person = account_or_404(request, pk), signed_in(request)
    rules.require("accounts.name_runners", person, account)
    filters = CandidateFilter(request.GET or None)
    found = candidates.found(account, **filters.chosen)
    context = {
        "account": account,
        "filters": filters,
        "filtered": bool(filters.chosen),
        "candidates": candidates.with_readiness(found[: candidates.AT_ONCE]),
        "count": found.count(),
        "at_once": candidates.AT_ONCE,
        "open": is_decided(account),
        **runners_of(account, person),
    }
    return render(request, "accounts/runners.html", context)


@require_POST
def add_runner(request: HttpRequest, pk: int) -> HttpResponse:
    """Name one of those who were found."""
    account, actor = account_or_404(request, pk), signed_in(request)
    rules.require("accounts.name_runners", actor, account)
    chosen = request.POST.get("person", "")
    number = int(chosen) if chosen.isascii() and chosen.isdecimal() and len(chosen) < 19 else 0
    person = get_object_or_404(User.objects.visible_to(actor), pk=number)
    as_lead = request.POST.get("lead") == "yes"
    if attempt(request, workflow.add_runner, account, person, actor=actor, as_lead=as_lead) is not None:
        messages.success(request, f"{person} {'leads' if as_lead else 'runs'} this account now, and has been told.")
    return redirect("accounts:runners", pk=pk)


def _runner(account: Account, person: int) -> User:
    named = account.runners.filter(until_at=None, person=person).select_related("person")
    return get_object_or_404(named).person


@require_http_methods(["GET", "POST"])
def remove_runner(request: HttpRequest, pk: int, person: int) -> HttpResponse:
    """Ask before somebody stops running it, and say which passwords are to be changed then."""
    account, actor = account_or_404(request, pk), signed_in(request)
    rules.require("accounts.name_runners", actor, account)
    runner = _runner(account, person)
    ask: dict[str, Any] = {
        "title": f"Take {runner} from those who run “{account.name}”?",
        "points": [
            f"{runner.first_name} does not see this account and its comments any more, and is told.",
            *_short_of(account, runner),
            *_to_change(account, runner),
        ],
        "button": f"Take {runner.first_name} away",
    }
    remove = partial(workflow.remove_runner, account, runner, actor=actor)
    back = reverse("accounts:runners", kwargs={"pk": pk})
    return confirmed(request, remove, ask, done=f"{runner} does not run this account any more.", back=back)


def _short_of(account: Account, leaver: User) -> list[str]:
    left = account.runners_now().filter(is_employed=True).exclude(pk=leaver.pk).count()
    if left >= staffing.ENOUGH:
        return []
    return [f"The account is run by {staffing.in_words(left)} then. The policy asks for two: name somebody else too."]


def _to_change(account: Account, leaver: User) -> list[str]:
    """One line for each thing in the vault that they know, and that is to be changed when they stop."""
    return [
        f"{leaver.first_name} knows the {known.get_kind_display().lower()} “{known.label}”: change it in the vault."
        if known.label
        else f"{leaver.first_name} knows the {known.get_kind_display().lower()}: change it in the vault."
        for known in duties.must_change(account, leaver)
    ]


@require_http_methods(["GET", "POST"])
def change_lead(request: HttpRequest, pk: int, person: int) -> HttpResponse:
    """Ask before somebody who runs the account becomes its lead."""
    account, actor = account_or_404(request, pk), signed_in(request)
    rules.require("accounts.name_runners", actor, account)
    runner, lead = _runner(account, person), account.lead_now()
    points = [f"{runner} leads the account, and is told."]
    if lead is not None and lead != runner:
        points.append(f"{lead} goes on running it, as one of the others.")
    ask = {
        "title": f"Make {runner} the lead of “{account.name}”?",
        "points": points,
        "button": "Make them the lead",
    }
    change = partial(workflow.change_lead, account, runner, actor=actor)
    back = reverse("accounts:runners", kwargs={"pk": pk})
    return confirmed(request, change, ask, done=f"{runner} leads this account now.", back=back)
