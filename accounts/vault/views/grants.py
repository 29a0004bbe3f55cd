"""Who may see what, until when: giving it, taking it back, and the list of all that was given."""

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET

from accounts.vault import giving, workflow
from accounts.vault.forms_giving import GrantFilter, GrantForm
from accounts.vault.models import Credential, Grant
from accounts.vault.views.frame import credential_of, tried
from accounts.vault.workflow.granting import USUAL
from core import clock, rules, times
from core.pagination import KeysetPaginator
from core.views import confirmed
from people.current import signed_in
from people.fresh import fresh_sign_in


@fresh_sign_in
def grant(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose who of those who run the account may see it, and until when: as near to a secret as showing it."""
    credential = credential_of(request, pk)
    account, person = credential.account, signed_in(request)
    if request.method != "POST":
        rules.require("vault.grant", person, account)
    others = list(Credential.objects.of(account).filter(retired_at=None).exclude(pk=pk))
    initial = {"until": clock.today() + USUAL, "people": request.GET.getlist("person")}
    form = GrantForm(request.POST or None, people=account.runners_now(), more=len(others), initial=initial)
    form.cancel_url = credential.get_absolute_url()
    if request.method == "POST" and form.is_valid():
        chosen = [credential, *(others if form.cleaned_data.get("everything") else [])]
        people, until = list(form.cleaned_data["people"]), form.cleaned_data["until"]
        given = tried(form, workflow.grant_many, account, actor=person, people=people, credentials=chosen, until=until)
        if given is not None:
            who = people[0].full_name if len(people) == 1 else f"{len(people)} people"
            messages.success(request, f"{who} can see it until the end of {times.day(until)}.")
            return redirect(credential)
    context = {"credential": credential, "form": form, "nobody": not account.runners_now().exists()}
    return render(request, "vault/grant.html", context)


def end_grant(request: HttpRequest, pk: int) -> HttpResponse:
    """Take it back at once."""
    person = signed_in(request)
    row = get_object_or_404(giving.seen_by(person), pk=pk)
    if request.method != "POST":
        rules.require("vault.end_grant", person, row)
    ask = {
        "title": f"Take it back from {row.person.full_name}?",
        "text": f"{row.credential.label} of {row.credential.account.label}.",
        "points": [
            f"{row.person.first_name} sees it no longer, from now on, and is told.",
            "What they have seen they still know. Change it if they should not.",
        ],
        "button": "Take it back",
    }
    end = partial(workflow.end_grant, row, actor=person)
    return confirmed(request, end, ask, done="It is taken back.", back=row.credential.get_absolute_url())


@require_GET
def grants(request: HttpRequest) -> HttpResponse:
    """All that is given now, what ends first at the top."""
    person = signed_in(request)
    rules.require("vault.read_duties", person)
    filters = GrantFilter(request.GET or None)
    found = giving.found(Grant.objects.in_force(), **filters.chosen)
    page = KeysetPaginator(found, ("until", "pk"), per_page=25).page(request.GET.get("cursor"))
    context = {
        "filters": filters,
        "filtered": bool(filters.chosen),
        "count": found.count(),
        "page": page,
        "may_end": person.is_administrator,
        "soon": clock.now() + giving.SOON,
    }
    return render(request, "vault/grants.html", context)
