"""Saying that somebody is away, and that they are back. Row A4."""

from datetime import date, timedelta

from django.urls import reverse

from audit import workflow as audit
from core import clock, rules, times
from core.actors import Actor
from core.errors import InvalidInput, WrongState
from notifications import workflow as notifications
from people.absences import messages as _messages  # noqa: F401  (registers the messages)
from people.absences.rules import decides_as, why_not
from people.current import person as person_of
from people.models import Absence, User

LONGEST = timedelta(days=366)
LENT = "Until then you may decide business cases in their place. It gives you no other right, and ends by itself."
NOT_LENT = "It gives you no new right: people see that you are the one to ask."
CANNOT_ACT = "The person with this address cannot act for you in these days. Name somebody else."


@audit.verb("people.record_absence", "recorded that this person is away")
def record_absence(person: User, *, actor: Actor, from_on: date, until_on: date, delegate: User) -> Absence:
    """Note the first and last day away, and who acts meanwhile. Both are told.

    Raises NotAllowed, WrongState (the person has no access any more), and InvalidInput (days that make no sense or
    overlap another absence; somebody who cannot act for this person).
    """
    person = audit.lock(person)
    rules.require("people.record_absence", actor, person)
    if not person.may_sign_in:
        raise WrongState(f"{person} cannot sign in any more, so nobody needs to act for them.")
    _check_days(person, from_on, until_on)
    reason = why_not(person, delegate, from_on, until_on)
    if reason:
        raise InvalidInput(reason if _may_know_why(actor) else CANNOT_ACT, "delegate")
    absence = Absence.objects.create(
        person=person,
        delegate=delegate,
        from_on=from_on,
        until_on=until_on,
        made_by=person_of(actor),
        made_at=clock.now(),
    )
    _tell_both(absence)
    _tell_of_gaps(absence)
    audit.record("people.record_absence", person, actor=actor, absence=absence.pk, delegate=delegate.pk)
    return absence


@audit.verb("people.end_absence", "recorded that this person is not away any more")
def end_absence(absence: Absence, *, actor: Actor) -> Absence:
    """End an absence before its last day, or take back one to come. What was done meanwhile stands. Both are told.

    Raises NotAllowed and WrongState (it is over).
    """
    absence = audit.lock(absence)
    rules.require("people.end_absence", actor, absence)
    if absence.ended_at is not None or absence.until_on < clock.today():
        raise WrongState("This absence is over already.")
    absence.ended_at = clock.now()
    absence.save(update_fields=["ended_at"])
    notifications.tell(
        [absence.person, absence.delegate],
        "people.absence_ended",
        event=f"absence:{absence.pk}:ended",
        url=reverse("people:absences"),
        about=absence,
        person=absence.person.full_name,
        delegate=absence.delegate.full_name,
        **_days(absence),
    )
    audit.record("people.end_absence", absence.person, actor=actor, absence=absence.pk)
    return absence


def _may_know_why(actor: Actor) -> bool:
    """Who has left or is away, a volunteer does not learn by trying addresses (P4)."""
    return not isinstance(actor, User) or actor.sees_others or bool(decides_as(actor))


def _check_days(person: User, from_on: date, until_on: date) -> None:
    if from_on < clock.today():
        raise InvalidInput("The first day is today at the earliest: nobody acts for somebody in the past.", "from_on")
    if until_on < from_on:
        raise InvalidInput("The last day comes after the first, or is the same day.", "until_on")
    if from_on > clock.today() + LONGEST or until_on > from_on + LONGEST:
        raise InvalidInput("Give days within a year. A longer absence is recorded a year at a time.", "until_on")
    other = Absence.objects.overlapping(from_on, until_on).filter(person=person).first()
    if other is not None:
        raise InvalidInput(
            f"{person} is recorded as away from {times.day(other.from_on)} to {times.day(other.until_on)} already. "
            "End that first, or choose other days.",
            "from_on",
        )


def _days(absence: Absence) -> dict[str, str]:
    return {"first": times.day(absence.from_on), "last": times.day(absence.until_on)}


def _tell_both(absence: Absence) -> None:
    event, url = f"absence:{absence.pk}", reverse("people:absences")
    person, delegate = absence.person, absence.delegate
    notifications.tell(
        [person],
        "people.you_are_away",
        event=event,
        url=url,
        about=absence,
        by=absence.made_by.full_name,
        delegate=delegate.full_name,
        **_days(absence),
    )
    what = LENT if decides_as(person) else NOT_LENT
    notifications.tell(
        [delegate],
        "people.you_act",
        event=event,
        url=url,
        about=absence,
        person=person.full_name,
        what=what,
        **_days(absence),
    )


def _tell_of_gaps(absence: Absence) -> None:
    """Somebody who acts for others goes away themselves: those others must know."""
    acted_for = Absence.objects.overlapping(absence.from_on, absence.until_on).filter(delegate=absence.person)
    for other in acted_for.select_related("person", "made_by"):
        notifications.tell(
            [other.person, other.made_by],
            "people.delegate_away",
            event=f"absence:{other.pk}:gap:{absence.pk}",
            url=reverse("people:absences"),
            about=other,
            delegate=absence.person.full_name,
            person=other.person.full_name,
            **_days(other),
        )
