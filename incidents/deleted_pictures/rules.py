"""Who may record that a picture was deleted, and who sees it (C6)."""

from core.actors import Actor
from core.rules import ALLOWED, Denied, Verdict, is_one_of, rule
from incidents.models import DeletedPicture
from people.models import Role, User

LOOKS = (Role.SLT, Role.SAFEGUARDING_LEAD, Role.DEPUTY_SAFEGUARDING_LEAD)


@rule("incidents.record_deleted_picture")
def record_deleted_picture(actor: Actor) -> Verdict:
    if isinstance(actor, User) and actor.may_sign_in:
        return ALLOWED
    return Denied("Only people who can sign in may record this here.")


@rule("incidents.mark_picture_seen")
def mark_picture_seen(actor: Actor, picture: DeletedPicture) -> Verdict:
    """SLT and the safeguarding leads; nobody for a picture that they deleted themselves."""
    if not is_one_of(actor, *LOOKS):
        return Denied("SLT and the safeguarding leads look at this.")
    if isinstance(actor, User) and picture.by_id == actor.pk:
        return Denied("You recorded this yourself, so somebody else looks at it.")
    return ALLOWED


@rule("incidents.report_deleted_picture")
def report_deleted_picture(actor: Actor, picture: DeletedPicture) -> Verdict:
    if isinstance(actor, User) and DeletedPicture.objects.visible_to(actor).filter(pk=picture.pk).exists():
        return ALLOWED
    return Denied("Only whoever recorded it, SLT and the safeguarding leads report it from here.")
