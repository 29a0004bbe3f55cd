"""Where a case file is."""

from django.urls import reverse

from incidents.models import Incident


def file_url(incident: Incident) -> str:
    return reverse("incidents:incident", kwargs={"ref": incident.public_id})
