"""Training that was completed (P3)."""

from datetime import date

from django.urls import reverse

from audit import workflow as audit
from core import clock, rules, times
from core.actors import Actor
from core.errors import InvalidInput, WrongState
from notifications import workflow as notifications
from people.models import User
from policy.models import TrainingRecord


@audit.verb("policy.record_training", "recorded training")
def record_training(person: User, *, actor: Actor, title: str, completed_on: date, valid_until: date) -> TrainingRecord:
    """Record training that `person` has completed, and the last day on which it counts (P3).

    Raises NotAllowed and InvalidInput (no title, a day to come, an end before the start).
    """
    rules.require("policy.record_training", actor, person)
    if not title.strip():
        raise InvalidInput("Name the course.", "title")
    if completed_on > clock.today():
        raise InvalidInput("Training counts once it was completed. Choose today or an earlier day.", "completed_on")
    if valid_until < completed_on:
        raise InvalidInput("The last day that it counts cannot be before it was completed.", "valid_until")
    record = TrainingRecord.objects.create(
        person=person,
        title=title.strip(),
        completed_on=completed_on,
        valid_until=valid_until,
        recorded_by_id=actor.pk if isinstance(actor, User) else None,
        recorded_at=clock.now(),
    )
    audit.record("policy.record_training", record, actor=actor, person=person.pk)
    notifications.tell(
        [person],
        "policy.training_recorded",
        event=f"training:{record.pk}",
        url=reverse("policy:index"),
        about=record,
        title=record.title,
        until=times.day(record.valid_until),
    )
    return record


@audit.verb("policy.strike_training", "struck out a training record as a mistake")
def strike_training(record: TrainingRecord, *, actor: Actor) -> TrainingRecord:
    """Keep a record made by mistake, but let it count no more. Raises NotAllowed, WrongState."""
    record = audit.lock(record)
    rules.require("policy.strike_training", actor)
    if record.struck_at is not None:
        raise WrongState("This record was struck out already.")
    record.struck_at = clock.now()
    record.struck_by_id = actor.pk if isinstance(actor, User) else None
    record.save(update_fields=["struck_at", "struck_by"])
    audit.record("policy.strike_training", record, actor=actor, person=record.person_id)
    return record
