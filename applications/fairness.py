"""Who may decide a business case: row A4. What is asked of one case; the reasoning is in seats.py.

Nobody decides a case that they submitted or that names them. Where too few members of SLT are free, the chair of
governors decides too. Whoever is away is stood in for by the person whom they named.
"""

from applications.models import Application
from applications.seats import Bench, Called, Capacity
from core.rules import Denied
from people.models import User


def called(application: Application, bench: Bench | None = None) -> Called:
    """Those for whom the case waits today, and by how many approvals they are too few."""
    return (bench or Bench()).called(application.ties())


def deciders(application: Application) -> list[User]:
    """Those for whom the case waits today."""
    return called(application).people


def capacity(person: User, application: Application) -> Capacity | Denied:
    """Whether `person` may decide the case, and in whose place if not their own; or why not."""
    return Bench().capacity(person, application.ties())
