"""What the vault's key is, and its recovery sheet: the only page that ever holds the key, once."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST

from accounts.vault import keeping
from accounts.vault.forms_keys import PutAwayForm
from accounts.vault.views.frame import tried, unkept
from accounts.vault.workflow import sheets
from core import rules
from core.documents import can_make_pdf, document
from core.views import attempt
from people.current import signed_in
from people.fresh import fresh_sign_in

SHOWN_FOR = 300  # seconds: long enough to print


@fresh_sign_in
def key(request: HttpRequest) -> HttpResponse:
    """Say what the key is and where it lies, lead to its sheet, and hear that the sheet is put away."""
    person = signed_in(request)
    if request.method != "POST":
        rules.require("vault.key_sheet", person)
    form = PutAwayForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        put_away = tried(form, sheets.put_away, actor=person, check=form.cleaned_data["check"])
        if put_away is not None:
            messages.success(request, "Thank you. The recovery sheet is put away.")
            return redirect("vault:key")
    elif request.method == "POST":
        rules.require("vault.key_sheet", person)
    context = {"place": keeping.place(), "form": form, "can_make_pdf": can_make_pdf(), "minutes": SHOWN_FOR // 60}
    return unkept(render(request, "vault/key.html", context))


@require_POST
@sensitive_variables()
@fresh_sign_in
def key_sheet(request: HttpRequest) -> HttpResponse:
    """Show the key, once: a page to print that leaves by itself, or a PDF. It is on the record before."""
    found = attempt(request, sheets.sheet, actor=signed_in(request))
    if found is None:
        return redirect("vault:key")
    back = reverse("vault:key")
    context = {
        "paper": keeping.paper_of(found),
        "key_id": found.id,
        "file": settings.VAULT_KEY_FILE,
        "address": settings.PUBLIC_URL,
        "seconds": SHOWN_FOR,
        "back_url": back,
    }
    response = unkept(document(request, "vault/key_sheet.html", context, name="recovery-sheet"))
    if response["Content-Type"].startswith("text/html"):
        response["Refresh"] = f"{SHOWN_FOR + 1}; url={back}"
    return response
