"""Stopping an account at once, the checklist after it was hacked, and using it again (R1)."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts import checklist_states, workflow
from accounts.life import selectors
from accounts.life.forms import SuspendForm
from accounts.models import Purpose
from accounts.states import Status
from accounts.views.provisioning import account_of
from accounts.workflow.provisioning import OPEN_IN
from core import rules
from core.views import confirmed
from people.current import signed_in


def suspend(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask before an account is stopped, and why."""
    account, person = account_of(request, pk), signed_in(request)
    rules.require("accounts.suspend", person, account)
    ask = {
        "title": f"Suspend “{account.name}”?",
        "points": [
            "The register shows it as suspended, and those who run it are told to post nothing.",
            "Its comments are still watched and answered.",
            "Its passwords stay in the vault. The portal cannot stop anybody on the platform itself.",
            "An Administrator or a member of SLT says when it is used again.",
        ],
        "button": "Suspend the account",
        "form": SuspendForm(request.POST or None),
    }
    done = f"“{account.name}” is suspended. Those who run it are told."
    return confirmed(
        request, partial(workflow.suspend, account, actor=person), ask, done=done, back=account.get_absolute_url()
    )


def resume(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask before a suspended account is used again."""
    account, person = account_of(request, pk), signed_in(request)
    rules.require("accounts.resume", person, account)
    back_to = Status(account.status_before).label if account.status_before else ""
    ask = {
        "title": f"Use “{account.name}” again?",
        "points": [
            f"The account is “{back_to}” again, and those who run it are told.",
            "The ticks of the checklist for hacked accounts are put away.",
        ],
        "button": "It is safe: use it again",
    }
    done = f"“{account.name}” is not suspended any more."
    return confirmed(
        request, partial(workflow.resume, account, actor=person), ask, done=done, back=account.get_absolute_url()
    )


@require_GET
def hacked(request: HttpRequest, pk: int) -> HttpResponse:
    """What to do after somebody else got into the account."""
    account, person = account_of(request, pk), signed_in(request)
    steps = checklist_states.checklist(account, Purpose.HACKED)
    context = {
        "account": account,
        "steps": steps,
        "purpose": Purpose.HACKED,
        "done": sum(step.done for step in steps),
        "may_tick": rules.ask("accounts.clear_up", person, account),
        "is_open": account.status in OPEN_IN[Purpose.HACKED][1],
        "may_suspend": rules.ask("accounts.suspend", person, account),
        "may_resume": rules.ask("accounts.resume", person, account),
        "may_edit": rules.ask("accounts.edit_checklists", person),
        "suspended": account.status == Status.SUSPENDED,
        "missing": selectors.missing_to_resume(account, short=True),
        "to_change": selectors.compromised(account),
    }
    return render(request, "accounts/hacked.html", context)
