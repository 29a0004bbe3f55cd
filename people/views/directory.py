"""Who is in the portal, one person's page, and adding somebody."""

from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from core import clock, rules
from core.pagination import KeysetPaginator
from core.views import attempt
from people import selectors, workflow
from people.absences.selectors import away_today
from people.current import signed_in
from people.forms import CorrectForm, PeopleFilter, PersonForm
from people.headers import keeps_its_address
from people.links import link_of
from people.models import Role, User
from people.panels import panels_of
from people.states import Standing
from school.models import MailSettings

NOBODY_YET: frozenset[str] = frozenset()


@require_GET
def list(request: HttpRequest) -> HttpResponse:
    viewer = signed_in(request)
    leads = viewer.holds(Role.SLT, Role.ADMINISTRATOR)
    filters = PeopleFilter(request.GET or None, leads=leads)
    found = selectors.directory(viewer, filters.chosen)
    waiting = selectors.waiting_for_invitation(viewer)
    page = KeysetPaginator(found, ("full_name", "pk"), per_page=30).page(request.GET.get("cursor"))
    context = {
        "filters": filters,
        "count": found.count(),
        "page": page,
        "away": away_today(page).keys(),
        "leads": leads,
        "today": clock.today(),
        "may_add": rules.ask("people.add_person", viewer, NOBODY_YET),
        "waiting": waiting,
        "waiting_title": f"{waiting:,} people were added and not invited yet",
    }
    return render(request, "people/list.html", context)


@require_GET
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """One person: who they are, what they may do, and for those who look after people, what happened."""
    viewer = signed_in(request)
    visible = User.objects.visible_to(viewer).select_related("line_manager").prefetch_related("grants")
    found = get_object_or_404(visible, pk=pk)
    leads = viewer.holds(Role.SLT, Role.ADMINISTRATOR)
    context = {
        "person": found,
        "standing": found.standing,
        "is_me": found.pk == viewer.pk,
        "leads": leads,
        "may_switch": rules.ask("people.switch", viewer, found),
        "may_correct": rules.ask("people.correct_person", viewer, found),
        "may_record_leaving": rules.ask("people.leaving_day", viewer, found),
        "shows_leaving": selectors.may_see_leaving(viewer, found),
        "sees_others": viewer.sees_others,
        "today": clock.today(),
        "may_clear": rules.ask("people.clear_second_steps", viewer, found),
        "may_ask_reset": rules.ask("people.ask_step_reset", viewer, found),
        "has_second_step": leads and is_mfa_enabled(found),
        "may_invite": rules.ask("people.invite", viewer, found),
        "can_use_link": found.standing in (Standing.ADDED, Standing.INVITED, Standing.ACTIVE),
        "link_until": selectors.link_until(found) if leads else None,
        "panels": panels_of(found, viewer),
        "history": selectors.history(found, with_sign_ins=leads) if leads or found.pk == viewer.pk else None,
    }
    return render(request, "people/person.html", context)


@keeps_its_address
def add_person(request: HttpRequest) -> HttpResponse:
    """Add somebody; the answer shows their single-use link, this once."""
    actor = signed_in(request)
    rules.require("people.add_person", actor, NOBODY_YET)
    form = PersonForm(request.POST or None)
    form.cancel_url = reverse("people:list")
    if request.method == "POST" and form.is_valid():
        made = attempt(form, workflow.add_person, actor=actor, **form.cleaned_data)
        if made is not None:
            return _link_page(request, *made)
    return render(request, "people/add_person.html", {"form": form})


@keeps_its_address
def correct_person(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a name, an address that was never used, whether somebody is employed, the first day, the line manager."""
    actor = signed_in(request)
    found = get_object_or_404(User.objects.visible_to(actor), pk=pk)
    rules.require("people.correct_person", actor, found)
    initial = {
        "full_name": found.full_name,
        "email": found.email,
        "is_employed": "yes" if found.is_employed else "no",
        "starts_on": found.starts_on,
        "line_manager": found.line_manager_id,
    }
    form = CorrectForm(request.POST or None, initial=initial, person=found)
    form.cancel_url = reverse("people:person", kwargs={"pk": found.pk})
    valid = request.method == "POST" and form.is_valid()
    if valid and attempt(form, workflow.correct_person, found, actor=actor, **form.cleaned_data) is not None:
        messages.success(request, "Saved.")
        return redirect("people:person", pk=found.pk)
    return render(request, "people/correct_person.html", {"form": form, "person": found})


@require_POST
def new_link(request: HttpRequest, pk: int) -> HttpResponse:
    """A new single-use link for somebody; the older ones end."""
    actor = signed_in(request)
    found = get_object_or_404(User.objects.visible_to(actor), pk=pk)
    token = workflow.invite(found, actor=actor)
    return _link_page(request, found, token)


def _link_page(request: HttpRequest, found: User, token: str) -> HttpResponse:
    # In the answer alone: neither the session nor a message ever holds the link.
    context = {"person": found, "link": link_of(token), "sends_mail": MailSettings.objects.exists()}
    return render(request, "people/link.html", context)
