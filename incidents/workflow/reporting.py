"""Somebody tells the school (I1, I6)."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from accounts.models import Account
from audit import workflow as audit
from core import clock, rules
from core.errors import InvalidInput, WrongState
from incidents import telling
from incidents.evidence.files import Checked
from incidents.evidence.keeping import keep_item
from incidents.evidence.workflow import add_by_reporter
from incidents.handling import NO_PICTURE, PICTURE, handling_of
from incidents.models import Incident
from incidents.staffing import handlers
from incidents.states import Category, EntryKind, Part, Status
from incidents.timing import AGAIN
from incidents.workflow.clocks import start_clocks
from incidents.workflow.naming import find_route, give_part, tell_handlers
from incidents.workflow.writing import write
from moderation.models import Item
from people.models import User

PARTS = (Part.TARGET, Part.ALLEGED, Part.WITNESS, Part.PARENT, Part.OTHER)  # those that a report may give
MOST_FILES, MOST_LINKS = 10, 5  # that come along with a report
NO_FILE = "No picture and no file is taken about this. Write the link and words only."


@dataclass(frozen=True)
class Named:
    """Somebody whom a report names: a person who signs in here, or a name in words."""

    part: str
    person: User | None = None
    name: str = ""
    link: str = ""


@audit.verb("incidents.report", "reported the incident")
def report(
    *,
    actor: User,
    category: str,
    what_happened: str,
    where: str = "",
    happened_at: datetime | None = None,
    danger: bool = False,
    account: Account | None = None,
    item: Item | None = None,
    alleged: Iterable[User] = (),
    people: Iterable[Named] = (),
    files: Sequence[Checked] = (),
    links: Sequence[str] = (),
) -> Incident:
    """Anyone signed in reports; SLT, or whoever the category names, is told at once (I1, I6).

    People named as alleged (`alleged`, or by that part in `people`) are shut out before anybody is told (H5).
    `files` (as `evidence.files.checked` gives them) and `links` come along as evidence: all of it is kept, or nothing.
    The same report sent twice within a minute is the same incident, and each piece is in it once.
    Raises NotAllowed, InvalidInput.
    """
    rules.require("incidents.report", actor)
    named = [*(Named(Part.ALLEGED, person) for person in alleged), *people]
    _check(actor, category, what_happened, where, named)
    _check_evidence(files, links, words_only=handling_of(category).words_only or (item is not None and item.link_only))
    now = clock.now()
    if happened_at is not None and happened_at > now:
        raise InvalidInput("This time is still to come.", "happened_at")
    # Held, so that two clicks do not report one thing twice.
    User.objects.get_queryset().select_for_update(no_key=True).get(pk=actor.pk)
    words = {"what_happened": what_happened.strip(), "where": where.strip(), "danger": danger}
    sent = _sent_already(actor, category, words, happened_at, item, account, named)
    if sent is not None:
        audit.record("incidents.report", sent, actor=actor, again=True)
        _keep_evidence(sent, actor, files, links)
        return sent
    incident = Incident.objects.create(
        category=category,
        what_happened=what_happened.strip(),
        where=where.strip(),
        happened_at=happened_at,
        danger=danger,
        reporter=actor,
        reported_at=now,
        item=item,
        account=account or (item.account if item else None),
    )
    audit.record("incidents.report", incident, actor=actor, category=str(category), danger=danger)
    for one in named:
        give_part(incident, one.person, one.part, actor, name=one.name, link=one.link)
    if item is not None:
        keep_item(incident, item, by=actor)
    start_clocks(incident)
    find_route(incident)
    _keep_evidence(incident, actor, files, links)
    tell_handlers(incident)
    return incident


def _check(actor: User, category: str, what_happened: str, where: str, named: Sequence[Named]) -> None:
    """Raises InvalidInput for what no report may hold, whatever page or program sends it."""
    if category not in Category.values:
        raise InvalidInput("Choose what kind of thing it is.", "category")
    if not what_happened.strip():
        raise InvalidInput("Say in a few words what happened.", "what_happened")
    if handling_of(category).words_only and PICTURE.search(f"{what_happened}\n{where}"):
        raise InvalidInput(NO_PICTURE, "what_happened")
    for one in named:
        if one.part not in PARTS:
            raise InvalidInput("Say what part each person has in it.", "people")
        if one.person is None and not one.name.strip():
            raise InvalidInput("Say who it is.", "people")
        if one.person == actor and one.part == Part.ALLEGED:
            raise InvalidInput("You cannot shut yourself out of your own report. Say it in your own words.", "people")
    given = [(one.person.pk, one.part) for one in named if one.person is not None]
    if len(given) != len(set(given)):
        raise InvalidInput("Name each person once for each part.", "people")


def _check_evidence(files: Sequence[Checked], links: Sequence[str], *, words_only: bool) -> None:
    """Raises InvalidInput for what may not come along with a report. What may show a child is never taken in."""
    if words_only and files:
        raise InvalidInput(NO_FILE, "file")
    if len(files) > MOST_FILES:
        raise InvalidInput(f"Send at most {MOST_FILES} files with a report. You can add more after it.", "file")
    if len(links) > MOST_LINKS:
        raise InvalidInput(f"Send at most {MOST_LINKS} links with a report. You can add more after it.", "links")
    if any(not link.lower().startswith(("https://", "http://")) for link in links):
        raise InvalidInput("A link begins with https://. Copy the whole of it.", "links")
    if words_only and PICTURE.search("\n".join(links)):
        raise InvalidInput("This link is a picture itself. Write where it is instead.", "links")


def _keep_evidence(incident: Incident, actor: User, files: Sequence[Checked], links: Sequence[str]) -> None:
    """Each piece that is not there already, by what it holds. Its handlers are told of the report, not of each."""
    there = set(incident.evidence.filter(added_by=actor).values_list("sha256", flat=True))
    pieces: list[tuple[str, dict[str, Any]]] = [(file.sha256, {"file": file}) for file in files]
    pieces += [(hashlib.sha256(link.encode()).hexdigest(), {"url": link}) for link in links]
    for digest, piece in pieces:
        if digest not in there:
            add_by_reporter(incident, actor=actor, tell=False, **piece)
            there.add(digest)


def _sent_already(
    actor: User,
    category: str,
    words: Mapping[str, Any],
    happened_at: datetime | None,
    item: Item | None,
    account: Account | None,
    named: Sequence[Named],
) -> Incident | None:
    """The report that this one is, word for word and name for name, sent less than a minute ago.

    That somebody is in danger, or when it was, makes it another: neither is lost by being said a moment later.
    """
    since = clock.now() - AGAIN
    same = Incident.objects.filter(reporter=actor, category=category, **words)
    same = same.filter(item=item, account=account or (item.account if item else None), reported_at__gt=since)
    names = {(one.person.pk if one.person else None, "" if one.person else one.name.strip(), one.part) for one in named}
    for incident in same.order_by("pk"):
        if set(incident.involvements.filter(named_by=actor).values_list("person", "name", "part")) != names:
            continue
        before = incident.happened_at
        # “Just now” is another moment with each click.
        if before == happened_at or (before and happened_at and abs(happened_at - before) < AGAIN):
            return incident
    return None


@audit.verb("incidents.report_from_item", "reported the incident from a comment")
def report_from_item(
    item: Item,
    *,
    actor: User,
    category: str,
    what_happened: str,
    happened_at: datetime | None = None,
    danger: bool = False,
    alleged: Iterable[User] = (),
    people: Iterable[Named] = (),
    files: Sequence[Checked] = (),
    links: Sequence[str] = (),
) -> Incident:
    """Report a comment as an incident. Nothing about the comment changes, neither its clock nor its place in the queue.

    So nobody sees by it that there is an incident, but its handlers (H5). Raises NotAllowed, InvalidInput.
    """
    rules.require("incidents.report_from_item", actor, item)
    return report(
        actor=actor,
        category=category,
        what_happened=what_happened,
        where=item.permalink,
        happened_at=happened_at,
        danger=danger,
        item=item,
        alleged=alleged,
        people=people,
        files=files,
        links=links,
    )


@audit.verb("incidents.add_to_report", "added to their report")
def add_to_report(incident: Incident, *, actor: User, text: str) -> Incident:
    """The reporter remembers something more; it goes into the case file and its handlers are told.

    The same words sent twice within a minute are there once. Raises NotAllowed, WrongState (closed), InvalidInput.
    """
    incident = audit.lock(incident)
    rules.require("incidents.add_to_report", actor, incident)
    if incident.status == Status.CLOSED:
        raise WrongState("This report is closed. Make a new report, and write the reference of this one in it.")
    words = text.strip()
    if not words:
        raise InvalidInput("Write what you want to add.", "text")
    if handling_of(incident.category).words_only and PICTURE.search(words):
        raise InvalidInput(NO_PICTURE, "text")
    if incident.entries.filter(by=actor, text=words, at__gt=clock.now() - AGAIN).exists():
        audit.record("incidents.add_to_report", incident, actor=actor, again=True)
        return incident
    entry = write(incident, EntryKind.NOTE, words, actor, open_to=[Part.REPORTER])
    audit.record("incidents.add_to_report", incident, actor=actor, entry=entry.pk)
    telling.tell(handlers(incident).exclude(pk=actor.pk), "incidents.added_to_report", incident, f"added:{entry.pk}")
    return incident
