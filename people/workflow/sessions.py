"""The sessions of people who are signed in."""

from people.models import Session, User


def end_sessions(person: User, *, but: str | None = None) -> int:
    """Delete every session of a person, save the one with the key `but`. Returns how many there were."""
    theirs = Session.objects.filter(person=person)
    if but is not None:
        theirs = theirs.exclude(pk=but)
    return theirs.delete()[0]
