"""What signing in puts on somebody's Today page: a request that a lost second step be taken away."""

from django.urls import reverse

from core import clock
from core.registry import Need, needs
from people.models import StepReset, User
from people.workflow.second_steps import RESET_LASTS


@needs
def lost_second_steps(person: User) -> list[Need]:
    """For whoever may agree, and for the person whose second step it is."""
    since = clock.now() - RESET_LASTS
    waiting = StepReset.objects.visible_to(person).filter(decided_at=None, asked_at__gt=since)
    found = []
    for reset in waiting.exclude(asked_by=person).select_related("person", "asked_by"):
        whose = "your second step" if reset.person_id == person.pk else f"the lost second step of {reset.person}"
        sentence = f"{reset.asked_by} asks to take away {whose}"
        place = reverse("people:step_reset", kwargs={"pk": reset.pk})
        found.append(Need(sentence, place, "Agree or refuse", due_at=reset.asked_at + RESET_LASTS, urgency=1))
    return found
