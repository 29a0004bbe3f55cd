"""Personal accounts that name the school: told by their owners, checked by an Administrator (R5)."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from accounts.personal import needs as _needs  # noqa: F401  (registers what Today and a person's page show)
from accounts.personal import selectors, workflow
from accounts.personal.forms import ChangeForm, CheckForm, DeclareForm, PersonalFilter, WithdrawForm
from accounts.personal.models import SEE_ALL, Check, PersonalAccount
from accounts.personal.states import TRANSITIONS, Status
from core import rules
from core.errors import WrongState
from core.pagination import KeysetPaginator
from core.views import attempt, confirmed
from people.current import signed_in
from people.models import User
from school.models import current_school

# Two forms on one page.
CHECK_IDS, CHANGE_IDS = "check_%s", "change_%s"


def _account(request: HttpRequest, pk: int) -> PersonalAccount:
    checks = Prefetch("checks", Check.objects.select_related("by"))
    seen = PersonalAccount.objects.visible_to(signed_in(request)).select_related("person").prefetch_related(checks)
    return get_object_or_404(seen, pk=pk)


def _wordings(person: User) -> list[str]:
    school = current_school()
    return selectors.wordings(school.name if school else "the school", employed=person.is_employed)


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """One's own; for Administrators and SLT everybody's."""
    person = signed_in(request)
    filters = PersonalFilter(request.GET or None)
    seen = PersonalAccount.objects.visible_to(person).select_related("person")
    found = selectors.found(seen, **filters.chosen)
    context = {
        "filters": filters,
        "page": KeysetPaginator(found, ("-declared_at", "-pk"), per_page=25).page(request.GET.get("cursor")),
        "count": found.count(),
        "filtered": bool(filters.chosen),
        "sees_all": person.holds(*SEE_ALL),
        "to_check": selectors.numbers(selectors.to_check_by(person)),
    }
    return render(request, "personal/index.html", context)


def declare(request: HttpRequest) -> HttpResponse:
    """Tell the school of an account of one's own, with words for the disclaimer beside it."""
    person = signed_in(request)
    form = DeclareForm(request.POST or None)
    form.cancel_url = reverse("personal:index")
    if request.method == "POST" and form.is_valid():
        account = attempt(form, workflow.declare, actor=person, **form.cleaned_data)
        if account is not None:
            messages.success(request, "Thank you. An Administrator looks at it, and you are told.")
            return redirect(account)
    return render(request, "personal/declare.html", {"form": form, "wordings": _wordings(person)})


@require_GET
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One account: how it stands, what its owner or a checker can do now, and what happened."""
    person, account = signed_in(request), _account(request, pk)
    ended = account.has_ended or account.status == Status.WITHDRAWN
    checks = list(account.checks.all())
    last = checks[0] if checks else None
    context = {
        "account": account,
        "is_mine": account.person_id == person.pk,
        "ended": ended,
        "last_check": last,
        "asked_for": last.note if last and account.status == Status.NEEDS_CHANGE else "",
        "may_change": rules.ask("personal.change", person, account) and not ended,
        "may_check": rules.ask("personal.check", person, account),
        "can_be_checked": not ended and TRANSITIONS.allows(account.status, Status.CHECKED),
        "wordings": _wordings(person) if account.person_id == person.pk and not ended else [],
        "history": selectors.history_of(account),
    }
    return render(request, "personal/detail.html", context)


def send_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct it, put right what was asked for, or confirm it once a year."""
    person, account = signed_in(request), _account(request, pk)
    rules.require("personal.change", person, account)
    if account.status == Status.WITHDRAWN:
        return redirect(account)
    initial = {field: getattr(account, field) for field in ("platform", "handle", "url", "naming")}
    form = DeclareForm(request.POST or None, initial=initial)
    form.cancel_url = account.get_absolute_url()
    form.submit_label = "Yes, this is right"
    valid = request.method == "POST" and form.is_valid()
    if valid and attempt(form, workflow.send_again, account, actor=person, **form.cleaned_data) is not None:
        messages.success(request, "Thank you. An Administrator looks at it again.")
        return redirect(account)
    context = {"form": form, "account": account, "wordings": _wordings(person)}
    return render(request, "personal/send_again.html", context)


def check(request: HttpRequest, pk: int) -> HttpResponse:
    """Open the profile, and tick what was seen; or, below, ask for a change."""
    person, account = signed_in(request), _account(request, pk)
    rules.require("personal.check", person, account)
    if request.method != "POST":
        return _check_page(request, account)
    form = CheckForm(request.POST, auto_id=CHECK_IDS)
    if form.is_valid() and attempt(form, workflow.check, account, actor=person, **form.cleaned_data) is not None:
        messages.success(request, f"Checked. {account.person.first_name} has been told.")
        return redirect("personal:index")
    return _check_page(request, account, form=form)


@require_POST
def ask_for_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Tell the owner what to change; what is wrong with the words is shown on the page of the check."""
    person, account = signed_in(request), _account(request, pk)
    rules.require("personal.check", person, account)
    form = ChangeForm(request.POST, auto_id=CHANGE_IDS)
    valid = form.is_valid()
    if valid and attempt(form, workflow.ask_for_change, account, actor=person, **form.cleaned_data) is not None:
        messages.success(request, f"{account.person.first_name} has been asked to change it.")
        return redirect("personal:index")
    return _check_page(request, account, change=form)


def _check_page(
    request: HttpRequest, account: PersonalAccount, *, form: CheckForm | None = None, change: ChangeForm | None = None
) -> HttpResponse:
    if account.has_ended or not TRANSITIONS.allows(account.status, Status.CHECKED):
        raise WrongState(f"There is nothing to check here now: it is “{account.pill[0]}”.")
    seen = {"seen": workflow.stamp(account)}
    form = form or CheckForm(initial=seen, auto_id=CHECK_IDS)
    change = change or ChangeForm(initial=seen, auto_id=CHANGE_IDS)
    change.form_action = reverse("personal:ask_for_change", kwargs={"pk": account.pk})
    form.form_action = reverse("personal:check", kwargs={"pk": account.pk})
    context: dict[str, Any] = {"account": account, "form": form, "change": change}
    return render(request, "personal/check.html", context)


def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask before a declaration is withdrawn, and why."""
    person, account = signed_in(request), _account(request, pk)
    rules.require("personal.change", person, account)
    context = {
        "title": "Withdraw this account?",
        "points": [
            "Nobody checks it any more, and nobody reminds you of it.",
            "What happened so far stays on record.",
            "If it names the school again one day, tell the school of it anew.",
        ],
        "harm": True,
        "button": "Withdraw it",
        "form": WithdrawForm(request.POST or None),
    }
    end = partial(workflow.withdraw, account, actor=person)
    done, back = "Withdrawn. Nobody asks you about this account any more.", account.get_absolute_url()
    return confirmed(request, end, context, done=done, back=back, then=reverse("personal:index"))
