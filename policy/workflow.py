"""The verbs of the policy: draft, publish, acknowledge, train. Rows P1, P2, P3."""

from collections.abc import Iterable
from datetime import date, datetime

from django.urls import reverse

from audit import workflow as audit
from core import clock, rules, times
from core.actors import Actor
from core.errors import InvalidInput, NotAllowed, WrongState
from notifications import workflow as notifications
from people.models import User
from policy import messages as _messages  # noqa: F401  (registers the messages)
from policy import rules as _rules  # noqa: F401  (registers the rules)
from policy import selectors
from policy.models import Acknowledgement, PolicyVersion, TrainingRecord
from policy.states import TRANSITIONS, Status

audit.register("policy.supersede", "replaced this version by a newer one")

CHANGED_MEANWHILE = "Somebody changed the draft while you were looking. Read it again as it is now, then go on."


@audit.verb("policy.save_draft", "saved the draft of the policy")
def save_draft(
    *,
    actor: Actor,
    title: str,
    body_markdown: str,
    effective_on: date | None = None,
    review_on: date | None = None,
    seen: datetime | None = None,
) -> PolicyVersion:
    """Write the one draft, or change it (P1). `seen` is the draft's `changed_at` that the writer had before them.

    Raises NotAllowed, InvalidInput (no title, no text) and WrongState (changed by somebody else since `seen`).
    """
    rules.require("policy.write", actor)
    title, body = title.strip(), body_markdown.replace("\r\n", "\n").strip()
    if not title:
        raise InvalidInput("Give the policy a title.", "title")
    if not body:
        raise InvalidInput("Write the text of the policy.", "body_markdown")
    now = clock.now()
    version = PolicyVersion.objects.select_for_update().filter(status=Status.DRAFT).first()
    if version is None:
        last = PolicyVersion.objects.order_by("-number").values_list("number", flat=True).first()
        version = PolicyVersion(number=(last or 0) + 1, drafted_at=now)
    elif seen is not None and version.changed_at != seen:
        raise WrongState(CHANGED_MEANWHILE)
    version.title, version.body_markdown = title, body
    version.effective_on, version.review_on = effective_on, review_on
    version.drafted_by_id = actor.pk if isinstance(actor, User) else None
    version.changed_at = now
    version.save()
    return version


@audit.verb("policy.discard_draft", "threw the draft of the policy away")
def discard_draft(version: PolicyVersion, *, actor: Actor) -> PolicyVersion:
    """Delete the draft for good. Raises NotAllowed, and WrongState once it is published."""
    version = audit.lock(version)
    rules.require("policy.write", actor)
    if version.status != Status.DRAFT:
        raise WrongState("This version was published, so it stays.")
    audit.record("policy.discard_draft", version, actor=actor, number=version.number)
    PolicyVersion.objects.filter(pk=version.pk).delete()
    return version


@audit.verb("policy.publish", "published this version of the policy")
def publish(
    version: PolicyVersion,
    *,
    actor: Actor,
    effective_on: date | None = None,
    review_on: date | None = None,
    digest: str | None = None,
) -> PolicyVersion:
    """Put the draft in force, replace the version before it, and ask everybody to acknowledge it (P1, P2).

    The days may be given here or stand in the draft. `digest` is that of the text which the publisher read.
    Raises NotAllowed, WrongState (not a draft, changed meanwhile) and InvalidInput (days that cannot be).
    """
    version = audit.lock(version)
    rules.require("policy.write", actor)
    TRANSITIONS.require(version.status, Status.PUBLISHED)
    if digest is not None and digest != version.text_digest():
        raise WrongState(CHANGED_MEANWHILE)
    version.effective_on = effective_on or version.effective_on
    version.review_on = review_on or version.review_on
    _check_days(version)
    for old in PolicyVersion.objects.select_for_update().filter(status=Status.PUBLISHED):
        audit.move(old, Status.SUPERSEDED, TRANSITIONS, actor=actor, name="policy.supersede")
    version.digest = version.text_digest()
    version.published_at = clock.now()
    version.published_by_id = actor.pk if isinstance(actor, User) else None
    version.save()
    audit.move(version, Status.PUBLISHED, TRANSITIONS, actor=actor, number=version.number, digest=version.digest)
    notifications.tell(
        selectors.must_acknowledge(),
        "policy.published",
        event=f"policy:{version.pk}:published",
        url=reverse("policy:read"),
        about=version,
        number=version.number,
    )
    return version


def _check_days(version: PolicyVersion) -> None:
    if version.effective_on is None:
        raise InvalidInput("Say from which day this version is in force.", "effective_on")
    if version.effective_on > clock.today():
        # Two texts would hold at once: the one that everybody is asked to acknowledge, and the one in force.
        raise InvalidInput(
            "Publish it on the day from which it is in force. Until then it stays a draft.", "effective_on"
        )
    if version.review_on is None:
        raise InvalidInput("Say by which day it is to be reviewed.", "review_on")
    if version.review_on <= version.effective_on:
        raise InvalidInput("The review comes after the day from which the policy is in force.", "review_on")


@audit.verb("policy.acknowledge", "confirmed having read and understood this version of the policy")
def acknowledge(version: PolicyVersion, *, actor: Actor, digest: str | None = None) -> Acknowledgement:
    """Confirm, for oneself, to have read and understood the version in force (P2).

    `digest` is that of the text on the reader's page. Raises NotAllowed; WrongState where a newer version
    is in force, or this one was acknowledged already.
    """
    rules.require("policy.acknowledge", actor)
    if not isinstance(actor, User):  # the rule has said so; here for the types
        raise NotAllowed("Only a person acknowledges the policy.")
    version = audit.lock(version)
    if version.status != Status.PUBLISHED or (digest is not None and digest != version.digest):
        raise WrongState("A newer version of the policy is in force now. Please read that one.")
    acknowledgement, new = Acknowledgement.objects.get_or_create(
        person=actor, version=version, defaults={"digest": version.digest, "at": clock.now()}
    )
    if not new:
        raise WrongState("You have acknowledged this version already.")
    audit.record("policy.acknowledge", version, actor=actor, acknowledgement=acknowledgement.pk, digest=version.digest)
    return acknowledgement


@audit.verb("policy.remind", "reminded people of the policy")
def remind(people: Iterable[User], *, actor: Actor) -> int:
    """Ask those of `people` who have not acknowledged the policy to do so, once a day at most (P2).

    Returns how many were asked. Raises NotAllowed, and WrongState where no policy is published.
    """
    rules.require("policy.see_readiness", actor)
    version = selectors.current_version()
    if version is None:
        raise WrongState("There is no policy to read yet. Publish it first.")
    wanted = {person.pk: person for person in people if person.may_sign_in}
    standing = selectors.readiness_of(wanted.values())
    late = [person for pk, person in wanted.items() if standing[pk].acknowledged_at is None]
    if not late:
        raise WrongState("Everybody here has acknowledged the policy. Nobody needs a reminder.")
    notifications.tell(
        late,
        "policy.reminder",
        event=f"policy:{version.pk}:reminder:{clock.today().isoformat()}",
        url=reverse("policy:read"),
        about=version,
        asker=actor.get_full_name() if isinstance(actor, User) else "The portal",
        number=version.number,
    )
    audit.record("policy.remind", version, actor=actor, people=sorted(person.pk for person in late))
    return len(late)


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
