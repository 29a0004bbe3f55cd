"""Training that was completed: attended and recorded by somebody, or a course that the portal has marked (P3)."""

from collections.abc import Iterable
from datetime import date

from django.urls import reverse

from audit import workflow as audit
from core import clock, rules, times
from core.actors import Actor
from core.errors import InvalidInput, WrongState
from notifications import workflow as notifications
from people.models import User
from policy.models import TrainingRecord

TITLE = TrainingRecord._meta.get_field("title").max_length or 0
EVIDENCE = TrainingRecord._meta.get_field("evidence").max_length or 0


@audit.verb("policy.record_training", "recorded training")
def record_training(
    person: User, *, actor: Actor, title: str, completed_on: date, valid_until: date, evidence: str = ""
) -> TrainingRecord:
    """Record training that `person` has completed, how the school knows, and the last day on which it counts (P3).

    Raises NotAllowed and InvalidInput (no title, too long a text, a day to come, an end before the start).
    """
    rules.require("policy.record_training", actor, person)
    title, evidence = _checked(title, completed_on, valid_until, evidence)
    record = _new(person, title, completed_on, valid_until, evidence, by=actor)
    record.save()
    audit.record("policy.record_training", record, actor=actor, person=person.pk)
    _tell([record])
    return record


@audit.verb("policy.record_attendance", "recorded that people attended training")
def record_attendance(
    people: Iterable[User], *, actor: Actor, title: str, completed_on: date, valid_until: date, evidence: str
) -> list[TrainingRecord]:
    """Record that all of `people` attended the same training, and how the school knows (P3).

    Whoever has the same training of the same day on record already is left out, so that a form sent twice records
    nothing twice. Returns the new records. Raises NotAllowed (the actor among them), InvalidInput and WrongState.
    """
    rules.require("policy.record_attendance", actor)
    title, evidence = _checked(title, completed_on, valid_until, evidence)
    if not evidence:
        raise InvalidInput("Say how the school knows: who led it, or where the list of names is.", "evidence")
    wanted = {person.pk for person in people}
    # Held until the end, so that the same form sent twice at once waits for itself.
    found = list(
        User.objects.select_for_update(no_key=True).filter(pk__in=wanted).prefetch_related("grants").order_by("pk")
    )
    if not found:
        raise InvalidInput("Tick at least one person.", "people")
    for person in found:
        rules.require("policy.record_training", actor, person)
    same = TrainingRecord.objects.filter(person__in=wanted, title=title, completed_on=completed_on, struck_at=None)
    there = set(same.values_list("person_id", flat=True))
    new = [
        _new(person, title, completed_on, valid_until, evidence, by=actor) for person in found if person.pk not in there
    ]
    if not new:
        raise WrongState("Everybody whom you ticked has this training of this day on record already.")
    records = TrainingRecord.objects.bulk_create(new)
    audit.record(
        "policy.record_attendance",
        None,
        actor=actor,
        people=[record.person_id for record in records],
        records=[record.pk for record in records],
    )
    _tell(records)
    return records


@audit.verb("policy.complete_course", "completed a course")
def complete_course(
    person: User, *, actor: Actor, title: str, completed_on: date, valid_until: date, evidence: str
) -> TrainingRecord:
    """Record that `person` has passed a course's quiz, which the portal itself has marked (P3).

    Called by the room that marks it, as `core.actors.COURSES`. Raises NotAllowed for anybody else, and InvalidInput.
    """
    rules.require("policy.complete_course", actor)
    title, evidence = _checked(title, completed_on, valid_until, evidence)
    record = _new(person, title, completed_on, valid_until, evidence, by=actor)
    record.save()
    audit.record("policy.complete_course", record, actor=actor, person=person.pk)
    _tell([record])
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


def _checked(title: str, completed_on: date, valid_until: date, evidence: str) -> tuple[str, str]:
    title, evidence = title.strip(), evidence.strip()
    if not title or len(title) > TITLE:
        raise InvalidInput(f"Name the course, in at most {TITLE} letters.", "title")
    if len(evidence) > EVIDENCE:
        raise InvalidInput(f"Say how the school knows in at most {EVIDENCE} letters.", "evidence")
    if completed_on > clock.today():
        raise InvalidInput("Training counts once it was completed. Choose today or an earlier day.", "completed_on")
    if valid_until < completed_on:
        raise InvalidInput("The last day that it counts cannot be before it was completed.", "valid_until")
    return title, evidence


def _new(
    person: User, title: str, completed_on: date, valid_until: date, evidence: str, *, by: Actor
) -> TrainingRecord:
    return TrainingRecord(
        person=person,
        title=title,
        completed_on=completed_on,
        valid_until=valid_until,
        evidence=evidence,
        recorded_by_id=by.pk if isinstance(by, User) else None,
        recorded_at=clock.now(),
    )


def _tell(records: Iterable[TrainingRecord]) -> None:
    notifications.tell_each(
        notifications.Notice(
            [record.person],
            "policy.training_recorded",
            event=f"training:{record.pk}",
            url=reverse("courses:index"),
            about=record,
            params={"title": record.title, "until": times.day(record.valid_until)},
        )
        for record in records
    )
