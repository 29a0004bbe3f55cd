"""The public page, its JSON, and the poster.

The first three answer everybody alike, from memory: they are named in `settings.ALIKE_FOR_EVERYBODY`, where no
middleware asks who it is either.
"""

from urllib.parse import unquote_plus

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.models import Account
from accounts.official import pages
from accounts.official import panels as _panels  # noqa: F401  (registers the card that leads to the poster)
from accounts.official.addresses import LONGEST
from accounts.official.answers import answer
from accounts.official.poster import address_of, page_address, qr_code
from accounts.official.register import is_shown, snapshot
from core.documents import document
from core.errors import WrongState
from people.current import signed_in

TOO_LONG = f"That is too long: a link or a name has at most {LONGEST} characters."
FOR_ALL = {"Cache-Control": "public, max-age=60"}
FOR_ALL_SITES = {**FOR_ALL, "Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}


@login_not_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Is this account really the school's? With `?q=` the answer, and always the list."""
    register = snapshot()
    if register is None:
        return HttpResponseRedirect(reverse("people:set_up"))
    asked = _asked(request)
    if len(asked) > LONGEST:
        return HttpResponse(pages.page(register, asked[:LONGEST], problem=TOO_LONG), status=400, headers=FOR_ALL)
    if not asked:
        return HttpResponse(pages.page(register), headers=FOR_ALL)
    return HttpResponse(pages.page(register, asked, answer(register, asked)), headers=FOR_ALL)


@login_not_required
@require_safe
def accounts_json(request: HttpRequest) -> HttpResponse:
    """All official accounts, and those that are closed."""
    register = snapshot()
    if register is None:
        return _no_school()
    return _json(pages.listing(register))


@login_not_required
@require_safe
def check_json(request: HttpRequest) -> HttpResponse:
    """The same answer as the page's, for other websites and programs."""
    register = snapshot()
    if register is None:
        return _no_school()
    asked = _asked(request)
    if not asked or len(asked) > LONGEST:
        problem = TOO_LONG if asked else "Give a link or a name as q."
        return JsonResponse({"version": pages.VERSION, "error": problem}, status=400, headers=FOR_ALL_SITES)
    return _json(pages.verdict(register, asked, answer(register, asked)))


def _asked(request: HttpRequest) -> str:
    """What stands after `q=`. Read by hand: a QueryDict would cost as much as the answer."""
    for pair in reversed(request.META.get("QUERY_STRING", "").split("&")):
        if pair.startswith("q="):
            return unquote_plus(pair[2:]).strip()
    return ""


def _json(text: bytes) -> HttpResponse:
    return HttpResponse(text, content_type="application/json", headers=FOR_ALL_SITES)


def _no_school() -> JsonResponse:
    return JsonResponse({"version": pages.VERSION, "error": "There is no school here yet."}, status=404)


@require_safe
def poster(request: HttpRequest, pk: int) -> HttpResponse:
    """An A4 sheet with a code that leads to the school's own answer about this account (R4)."""
    account = get_object_or_404(Account.objects.visible_to(signed_in(request)), pk=pk)
    if not is_shown(account):
        raise WrongState("There is a poster as soon as the account is live and the public page shows it.")
    context = {
        "account": account,
        "back_url": account.get_absolute_url(),
        "code": qr_code(address_of(account)),
        "page_url": page_address(),
    }
    return document(request, "official/poster.html", context, name=f"poster-{account.pk}")
