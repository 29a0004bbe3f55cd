"""Who may decide a business case: row A4.

Nobody decides a case that they submitted or that names them. Where no member of SLT is free to decide,
it goes to the chair of governors.
"""

from applications.models import Application, Decision, Revision
from people.models import Role, User, UserQuerySet


def part_of(person: User, application: Application, revision: Revision | None) -> str:
    """Why `person` is too close to the case to decide it, as a sentence; empty where they are not."""
    if application.applicant_id == person.pk:
        return "You submitted this business case yourself, so somebody else decides it."
    if revision is not None and revision.runners.filter(person=person).exists():
        return "This business case names you to run the account, so somebody else decides it."
    return ""


def has_decided(person: User, revision: Revision | None) -> bool:
    return revision is not None and Decision.objects.filter(revision=revision, decided_by=person).exists()


def free_slt(application: Application, revision: Revision | None) -> UserQuerySet:
    """The members of SLT who may still decide: not the applicant, not named, and not having decided already."""
    return _free(User.objects.holding(Role.SLT), application, revision)


def deciders(application: Application, revision: Revision | None) -> list[User]:
    """Those for whom the case waits: the free members of SLT, or, where there is none, the chair of governors."""
    slt = list(free_slt(application, revision))
    if slt:
        return slt
    return list(_free(User.objects.holding(Role.CHAIR_OF_GOVERNORS), application, revision))


def everyone_asked(application: Application, revision: Revision | None) -> list[User]:
    """Those who were told of this revision: the deciders still free, and whoever approved it already."""
    if revision is None:
        return []
    approved = User.objects.active().filter(pk__in=revision.decisions.values("decided_by"))
    return deciders(application, revision) + list(approved)


def _free(people: UserQuerySet, application: Application, revision: Revision | None) -> UserQuerySet:
    people = people.exclude(pk=application.applicant_id)
    if revision is None:
        return people
    return people.exclude(pk__in=revision.runners.values("person")).exclude(
        pk__in=revision.decisions.values("decided_by")
    )
