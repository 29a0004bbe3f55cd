"""What the list of deleted pictures reads."""

from django.db.models import QuerySet

from incidents.models import DeletedPicture, Incident
from people.models import User


def pictures(reader: User) -> "QuerySet[DeletedPicture]":
    """Those that `reader` sees, the newest first."""
    found: QuerySet[DeletedPicture] = DeletedPicture.objects.visible_to(reader).select_related("by", "seen_by")
    return found


def incidents_of(page: list[DeletedPicture], reader: User) -> dict[int, Incident]:
    """The incident of each picture, where the reader handles it. To anybody else there is none (H5). One query."""
    known = {picture.pk: picture.incident_id for picture in page if picture.incident_id is not None}
    found = Incident.objects.visible_to(reader).in_bulk(list(known.values()))
    return {picture: found[incident] for picture, incident in known.items() if incident in found}
