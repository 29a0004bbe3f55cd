"""Writing a business case, point by point. Row A1."""

from collections.abc import Mapping, Sequence
from typing import Any

from applications.models import Application, Revision, RevisionRunner
from applications.points import BY_KEY, COPIED
from applications.states import Kind
from audit import workflow as audit
from core import clock, rules
from core.actors import Actor
from core.errors import InvalidInput, NotAllowed, WrongState
from people.models import User


@audit.verb("applications.start", "started this business case")
def start(*, actor: Actor, kind: str) -> Application:
    """Begin a draft of one's own. Raises NotAllowed, and InvalidInput for a kind that there is not."""
    rules.require("applications.start", actor)
    if not isinstance(actor, User):
        raise NotAllowed("Only a person starts a business case.")
    if kind not in Kind.values:
        raise InvalidInput("Choose whether the account is new or one that the school already has.", "kind")
    application = Application.objects.create(kind=kind, applicant=actor, created_at=clock.now())
    Revision.objects.create(application=application, number=1, created_at=clock.now(), saved_at=clock.now())
    audit.record("applications.start", application, actor=actor, kind=kind)
    return application


@audit.verb("applications.save_point", "saved a part of this business case")
def save_point(application: Application, point: str, *, actor: Actor, **values: Any) -> Application:
    """Keep what was put into one point, complete or not. Only the draft revision ever changes.

    `values` are the point's fields; for the point "runners" they are `runners`, a sequence of people,
    and `lead`, one of them or None. Raises NotAllowed, WrongState (submitted or decided) and InvalidInput.
    """
    application = audit.lock(application)
    rules.require("applications.write", actor, application)
    revision = draft_of(application)
    if point not in BY_KEY:
        raise InvalidInput("A business case has no such part.")
    if point == "runners":
        _put_runners(revision, **values)
    else:
        _put_fields(revision, point, values)
    revision.saved_at = clock.now()
    revision.save()
    audit.record("applications.save_point", application, actor=actor, point=point, revision=revision.number)
    return application


def draft_of(application: Application) -> Revision:
    """The revision that may be changed. Raises WrongState where there is none, or the case is not open for changes."""
    revision = application.draft()
    if revision is None or not application.is_editable:
        raise WrongState(
            f"This business case is “{application.get_status_display()}” now, so it cannot be changed as it stands."
        )
    return revision


def _put_fields(revision: Revision, point: str, values: Mapping[str, Any]) -> None:
    unknown = set(values) - set(BY_KEY[point].fields)
    if unknown:
        raise TypeError(f"{point} has no {sorted(unknown)}")
    for name, value in values.items():
        field: Any = Revision._meta.get_field(name)
        longest = field.max_length
        if longest is not None and len(value) > longest:
            raise InvalidInput(f"This is too long: at most {longest} characters.", name)
        if value and field.choices and value not in dict(field.flatchoices):
            raise InvalidInput("Choose one from the list.", name)
        setattr(revision, name, value)


def _put_runners(revision: Revision, runners: Sequence[User], lead: User | None = None) -> None:
    people = {person.pk: person for person in runners}
    if lead is not None and lead.pk not in people:
        raise InvalidInput("The lead is one of those who run the account.", "lead")
    revision.runners.all().delete()
    RevisionRunner.objects.bulk_create(
        RevisionRunner(revision=revision, person=person, is_lead=lead is not None and pk == lead.pk)
        for pk, person in people.items()
    )


def next_revision(application: Application, after: Revision) -> Revision:
    """A new draft that says what `after` says, to be changed while `after` stays as it is."""
    now = clock.now()
    revision = Revision.objects.create(
        application=application,
        number=after.number + 1,
        created_at=now,
        saved_at=now,
        **{name: getattr(after, name) for name in COPIED},
    )
    RevisionRunner.objects.bulk_create(
        RevisionRunner(revision=revision, person_id=runner.person_id, is_lead=runner.is_lead)
        for runner in after.runners.all()
    )
    return revision
