"""What each person has ever seen of the vault, and what would have to be changed because of them (R3)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from accounts.models import Account
from accounts.vault import duties, sights
from accounts.vault.forms_giving import SeenFilter
from accounts.vault.models import Verb
from core import clock, rules, times
from core.documents import csv_download
from core.pagination import KeysetPaginator
from people.current import signed_in
from people.models import User


@require_GET
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """For Administrators and SLT."""
    return _page(request, _somebody(request, pk))


@require_GET
def person_csv(request: HttpRequest, pk: int) -> HttpResponse:
    """The same list, with the same filters, for a spreadsheet."""
    return _file(request, _somebody(request, pk))


@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """What I have seen myself."""
    return _page(request, signed_in(request))


@require_GET
def mine_csv(request: HttpRequest) -> HttpResponse:
    """The same list, with the same filters, for a spreadsheet."""
    return _file(request, signed_in(request))


def _somebody(request: HttpRequest, pk: int) -> User:
    found = get_object_or_404(User.objects.visible_to(signed_in(request)), pk=pk)
    rules.require("vault.read_person", signed_in(request), found)
    return found


def _page(request: HttpRequest, about: User) -> HttpResponse:
    reader = signed_in(request)
    filters = SeenFilter(request.GET or None)
    found = sights.found(sights.of_person(about), **filters.chosen)
    page = KeysetPaginator(found, sights.ORDER, per_page=30).page(request.GET.get("cursor"))
    known = duties.known_by(about)
    outside = {duty.pk for duty in duties.outside_of(about)}
    context = {
        "about": about,
        "is_me": about.pk == reader.pk,
        "filters": filters,
        "filtered": bool(filters.chosen),
        "count": found.count(),
        "page": page,
        "rows": [(row, sights.since(row)) for row in page],
        "known": [(credential, credential.pk in outside) for credential in known],
        "must": len(outside),
        "visible": set(Account.objects.visible_to(reader).values_list("pk", flat=True)),
        "csv_url": reverse("vault:mine_csv")
        if about.pk == reader.pk
        else reverse("vault:person_csv", kwargs={"pk": about.pk}),
        "query": request.GET.urlencode(),
    }
    return render(request, "vault/person.html", context)


def _file(request: HttpRequest, about: User) -> HttpResponse:
    found = sights.found(sights.of_person(about), **SeenFilter(request.GET or None).chosen).order_by(*sights.ORDER)
    header = ("Account", "Platform", "What", "Kind", "Version", "How", "When", "Why", "Since then", "Changed")
    cells = []
    for row in found:
        since = sights.since(row)
        account, credential = row.credential.account, row.credential
        cells.append(
            (
                account.name,
                account.get_platform_display(),
                credential.label,
                credential.get_kind_display(),
                row.version.number,
                Verb(row.verb).label,
                times.exact(row.at),
                row.reason,
                since.words,
                times.exact(since.at) if since.at else "",
            )
        )
    return csv_download(f"seen-in-the-vault-{about.pk}-{clock.today().isoformat()}", header, cells)
