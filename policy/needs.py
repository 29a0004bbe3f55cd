"""What the policy asks of somebody today (P1, P2, P3)."""

from datetime import datetime, timedelta

from django.urls import reverse

from core import clock, times, worktime
from core.registry import Need, needs
from people.models import User
from policy import selectors
from school.models import school_zone

TRAINING_WARNING = timedelta(days=30)
REVIEW_WARNING = timedelta(days=60)


@needs
def own_standing(person: User) -> list[Need]:
    """My acknowledgement that is missing or out of date, and my training that runs out."""
    version = selectors.current_version()
    standing = selectors.readiness(person)
    found = []
    if version is not None and standing.acknowledged_at is None:
        sentence = (
            "Your policy acknowledgement is out of date: a new version is in force"
            if standing.acknowledged_older
            else "You have not yet read and acknowledged the social media policy"
        )
        found.append(Need(sentence, reverse("policy:read"), "Read the policy", urgency=1))
    until, today = standing.trained_until, clock.today()
    if until is not None and until < today:
        sentence = f"Your training ran out on {times.day(until)}. Ask SLT for a new date"
        found.append(Need(sentence, reverse("policy:index"), "See your training", urgency=1))
    elif until is not None and until - today <= TRAINING_WARNING:
        sentence = "Your training runs out soon. Ask SLT for a new date"
        due = worktime.end_of_day(until, school_zone())
        found.append(Need(sentence, reverse("policy:index"), "See your training", due_at=due))
    return found


@needs
def review(person: User) -> list[Need]:
    """For SLT: the policy that is to be reviewed (P1), and the one that is missing."""
    if not person.is_slt:
        return []
    version = selectors.current_version()
    if version is None:
        there = selectors.draft() is not None
        sentence = "The draft of the policy is not published yet" if there else "The policy is not in the portal yet"
        return [Need(sentence, reverse("policy:draft"), "Go on with it" if there else "Write it", urgency=1)]
    if version.review_on is None or version.review_on - clock.today() > REVIEW_WARNING:
        return []
    due: datetime = worktime.end_of_day(version.review_on, school_zone())
    sentence, urgency = "The social media policy is to be reviewed", 0 if version.review_is_overdue else 2
    return [Need(sentence, reverse("policy:draft"), "Write the next version", due, urgency)]
