"""What the policy asks of somebody today (P1, P2, P7); training (P3) is the matter of policy/courses."""

from datetime import datetime, timedelta

from django.urls import reverse

from core import clock, times, worktime
from core.registry import Need, needs
from people.models import User
from policy import selectors
from school.models import school_zone

REVIEW_WARNING = timedelta(days=60)
REVIEW_IS_NEAR = timedelta(days=7)


@needs
def own_standing(person: User) -> list[Need]:
    """My acknowledgement and my yearly declaration that are missing or out of date, once there is a policy."""
    version = selectors.current_version()
    if version is None:
        return []
    standing = selectors.readiness(person)
    found = own_declaration(selectors.declared(person))
    if standing.acknowledged_at is None:
        sentence = (
            "Your policy acknowledgement is out of date: a new version is in force"
            if standing.acknowledged_older
            else "You have not yet read and acknowledged the social media policy"
        )
        found.insert(0, Need(sentence, reverse("policy:read"), "Read the policy", urgency=1))
    return found


def own_declaration(standing: selectors.Declared) -> list[Need]:
    """The declaration that has to be made, or runs out soon (P7)."""
    url = reverse("policy:declare")
    if standing.runs_out_soon and standing.until is not None:
        due = worktime.end_of_day(standing.until, school_zone())
        return [Need("Your yearly declaration runs out soon", url, "Make it again", due_at=due)]
    if standing.counts:
        return []
    sentence = (
        "The words of the yearly declaration have changed"
        if standing.older_words
        else f"Your yearly declaration ran out on {times.day(standing.until)}"
        if standing.until is not None
        else "You have not yet made the yearly declaration"
    )
    return [Need(sentence, url, "Make the declaration", urgency=1)]


@needs
def review(person: User) -> list[Need]:
    """For SLT: the policy that is to be reviewed within a week (P1), and the one that is missing.

    Earlier than a week the banner of the same page says it, and other work comes first.
    """
    if not person.is_slt:
        return []
    version = selectors.current_version()
    if version is None:
        there = selectors.draft() is not None
        sentence = "The draft of the policy is not published yet" if there else "The policy is not in the portal yet"
        return [Need(sentence, reverse("policy:draft"), "Go on with it" if there else "Write it", urgency=1)]
    if version.review_on is None or version.review_on - clock.today() > REVIEW_IS_NEAR:
        return []
    due: datetime = worktime.end_of_day(version.review_on, school_zone())
    sentence, urgency = "The social media policy is to be reviewed", 0 if version.review_is_overdue else 2
    return [Need(sentence, reverse("policy:review"), "Review it", due, urgency)]
