"""What somebody may do, and whether they may come in at all."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from core import clock, rules
from core.views import attempt, confirmed
from people import selectors, workflow
from people.current import signed_in
from people.fresh import fresh_sign_in, is_fresh
from people.models import Role, User


def _both(request: HttpRequest, pk: int) -> tuple[User, User]:
    """Who asks, and about whom."""
    actor = signed_in(request)
    return actor, get_object_or_404(User.objects.visible_to(actor).prefetch_related("grants"), pk=pk)


def _ask(
    request: HttpRequest, person: User, verb: Callable[..., User], context: dict[str, Any], done: str
) -> HttpResponse:
    back = reverse("people:person", kwargs={"pk": person.pk})
    return confirmed(request, partial(verb, person, actor=signed_in(request)), context, done=done, back=back)


def _role(role: str) -> Role:
    try:
        return Role(role)
    except ValueError:
        raise Http404 from None


@require_GET
@fresh_sign_in
def roles(request: HttpRequest, pk: int) -> HttpResponse:
    """Every role: held or not, with its button, or why there is none."""
    actor, person = _both(request, pk)
    if not actor.holds(Role.SLT, Role.ADMINISTRATOR):
        rules.require("people.change_role", actor, person, Role.STAFF)
    context = {"person": person, "lines": selectors.role_lines(actor, person)}
    return render(request, "people/roles.html", context)


@require_POST
def grant_role(request: HttpRequest, pk: int, role: str) -> HttpResponse:
    actor, person = _both(request, pk)
    chosen = _role(role)
    if not is_fresh(request):
        return redirect("people:roles", pk=person.pk)  # which asks to sign in again
    rules.require("people.change_role", actor, person, chosen)
    if attempt(request, workflow.grant_role, person, chosen, actor=actor) is not None:
        messages.success(request, f"{person.full_name} now holds the role “{chosen.label}”.")
    return redirect("people:roles", pk=person.pk)


@require_POST
def revoke_role(request: HttpRequest, pk: int, role: str) -> HttpResponse:
    actor, person = _both(request, pk)
    chosen = _role(role)
    rules.require("people.change_role", actor, person, chosen)
    if attempt(request, workflow.revoke_role, person, chosen, actor=actor) is not None:
        messages.success(request, f"{person.full_name} no longer holds the role “{chosen.label}”.")
    return redirect("people:roles", pk=person.pk)


def switch_off(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then end somebody's access."""
    actor, person = _both(request, pk)
    rules.require("people.switch", actor, person)
    context = {
        "title": f"Switch {person.full_name} off?",
        "points": [
            "Every session ends at once, on every device.",
            "Their invitation links stop working.",
            "They get no more e-mail from the portal.",
            "What they did stays on record. You can switch them on again later.",
        ],
        "button": "Switch off",
    }
    return _ask(request, person, workflow.switch_off, context, f"{person.full_name} is switched off.")


def switch_on(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then give somebody access again."""
    actor, person = _both(request, pk)
    rules.require("people.switch", actor, person)
    gone = person.leaves_on is not None and person.leaves_on < clock.today()
    context = {
        "title": f"Switch {person.full_name} on again?",
        "points": [
            "Their last working day is over, so they still cannot sign in. Change that day, or take it out."
            if gone
            else "They can sign in again with the password and the second step that they had.",
            "They hold the same roles as before: " + (", ".join(person.role_labels) or "none") + ".",
        ],
        "button": "Switch on",
    }
    done = f"{person.full_name} is switched on." if gone else f"{person.full_name} can sign in again."
    return _ask(request, person, workflow.switch_on, context, done)


def clear_second_steps(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then take away the second step of somebody whose phone is lost."""
    actor, person = _both(request, pk)
    rules.require("people.clear_second_steps", actor, person)
    context = {
        "title": f"Take away the second step of {person.full_name}?",
        "points": [
            "Their authenticator app, passkeys and recovery codes stop working here.",
            "Every session of theirs ends at once.",
            "They are told by e-mail. Make sure that it is really they who asked you: ring them, or see them.",
        ],
        "button": "Take it away",
        "harm": True,
    }
    done = f"The second step of {person.full_name} is gone. They are told."
    return _ask(request, person, workflow.clear_second_steps, context, done)
