"""A compromising picture taken by accident was deleted: that is recorded, seen, and where it must be, reported (C6)."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse

from audit import workflow as audit
from core import clock, rules
from core.errors import InvalidInput, WrongState
from incidents import workflow as incidents
from incidents.deleted_pictures import messages as _messages  # noqa: F401  (registers the message)
from incidents.deleted_pictures.rules import LOOKS
from incidents.models import DeletedPicture, Incident
from incidents.workflow import Named
from notifications import workflow as notifications
from people.models import User


@audit.verb("incidents.record_deleted_picture", "recorded that a picture was deleted at once")
def record_deleted_picture(
    *,
    actor: User,
    taken_at: datetime,
    deleted_at: datetime,
    device: str,
    words: str,
    from_bin: bool = False,
    from_cloud: bool = False,
    was_shared: bool = False,
) -> DeletedPicture:
    """Record the deletion; no picture is ever uploaded. SLT and the safeguarding leads are told, without details.

    The same record sent twice is one. Raises NotAllowed, InvalidInput (a time to come, deleted before it was taken,
    no device or no words).
    """
    rules.require("incidents.record_deleted_picture", actor)
    now = clock.now()
    if taken_at > now:
        raise InvalidInput("This time is still to come.", "taken_at")
    if deleted_at > now:
        raise InvalidInput("This time is still to come. Delete it first, then record it.", "deleted_at")
    if deleted_at < taken_at:
        raise InvalidInput("It cannot have been deleted before it was taken.", "deleted_at")
    if not device.strip():
        raise InvalidInput("Say what it was taken with.", "device")
    if not words.strip():
        raise InvalidInput("Say in a few words what kind of picture it was.", "words")
    # Held, so that two clicks do not record one thing twice.
    User.objects.get_queryset().select_for_update(no_key=True).get(pk=actor.pk)
    fields = {
        "taken_at": taken_at, "deleted_at": deleted_at, "device": device.strip(), "words": words.strip(),
        "from_bin": from_bin, "from_cloud": from_cloud, "was_shared": was_shared,
    }  # fmt: skip
    recorded: DeletedPicture | None = DeletedPicture.objects.filter(by=actor, **fields).first()
    if recorded is not None:
        audit.record("incidents.record_deleted_picture", recorded, actor=actor, again=True)
        return recorded
    picture: DeletedPicture = DeletedPicture.objects.create(by=actor, recorded_at=now, **fields)
    notifications.tell(
        User.objects.holding(*LOOKS).exclude(pk=actor.pk),
        "incidents.picture_deleted",
        event=f"deleted-picture:{picture.pk}",
        url=reverse("incidents:deleted_pictures"),
        about=picture,
    )
    return picture


@audit.verb("incidents.mark_picture_seen", "saw that a picture was deleted")
def mark_picture_seen(picture: DeletedPicture, *, actor: User) -> DeletedPicture:
    """Note who of SLT or the safeguarding leads saw the record first. Raises NotAllowed, WrongState (seen already)."""
    picture = audit.lock(picture)
    rules.require("incidents.mark_picture_seen", actor, picture)
    if picture.seen_at is not None:
        raise WrongState("Somebody has marked this as seen already.")
    picture.seen_by, picture.seen_at = actor, clock.now()
    picture.save(update_fields=["seen_by", "seen_at"])
    return picture


@audit.verb("incidents.report_deleted_picture", "reported the deleted picture as an incident")
def report_deleted_picture(
    picture: DeletedPicture,
    *,
    actor: User,
    category: str,
    what_happened: str,
    where: str = "",
    happened_at: datetime | None = None,
    danger: bool = False,
    people: Iterable[Named] = (),
    links: Iterable[str] = (),
) -> Incident:
    """Report it as an incident, which its handlers alone learn of: the record of the picture says nothing of it.

    No file comes along: of such a picture none is ever taken in. Raises NotAllowed, InvalidInput.
    """
    picture = audit.lock(picture)
    rules.require("incidents.report_deleted_picture", actor, picture)
    incident = incidents.report(
        actor=actor,
        category=category,
        what_happened=what_happened,
        where=where,
        happened_at=happened_at,
        danger=danger,
        people=people,
        links=list(links),
    )
    if picture.incident_id is None:
        picture.incident = incident
        picture.save(update_fields=["incident"])
    return incident
