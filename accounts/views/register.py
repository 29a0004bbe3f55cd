"""The register, and one account's page (R1, R4)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from accounts import history, selectors
from accounts.forms import RegisterFilter
from accounts.models import SEE_ALL, Account
from accounts.panels import panels_of
from accounts.states import EXPLANATIONS, TO_SET_UP, Status
from accounts.vault import selectors as vault
from accounts.views import life
from core import rules
from core.pagination import KeysetPaginator
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
        "panels": panels_of(account, person),
        "history": history.of_account(account, with_reveals=with_reveals),
        "provisioning": account.status in TO_SET_UP,
        "closed": account.status == Status.CLOSED,
        "may_open_case": person.holds(Role.SLT, Role.ADMINISTRATOR) or account.is_run_by(person),
        **life.context(account, person),
    }
    return render(request, "accounts/detail.html", context)
