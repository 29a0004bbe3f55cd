"""Who runs a live account and is not ready to: what each lacks, since when, and a reminder (P2, P3)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from accounts import readiness as reading
from accounts import workflow
from accounts.forms import UnreadyFilter
from accounts.models import SEE_ALL
from core import clock
from core.documents import csv_download
from core.pagination import KeysetPaginator
from core.views import attempt
from people.current import signed_in


@require_GET
def readiness(request: HttpRequest) -> HttpResponse:
    """For those who oversee all accounts, and for leads of the accounts that they lead."""
    person = signed_in(request)
    filters = UnreadyFilter(request.GET or None)
    everybody = reading.unready_among(reading.of_live_accounts(person))
    found = reading.found(everybody, **filters.chosen)
    page = KeysetPaginator(reading.in_order(found), reading.ORDER, per_page=25).page(request.GET.get("cursor"))
    by_key = {row.runner.pk: row for row in found}
    others = {row.runner.person_id: row.runner.person for row in everybody if row.runner.person_id != person.pk}
    reminded = reading.reminded_today(others.values())
    context = {
        "filters": filters,
        "filtered": bool(filters.chosen),
        "page": page,
        "rows": [(by_key[runner.pk], runner.person_id in reminded) for runner in page],
        "count": len(found),
        "to_remind": len(others) - len(reminded),
        "sees_all": person.holds(*SEE_ALL),
        "query": request.GET.urlencode(),
    }
    return render(request, "accounts/readiness.html", context)


@require_GET
def readiness_csv(request: HttpRequest) -> HttpResponse:
    """The same list, with the same filters, for a spreadsheet."""
    rows = reading.unready_among(reading.of_live_accounts(signed_in(request)))
    chosen = UnreadyFilter(request.GET or None).chosen
    header = ("Account", "Platform", "Person", "Leads it", "What is missing", "Not ready since")
    cells = [
        (
            row.runner.account.name,
            row.runner.account.get_platform_display(),
            row.runner.person.full_name,
            "yes" if row.runner.is_lead else "no",
            "; ".join(row.standing.missing),
            row.since or "",
        )
        for row in reading.found(rows, **chosen)
    ]
    return csv_download(f"not-ready-{clock.today().isoformat()}", header, cells)


@require_POST
def remind_unready(request: HttpRequest) -> HttpResponse:
    """Remind one of them, or all whom the reader sees."""
    person = signed_in(request)
    runners = reading.of_live_accounts(person)
    one = request.POST.get("runner", "")
    if one:
        runners = runners.filter(pk=int(one)) if one.isascii() and one.isdecimal() and len(one) < 19 else runners.none()
    told = attempt(request, workflow.remind_unready, runners, actor=person)
    if told is not None:
        who = told[0].full_name if len(told) == 1 else f"{len(told)} people"
        messages.success(request, f"{who} {'is' if len(told) == 1 else 'are'} reminded.")
    return redirect("accounts:readiness")
