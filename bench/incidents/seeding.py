"""A room as a trust's largest school would fill it in ten years; and one long case.

5,000 incidents, 200 of them open, with some twelve lines of a timeline, one piece of evidence and four people each;
40 people who handle some of them; 300 at the school. The long case has pictures of real sizes.
"""

import hashlib
import random
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from allauth.mfa.models import Authenticator
from django.core.management import call_command
from django.db import connection, models, transaction

from audit import chain
from audit.models import Event
from bench.desk.seeding import WORDS
from core import bulk, clock
from core.crypto import cipher
from incidents.evidence.keeping import packed
from incidents.handling import handling_of
from incidents.models import (
    LED_TO,
    Agency,
    Assessment,
    Custody,
    Entry,
    Evidence,
    Incident,
    IncidentClock,
    Involvement,
    Referral,
    Relation,
    Senior,
    Task,
)
from incidents.routing import Staffing
from incidents.staffing import route_for, staffing_now
from incidents.states import Category, EntryKind, Lawfulness, Part, Severity, Status
from incidents.timing import first_look
from notifications.models import Notification
from people.models import Role, RoleGrant, User
from school.models import School, Term

INCIDENTS, OPEN = 5_000, 200
ENTRIES, EVENTS, NOTICES = 12, 20, 6  # of each
LONG = {"entries": 800, "evidence": 120, "tasks": 60, "events": 2_500}
PICTURES, PICTURE, LARGEST = 30, 2_500_000, 5_000_000  # of the long case; bytes of each, and of one of them
STAFF, SENIORS, LEADS, ADMINISTRATORS, BY_NAME = 300, 6, 4, 4, 25
DAYS = 3_650
STATES = (Status.REPORTED, Status.ASSESSED, *[Status.INVESTIGATING] * 4, Status.RESOLVED)


def seed() -> Incident:
    """Fill the database of the settings, which is empty. Returns the long case."""
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    School.objects.create(pk=1, name="St. Jude's", set_up_at=clock.now())
    today = clock.today()
    Term.objects.create(name="This term", first_day=today - timedelta(days=90), last_day=today + timedelta(days=30))
    with transaction.atomic():
        staff = _people()
        incidents = _incidents(staff)
        _write(incidents, staff)
        long = incidents[-1]
        _long(long, staff)
    with transaction.atomic():
        _record(incidents, staff)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)" if connection.vendor == "postgresql" else "ANALYZE")
    return long


def _people() -> list[User]:
    """SLT first, then the leads, the Administrators and the others."""
    now = clock.now()
    roles: list[tuple[str, ...]] = [(Role.STAFF, Role.SLT)] * SENIORS
    roles += [(Role.STAFF, Role.SAFEGUARDING_LEAD), *[(Role.STAFF, Role.DEPUTY_SAFEGUARDING_LEAD)] * (LEADS - 1)]
    roles += [(Role.STAFF, Role.ADMINISTRATOR)] * ADMINISTRATORS
    roles += [(Role.STAFF,)] * (STAFF - len(roles))
    roles += [(Role.CHAIR_OF_GOVERNORS,)]
    people = User.objects.bulk_create(
        User(full_name=f"Name{at} Surname{at % 97}", email=f"n{at}@stjudes.example", joined_at=now, last_login=now)
        for at in range(len(roles))
    )
    RoleGrant.objects.bulk_create(
        RoleGrant(person=person, role=role, granted_at=now)
        for person, held in zip(people, roles, strict=True)
        for role in held
    )
    Authenticator.objects.bulk_create(
        Authenticator(user=person, type=Authenticator.Type.TOTP, data={"secret": "x"})
        for person in people[: SENIORS + LEADS + ADMINISTRATORS]
    )
    Senior.objects.bulk_create(Senior(person=person, place=place) for place, person in enumerate(people[:SENIORS], 1))
    return people


def _store(model: type[models.Model], rows: Iterable[models.Model]) -> None:
    names = [field.attname for field in model._meta.concrete_fields if not field.primary_key]
    left = iter(rows)
    while some := list(islice(left, 5_000)):
        bulk.insert(model, names, [[getattr(row, name) for name in names] for row in some])


def said(number: int, length: int) -> str:
    """Words of the school's day, always the same for a number."""
    words = WORDS.split()
    return " ".join(words[(number * 7 + at * (number % 13 + 3)) % len(words)] for at in range(length))


def _incidents(staff: list[User]) -> list[Incident]:
    """The newest last. The open ones are the newest, but for some that stay open for years."""
    staffing, now = staffing_now(), clock.now()
    made = [_incident(number, staff, staffing, now) for number in range(INCIDENTS)]
    return Incident.objects.bulk_create(made, batch_size=500)


def _incident(number: int, staff: list[User], staffing: Staffing, now: datetime) -> Incident:
    category = Category.values[number * 11 % len(Category.values)]
    reported_at = now - timedelta(days=DAYS) * (1 - number / INCIDENTS) - timedelta(hours=1)
    is_open = number >= INCIDENTS - OPEN
    status = STATES[number % len(STATES)] if is_open else Status.CLOSED
    if number == INCIDENTS - 1:
        category, status = Category.OFFENSIVE, Status.INVESTIGATING
    incident = Incident(
        category=category,
        what_happened=said(number, 60),
        where=f"https://example.org/post/{number}",
        reporter=staff[number * 17 % STAFF],
        reported_at=reported_at,
        status=status,
    )
    named = [_named(number, staff).pk] if number % 10 == 0 else []
    route = route_for(category, named, staffing)
    for column in LED_TO:
        setattr(incident, column, getattr(route, column))
    incident.first_id = route.first
    if status != Status.REPORTED:
        incident.severity, incident.lawfulness = Severity.values[number % 3], Lawfulness.values[number % 3]
        incident.assessed_at, incident.lead_id = reported_at + timedelta(hours=3), route.readers[0]
    if status in (Status.RESOLVED, Status.CLOSED):
        incident.outcome = "behaviour_policy"
        incident.concern, incident.follow_up, incident.action, incident.decision, incident.learning = (
            said(number + at, 30) for at in range(5)
        )
    if status == Status.CLOSED:
        incident.closed_at = reported_at + timedelta(days=9)
    return incident


def _named(number: int, staff: list[User]) -> User:
    """Somebody who is named in the allegation: seldom a senior."""
    return staff[number * 3 % STAFF]


def _write(incidents: list[Incident], staff: list[User]) -> None:
    """What stands in every file."""
    _store(Involvement, (part for at, incident in enumerate(incidents) for part in _parts(at, incident, staff)))
    _store(
        Entry,
        (
            _entry(incident, at, staff[(number + at) % SENIORS])
            for number, incident in enumerate(incidents)
            for at in range(ENTRIES)
        ),
    )
    _store(IncidentClock, (one for incident in incidents for one in _clocks(incident)))
    _store(Assessment,
        (
            Assessment(
                incident=one, severity=one.severity, lawfulness=one.lawfulness, is_safe=True, words=said(one.pk, 40),
                by=staff[0], at=one.assessed_at, needs_check=one.is_open and one.pk % 7 == 0,
            )
            for one in incidents
            if one.assessed_at
        ),
    )  # fmt: skip
    _tasks_and_referrals(incidents, staff)
    evidence = Evidence.objects.bulk_create(
        (_words(incident, at, staff[at % SENIORS]) for at, incident in enumerate(incidents)), batch_size=1_000
    )
    _looked_at(evidence, 2, staff)
    _store(Notification, (_notice(incident, at, staff) for incident in incidents for at in range(NOTICES)))


def _parts(number: int, incident: Incident, staff: list[User]) -> Iterator[Involvement]:
    common: dict[str, Any] = {"incident": incident, "named_by": staff[0], "named_at": incident.reported_at}
    yield Involvement(name=f"A. B., class {number % 13}", part=Part.TARGET, **common)
    yield Involvement(person=staff[number * 7 % STAFF], part=Part.WITNESS, **common)
    yield Involvement(name=f"Parent {number}", part=Part.PARENT, **common)
    if number % 10 == 0:
        yield Involvement(person=_named(number, staff), part=Part.ALLEGED, **common)
    else:
        after = SENIORS + LEADS + ADMINISTRATORS
        yield Involvement(person=staff[after + number % BY_NAME], part=Part.HANDLER, **common)


def _entry(incident: Incident, at: int, by: User) -> Entry:
    kind = (EntryKind.NOTE, EntryKind.CONTACT, EntryKind.STATE, EntryKind.DECISION)[at % 4]
    return Entry(
        incident=incident,
        kind=kind,
        text=said(incident.pk + at, 40),
        by=by,
        at=incident.reported_at + timedelta(minutes=20 * at),
        open_to_reporter=at % 6 == 0,
    )


def _clocks(incident: Incident) -> Iterator[IncidentClock]:
    now = clock.now()
    for kind in ("assess", *handling_of(incident.category).clocks):
        runs = incident.status == Status.REPORTED if kind == "assess" else incident.is_open
        from_at = now - timedelta(hours=1) if runs else incident.reported_at
        due_at = from_at + timedelta(days=3)
        yield IncidentClock(
            incident=incident, kind=kind, from_at=from_at, due_at=due_at,
            met_at=None if runs else due_at, decision="" if runs else "done",
            sweep_at=first_look(from_at, due_at) if runs else None,
        )  # fmt: skip


def _tasks_and_referrals(incidents: list[Incident], staff: list[User]) -> None:
    now = clock.now()
    _store(Task,
        (
            Task(
                incident=one, words=said(one.pk, 6), owner=staff[at % SENIORS], added_by=staff[0],
                added_at=one.reported_at, due_at=now + timedelta(days=at % 9 - 2) if one.is_open else one.reported_at,
                done_at=None if one.is_open else one.closed_at, done_by=None if one.is_open else staff[0],
            )
            for at, one in enumerate(incidents)
        ),
    )  # fmt: skip
    police = Agency.objects.get(key="police")
    Referral.objects.bulk_create(
        Referral(
            incident=one, agency=police, name=police.name, how="By phone", referred_at=one.reported_at, by=staff[0],
            recorded_at=one.reported_at, chase_at=now + timedelta(days=at % 5 - 2) if one.is_open else None,
            answered_at=None if one.is_open else one.closed_at, answer="" if one.is_open else "They are looking.",
        )
        for at, one in enumerate(incidents[::5])
    )  # fmt: skip
    pairs = zip(incidents[:-40:20], incidents[10::20], strict=False)
    Relation.objects.bulk_create(Relation(one=one, other=other, by=staff[0], at=now) for one, other in pairs)


def _words(incident: Incident, number: int, by: User) -> Evidence:
    text = said(number, 50)
    return Evidence(
        incident=incident, kind="text", title=said(number, 4), text=text, media_type="text/plain", size=len(text),
        sha256=hashlib.sha256(text.encode()).hexdigest(), added_by=by, added_at=incident.reported_at,
    )  # fmt: skip


def _looked_at(evidence: list[Evidence], times: int, staff: list[User]) -> None:
    _store(Custody,
        (
            Custody(
                evidence=piece, person=staff[at % SENIORS], did="viewed" if at else "added", is_whole=True,
                at=piece.added_at + timedelta(minutes=at),
            )
            for piece in evidence
            for at in range(times)
        ),
    )  # fmt: skip


def _notice(incident: Incident, at: int, staff: list[User]) -> Notification:
    return Notification(
        event=f"incident:{incident.pk}:reported",
        template="incidents.led_to_you",
        recipient=staff[at],
        params={"reference": incident.reference},
        url=f"/incidents/{incident.public_id}/",
        about_type="incidents.incident",
        about_id=str(incident.pk),
        created_at=incident.reported_at,
        read_at=None if incident.is_open else incident.closed_at,
    )


def _long(long: Incident, staff: list[User]) -> None:
    """What one case has more than the others."""
    now = clock.now()
    _store(Entry, (_entry(long, at, staff[at % SENIORS]) for at in range(LONG["entries"] - ENTRIES)))
    tasks = (
        Task(
            incident=long, words=said(at, 6), owner=staff[at % SENIORS], added_by=staff[0], added_at=now,
            due_at=now + timedelta(days=at), done_at=now if at % 3 else None, done_by=staff[0] if at % 3 else None,
        )
        for at in range(LONG["tasks"] - 1)
    )  # fmt: skip
    _store(Task, tasks)
    pieces = [_picture(long, at, staff[at % SENIORS]) for at in range(PICTURES)]
    words = [_words(long, at, staff[at % SENIORS]) for at in range(LONG["evidence"] - PICTURES - 1)]
    pieces += Evidence.objects.bulk_create(words)
    _looked_at(pieces, 8, staff)


def _picture(long: Incident, number: int, by: User) -> Evidence:
    """As large as a picture, and as little to be packed closer. What it shows does not matter here."""
    content = random.Random(number).randbytes(PICTURE if number else LARGEST)  # noqa: S311
    piece = _words(long, number, by)
    piece.kind, piece.media_type, piece.file_name, piece.pages, piece.text = "picture", "image/jpeg", "a.jpg", 1, ""
    piece.size, piece.sha256 = len(content), hashlib.sha256(content).hexdigest()
    piece.save()
    piece.original = cipher.seal(content, piece.bound_to("original"))
    piece.copy = cipher.seal(packed([content[: len(content) // 4]]), piece.bound_to("copy"))
    piece.save(update_fields=["original", "copy"])
    piece.original = piece.copy = None  # stored: not kept in memory as well
    return piece


def _record(incidents: list[Incident], staff: list[User]) -> None:
    """The chain, as the verbs would have written it."""
    events = _events(incidents, staff)
    while some := list(islice(events, 2_000)):
        chain.append(some)


def _events(incidents: list[Incident], staff: list[User]) -> Iterator[Event]:
    for number, incident in enumerate(incidents):
        for at in range(LONG["events"] if number == INCIDENTS - 1 else EVENTS):
            yield Event(
                at=incident.reported_at + timedelta(minutes=at),
                actor=f"person:{staff[at % SENIORS].pk}",
                verb="incidents.read" if at % 3 else "incidents.add_entry",
                subject_type="incidents.incident",
                subject_id=str(incident.pk),
                data={"entry": at},
            )
