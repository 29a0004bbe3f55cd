"""The case file. Each page fetches through `visible_to`, calls one verb, and leads back to the file."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from core import clock, rules
from core.forms import PortalForm
from core.views import attempt
from incidents import case_page, selectors, timeline, workflow
from incidents.case_forms import EntryForm, TimelineFilter
from incidents.models import Incident
from incidents.not_now import NotNow, why_not_now
from incidents.opened import names_by_part
from incidents.sections import sections
from incidents.states import Status
from people.current import signed_in
from people.models import User


def found_file(request: HttpRequest, ref: str) -> tuple[Incident, User]:
    person = signed_in(request)
    visible = selectors.with_assess_by(Incident.objects.visible_to(person)).select_related(
        "reporter", "lead", "first", "account", "item"
    )
    return get_object_or_404(visible, public_id=ref), person


def incident(request: HttpRequest, ref: str) -> HttpResponse:
    """The case file. Opening it is recorded, but not again within the minute: whoever writes in it comes back to it."""
    found, person = found_file(request, ref)
    since = case_page.last_read(found, person)
    if since is None or since <= clock.now() - case_page.AGAIN:
        workflow.read(found, actor=person)
    filters = TimelineFilter(request.GET or None)
    lines = timeline.timeline_of(found, filters.chosen, request.GET.get("cursor"), reader=person, since=since)
    may = selectors.choices(found, person)
    handlers = list(workflow.handlers(found).prefetch_related("grants"))
    drawn = sections(found, person)
    context = {
        "incident": found,
        "timeline": lines,
        "page": lines.page,
        "since": since,
        "filters": filters,
        "people": case_page.people_in(found),
        "handlers": handlers,
        "may": may,
        "next": case_page.next_step(found, may),
        "entry_form": EntryForm(readers=names_by_part(found)) if may["handle"] else None,
        "sections": drawn,
        "contents": case_page.contents(drawn, is_new=found.status == Status.REPORTED),
    }
    answer = render(request, "incidents/incident.html", context)
    if not rules.ask("incidents.read", person, found):
        raise Http404  # named in it while this was put together: it is not there for them (H5)
    return answer


def nothing_to_do(request: HttpRequest, found: Incident, person: User, stem: str, heading: str) -> HttpResponse | None:
    """Where the page `stem` is opened and makes no sense now: a page that says so, and leads back to the file."""
    now = why_not_now(stem, found, person) if request.method != "POST" else None
    return None if now is None else say_not_now(request, found, now, heading)


def say_not_now(request: HttpRequest, found: Incident, now: NotNow, heading: str) -> HttpResponse:
    ref = {"ref": found.public_id}
    instead = reverse(f"incidents:{now.stem}", kwargs=ref) if now.stem else ""
    context = {"incident": found, "now": now, "heading": heading, "instead": instead}
    context["back"] = reverse("incidents:incident", kwargs=ref)
    return render(request, "incidents/not_now.html", context, status=now.status)


def step(
    request: HttpRequest,
    found: Incident,
    person: User,
    form: PortalForm,
    verb: Callable[..., Any],
    heading: str,
    done: str,
    part: str = "",
    more: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """One form, one verb: back to the file when it is done, to its `part` (an id of the page).

    Opened where it makes no sense as the file stands, it says so instead.
    """
    match = request.resolver_match
    not_now = nothing_to_do(request, found, person, match.url_name or "" if match else "", heading)
    if not_now is not None:
        return not_now
    back = reverse("incidents:incident", kwargs={"ref": found.public_id}) + (f"#{part}" if part else "")
    form.cancel_url = back
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(form, verb, found, actor=person, **form.cleaned_data) is not None
    ):
        messages.success(request, done)
        return redirect(back)
    context = {"incident": found, "form": form, "heading": heading, **(more or {})}
    return render(request, "incidents/step.html", context)
