"""The verbs about incidents: report, assess, investigate, resolve, close (I1–I4, H1, H5)."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.urls import reverse

from accounts.models import Account
from audit import workflow as audit
from core import clock, rules, times
from core.actors import Actor
from core.errors import InvalidInput, WrongState
from incidents import messages as _messages  # noqa: F401  (registers the messages)
from incidents import rules as _rules  # noqa: F401  (registers the rules)
from incidents.models import Entry, Incident, Involvement, Referral
from incidents.states import (
    CONFIDENTIAL_CATEGORIES,
    SHUT_OUT,
    TRANSITIONS,
    Category,
    EntryKind,
    Lawfulness,
    Part,
    Status,
    handler_roles,
)
from moderation import workflow as moderation
from moderation.models import Item
from notifications import workflow as notifications
from people.models import Role, User

ASSESS_WITHIN = timedelta(hours=24)
ASSESS_URGENT_WITHIN = timedelta(hours=1)
URGENT = frozenset({Category.THREAT_TO_LIFE, Category.INDECENT_IMAGE, Category.UNSAFE_CONTACT})


@audit.verb("incidents.report", "reported the incident")
def report(
    *,
    actor: User,
    category: str,
    what_happened: str,
    where: str = "",
    account: Account | None = None,
    item: Item | None = None,
    alleged: Iterable[User] = (),
) -> Incident:
    """Anyone signed in reports; SLT, or whoever the category names, is told at once (I1, I6).

    People named as alleged are shut out before anybody is told (H5). Raises NotAllowed, InvalidInput.
    """
    rules.require("incidents.report", actor)
    if not what_happened.strip():
        raise InvalidInput("Say in a few words what happened.", "what_happened")
    now = clock.now()
    incident = Incident.objects.create(
        category=category,
        what_happened=what_happened.strip(),
        where=where.strip(),
        reporter=actor,
        reported_at=now,
        item=item,
        account=account or (item.account if item else None),
        assess_by=now + (ASSESS_URGENT_WITHIN if category in URGENT else ASSESS_WITHIN),
    )
    audit.record("incidents.report", incident, actor=actor, category=str(category))
    for person in alleged:
        _name(incident, person, Part.ALLEGED, actor)
    _look_for_chair(incident)
    _tell_handlers(incident)
    return incident


@audit.verb("incidents.report_from_item", "reported the incident from a comment")
def report_from_item(
    item: Item, *, actor: User, category: str, what_happened: str, alleged: Iterable[User] = ()
) -> Incident:
    """Report a comment as an incident. The comment's clock goes on, and a confidential report leaves no mark on it."""
    named = list(alleged)
    incident = report(
        actor=actor, category=category, what_happened=what_happened, where=item.permalink, item=item, alleged=named
    )
    if category not in CONFIDENTIAL_CATEGORIES and not named:
        moderation.mark_escalated(item, actor=actor)
    return incident


def handlers(incident: Incident) -> QuerySet[User]:
    """Everybody who may read the case file now."""
    named = Involvement.objects.filter(incident=incident, ended_at=None)
    shut_out = named.filter(part__in=SHUT_OUT).values("person")
    roles = handler_roles(incident.category) + ([str(Role.CHAIR_OF_GOVERNORS)] if incident.to_chair else [])
    by_role = User.objects.holding(*roles).values("pk")
    by_name = named.filter(part=Part.HANDLER).values("person")
    both = User.objects.active().filter(pk__in=by_role) | User.objects.active().filter(pk__in=by_name)
    return both.exclude(pk__in=shut_out).distinct()


def _url(incident: Incident) -> str:
    return reverse("incidents:incident", kwargs={"pk": incident.pk})


def _tell_handlers(incident: Incident) -> None:
    notifications.tell(
        handlers(incident),
        "incidents.reported",
        event=f"incident:{incident.pk}:reported",
        url=_url(incident),
        about=incident,
        reference=incident.reference,
        by=times.short(incident.assess_by),
    )


@audit.verb("incidents.read", "read the case file")
def read(incident: Incident, *, actor: User) -> Incident:
    """Record that a handler opened the case file, before it is shown."""
    rules.require("incidents.read", actor, incident)
    return incident


def _handling(incident: Incident, actor: Actor) -> Incident:
    incident = audit.lock(incident)
    rules.require("incidents.handle", actor, incident)
    return incident


@audit.verb("incidents.assess", "made the first assessment")
def assess(incident: Incident, *, actor: User, severity: str, lawfulness: str, assessment: str) -> Incident:
    """SLT's first assessment: how serious, and whether it is possibly illegal (I2). Raises NotAllowed, WrongState."""
    incident = _handling(incident, actor)
    TRANSITIONS.require(incident.status, Status.ASSESSED)
    incident.severity, incident.lawfulness, incident.assessed_at = severity, lawfulness, clock.now()
    incident.save(update_fields=["severity", "lawfulness", "assessed_at"])
    audit.move(incident, Status.ASSESSED, TRANSITIONS, actor=actor, severity=severity, lawfulness=lawfulness)
    _write(incident, EntryKind.ASSESSMENT, assessment, actor)
    return incident


@audit.verb("incidents.start_investigation", "started the investigation")
def start_investigation(incident: Incident, *, actor: User, lead: User) -> Incident:
    """Name who leads the investigation (I3); whoever leads it may read it.

    Raises NotAllowed, WrongState, InvalidInput (the lead is named in it).
    """
    incident = _handling(incident, actor)
    if incident.involvements.filter(person=lead, part__in=SHUT_OUT, ended_at=None).exists():
        raise InvalidInput(f"{lead} is named in this incident, so somebody else leads it.", "lead")
    incident.lead = lead
    incident.save(update_fields=["lead"])
    audit.move(incident, Status.INVESTIGATING, TRANSITIONS, actor=actor)
    if not handlers(incident).filter(pk=lead.pk).exists():
        _name(incident, lead, Part.HANDLER, actor)
    _write(incident, EntryKind.STATE, f"Investigation started, led by {lead}.", actor)
    return incident


@audit.verb("incidents.resolve", "resolved the incident")
def resolve(incident: Incident, *, actor: User, outcome: str, outcome_text: str) -> Incident:
    """Record the outcome (I4). Raises NotAllowed, WrongState."""
    incident = _handling(incident, actor)
    incident.outcome, incident.outcome_text = outcome, outcome_text.strip()
    incident.save(update_fields=["outcome", "outcome_text"])
    audit.move(incident, Status.RESOLVED, TRANSITIONS, actor=actor, outcome=outcome)
    _write(incident, EntryKind.DECISION, outcome_text, actor)
    return incident


@audit.verb("incidents.excuse", "decided that nobody outside is told")
def excuse(incident: Incident, *, actor: User, reason: str) -> Incident:
    """SLT's written reason why a possibly illegal matter was referred to nobody (I4).

    Raises NotAllowed, WrongState (it is lawful) and InvalidInput (no reason).
    """
    incident = _handling(incident, actor)
    rules.require("incidents.excuse", actor, incident)
    if incident.lawfulness != Lawfulness.POSSIBLY_ILLEGAL:
        raise WrongState("Only an incident that is possibly against the law needs this reason.")
    if not reason.strip():
        raise InvalidInput("Give the reason in writing.", "reason")
    incident.no_referral_reason = reason.strip()
    incident.save(update_fields=["no_referral_reason"])
    _write(incident, EntryKind.DECISION, f"Nobody outside the school is told: {reason.strip()}", actor)
    return incident


@audit.verb("incidents.close", "closed the incident")
def close(incident: Incident, *, actor: User) -> Incident:
    """Close a resolved incident (I4). Raises WrongState, and NotAllowed where a possibly illegal one was neither

    referred nor excused.
    """
    incident = audit.lock(incident)
    TRANSITIONS.require(incident.status, Status.CLOSED)
    rules.require("incidents.close", actor, incident)
    incident.closed_at = clock.now()
    incident.save(update_fields=["closed_at"])
    audit.move(incident, Status.CLOSED, TRANSITIONS, actor=actor)
    _write(incident, EntryKind.STATE, "Closed.", actor)
    return incident


@audit.verb("incidents.reopen", "reopened the incident")
def reopen(incident: Incident, *, actor: User, reason: str) -> Incident:
    """Open a closed or resolved incident again; everything is kept (I3).

    Raises NotAllowed, WrongState, InvalidInput (no reason).
    """
    incident = audit.lock(incident)
    rules.require("incidents.reopen", actor, incident)
    if not reason.strip():
        raise InvalidInput("Say why it is opened again.", "reason")
    audit.move(incident, Status.INVESTIGATING, TRANSITIONS, actor=actor)
    incident.closed_at = None
    incident.save(update_fields=["closed_at"])
    _write(incident, EntryKind.STATE, f"Opened again: {reason.strip()}", actor)
    return incident


def _write(incident: Incident, kind: str, text: str, actor: User, *, open_to_reporter: bool = False) -> Entry:
    return Entry.objects.create(
        incident=incident, kind=kind, text=text.strip(), by=actor, at=clock.now(), open_to_reporter=open_to_reporter
    )


@audit.verb("incidents.add_entry", "wrote in the case file")
def add_entry(
    incident: Incident, *, actor: User, text: str, kind: str = EntryKind.NOTE, open_to_reporter: bool = False
) -> Incident:
    """Add to the timeline; where it is opened to the reporter, they are told that there is news."""
    incident = _handling(incident, actor)
    entry = _write(incident, kind, text, actor, open_to_reporter=open_to_reporter)
    audit.record("incidents.add_entry", incident, actor=actor, entry=entry.pk, open_to_reporter=open_to_reporter)
    reachable = Incident.objects.reported_by(incident.reporter).filter(pk=incident.pk).exists()
    if open_to_reporter and reachable:
        notifications.tell(
            [incident.reporter],
            "incidents.reporter_told",
            event=f"incident:{incident.pk}:entry:{entry.pk}",
            url=reverse("incidents:my_report", kwargs={"pk": incident.pk}),
            about=incident,
            reference=incident.reference,
        )
    return incident


@audit.verb("incidents.refer", "told the police or an agency")
def refer(incident: Incident, *, actor: User, agency: str, how: str, reference: str, referred_at: datetime) -> Incident:
    """Record whom the school told, when, how, and the reference they gave (I2, I4). Raises NotAllowed, InvalidInput."""
    incident = _handling(incident, actor)
    if referred_at > clock.now():
        raise InvalidInput("This time is still to come. Record a referral once it is made.", "referred_at")
    referral = Referral.objects.create(
        incident=incident,
        agency=agency.strip(),
        how=how.strip(),
        reference=reference.strip(),
        referred_at=referred_at,
        by=actor,
        recorded_at=clock.now(),
    )
    audit.record("incidents.refer", incident, actor=actor, referral=referral.pk)
    return incident


@audit.verb("incidents.name_person", "recorded somebody's part in the incident")
def name_person(incident: Incident, person: User, *, actor: User, part: str) -> Incident:
    """Record a person's part. Named as alleged or conflicted, they see nothing of it from now on (H5).

    Raises NotAllowed, WrongState (they have this part already, or they lead the investigation).
    """
    incident = _handling(incident, actor)
    if incident.involvements.filter(person=person, part=part, ended_at=None).exists():
        raise WrongState(f"{person} has this part already.")
    if part == Part.HANDLER and incident.involvements.filter(person=person, part__in=SHUT_OUT, ended_at=None).exists():
        raise WrongState(f"{person} is named in this incident, so cannot handle it.")
    _name(incident, person, part, actor)
    return incident


def _name(incident: Incident, person: User, part: str, actor: User) -> None:
    involvement = Involvement.objects.create(
        incident=incident, person=person, part=part, named_by=actor, named_at=clock.now()
    )
    audit.record("incidents.name_person", incident, actor=actor, involvement=involvement.pk, part=str(part))
    if part in SHUT_OUT:
        _shut_out(incident, person, actor)
    elif part == Part.HANDLER:
        notifications.tell(
            [person],
            "incidents.handler_named",
            event=f"incident:{incident.pk}:handler:{involvement.pk}",
            url=_url(incident),
            about=incident,
            reference=incident.reference,
        )


def _shut_out(incident: Incident, person: User, actor: User) -> None:
    notifications.withdraw(incident, [person])
    Involvement.objects.filter(incident=incident, person=person, part=Part.HANDLER, ended_at=None).update(
        ended_at=clock.now()
    )
    if incident.lead_id == person.pk:
        incident.lead = None
        incident.save(update_fields=["lead"])
    _take_back_mark(incident, actor)
    _look_for_chair(incident)


def _take_back_mark(incident: Incident, actor: User) -> None:
    """The comment shows no longer that it was reported, unless another report of it, naming nobody, keeps the mark."""
    if incident.item is None or incident.item.escalated_at is None:
        return
    named = Involvement.objects.filter(part__in=SHUT_OUT).values("incident")
    others = Incident.objects.filter(item=incident.item).exclude(category__in=CONFIDENTIAL_CATEGORIES)
    if not others.exclude(pk__in=named).exists():
        moderation.take_back_mark(incident.item, actor=actor)


def _look_for_chair(incident: Incident) -> None:
    """Where no member of SLT is free to handle it, the chair of governors is brought in, and leaves it otherwise."""
    to_chair = not handlers(incident).filter(pk__in=User.objects.holding(Role.SLT)).exists()
    if to_chair != incident.to_chair:
        incident.to_chair = to_chair
        incident.save(update_fields=["to_chair"])
        if to_chair:
            _tell_handlers(incident)


@audit.verb("incidents.look_for_chair", "brought in somebody who is free to handle the incident")
def look_for_chair(incident: Incident, *, actor: Actor) -> Incident:
    """Bring the chair of governors in, or out, where members of SLT have come, gone or left since (H5)."""
    incident = audit.lock(incident)
    rules.require("incidents.look_for_chair", actor, incident)
    _look_for_chair(incident)
    return incident


@audit.verb("incidents.end_part", "took a name off the incident")
def end_part(incident: Incident, involvement: Involvement, *, actor: User) -> Incident:
    """End somebody's part, as of now; that they had it stays on record. Raises NotAllowed, WrongState."""
    incident = _handling(incident, actor)
    rules.require("incidents.end_part", actor, incident, involvement)
    ended = Involvement.objects.filter(pk=involvement.pk, incident=incident, ended_at=None).update(ended_at=clock.now())
    if not ended:
        raise WrongState("This name was taken off already.")
    audit.record("incidents.end_part", incident, actor=actor, involvement=involvement.pk)
    if incident.lead is not None and not handlers(incident).filter(pk=incident.lead.pk).exists():
        incident.lead = None
        incident.save(update_fields=["lead"])
    _look_for_chair(incident)
    return incident
