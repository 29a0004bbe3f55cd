"""Which incidents somebody's numbers are of, and what was learned from those whose files they see."""

from django.db.models import QuerySet

from incidents.models import Incident
from incidents.themes.numbers import within
from incidents.themes.rules import HANDLE
from people.models import User
from school.terms import Stretch

MOST_LESSONS = 50


def handles(person: User) -> bool:
    """Whether the numbers are those of the files that `person` handles; a governor's are of the whole school."""
    return person.holds(*HANDLE)


def counted(person: User) -> QuerySet[Incident]:
    if handles(person):
        return Incident.objects.visible_to(person)
    return Incident.objects.without_a_conflict_for(person)


def lessons(person: User, stretch: Stretch) -> list[Incident]:
    """What we do differently from now on, by the files of the stretch that `person` sees, newest first."""
    begin, end = within(stretch)
    seen = Incident.objects.visible_to(person).filter(reported_at__gte=begin, reported_at__lt=end)
    return list(seen.exclude(learning="").order_by("-reported_at", "-pk")[:MOST_LESSONS])
