"""The sessions of people who are signed in."""

from audit import workflow as audit
from core import rules
from core.actors import Actor
from core.errors import WrongState
from people.models import Session, User


def end_sessions(person: User, *, but: str | None = None) -> int:
    """Delete every session of a person, save the one with the key `but`. Returns how many there were."""
    theirs = Session.objects.filter(person=person)
    if but is not None:
        theirs = theirs.exclude(pk=but)
    return theirs.delete()[0]


@audit.verb("people.end_session", "ended one of their own sessions")
def end_session(person: User, handle: str, *, actor: Actor) -> User:
    """End the session of a person that `handle` names (Session.handle). Raises NotAllowed, WrongState."""
    person = audit.lock(person)
    rules.require("people.end_session", actor, person)
    found = next((row for row in Session.objects.filter(person=person) if row.handle == handle), None)
    if found is None:
        raise WrongState("That session has ended already.")
    found.delete()
    return person


@audit.verb("people.end_other_sessions", "ended all their other sessions")
def end_other_sessions(person: User, *, actor: Actor, but: str) -> User:
    """End every session of a person but the one with the key `but`. Raises NotAllowed, WrongState."""
    person = audit.lock(person)
    rules.require("people.end_session", actor, person)
    ended = end_sessions(person, but=but)
    if not ended:
        raise WrongState("You are signed in nowhere else.")
    audit.record("people.end_other_sessions", person, actor=actor, sessions=ended)
    return person
