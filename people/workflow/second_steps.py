"""A lost phone: somebody's second step at sign-in is taken away, by SLT alone or by two people together."""

from datetime import timedelta

from allauth.mfa.models import Authenticator
from django.urls import reverse

from audit import workflow as audit
from core import clock, rules, times
from core.actors import Actor
from core.errors import WrongState
from core.rules import Denied
from notifications import workflow as notifications
from people.current import person as as_person
from people.models import Role, StepReset, User
from people.signing_in import messages as _messages  # noqa: F401  (registers the messages)
from people.signing_in import rules as _rules  # noqa: F401  (registers the rules)
from people.workflow.sessions import end_sessions

RESET_LASTS = timedelta(hours=24)


@audit.verb("people.clear_second_steps", "took away the second step at sign-in")
def clear_second_steps(person: User, *, actor: Actor) -> User:
    """Let somebody whose phone is lost come in without it and add another second step. Ends all sessions.

    Raises NotAllowed, and WrongState where there is none.
    """
    person = audit.lock(person)
    rules.require("people.clear_second_steps", actor, person)
    _take_away(person)
    return person


@audit.verb("people.ask_step_reset", "asked to take away a lost second step")
def ask_step_reset(person: User, *, actor: Actor) -> StepReset:
    """Ask another Administrator or member of SLT to agree that a second step be taken away. Lasts 24 hours.

    Raises NotAllowed, and WrongState where there is none, where it is asked for already, or nobody could agree.
    """
    person = audit.lock(person)
    rules.require("people.ask_step_reset", actor, person)
    asker = as_person(actor)
    if not Authenticator.objects.filter(user=person).exists():
        raise WrongState(f"{person} has no second step.")
    for former in StepReset.objects.filter(person=person, decided_at=None):
        if is_open(former):
            raise WrongState("Somebody asked for this already. It waits for another person to agree.")
        _lapse(former)
    others = confirmers(person, asker)
    if not others:
        raise WrongState(
            "There is no other Administrator or member of SLT who could agree. Whoever runs the portal's own machine "
            f"can help: manage.py clear_second_steps {person.email}"
        )
    now = clock.now()
    reset = StepReset.objects.create(person=person, asked_by=asker, asked_at=now)
    page = reverse("people:step_reset", kwargs={"pk": reset.pk})
    words = {"asker": str(asker), "name": str(person), "until": times.exact(now + RESET_LASTS)}
    event = f"step-reset:{reset.pk}:asked"
    notifications.tell(others, "people.step_reset_asked", event=event, url=page, about=reset, **words)
    told = {"asker": str(asker)}
    notifications.tell([person], "people.step_reset_asked_of_you", event=event, url=page, about=reset, **told)
    audit.record("people.ask_step_reset", person, actor=actor, reset=reset.pk)
    return reset


def confirmers(person: User, asker: User) -> list[User]:
    """Who may agree to what `asker` asked about `person`."""
    leads = User.objects.holding(Role.SLT, Role.ADMINISTRATOR)
    return list(leads.exclude(pk__in=[person.pk, asker.pk]))


def is_open(reset: StepReset) -> bool:
    return reset.decided_at is None and clock.now() - reset.asked_at < RESET_LASTS


@audit.verb("people.agree_step_reset", "agreed that a lost second step be taken away")
def agree_step_reset(reset: StepReset, *, actor: Actor) -> StepReset:
    """Take somebody's second step away, as another has asked. Ends all sessions; the person is told.

    Raises NotAllowed, and WrongState (decided, run out, or who asked may no longer ask).
    """
    person, reset = audit.lock(reset.person), audit.lock(reset)
    rules.require("people.agree_step_reset", actor, reset)
    _decide(reset, actor, agreed=True)
    if isinstance(rules.ask("people.ask_step_reset", reset.asked_by, person), Denied):
        raise WrongState(f"{reset.asked_by} asked for this, but may not do so any more. Refuse it.")
    _take_away(person)
    audit.record("people.agree_step_reset", person, actor=actor, reset=reset.pk, asked_by=reset.asked_by_id)
    _tell_asker(reset, "agreed, and it is done")
    return reset


@audit.verb("people.refuse_step_reset", "refused to take away the second step")
def refuse_step_reset(reset: StepReset, *, actor: Actor) -> StepReset:
    """Leave somebody's second step as it is. Raises NotAllowed, WrongState."""
    person, reset = audit.lock(reset.person), audit.lock(reset)
    rules.require("people.refuse_step_reset", actor, reset)
    _decide(reset, actor, agreed=False)
    audit.record("people.refuse_step_reset", person, actor=actor, reset=reset.pk, asked_by=reset.asked_by_id)
    _tell_asker(reset, "refused")
    return reset


@audit.verb("people.lapse_step_reset", "let the request to take away a second step run out")
def lapse_step_reset(reset: StepReset, *, actor: Actor) -> StepReset:
    """Close a request that nobody answered within 24 hours. Raises NotAllowed, WrongState."""
    person, reset = audit.lock(reset.person), audit.lock(reset)
    rules.require("people.lapse_step_reset", actor, reset)
    if reset.decided_at is not None or is_open(reset):
        raise WrongState("This request has not run out.")
    _lapse(reset)
    audit.record("people.lapse_step_reset", person, actor=actor, reset=reset.pk)
    return reset


def _lapse(reset: StepReset) -> None:
    reset.decided_at = clock.now()
    reset.save(update_fields=["decided_at"])
    notifications.withdraw(reset, confirmers(reset.person, reset.asked_by))
    event = f"step-reset:{reset.pk}:lapsed"
    notifications.tell([reset.asked_by], "people.step_reset_lapsed", event=event, name=str(reset.person))


def _decide(reset: StepReset, actor: Actor, *, agreed: bool) -> None:
    if reset.decided_at is not None:
        raise WrongState("This has been decided already, or is not needed any more.")
    if not is_open(reset):
        raise WrongState("This request was made more than 24 hours ago and has run out. It has to be asked for again.")
    reset.decided_by, reset.decided_at, reset.agreed = as_person(actor), clock.now(), agreed
    reset.save(update_fields=["decided_by", "decided_at", "agreed"])
    notifications.withdraw(reset, confirmers(reset.person, reset.asked_by))


def _tell_asker(reset: StepReset, verdict: str) -> None:
    notifications.tell(
        [reset.asked_by],
        "people.step_reset_decided",
        event=f"step-reset:{reset.pk}:decided",
        name=str(reset.person),
        decider=str(reset.decided_by),
        verdict=verdict,
    )


def _take_away(person: User) -> None:
    if not Authenticator.objects.filter(user=person).delete()[0]:
        raise WrongState(f"{person} has no second step.")
    end_sessions(person)
    now = clock.now()
    for moot in StepReset.objects.filter(person=person, decided_at=None):
        moot.decided_at = now
        moot.save(update_fields=["decided_at"])
        notifications.withdraw(moot, confirmers(person, moot.asked_by))
    notifications.tell(
        [person],
        "people.sign_in_changed",
        event=f"second-steps:{person.pk}:{now.isoformat()}",
        what="Your second step was taken away",
        when=times.exact(now),
    )
