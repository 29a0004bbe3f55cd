"""Notices about an incident: each names it and nothing else, leads to its file, and can be taken back (H5)."""

from collections.abc import Iterable

from django.urls import reverse

from incidents.models import Incident
from notifications import workflow as notifications
from people.models import User


def file_url(incident: Incident) -> str:
    return reverse("incidents:incident", kwargs={"ref": incident.public_id})


def causes(incident: Incident) -> str:
    """How the event of each notice about an incident begins: those of whoever is named are taken back by it."""
    return f"incident:{incident.pk}:"


def tell(
    people: Iterable[User], message: str, incident: Incident, cause: str, *, url: str = "", **params: str | int
) -> None:
    """Tell each of them once for this cause; the notice leads to the file, or to `url` within it."""
    notifications.tell(
        people,
        message,
        event=f"{causes(incident)}{cause}",
        url=url or file_url(incident),
        about=incident,
        reference=incident.reference,
        **params,
    )
