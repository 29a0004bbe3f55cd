"""Asking those who are not ready to read the policy and to be trained. Row A3."""

from datetime import datetime

from django.utils import timezone

from applications.models import Application, Revision
from applications.states import UNDECIDED
from audit import workflow as audit
from core import clock, rules
from core.actors import Actor, SystemActor
from core.errors import WrongState
from notifications import workflow as notifications
from notifications.models import Notification
from people.models import User
from policy.selectors import readiness_of
from school.models import school_zone

MESSAGE = "applications.reminder"


@audit.verb("applications.remind_runners", "reminded the runners who are not ready")
def remind_runners(application: Application, *, actor: Actor) -> list[User]:
    """Remind each runner who is not ready, at most once a day per person and case. Returns who was reminded.

    Raises NotAllowed, and WrongState where nobody is left to remind, or the case is decided.
    """
    application = audit.lock(application)
    rules.require("applications.remind_runners", actor, application)
    if application.status not in UNDECIDED:
        raise WrongState("This business case is decided, so nobody needs to be reminded.")
    unready = unready_runners(application.revision_for(actor) if isinstance(actor, User) else application.latest())
    if not unready:
        raise WrongState("Everybody whom this business case names is ready.")
    people = not_reminded_today(application, unready)
    if not people:
        raise WrongState("Everybody who is not ready was reminded today already. You can remind them again tomorrow.")
    notifications.tell(
        people,
        MESSAGE,
        event=_event(application),
        url="/policy/",
        about=application,
        case=application.pk,
        asker="The portal" if isinstance(actor, SystemActor) else actor.get_full_name(),
    )
    audit.record("applications.remind_runners", application, actor=actor, people=[person.pk for person in people])
    return people


def unready_runners(revision: Revision) -> list[User]:
    """The runners who lack the policy or training, and can still sign in."""
    people = [runner.person for runner in revision.runners.select_related("person")]
    readiness = readiness_of(people)
    return [person for person in people if person.may_sign_in and not readiness[person.pk].ready]


def not_reminded_today(application: Application, people: list[User]) -> list[User]:
    """Those of `people` whom nobody has reminded of this case today (the school's day)."""
    reminded = set(
        Notification.objects.filter(template=MESSAGE, event=_event(application)).values_list("recipient", flat=True)
    )
    return [person for person in people if person.pk not in reminded]


def last_reminded(application: Application) -> dict[int, datetime]:
    """When each person was reminded of this case last, by the person's key."""
    rows = Notification.objects.filter(
        template=MESSAGE, about_type=application._meta.label_lower, about_id=str(application.pk)
    )
    return dict(rows.order_by("created_at").values_list("recipient", "created_at"))


def _event(application: Application) -> str:
    return f"application:{application.pk}:reminder:{timezone.localtime(clock.now(), school_zone()).date()}"
