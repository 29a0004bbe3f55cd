"""The review that each version is due: confirmed without a change, and asked for in time (P1)."""

from datetime import date

from django.urls import reverse

from audit import workflow as audit
from core import clock, rules, times
from core.actors import Actor
from core.errors import InvalidInput, WrongState
from notifications import workflow as notifications
from notifications.models import Notification
from people.current import person
from people.models import Role, User
from people.workflow.inviting import one_at_a_time
from policy import selectors
from policy.models import PolicyVersion, Review
from policy.states import Status

audit.register("policy.remind_review", "reminded the leadership team to review the policy")

MESSAGE = "policy.review"
BEFORE = (7, 30, 60)  # days before the review is due; the day itself counts
WEEK = 7  # days


@audit.verb("policy.confirm_review", "reviewed this version of the policy and left its words as they are")
def confirm_review(version: PolicyVersion, *, actor: Actor, review_on: date, seen: date | None = None) -> PolicyVersion:
    """Set the next review of the version in force: its words stay, so nobody has to read it again (P1).

    `seen` is the review day that stood on the page. Raises NotAllowed, WrongState (not in force, or reviewed by
    somebody else meanwhile) and InvalidInput (no day to come).
    """
    version = audit.lock(version)
    rules.require("policy.write", actor)
    reviewer = person(actor)
    if version.status != Status.PUBLISHED or version.review_on is None:
        raise WrongState("A newer version of the policy is in force now. This one is not reviewed any more.")
    if seen is not None and seen != version.review_on:
        raise WrongState("Somebody else has confirmed the review while you were looking.")
    if review_on <= clock.today():
        raise InvalidInput("Choose a day to come.", "review_on")
    Review.objects.create(
        version=version,
        reviewed_by=reviewer,
        reviewed_at=clock.now(),
        was_due_on=version.review_on,
        next_due_on=review_on,
    )
    version.review_on = review_on
    version.save(update_fields=["review_on"])
    audit.record("policy.confirm_review", version, actor=actor, number=version.number, next=review_on.isoformat())
    notifications.tell(
        User.objects.holding(Role.SLT).exclude(pk=reviewer.pk),
        "policy.reviewed",
        event=f"policy:{version.pk}:reviewed:{review_on.isoformat()}",
        url=reverse("policy:index"),
        about=version,
        who=reviewer.full_name,
        number=version.number,
        day=times.day(review_on),
    )
    return version


def remind_review(*, actor: Actor) -> int:
    """Ask SLT for the review that is due: 60, 30 and 7 days before, and every week from the day after (P1).

    Only the latest of these that has come is sent, so a portal that was off sends one, not three. Whoever has been
    told is not told again. Returns how many people were asked.
    """
    rules.require("policy.remind_review", actor)
    version = selectors.current_version()
    stage = None if version is None or version.review_on is None else stage_on(clock.today(), version.review_on)
    if version is None or version.review_on is None or stage is None:
        return 0
    event = f"policy:{version.pk}:review:{version.review_on.isoformat()}:{stage}"
    if not _not_told(event):
        return 0
    with audit.unit("policy.remind_review", actor=actor):
        one_at_a_time()
        people = _not_told(event)  # another round may have come first
        if not people:
            return 0
        late = version.review_on < clock.today()
        notifications.tell(
            people,
            MESSAGE,
            event=event,
            url=reverse("policy:review"),
            about=version,
            number=version.number,
            when=f"{'was' if late else 'is'} to be reviewed by {times.day(version.review_on)}",
        )
        audit.record("policy.remind_review", version, actor=actor, people=sorted(one.pk for one in people))
    return len(people)


def _not_told(event: str) -> list[User]:
    told = Notification.objects.filter(event=event, template=MESSAGE).values("recipient")
    return list(User.objects.holding(Role.SLT).exclude(pk__in=told))


def stage_on(today: date, review_on: date) -> str | None:
    """Which reminder was the last to fall due: "60", "30", "7", or "late:0" and "late:1" for the weeks after."""
    left = (review_on - today).days
    if left < 0:
        return f"late:{(-left - 1) // WEEK}"
    return next((str(days) for days in BEFORE if left <= days), None)
