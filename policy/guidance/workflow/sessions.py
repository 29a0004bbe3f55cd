"""The log of lessons and sessions held about safe use (P6)."""

from datetime import date, timedelta

from audit import workflow as audit
from core import clock, rules
from core.actors import Actor
from core.errors import InvalidInput, WrongState
from people.current import person
from policy.guidance.models import AUDIENCES, MOST, EducationSession

OLDEST = timedelta(days=10 * 365)  # what is older no report counts


@audit.verb("guidance.record_session", "recorded a session about safe use")
def record_session(
    *,
    actor: Actor,
    held_on: date,
    title: str,
    led_by: str,
    detail: str = "",
    pupils: int = 0,
    parents: int = 0,
    staff: int = 0,
    governors: int = 0,
    notes: str = "",
) -> EducationSession:
    """Record a lesson or session that was held, and how many of whom took part (P6).

    Raises NotAllowed, InvalidInput (a day to come or long ago, nobody took part, no title) and WrongState where the
    very same was recorded already.
    """
    rules.require("guidance.record_session", actor)
    today = clock.today()
    if held_on > today:
        raise InvalidInput("Record it once it was held. Choose today or an earlier day.", "held_on")
    if held_on < today - OLDEST:
        raise InvalidInput("Choose a day in the last ten years.", "held_on")
    counts = {"pupils": pupils, "parents": parents, "staff": staff, "governors": governors}
    for name, count in counts.items():
        if not 0 <= count <= MOST:
            raise InvalidInput(f"Write a number from 0 to {MOST:,}.", name)
    if not any(counts.values()):
        raise InvalidInput("Say how many took part, in at least one of the four boxes.", next(iter(AUDIENCES)))
    words = {"title": title.strip(), "detail": detail.strip(), "led_by": led_by.strip()}
    for name, ask in {"title": "Say what it was.", "led_by": "Say who led it."}.items():
        if not words[name]:
            raise InvalidInput(ask, name)
    if EducationSession.objects.standing().filter(held_on=held_on, **words, **counts).exists():
        raise WrongState("The very same session is in the log already.")
    session = EducationSession.objects.create(
        held_on=held_on,
        **words,
        **counts,
        notes=notes.replace("\r\n", "\n").strip(),
        recorded_by=person(actor),
        recorded_at=clock.now(),
    )
    audit.record("guidance.record_session", session, actor=actor, **counts)
    return session


@audit.verb("guidance.strike_session", "struck out a session as a mistake")
def strike_session(session: EducationSession, *, actor: Actor) -> EducationSession:
    """Keep a session recorded by mistake, but let it count no more. Raises NotAllowed, WrongState."""
    session = audit.lock(session)
    rules.require("guidance.strike_session", actor, session)
    if session.struck_at is not None:
        raise WrongState("This session was struck out already.")
    session.struck_at = clock.now()
    session.struck_by = person(actor)
    session.save(update_fields=["struck_at", "struck_by"])
    return session
