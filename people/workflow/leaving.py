"""The last working day: recorded, taken out, and what ends when it is over (R3, P7)."""

from datetime import date

from django.db.models import Q
from django.urls import reverse

from audit import workflow as audit
from core import clock, rules, times
from core.actors import DAILY, Actor
from core.errors import Refused, WrongState
from notifications import workflow as notifications
from people.followers import Change, tell_followers
from people.models import Role, User
from people.workflow.checks import check_days
from people.workflow.inviting import end_links
from people.workflow.roles import keep_one
from people.workflow.sessions import end_sessions
from people.workflow.trust import tell_of_return


@audit.verb("people.set_leaving_day", "recorded the last working day")
def set_leaving_day(person: User, *, actor: Actor, leaves_on: date) -> User:
    """Record somebody's last working day; access ends at 00:00 local time after it, at once for a day that is over.

    The person, SLT and the line manager are told. Raises NotAllowed, InvalidInput (a day that cannot be) and
    WrongState (that day already; nobody would be left with a role that the portal cannot be without).
    """
    person = audit.lock(person)
    rules.require("people.leaving_day", actor, person)
    check_days(person.starts_on, leaves_on)
    if person.leaves_on == leaves_on:
        raise WrongState(f"{times.day(leaves_on)} is recorded already.")
    was_away = not person.may_sign_in
    if not was_away:
        for role in sorted(person.roles):
            keep_one(person, role, after=leaves_on)
    person.leaves_on, person.access_ended_at = leaves_on, None
    person.save(update_fields=["leaves_on", "access_ended_at"])
    audit.record("people.set_leaving_day", person, actor=actor, leaves_on=leaves_on.isoformat())
    if not person.may_sign_in:
        _end(person, actor)
    elif was_away:
        tell_of_return(person, actor)
    _tell_leaving(person, leaves_on, actor)
    tell_followers(person, Change.LEAVES, actor)
    return person


@audit.verb("people.clear_leaving_day", "took out the last working day")
def clear_leaving_day(person: User, *, actor: Actor) -> User:
    """The person stays. Somebody who has left already gets access back. Raises NotAllowed and WrongState."""
    person = audit.lock(person)
    rules.require("people.leaving_day", actor, person)
    if person.leaves_on is None:
        raise WrongState(f"No last working day is recorded for {person}.")
    was_away = not person.may_sign_in
    person.leaves_on = person.access_ended_at = None
    person.save(update_fields=["leaves_on", "access_ended_at"])
    event = _event(person)
    page = reverse("people:person", kwargs={"pk": person.pk})
    notifications.tell([person], "people.stays", event=event, url=page)
    notifications.tell(
        _who_looks_after(person, actor), "people.somebody_stays", event=event, url=page, name=str(person)
    )
    if was_away and person.may_sign_in:
        tell_of_return(person, actor)
    tell_followers(person, Change.STAYS, actor)
    return person


def end_access_of_leavers() -> int:
    """For everybody whose last working day is over: what is still open ends, once. Returns for how many.

    Whether somebody may come in never waits for this: every request asks by the local date.
    """
    gone = User.objects.filter(leaves_on__lt=clock.today(), access_ended_at=None).order_by("pk")
    return sum(_ended(person) for person in gone)


def _ended(person: User) -> bool:
    try:
        access_ended(person, actor=DAILY)
    except Refused:
        return False  # ended, or the day put off, since the list was read
    return True


@audit.verb("people.access_ended", "ended the access, for the last working day is over")
def access_ended(person: User, *, actor: Actor) -> User:
    """End the sessions and links of somebody whose last working day is over. Raises NotAllowed and WrongState."""
    person = audit.lock(person)
    rules.require("people.access_ended", actor, person)
    if person.leaves_on is None or person.leaves_on >= clock.today() or person.access_ended_at is not None:
        raise WrongState(f"There is no access of {person} to end now.")
    _end(person, actor)
    return person


def _end(person: User, actor: Actor) -> None:
    person.access_ended_at = clock.now()
    person.save(update_fields=["access_ended_at"])
    end_links(person)
    sessions = end_sessions(person)
    audit.record("people.access_ended", person, actor=actor, sessions=sessions)


def _tell_leaving(person: User, leaves_on: date, actor: Actor) -> None:
    event, day = _event(person), times.day(leaves_on)
    page = reverse("people:person", kwargs={"pk": person.pk})
    notifications.tell([person], "people.leaves", event=event, url=page, day=day)
    access = "ends at midnight after it" if person.may_sign_in else "has ended"
    notifications.tell(
        _who_looks_after(person, actor),
        "people.somebody_leaves",
        event=event,
        url=page,
        name=str(person),
        day=day,
        access=access,
    )


def _event(person: User) -> str:
    # With the moment: the same day may be recorded, taken out and recorded again.
    return f"leaving:{person.pk}:{clock.now().isoformat()}"


def _who_looks_after(person: User, actor: Actor) -> list[User]:
    """SLT and the line manager, without the person and whoever does it."""
    known = [person.pk] + ([actor.pk] if isinstance(actor, User) else [])
    slt = User.objects.holding(Role.SLT).values("pk")
    found = User.objects.active().filter(Q(pk__in=slt) | Q(pk=person.line_manager_id))
    return list(found.exclude(pk__in=known))
