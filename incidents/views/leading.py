"""Who leads the investigation."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from incidents import workflow
from incidents.case_forms import LeadForm
from incidents.models import Incident
from incidents.states import SHUT_OUT
from incidents.views.case_file import found_file, step
from people.models import User

MOST = 12  # of those who handle it are offered; everybody else is found by name


def _form(request: HttpRequest, found: Incident, **kwargs: Any) -> LeadForm:
    shut_out = found.involvements.filter(part__in=SHUT_OUT, ended_at=None, person__isnull=False).values("person")
    handlers = workflow.handlers(found).prefetch_related("grants")
    in_order = sorted(handlers, key=lambda one: (one.pk != found.first_id, one.full_name))[:MOST]
    return LeadForm(
        request.POST if request.method == "POST" else None,
        handlers=[one for one in in_order if one.pk != found.lead_id],
        others=User.objects.employed().exclude(pk__in=shut_out).exclude(pk=found.lead_id or 0),
        **kwargs,
    )


def start_investigation(request: HttpRequest, ref: str) -> HttpResponse:
    found, person = found_file(request, ref)
    form = _form(request, found)
    heading = "Start the investigation"
    return step(request, found, person, form, workflow.start_investigation, heading, "The investigation has started.")


def change_lead(request: HttpRequest, ref: str) -> HttpResponse:
    """Somebody else leads it from now on."""
    found, person = found_file(request, ref)
    form = _form(request, found)
    form.submit_label = "Change the lead"
    heading = "Change who leads it" if found.lead_id else "Choose who leads it"
    return step(request, found, person, form, workflow.change_lead, heading, "The lead is changed.")
