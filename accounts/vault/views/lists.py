"""What is in the vault, masked."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.readiness import to_do
from accounts.vault import duties, facts, giving, selectors
from accounts.vault.forms import VaultFilter
from accounts.vault.models import Credential, Kind
from accounts.vault.views.frame import account_of, credential_of
from core import rules
from core.pagination import KeysetPaginator
from people.current import signed_in
from policy.selectors import readiness


def index(request: HttpRequest) -> HttpResponse:
    """Everything kept for the accounts that the reader sees."""
    filters = VaultFilter(request.GET or None)
    seen = Credential.objects.visible_to(signed_in(request))
    found = selectors.found(seen, **filters.chosen)
    ordered = KeysetPaginator(selectors.with_versions(found), ("account_id", "kind", "label", "pk"), per_page=25)
    page = ordered.page(request.GET.get("cursor"))
    context = {
        "filters": filters,
        "cards": selectors.cards(page.rows),
        "page": page,
        "count": found.count(),
        "filtered": bool(filters.chosen),
        "oversees": rules.ask("vault.read_duties", signed_in(request)),
        "keeps_key": rules.ask("vault.key_sheet", signed_in(request)),
    }
    return render(request, "vault/index.html", context)


def of_account(request: HttpRequest, pk: int) -> HttpResponse:
    """What is kept for one account."""
    account = account_of(request, pk)
    context = {
        "account": account,
        "cards": selectors.of_account(account),
        "given_up": selectors.given_up(account),
        "may_store": rules.ask("vault.store", signed_in(request), account),
    }
    return render(request, "vault/of_account.html", context)


def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One credential: masked, its age and versions, who may see it, and who has."""
    person, credential = signed_in(request), credential_of(request, pk)
    account, versions = credential.account, selectors.versions_of(credential)
    current = next((version for version in versions if version.status == "current"), None)
    may_read = rules.ask("vault.read_exposures", person, account)
    may_reveal = rules.ask("vault.reveal", person, credential)
    must = duties.to_change(Credential.objects.of(account).filter(pk=pk))
    context = {
        "credential": credential,
        "account": account,
        "current": current,
        "pending": next((version for version in versions if version.status == "pending"), None),
        "versions": versions,
        "facts": facts.of(credential, current, person),
        "must": must[0] if must else None,
        "exposures": selectors.exposures_of(credential) if may_read else None,
        "grants": giving.of_credential(credential) if may_read else None,
        "own_grant": giving.own(credential, person),
        "may_reveal": may_reveal,
        # To somebody who runs it the reason alone is no help: the places to go are.
        "steps": to_do(readiness(person)) if not may_reveal and account.is_run_by(person) else [],
        "may_rotate": rules.ask("vault.rotate", person, credential),
        "may_retire": rules.ask("vault.retire", person, credential),
        "may_grant": rules.ask("vault.grant", person, account),
        "may_break_glass": not may_reveal and rules.ask("vault.break_glass", person, credential),
        "may_reveal_old": rules.ask("vault.reveal_old", person, credential),
        "makes_codes": credential.kind == Kind.SECOND_FACTOR,
    }
    return render(request, "vault/detail.html", context)
