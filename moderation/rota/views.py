"""The pages of the rota and of the daily look."""

from functools import partial
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.models import Account
from core import clock, rules, times
from core.pagination import KeysetPaginator
from core.views import attempt, confirmed
from moderation.models import Check, Cover, FeedToken, Turn
from moderation.rota import needs as _needs  # noqa: F401  (registers what Today and the accounts' pages show)
from moderation.rota import workflow
from moderation.rota.calendar import days_of, feed
from moderation.rota.checks import heat_map, last_checks
from moderation.rota.forms import CoverForm, DayForm, WeekForm
from moderation.rota.schedule import AHEAD, days_from, plan
from people.current import signed_in
from people.limits import too_many, within_limit
from people.models import User

MY_DAYS = 28
LOG = 12  # lines of a page of the log


def _account(request: HttpRequest, pk: int) -> tuple[Account, User]:
    person = signed_in(request)
    return get_object_or_404(Account.objects.visible_to(person).open(), pk=pk), person


@require_safe
def rota(request: HttpRequest) -> HttpResponse:
    """The coming week of every account that the person sees, their own days, and what they were asked."""
    person = signed_in(request)
    accounts = list(Account.objects.visible_to(person).open().order_by("name", "pk"))
    weeks = plan(accounts, days_from(clock.today(), AHEAD))
    with_rota = set(Turn.objects.filter(account__in=accounts).values_list("account", flat=True))
    led = set(Account.objects.led_by(person).values_list("pk", flat=True))
    runs = set(Account.objects.run_by(person).values_list("pk", flat=True))
    makes_all = person.is_administrator or person.is_slt
    latest = last_checks(accounts)
    # Theirs first: what they run, and what they watch in these days.
    theirs = runs | {pk for pk, week in weeks.items() if any(watch.person == person for watch in week)}
    asked = Cover.objects.filter(agreed_at=None, declined_at=None, day__gte=clock.today())
    rows = [
        {
            "account": account,
            "week": weeks[account.pk],
            "has_rota": account.pk in with_rota,
            "may_make": makes_all or account.pk in led,
            "may_check": makes_all or account.pk in runs,
            "last": latest.get(account.pk),
            "today": weeks[account.pk][0],
            "gaps": sum(1 for watch in weeks[account.pk] if watch.is_gap),
            "is_theirs": account.pk in theirs,
        }
        for account in sorted(accounts, key=lambda one: (one.pk not in theirs, one.pk not in with_rota))
    ]
    context: dict[str, Any] = {
        "rows": rows,
        "mine": days_of(person, 0, MY_DAYS),
        "asked": asked.filter(person=person).select_related("account", "asked_by", "instead_of"),
        "asking": asked.filter(asked_by=person).select_related("account", "person"),
        "has_feed": FeedToken.objects.filter(person=person).exists(),
        "today": clock.today(),
    }
    return render(request, "moderation/rota/rota.html", context)


def set_week(request: HttpRequest, pk: int) -> HttpResponse:
    account, person = _account(request, pk)
    rules.require("moderation.set_week", person, account)
    form = WeekForm(request.POST or None, account=account)
    form.cancel_url = reverse("moderation:rota")
    valid = request.method == "POST" and form.is_valid()
    if valid and attempt(form, workflow.set_week, account, actor=person, people=form.people) is not None:
        messages.success(request, "Saved. The week holds from now on.")
        return redirect("moderation:rota")
    return render(request, "moderation/rota/set_week.html", {"form": form, "account": account})


def ask_cover(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask a colleague to take a day, or to swap."""
    account, person = _account(request, pk)
    rules.require("moderation.check", person, account)
    form = CoverForm(request.POST or None, account=account, asks=person, initial={"day": request.GET.get("day")})
    form.cancel_url = reverse("moderation:rota")
    valid = request.method == "POST" and form.is_valid()
    if valid and attempt(form, workflow.ask_cover, account, actor=person, **form.cleaned_data) is not None:
        messages.success(request, "Asked. Nothing changes until they say yes.")
        return redirect("moderation:rota")
    return render(request, "moderation/rota/ask_cover.html", {"form": form, "account": account})


@require_POST
def take_day(request: HttpRequest, pk: int) -> HttpResponse:
    account, person = _account(request, pk)
    form = DayForm(request.POST)
    if form.is_valid():
        taken = attempt(request, workflow.take_day, account, actor=person, day=form.cleaned_data["day"])
        if taken is not None:
            messages.success(request, f"You watch {account.label} on {times.day(taken.day)}. Thank you.")
    return redirect("moderation:rota")


def _cover(request: HttpRequest, pk: int) -> tuple[Cover, User]:
    """Those that concern the person, or are of an account whose rota they make; others do not exist."""
    person = signed_in(request)
    cover = get_object_or_404(Cover.objects.select_related("account", "person", "instead_of", "asked_by"), pk=pk)
    concerned = person.pk in (cover.person_id, cover.asked_by_id, cover.instead_of_id)
    if not concerned and not Account.objects.visible_to(person).filter(pk=cover.account_id).exists():
        raise Http404
    return cover, person


@require_POST
def agree_cover(request: HttpRequest, pk: int) -> HttpResponse:
    cover, person = _cover(request, pk)
    if attempt(request, workflow.agree_cover, cover, actor=person) is not None:
        messages.success(request, f"You watch {cover.account.label} on {times.day(cover.day)}.")
    return redirect("moderation:rota")


@require_POST
def decline_cover(request: HttpRequest, pk: int) -> HttpResponse:
    cover, person = _cover(request, pk)
    if attempt(request, workflow.decline_cover, cover, actor=person) is not None:
        messages.success(request, "Your answer was passed on.")
    return redirect("moderation:rota")


def withdraw_cover(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back what was asked or agreed. Who agreed to a swap asks the other to swap back."""
    cover, person = _cover(request, pk)
    if cover.is_swapped and not rules.ask("moderation.withdraw_cover", person, cover):
        return _swap_back(request, cover, person)
    points = [f"{cover.account.label}, {times.day(cover.day)}: {cover.person.full_name}."]
    if cover.is_swapped and cover.instead_of is not None and cover.in_return_for is not None:
        points.append(f"{cover.account.label}, {times.day(cover.in_return_for)}: {cover.instead_of.full_name}.")
    both = len(points) > 1
    ask = {
        "title": "Take this swap back?" if both else "Take this back?",
        "points": [*points, f"On {'both days' if both else 'that day'} it is as it was before."],
        "button": "Take it back",
    }
    verb = partial(workflow.withdraw_cover, cover, actor=person)
    return confirmed(request, verb, ask, done="Taken back.", back=reverse("moderation:rota"))


def _swap_back(request: HttpRequest, cover: Cover, person: User) -> HttpResponse:
    """The same swap the other way, which takes the other's yes."""
    days = {cover.person_id: (cover.day, cover.in_return_for), cover.instead_of_id: (cover.in_return_for, cover.day)}
    mine, theirs = days.get(person.pk, (None, None))
    other = cover.person if person.pk == cover.instead_of_id else cover.instead_of
    if mine is None or theirs is None or other is None:
        rules.require("moderation.withdraw_cover", person, cover)
        raise Http404
    ask = {
        "title": f"Ask {other.full_name} to swap back?",
        "points": [
            f"{other.full_name} watches {cover.account.label} on {times.day(mine)} again, and you on "
            f"{times.day(theirs)}.",
            "Nothing changes until they say yes.",
        ],
        "button": "Ask",
    }
    verb = partial(workflow.ask_cover, cover.account, actor=person, day=mine, person_asked=other, in_return_for=theirs)
    return confirmed(request, verb, ask, done="Asked.", back=reverse("moderation:rota"))


@require_safe
def checks(request: HttpRequest) -> HttpResponse:
    """The map of days and accounts, and who looked when."""
    person = signed_in(request)
    accounts = list(Account.objects.visible_to(person).open().order_by("name", "pk"))
    log = Check.objects.filter(account__in=accounts).select_related("account", "person")
    lines = heat_map(accounts)
    context = {
        "lines": lines,
        "waiting": [line.account for line in lines if line.waits],
        "page": KeysetPaginator(log, ("-at", "-pk"), LOG).page(request.GET.get("cursor")),
    }
    return render(request, "moderation/rota/checks.html", context)


@require_POST
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """ "Checked, nothing new", in one press."""
    account, person = _account(request, pk)
    if attempt(request, workflow.check, account, actor=person) is not None:
        messages.success(request, f"Noted: you looked at {account.label}.")
    return redirect("moderation:rota")


def feed_address(request: HttpRequest) -> HttpResponse:
    """Make the address of one's calendar, shown once; or end it."""
    person = signed_in(request)
    shown = ""
    if request.method == "POST":
        if "end" in request.POST:
            workflow.end_feed(actor=person)
            messages.success(request, "The address does not work any more.")
            return redirect("moderation:feed_address")
        shown = f"{settings.PUBLIC_URL}{reverse('moderation:feed', args=[workflow.make_feed(actor=person)])}"
    context = {"address": shown, "made": FeedToken.objects.filter(person=person).first()}
    response = render(request, "moderation/rota/feed_address.html", context)
    response["Cache-Control"] = "no-store"
    return response


@login_not_required
@require_safe
def feed_view(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar itself. The address is the key: it shows which accounts its owner watches when, and nothing else."""
    if not within_limit(request, "calendar_feed"):
        return too_many()
    found = FeedToken.objects.select_related("person").filter(digest=workflow.feed_digest(token)).first()
    if found is None or not found.person.may_sign_in:
        raise Http404
    if not within_limit(request, "calendar_feed_of", key=found.digest):
        return too_many()
    FeedToken.objects.filter(pk=found.pk).update(used_at=clock.now())
    headers = {"Cache-Control": "private, max-age=900", "Content-Disposition": 'attachment; filename="rota.ics"'}
    return HttpResponse(feed(found.person), content_type="text/calendar; charset=utf-8", headers=headers)
