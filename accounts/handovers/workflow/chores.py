"""What the daily round does about handovers: what was missed, what is due, what is late. Rests on rows alone."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from accounts.handovers import steps
from accounts.handovers.dates import AGAIN_AFTER, REMINDERS, UNREADY_FOR, stage_of
from accounts.handovers.models import Cause, Handover
from accounts.handovers.states import Status
from accounts.handovers.workflow.ending import cancel
from accounts.handovers.workflow.opening import open_handover
from accounts.handovers.workflow.settling import settle
from accounts.handovers.workflow.telling import leads, notice, page_of, tell
from accounts.models import Runner
from accounts.readiness import unready_among
from accounts.states import OPEN
from accounts.states import Status as Register
from audit import workflow as audit
from core import clock, rules
from core.actors import Actor
from core.errors import Refused, WrongState
from notifications import workflow as notifications
from notifications.models import Notification
from notifications.workflow import Notice
from people.models import Role, User
from policy.selectors import readiness_of

audit.register("handovers.remind", "reminded people of handovers")


def open_missed(*, actor: Actor) -> int:
    """Open what should be going on for those who leave, have left, or are switched off. Returns how many."""
    opened = 0
    for person in User.objects.filter(Q(is_active=False) | Q(leaves_on__isnull=False)).filter(_runs_unhandled()):
        with suppress(Refused):  # settled by somebody a moment ago
            opened += settle(person, actor=actor)
    return opened


def _runs_unhandled() -> Exists:
    going = Handover.objects.going_on().filter(account=OuterRef("account"), person=OuterRef("person"))
    runs = Runner.objects.now().filter(person=OuterRef("pk"), account__status__in=OPEN)
    return Exists(runs.filter(~Exists(going)))


def open_unready(*, actor: Actor) -> int:
    """Hand over what somebody has not been ready to run for a fortnight (P2, P3). Returns how many were opened."""
    going = Handover.objects.going_on().filter(account=OuterRef("account"), person=OuterRef("person"))
    stopped = Runner.objects.now().filter(
        ~Exists(going), account__status=Register.LIVE, unready_since__lte=clock.now() - UNREADY_FOR
    )
    opened = 0
    # Asked again: who became ready today may not have been noted yet, and who has left is opened because of that.
    for row in unready_among(stopped):
        runner = row.runner
        with suppress(WrongState):
            open_handover(runner.account, runner.person, actor=actor, cause=Cause.NOT_READY)
            opened += 1
    return opened


def cancel_where_ready(*, actor: Actor) -> int:
    """End what lost readiness opened, where the person is ready again and nothing was begun. Returns how many."""
    waiting = Handover.objects.going_on().filter(cause=Cause.NOT_READY, status=Status.OPEN).select_related("person")
    handovers = list(waiting)
    standing = readiness_of({one.person_id: one.person for one in handovers}.values()) if handovers else {}
    ended = 0
    for handover in handovers:
        if standing[handover.person_id].ready and not steps.is_begun(handover):
            with suppress(WrongState):
                cancel(handover, actor=actor)
                ended += 1
    return ended


def look_for_overdue(*, actor: Actor) -> int:
    """Note whatever has become overdue, and tell SLT at once. Returns how many."""
    late = Handover.objects.going_on().filter(due_on__lt=clock.today(), overdue_at=None)
    noted = 0
    for handover in late:
        with suppress(WrongState):  # completed, or put off, a moment ago
            note_overdue(handover, actor=actor)
            noted += 1
    return noted


@audit.verb("handovers.overdue", "noted that the handover is overdue")
def note_overdue(handover: Handover, *, actor: Actor) -> Handover:
    """The day has passed: SLT and Administrators are told. Once. Raises NotAllowed and WrongState."""
    handover = audit.lock(handover)
    rules.require("handovers.overdue", actor, handover)
    if not handover.is_overdue or handover.overdue_at is not None:
        raise WrongState("This is not overdue, or was noted already.")
    handover.overdue_at = clock.now()
    handover.save(update_fields=["overdue_at"])
    audit.record("handovers.overdue", handover, actor=actor, due_on=handover.due_on.isoformat())
    tell(handover, leads(handover, Role.ADMINISTRATOR, Role.SLT), "handovers.overdue", f"overdue:{handover.due_on}")
    return handover


def remind(*, actor: Actor) -> int:
    """Remind of what falls due in 14, 7, 3 days and 1, and of what is overdue every third day, each once.

    A machine that was off sends the reminder that stands today, not those that it missed. Returns how many
    handovers somebody was reminded of.
    """
    rules.require("handovers.remind", actor)
    soon = clock.today() + timedelta(days=max(REMINDERS))
    going = Handover.objects.going_on().filter(due_on__lte=soon)
    found = list(going.select_related("account", "person__line_manager", "successor"))
    new = _not_sent(_due_notices(found))
    if not new:
        return 0
    with audit.unit("handovers.remind", actor=actor):
        notifications.tell_each(one for _, one in new)
        audit.record("handovers.remind", None, actor=actor, handovers=sorted({pk for pk, _ in new}))
    return len({pk for pk, _ in new})


def _due_notices(handovers: Iterable[Handover]) -> Iterable[tuple[int, Notice]]:
    administrators = list(User.objects.holding(Role.ADMINISTRATOR))
    slt = list(User.objects.holding(Role.SLT))
    today = clock.today()
    for handover in handovers:
        if handover.overdue_at is not None:
            since = (today - timezone.localtime(handover.overdue_at).date()).days // AGAIN_AFTER
            if since > 0:
                people = _but(handover, [*administrators, *slt])
                event = f"overdue:{handover.due_on}:again:{since}"
                yield handover.pk, notice(handover, people, "handovers.still_overdue", event)
            continue
        stage = stage_of(handover.due_on, today)
        opened_on = timezone.localtime(handover.opened_at).date()
        # Whoever was told today that it was opened need not be told again.
        if stage is None or opened_on == today:
            continue
        people = [*_but(handover, administrators), *_themselves(handover)]
        event = f"due:{handover.due_on}:{stage}"
        yield handover.pk, notice(handover, people, "handovers.due", event)
        manager = handover.person.line_manager
        if manager is not None and manager.may_sign_in and manager.pk not in {one.pk for one in people}:
            yield handover.pk, notice(handover, [manager], "handovers.due", event, url=page_of(handover.person))


def _but(handover: Handover, people: Iterable[User]) -> list[User]:
    return [one for one in people if one.pk != handover.person_id]


def _themselves(handover: Handover) -> list[User]:
    """The person, and a successor who has not answered."""
    asked = handover.successor if handover.status == Status.ASKED else None
    return [one for one in (handover.person, asked) if one is not None and one.may_sign_in]


def _not_sent(notices: Iterable[tuple[int, Notice]]) -> list[tuple[int, Notice]]:
    rows = list(notices)
    sent = set(Notification.objects.filter(event__in=[one.event for _, one in rows]).values_list("event", flat=True))
    return [(pk, one) for pk, one in rows if one.event not in sent and one.recipients]
