"""The register, and one account's page (R1, R4)."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts import history, register, reviews, staffing, workflow
from accounts.forms import RegisterFilter
from accounts.models import SEE_ALL, Account, AccountQuerySet
from accounts.panels import panels_of
from accounts.states import EXPLANATIONS, TO_SET_UP, Status
from accounts.vault import selectors as vault
from accounts.views import life
from accounts.way import way_of
from core import clock, rules
from core.documents import csv_download
from core.pagination import KeysetPaginator
from core.views import attempt
from people.current import signed_in
from people.models import Role, User
from policy.selectors import readiness_of

CSV_HEADER = (
    "Account",
    "Platform",
    "Handle",
    "Address",
    "Platform's own id",
    "State",
    "Who can see it",
    "Who it is for",
    "What it is for",
    "Lead",
    "Others who run it",
    "Business case",
    "Approved on",
    "Next yearly look",
    "Needs a look",
)


def account_or_404(request: HttpRequest, pk: int) -> Account:
    """The account, as far as the reader sees it."""
    seen = Account.objects.visible_to(signed_in(request)).select_related("mandate__decided_by", "set_up_by")
    return get_object_or_404(seen, pk=pk)


def _chosen(request: HttpRequest, person: User) -> tuple[RegisterFilter, AccountQuerySet, str]:
    """The filters in the address, what they leave, and the order asked for."""
    filters = RegisterFilter(request.GET or None, sees_all=person.holds(*SEE_ALL))
    found = register.found(Account.objects.visible_to(person), person, **filters.chosen)
    return filters, register.in_order(found), filters.chosen.get("sort", "")


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Every account that the reader sees."""
    person = signed_in(request)
    filters, found, sort = _chosen(request, person)
    page = KeysetPaginator(found, register.ORDERS[sort], per_page=25).page(request.GET.get("cursor"))
    context = {
        "filters": filters,
        "rows": register.rows(page.rows, person),
        "page": page,
        "count": found.count(),
        "filtered": bool(filters.chosen.keys() - {"sort"}),
        "may_read_checklists": rules.ask("accounts.read_checklists", person),
        "may_see_readiness": person.holds(*SEE_ALL) or Account.objects.led_by(person).exists(),
        "query": request.GET.urlencode(),
    }
    return render(request, "accounts/index.html", context)


@require_GET
def register_csv(request: HttpRequest) -> HttpResponse:
    """The same accounts, with the same filters and in the same order, for a spreadsheet."""
    person = signed_in(request)
    _, found, sort = _chosen(request, person)
    accounts = list(found.select_related("mandate").order_by(*register.ORDERS[sort]))
    cells = [_cells(row) for row in register.rows(accounts, person)]
    return csv_download(f"accounts-{clock.today().isoformat()}", CSV_HEADER, cells)


def _cells(row: register.Row) -> tuple[object, ...]:
    account = row.account
    approved = account.mandate.approved_at if account.mandate else None
    return (
        account.name,
        account.get_platform_display(),
        account.handle,
        account.url,
        account.platform_id,
        account.get_status_display(),
        account.openness,
        account.audience,
        account.purpose,
        row.lead or "",
        ", ".join(person.full_name for person in row.others),
        account.application_id or "",
        timezone.localtime(approved).date() if approved else "",
        account.review_on or "",
        "; ".join(row.looks),
    )


@require_GET
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One account: its state, who runs it, what is kept for it, and what happened."""
    person, account = signed_in(request), account_or_404(request, pk)
    with_reveals = bool(rules.ask("vault.read_exposures", person, account))
    in_use = account.status in reviews.REVIEWED
    context = {
        "account": account,
        "explanation": EXPLANATIONS[account.status],
        "way": way_of(account),
        **runners_of(account, person),
        "credentials": vault.of_account(account),
        "may_store": rules.ask("vault.store", person, account),
        "may_provision": rules.ask("accounts.provision", person, account),
        "may_correct": is_decided(account) and rules.ask("accounts.correct_details", person, account),
        "may_review": in_use and rules.ask("accounts.review", person, account),
        "in_use": in_use,
        "review": account.reviews.select_related("reviewed_by").first(),
        "review_is_late": reviews.is_late(account),
        "panels": panels_of(account, person),
        "history": history.of_account(account, with_reveals=with_reveals),
        "provisioning": account.status in TO_SET_UP,
        "approved": account.status == Status.APPROVED,
        "suspended": account.status == Status.SUSPENDED,
        "closing": account.status == Status.CLOSING,
        "closed": account.status == Status.CLOSED,
        "may_open_case": person.holds(Role.SLT, Role.ADMINISTRATOR) or account.is_run_by(person),
        **life.context(account, person),
    }
    return render(request, "accounts/detail.html", context)


def is_decided(account: Account) -> bool:
    """SLT has approved it, and it is not closed: who runs it and what it is called may change."""
    return account.is_open and account.status != Status.UNDER_REVIEW


def runners_of(account: Account, person: User) -> dict[str, Any]:
    """What `accounts/_runners.html` shows to this reader, and whether they are enough."""
    runners = list(account.runners.filter(until_at=None).select_related("person").prefetch_related("person__grants"))
    ready = readiness_of(runner.person for runner in runners)
    oversees = person.holds(*SEE_ALL) or any(one.is_lead and one.person == person for one in runners)
    employees = sum(runner.person.is_employed and runner.person.may_sign_in for runner in runners)
    return {
        # Whether somebody is ready is their own business, that of the lead, and of those who oversee.
        "runners": [
            (runner, ready[runner.person_id] if oversees or runner.person == person else None) for runner in runners
        ],
        "few": employees < staffing.ENOUGH and is_decided(account),
        "employees": staffing.in_words(employees),
        "may_name": is_decided(account) and rules.ask("accounts.name_runners", person, account),
    }


@require_POST
def start_provisioning(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an approved account in hand; the checklist comes next."""
    account = account_or_404(request, pk)
    started = attempt(request, workflow.start_provisioning, account, actor=signed_in(request))
    if started is None:
        return redirect(account)
    messages.success(request, f"“{started.name}” is being set up now. Work through its checklist.")
    return redirect(started.provision_url())
