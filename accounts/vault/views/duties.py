"""What in the vault must be changed, and why: one list for those who look after it (R3)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.vault import duties
from accounts.vault.forms_giving import DutyFilter
from accounts.vault.models import Credential
from core import rules
from core.pagination import KeysetPaginator
from people.current import signed_in


@require_GET
def to_change(request: HttpRequest) -> HttpResponse:
    """The most urgent first."""
    reader = signed_in(request)
    rules.require("vault.read_duties", reader)
    filters = DutyFilter(request.GET or None)
    found = duties.found(duties.needing_change(Credential.objects.visible_to(reader)), **filters.chosen)
    ordered = found.select_related("account")
    page = KeysetPaginator(ordered, duties.ORDER, per_page=25).page(request.GET.get("cursor"))
    context = {
        "filters": filters,
        "filtered": bool(filters.chosen),
        "count": found.count(),
        "page": page,
        "rows": duties.with_reasons(page),
        "may_change": reader.is_administrator,
    }
    return render(request, "vault/to_change.html", context)
