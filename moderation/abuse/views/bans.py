"""The list of blocked people, and the two ways on from a block (H1)."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.models import Account
from core import clock, rules
from core.pagination import KeysetPaginator
from core.views import confirmed
from moderation.abuse import selectors, workflow
from moderation.abuse.forms import BanFilter, KeepBanForm, LiftBanForm
from moderation.models import Ban
from moderation.rules import WATCHERS
from people.current import signed_in
from people.models import User


@require_safe
def bans(request: HttpRequest) -> HttpResponse:
    person = signed_in(request)
    accounts = Account.objects.visible_to(person).order_by("name")
    filters = BanFilter(request.GET or None, accounts=accounts, initial={"state": "force"})
    chosen, today = filters.chosen, clock.today()
    page = KeysetPaginator(selectors.bans(person, chosen, today), ("review_on", "pk")).page(request.GET.get("cursor"))
    run = set(Account.objects.run_by(person).values_list("pk", flat=True))
    every = person.holds(*WATCHERS)
    context = {
        "filters": filters,
        "page": page,
        "rows": [(ban, every or ban.account_id in run) for ban in page],
        "state": chosen.get("state") or "force",
        "filtered": bool(set(chosen) - {"state"}),
        "today": today,
    }
    return render(request, "moderation/abuse/bans.html", context)


def _ban(request: HttpRequest, pk: int) -> tuple[Ban, User]:
    person = signed_in(request)
    rows = Ban.objects.visible_to(person).select_related("author", "account")
    ban = get_object_or_404(rows, pk=pk)
    rules.require("moderation.review_ban", person, ban)
    return ban, person


def keep_ban(request: HttpRequest, pk: int) -> HttpResponse:
    ban, person = _ban(request, pk)
    context = {
        "title": f"Keep {ban.author.name} blocked?",
        "text": f"On {ban.account.label}, because of: {ban.reason}. Somebody looks again on the day that you give.",
        "button": "Keep the block",
        "form": KeepBanForm(request.POST if request.method == "POST" else None),
    }
    keep = partial(workflow.keep_ban, ban, actor=person)
    return confirmed(request, keep, context, done="The block stays.", back=reverse("moderation:bans"))


def lift_ban(request: HttpRequest, pk: int) -> HttpResponse:
    ban, person = _ban(request, pk)
    context = {
        "title": f"Let {ban.author.name} write again?",
        "text": f"Unblock them on {ban.account.get_platform_display()} first, as {ban.account.name}. "
        "Then say so here, and why. It is on the record.",
        "button": "I have unblocked them",
        "form": LiftBanForm(request.POST if request.method == "POST" else None),
    }
    lift = partial(workflow.lift_ban, ban, actor=person)
    return confirmed(request, lift, context, done="The block is lifted.", back=reverse("moderation:bans"))
