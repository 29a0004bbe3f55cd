"""What of the agencies waits for a person. Which one it is, and about what, only the file says."""

from django.urls import reverse
from django.utils import timezone

from core import clock
from core.registry import Need, needs
from incidents.agencies import selectors
from incidents.models import Referral
from people.models import Role, User

MOST = 20


@needs
def answers_to_ask_for(person: User) -> list[Need]:
    """One line for each file, due when the first of them was."""
    today = clock.today()
    due: dict[int, Referral] = {}
    for one in selectors.to_chase(person)[:MOST]:
        due.setdefault(one.incident_id, one)
    return [
        Need(
            sentence=f"Somebody outside has not answered about {one.incident.reference}",
            url=reverse("incidents:incident", kwargs={"ref": one.incident.public_id}) + "#referrals",
            button="Ask again",
            due_at=one.chase_at,
            urgency=1 if one.chase_at and timezone.localtime(one.chase_at).date() == today else 0,
        )
        for one in due.values()
    ]


@needs
def numbers_that_are_missing(person: User) -> list[Need]:
    """For SLT, while the school has not entered the numbers that only it knows."""
    if not person.holds(Role.SLT):
        return []
    names = list(selectors.without_their_number().values_list("name", flat=True))
    if not names:
        return []
    words = "The number to ring is missing" if len(names) == 1 else f"{len(names)} numbers to ring are missing"
    return [Need(f"{words} in the directory of agencies", reverse("incidents:agencies"), "Enter them")]
