"""The yearly look at an account, and the list of those that are due."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from accounts import register, workflow
from accounts import reviews as reading
from accounts.forms import ReviewFilter, ReviewForm
from accounts.models import Account, AccountReview
from accounts.panels import panels_of
from accounts.views.register import account_or_404, runners_of
from core import rules
from core.pagination import KeysetPaginator
from core.views import attempt
from people.current import signed_in
from people.models import Role, User

ORDER = ("review_on", "pk")


@require_GET
def reviews(request: HttpRequest) -> HttpResponse:
    """The accounts that are to be looked at again, the longest due first."""
    person = signed_in(request)
    filters = ReviewFilter(request.GET or None)
    seen = Account.objects.visible_to(person)
    found = register.found(reading.shown(seen, filters.chosen.get("show", "")), person, q=filters.chosen.get("q", ""))
    page = KeysetPaginator(found, ORDER, per_page=25).page(request.GET.get("cursor"))
    context = {
        "filters": filters,
        "filtered": bool(filters.chosen),
        "page": page,
        "rows": register.with_last_look(register.rows(page.rows, person)),
        "count": found.count(),
        "may_review": person.holds(Role.SLT, Role.ADMINISTRATOR),
    }
    return render(request, "accounts/reviews.html", context)


@require_http_methods(["GET", "POST"])
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """The three questions, beside who runs the account and how its comments stand."""
    account, person = account_or_404(request, pk), signed_in(request)
    rules.require("accounts.review", person, account)
    form = ReviewForm(request.POST or None, initial={"seen": account.review_on})
    form.cancel_url = account.get_absolute_url()
    if request.method == "POST" and form.is_valid():
        found = attempt(form, workflow.review, account, actor=person, **form.cleaned_data)
        if found is not None:
            return _onwards(request, found, person)
    context = {
        "account": account,
        "form": form,
        "past": account.reviews.select_related("reviewed_by")[:5],
        "panels": panels_of(account, person),
        **runners_of(account, person),
    }
    return render(request, "accounts/review.html", context)


def _onwards(request: HttpRequest, found: AccountReview, person: User) -> HttpResponse:
    """To what is to be done about what was found: closing it, or naming others."""
    account = found.account
    if not found.still_needed and rules.ask("accounts.close", person, account):
        messages.success(request, "It is written down. The account is not needed any more: close it here.")
        return redirect("accounts:start_closing", pk=account.pk)
    if not found.right_people and rules.ask("accounts.name_runners", person, account):
        messages.success(request, "It is written down. Name here who should run the account.")
        return redirect("accounts:runners", pk=account.pk)
    told = "" if found.still_needed and found.active and found.right_people else " The Administrators have been told."
    messages.success(request, f"What you found about “{account.name}” is written down.{told}")
    return redirect(account)
