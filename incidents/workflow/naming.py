"""Who has a part in an incident, who handles it, and who is shut out of it (H5)."""

from datetime import datetime

from audit import workflow as audit
from core import clock, rules, times
from core.actors import Actor
from core.errors import InvalidInput, WrongState
from incidents import messages as _messages  # noqa: F401  (registers the messages)
from incidents import rules as _rules  # noqa: F401  (registers the rules)
from incidents import telling
from incidents.models import LED_TO, Incident, Involvement
from incidents.staffing import handlers, is_on, route_of
from incidents.states import SHUT_OUT, TOLD, Clock, EntryKind, Part, Status
from incidents.telling import causes, file_url
from incidents.workflow.handing_on import pass_on_tasks
from incidents.workflow.writing import write
from notifications import workflow as notifications
from notifications.models import Notification
from people.models import User

# The notices by which a handler learns of an incident.
CAME = ("incidents.reported", "incidents.led_to_you", "incidents.handler_named", "incidents.lead_named")


def tell_handlers(incident: Incident) -> None:
    """Tell each handler who has no notice of it: they are new to it, or theirs was taken back in between.

    Of one that is closed only whoever is asked first: nothing waits for the others.
    """
    of_it = Notification.objects.filter(event__startswith=causes(incident), template__in=CAME)
    waits = incident.status == Status.REPORTED
    by = {"by": times.short(incident.clocks.get(kind=Clock.ASSESS).due_at)} if waits else {}
    had: dict[int, list[datetime | None]] = {}
    for recipient, withdrawn_at in of_it.values_list("recipient_id", "withdrawn_at"):
        had.setdefault(recipient, []).append(withdrawn_at)
    notifications.tell_each(
        notifications.Notice(
            [handler],
            "incidents.reported" if waits else "incidents.led_to_you",
            event=causes(incident) + ":".join(["reported", *([str(len(earlier))] if earlier else [])]),
            url=file_url(incident),
            about=incident,
            params={"reference": incident.reference, **by},
        )
        for handler in (
            handlers(incident) if incident.is_open else handlers(incident).filter(pk=incident.first_id or 0)
        )
        if None not in (earlier := had.get(handler.pk, []))
    )


def handling(incident: Incident, actor: Actor) -> Incident:
    incident = audit.lock(incident)
    rules.require("incidents.handle", actor, incident)
    return incident


@audit.verb("incidents.name_person", "recorded somebody's part in the incident")
def name_person(
    incident: Incident, person: User | None, *, actor: User, part: str, name: str = "", link: str = ""
) -> Incident:
    """Record the part of `person`, or of somebody who does not sign in here and is named in words.

    Named as alleged or conflicted, they see nothing of it from now on (H5), also where it is closed: that asks for no
    reopening, while to let somebody see it again does. Raises NotAllowed, InvalidInput (nobody is named; words for
    somebody who signs in here), WrongState (they have this part already; nobody would be left).
    """
    incident = audit.lock(incident)
    rules.require("incidents.shut_out" if part in SHUT_OUT else "incidents.handle", actor, incident)
    if person is None and (not name.strip() or part == Part.HANDLER):
        raise InvalidInput("Say who it is. Only somebody who signs in here can handle an incident.", "name")
    if person is None and User.objects.active().filter(full_name__iexact=name.strip()).exists():
        raise InvalidInput(
            "Somebody of this name signs in here: choose them above, so that they see only what they may. If you mean "
            "another person, add how to tell them apart, such as “(parent)”.",
            "name",
        )
    if person is not None and incident.involvements.filter(person=person, part=part, ended_at=None).exists():
        raise WrongState(f"{person} has this part already.")
    if part == Part.HANDLER and incident.involvements.filter(person=person, part__in=SHUT_OUT, ended_at=None).exists():
        raise WrongState(f"{person} is named in this incident, so cannot handle it.")
    give_part(incident, person, part, actor, name=name, link=link)
    write(incident, EntryKind.STATE, f"{person or name.strip()}: {Part(part).label.lower()}.", actor)
    if part in SHUT_OUT:
        lead_anew(incident)
        _somebody_is_left(incident)
        pass_on_tasks(incident, actor)
    return incident


def _somebody_is_left(incident: Incident) -> None:
    if not handlers(incident).exists():
        raise WrongState(
            "Then nobody could read this file any more. First name somebody else who handles it, or let an "
            "Administrator add a chair of governors or an outside contact."
        )


def give_part(
    incident: Incident, person: User | None, part: str, actor: User, *, name: str = "", link: str = ""
) -> None:
    involvement = Involvement.objects.create(
        incident=incident,
        person=person,
        name="" if person else name.strip(),
        link=link.strip(),
        part=part,
        named_by=actor,
        named_at=clock.now(),
    )
    audit.record("incidents.name_person", incident, actor=actor, involvement=involvement.pk, part=str(part))
    if person is None:
        return
    if part in SHUT_OUT:
        _shut_out(incident, person)
    elif part == Part.HANDLER:
        telling.tell([person], "incidents.handler_named", incident, f"handler:{involvement.pk}")


def _shut_out(incident: Incident, person: User) -> None:
    notifications.withdraw(incident, [person])
    notifications.withdraw_caused(causes(incident), [person])  # what it meant for an account as well
    Involvement.objects.filter(incident=incident, person=person, part=Part.HANDLER, ended_at=None).update(
        ended_at=clock.now()
    )
    if incident.lead_id == person.pk:
        incident.lead = None
        incident.save(update_fields=["lead"])


def lead_anew(incident: Incident) -> None:
    """Tell who is new to it, and take back the notices of those for whom it does not exist any more."""
    if find_route(incident):
        tell_handlers(incident)
        _take_back(incident)


def _take_back(incident: Incident) -> None:
    """From whoever neither handles it now nor has a part in it. What an account's people were told they keep."""
    told = Notification.objects.filter(about_type="incidents.incident", about_id=str(incident.pk), withdrawn_at=None)
    parts = incident.involvements.filter(part__in=TOLD, ended_at=None, person__isnull=False)
    stay = {incident.reporter_id, *handlers(incident).values_list("pk", flat=True)}
    gone = told.exclude(url="").exclude(recipient__in=stay).exclude(recipient__in=parts.values("person"))
    notifications.withdraw(incident, User.objects.filter(pk__in=gone.values("recipient")))


def find_route(incident: Incident) -> bool:
    """Lead it round those who are named, as things stand (H5). Whether its route is another one now."""
    found = route_of(incident)
    if is_on(incident, found):
        return False
    for column in LED_TO:
        setattr(incident, column, getattr(found, column))
    incident.first_id = found.first
    incident.save(update_fields=[*LED_TO, "first"])
    return True


@audit.verb("incidents.look_for_handlers", "led the incident to those who are free to handle it")
def look_for_handlers(incident: Incident, *, actor: Actor) -> Incident:
    """Lead it anew where people have come, gone or left since, and tell those who handle it from now on (H5)."""
    incident = audit.lock(incident)
    rules.require("incidents.look_for_handlers", actor, incident)
    lead_anew(incident)
    pass_on_tasks(incident, actor)
    return incident


@audit.verb("incidents.end_part", "took a name off the incident")
def end_part(incident: Incident, involvement: Involvement, *, actor: User) -> Incident:
    """End somebody's part, as of now; that they had it stays on record.

    Who was shut out sees it again, where they would without that part, and is told again (H5). Raises NotAllowed,
    WrongState (it has ended already; nobody would be left to read the file).
    """
    incident = handling(incident, actor)
    rules.require("incidents.end_part", actor, incident, involvement)
    ended = Involvement.objects.filter(pk=involvement.pk, incident=incident, ended_at=None).update(ended_at=clock.now())
    if not ended:
        raise WrongState("This name was taken off already.")
    audit.record("incidents.end_part", incident, actor=actor, involvement=involvement.pk)
    if incident.lead is not None and not handlers(incident).filter(pk=incident.lead.pk).exists():
        incident.lead = None
        incident.save(update_fields=["lead"])
    write(incident, EntryKind.STATE, f"Taken off: {involvement.who}, {involvement.get_part_display().lower()}.", actor)
    lead_anew(incident)
    _somebody_is_left(incident)
    pass_on_tasks(incident, actor)
    if involvement.person is not None:
        _tell_again(incident, involvement.person)
    return incident


def _tell_again(incident: Incident, person: User) -> None:
    """After a part of theirs ended: handlers hear of it anew, the others get back what they were told."""
    if handlers(incident).filter(pk=person.pk).exists():
        tell_handlers(incident)
    elif Incident.objects.told_to(person).filter(pk=incident.pk).exists():
        notifications.give_back(causes(incident), [person])
    else:
        notifications.withdraw(incident, [person])
