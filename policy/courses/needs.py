"""What training asks of somebody today (P3)."""

from django.urls import reverse

from core import clock, times, worktime
from core.registry import Need, needs
from people.models import User
from policy import selectors as policy
from policy.courses import selectors
from policy.courses.models import Course
from school.models import school_zone


@needs
def own_training(person: User) -> list[Need]:
    """My training that is missing, ran out or runs out, with the way to it: the course, or SLT where there is none."""
    until, today = policy.readiness(person).trained_until, clock.today()
    if until is not None and until - today > selectors.SOON:
        return []
    url = selectors.where_to_train()
    ask = "" if url else ". Ask SLT for a new date"
    url, button = (url, "Take the course") if url else (reverse("courses:index"), "See your training")
    if until is None:
        # Without a course there is nothing that one could do about it oneself.
        words = "You have not done the social media training yet"
        return [Need(words, url, button)] if not ask and person.roles else []
    if until < today:
        return [Need(f"Your training ran out on {times.day(until)}{ask}", url, button, urgency=1)]
    due = worktime.end_of_day(until, school_zone())
    return [Need(f"Your training runs out soon{ask}", url, button, due_at=due)]


@needs
def no_course(person: User) -> list[Need]:
    """For SLT: nobody can be trained here, because no course is offered."""
    if not person.is_slt or Course.objects.live().exists():
        return []
    return [Need("No training course is offered yet", reverse("courses:index"), "Add the starter course")]
