"""The end of an account: announced, put away, deleted on its platform, closed in the register (R3)."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from accounts import checklist_states, workflow
from accounts.life import announcing, selectors
from accounts.life.forms import ClosingForm, StartClosingForm
from accounts.models import Account, Purpose
from accounts.states import Status
from accounts.vault import selectors as vault
from accounts.vault import workflow as vault_verbs
from accounts.views.provisioning import account_of
from core import rules
from core.views import answer_autosave, attempt, confirmed
from people.current import signed_in
from school.models import current_school


def start_closing(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask why the account is given up, and what families are told."""
    account, person = account_of(request, pk), signed_in(request)
    rules.require("accounts.close", person, account)
    if account.status == Status.CLOSING:
        return redirect(selectors.closing_url(account))
    school = current_school()
    draft = announcing.draft(account, school.name if school else "The school")
    form = StartClosingForm(request.POST or None, initial={"announcement": draft})
    form.cancel_url = account.get_absolute_url()
    if request.method == "POST" and form.is_valid():
        begun = attempt(form, workflow.start_closing, account, actor=person, **form.cleaned_data)
        if begun is not None:
            messages.success(request, "The closing has begun. Those who run the account are told.")
            return redirect(selectors.closing_url(account))
    return render(request, "accounts/start_closing.html", {"account": account, "form": form})


@require_GET
def closing(request: HttpRequest, pk: int) -> HttpResponse:
    """What is left to do before an account is closed."""
    return _page(request, account_of(request, pk), None)


def _page(request: HttpRequest, account: Account, form: ClosingForm | None) -> HttpResponse:
    if account.status != Status.CLOSING:
        return redirect(account)
    return render(request, "accounts/closing.html", _closing(request, account, form))


def _closing(request: HttpRequest, account: Account, form: ClosingForm | None) -> dict[str, Any]:
    steps = checklist_states.checklist(account, Purpose.CLOSE)
    kept = [card for card in vault.of_account(account) if card.credential.retired_at is None]
    form = form or ClosingForm(
        initial={"announcement": account.announcement, "kept_archive": account.kept_archive},
    )
    form.form_action = "../prepare-closing/"
    form.autosave_url = "../prepare-closing/"
    return {
        "account": account,
        "steps": steps,
        "purpose": Purpose.CLOSE,
        "done": sum(step.done for step in steps),
        "form": form,
        "may_tick": rules.ask("accounts.close", signed_in(request), account),
        "may_edit": rules.ask("accounts.edit_checklists", signed_in(request)),
        "may_be_nothing": selectors.may_be_nothing_there(account),
        "nothing_there": selectors.nothing_there(account),
        "nothing_key": selectors.NOTHING_THERE,
        "in_vault": kept,
        "may_retire": bool(kept) and rules.ask("vault.retire", signed_in(request), kept[0].credential),
        "missing": selectors.missing_to_close(account, account.kept_archive, short=True),
    }


@require_POST
def prepare_closing(request: HttpRequest, pk: int) -> HttpResponse:
    """Save what families are told and what is kept."""
    account = account_of(request, pk)
    rules.require("accounts.close", signed_in(request), account)
    form = ClosingForm(request.POST)
    by_itself = request.headers.get("X-Autosave") == "yes"
    saved = None
    if form.is_valid():
        saved = attempt(form, workflow.prepare_closing, account, actor=signed_in(request), **form.cleaned_data)
    if by_itself:
        return answer_autosave(saved=saved is not None)
    if saved is not None:
        messages.success(request, "These words are saved.")
        return redirect("accounts:closing", pk=pk)
    return _page(request, account, form)


def retire_secrets(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask before everything that is kept for the account is given up."""
    account, person = account_of(request, pk), signed_in(request)
    rules.require("accounts.close", person, account)
    back = selectors.closing_url(account)
    if account.status != Status.CLOSING:
        return redirect(account)
    ask = {
        "title": f"Give up everything kept for “{account.name}”?",
        "points": [
            "Nobody can use it any more. It stays sealed in the vault for the record.",
            "Whoever was given one of them for a time loses it now.",
            "Be sure that nobody has to sign in to the platform any more: an Administrator can still look one up.",
        ],
        "harm": True,
        "button": "Give all of them up",
    }
    verb = partial(vault_verbs.retire_all, account, actor=person)
    return confirmed(request, verb, ask, done="Everything kept for the account is given up.", back=back)


def finish_closing(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask before the account is closed in the register."""
    account, person = account_of(request, pk), signed_in(request)
    rules.require("accounts.close", person, account)
    ask = {
        "title": f"Close “{account.name}”?",
        "points": [
            "The register keeps the account, and shows families that it was the school's and is closed.",
            "Nobody runs it any more, and its comments are no longer watched.",
            "Everything recorded about it stays.",
        ],
        "harm": True,
        "button": "Close the account",
    }
    verb = partial(workflow.finish_closing, account, actor=person)
    back = selectors.closing_url(account)
    done = f"“{account.name}” is closed. Those who ran it are told."
    return confirmed(request, verb, ask, done=done, back=back, then=account.get_absolute_url())


def call_off_closing(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask before the account is kept after all."""
    account, person = account_of(request, pk), signed_in(request)
    rules.require("accounts.close", person, account)
    ask = {
        "title": f"Keep “{account.name}” after all?",
        "points": [
            "The account goes back to where it was before, and those who run it are told.",
            "What was ticked here is put away. What was given up in the vault stays so: put it in again.",
            "If the platform was asked to delete it, take that back there before its waiting time is over.",
        ],
        "button": "Keep the account",
    }
    verb = partial(workflow.call_off_closing, account, actor=person)
    done = f"“{account.name}” is kept. Those who run it are told."
    back = account.get_absolute_url()
    return confirmed(request, verb, ask, done=done, back=back)
