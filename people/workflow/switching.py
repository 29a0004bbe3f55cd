"""Ending somebody's access by hand, and giving it back."""

from audit import workflow as audit
from core import rules
from core.actors import Actor
from core.errors import WrongState
from people.followers import Change, tell_followers
from people.models import User
from people.workflow.inviting import end_links
from people.workflow.roles import keep_one
from people.workflow.sessions import end_sessions
from people.workflow.trust import tell_of_return


@audit.verb("people.switch_off", "switched this person off")
def switch_off(person: User, *, actor: Actor) -> User:
    """End a person's access now: all sessions end, open links die. Raises NotAllowed, WrongState."""
    person = audit.lock(person)
    rules.require("people.switch", actor, person)
    if not person.is_active:
        raise WrongState(f"{person} is switched off already.")
    for role in person.roles:
        keep_one(person, role)
    person.is_active = False
    person.save(update_fields=["is_active"])
    end_links(person)
    end_sessions(person)
    tell_followers(person, Change.SWITCHED_OFF, actor)
    return person


@audit.verb("people.switch_on", "switched this person on")
def switch_on(person: User, *, actor: Actor) -> User:
    """Give access back. Raises NotAllowed, WrongState."""
    person = audit.lock(person)
    rules.require("people.switch", actor, person)
    if person.is_active:
        raise WrongState(f"{person} is switched on already.")
    person.is_active = True
    person.save(update_fields=["is_active"])
    tell_of_return(person, actor)
    tell_followers(person, Change.SWITCHED_ON, actor)
    return person
