"""Who has a part in an incident, who handles it, and who is shut out of it (H5)."""

from django.db.models import QuerySet
from django.urls import reverse

from audit import workflow as audit
from core import clock, rules, times
from core.actors import Actor
from core.errors import WrongState
from incidents import messages as _messages  # noqa: F401  (registers the messages)
from incidents import rules as _rules  # noqa: F401  (registers the rules)
from incidents.models import Incident, Involvement
from incidents.states import SHUT_OUT, Part, handler_roles
from notifications import workflow as notifications
from people.models import Role, User


def handlers(incident: Incident) -> QuerySet[User]:
    """Everybody who may read the case file now."""
    named = Involvement.objects.filter(incident=incident, ended_at=None)
    shut_out = named.filter(part__in=SHUT_OUT).values("person")
    roles = handler_roles(incident.category) + ([str(Role.CHAIR_OF_GOVERNORS)] if incident.to_chair else [])
    by_role = User.objects.holding(*roles).values("pk")
    by_name = named.filter(part=Part.HANDLER).values("person")
    both = User.objects.active().filter(pk__in=by_role) | User.objects.active().filter(pk__in=by_name)
    return both.exclude(pk__in=shut_out).distinct()


def file_url(incident: Incident) -> str:
    return reverse("incidents:incident", kwargs={"pk": incident.pk})


def tell_handlers(incident: Incident) -> None:
    notifications.tell(
        handlers(incident),
        "incidents.reported",
        event=f"incident:{incident.pk}:reported",
        url=file_url(incident),
        about=incident,
        reference=incident.reference,
        by=times.short(incident.assess_by),
    )


def handling(incident: Incident, actor: Actor) -> Incident:
    incident = audit.lock(incident)
    rules.require("incidents.handle", actor, incident)
    return incident


@audit.verb("incidents.name_person", "recorded somebody's part in the incident")
def name_person(incident: Incident, person: User, *, actor: User, part: str) -> Incident:
    """Record a person's part. Named as alleged or conflicted, they see nothing of it from now on (H5).

    Raises NotAllowed, WrongState (they have this part already, or they lead the investigation).
    """
    incident = handling(incident, actor)
    if incident.involvements.filter(person=person, part=part, ended_at=None).exists():
        raise WrongState(f"{person} has this part already.")
    if part == Part.HANDLER and incident.involvements.filter(person=person, part__in=SHUT_OUT, ended_at=None).exists():
        raise WrongState(f"{person} is named in this incident, so cannot handle it.")
    give_part(incident, person, part, actor)
    return incident


def give_part(incident: Incident, person: User, part: str, actor: User) -> None:
    involvement = Involvement.objects.create(
        incident=incident, person=person, part=part, named_by=actor, named_at=clock.now()
    )
    audit.record("incidents.name_person", incident, actor=actor, involvement=involvement.pk, part=str(part))
    if part in SHUT_OUT:
        _shut_out(incident, person)
    elif part == Part.HANDLER:
        notifications.tell(
            [person],
            "incidents.handler_named",
            event=f"incident:{incident.pk}:handler:{involvement.pk}",
            url=file_url(incident),
            about=incident,
            reference=incident.reference,
        )


def _shut_out(incident: Incident, person: User) -> None:
    notifications.withdraw(incident, [person])
    Involvement.objects.filter(incident=incident, person=person, part=Part.HANDLER, ended_at=None).update(
        ended_at=clock.now()
    )
    if incident.lead_id == person.pk:
        incident.lead = None
        incident.save(update_fields=["lead"])
    see_who_is_free(incident)


def see_who_is_free(incident: Incident) -> None:
    """Where no member of SLT is free to handle it, the chair of governors is brought in, and leaves it otherwise."""
    to_chair = not handlers(incident).filter(pk__in=User.objects.holding(Role.SLT)).exists()
    if to_chair != incident.to_chair:
        incident.to_chair = to_chair
        incident.save(update_fields=["to_chair"])
        if to_chair:
            tell_handlers(incident)


@audit.verb("incidents.look_for_chair", "brought in somebody who is free to handle the incident")
def look_for_chair(incident: Incident, *, actor: Actor) -> Incident:
    """Bring the chair of governors in, or out, where members of SLT have come, gone or left since (H5)."""
    incident = audit.lock(incident)
    rules.require("incidents.look_for_chair", actor, incident)
    see_who_is_free(incident)
    return incident


@audit.verb("incidents.end_part", "took a name off the incident")
def end_part(incident: Incident, involvement: Involvement, *, actor: User) -> Incident:
    """End somebody's part, as of now; that they had it stays on record. Raises NotAllowed, WrongState."""
    incident = handling(incident, actor)
    rules.require("incidents.end_part", actor, incident, involvement)
    ended = Involvement.objects.filter(pk=involvement.pk, incident=incident, ended_at=None).update(ended_at=clock.now())
    if not ended:
        raise WrongState("This name was taken off already.")
    audit.record("incidents.end_part", incident, actor=actor, involvement=involvement.pk)
    if incident.lead is not None and not handlers(incident).filter(pk=incident.lead.pk).exists():
        incident.lead = None
        incident.save(update_fields=["lead"])
    see_who_is_free(incident)
    return incident
