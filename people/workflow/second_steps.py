"""A lost phone: somebody's second step at sign-in is taken away."""

from allauth.mfa.models import Authenticator

from audit import workflow as audit
from core import clock, rules, times
from core.actors import Actor
from core.errors import WrongState
from notifications import workflow as notifications
from people.models import User
from people.workflow.sessions import end_sessions


@audit.verb("people.clear_second_steps", "took away the second step at sign-in")
def clear_second_steps(person: User, *, actor: Actor) -> User:
    """Let somebody whose phone is lost come in by password and add another second step. Ends all sessions.

    Raises NotAllowed, and WrongState where there is none.
    """
    person = audit.lock(person)
    rules.require("people.clear_second_steps", actor, person)
    if not Authenticator.objects.filter(user=person).delete()[0]:
        raise WrongState(f"{person} has no second step.")
    end_sessions(person)
    notifications.tell(
        [person],
        "people.sign_in_changed",
        event=f"second-steps:{person.pk}:{clock.now().isoformat()}",
        what="Your second step was taken away",
        when=times.exact(clock.now()),
    )
    return person
