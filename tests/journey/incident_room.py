"""The incidents room of a school that has had a bad term: something for every page, in every state. Made by the verbs.

`portal.does("… print(open_room())")` runs it inside the portal, and says where each page is and who opens it.
"""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any

from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import reverse

from accounts.models import Account
from core import clock
from core.actors import DAILY, PACKS
from incidents import workflow as incidents
from incidents.deleted_pictures import workflow as deleted_pictures
from incidents.evidence import workflow as evidence
from incidents.evidence.files import checked
from incidents.evidence.tests import samples
from incidents.models import Agency, Evidence, Incident, Pack
from incidents.packs import workflow as packs
from incidents.packs.choices import Choices
from incidents.packs.tests.samples import ready_pack
from incidents.states import Part
from incidents.together import workflow as together
from incidents.workflow import Named
from moderation import workflow as moderation
from people import workflow as people
from people.models import Role, User
from school.workflow import add_term
from tests import incident_case
from tests.incident_case import Address, Case
from tests.journey.settled import (
    ADMINISTRATOR,
    COLLEAGUE,
    DEPUTY,
    HEAD,
    PASSWORD,
    SEED,
    TEACHER,
    everybody_comes_in,
    everybody_is_ready,
    open_account,
    person,
)

CHAIR = ("Grace Adeyemi", "grace.adeyemi@governors.example")
LEAD = ("Sara Whitcombe-Jones", "sara.whitcombe-jones@stjudes.example")
NEWCOMER = ("Owen Price", "owen.price@stjudes.example")
# Whoever may open a page: the first of them is asked to.
READERS = (DEPUTY, HEAD, LEAD, ADMINISTRATOR, CHAIR, TEACHER, COLLEAGUE)

LONG = (
    "A page with our name and our badge asks parents for money for a trip that we do not run. Two families have paid "
    "already.\n\nhttps://facebook.example/groups/st-judes-school-trips-and-clubs-unofficial/posts/1002003004005006007"
)


@dataclass
class Room:
    """The files by name; other things by what stands before their number in an address."""

    files: dict[str, Incident] = field(default_factory=dict)
    things: dict[str, list[int]] = field(default_factory=dict)


def open_room() -> str:
    """As JSON {"places": [[name, address, e-mail]], "cookies": {e-mail: of their session}, "lacking": [sentences]}."""
    with at_once():
        come_in()
        room = make_room()
    clients = {who[1]: signed_in(who) for who in (*READERS, NEWCOMER)}
    found, lacking = find_places(room, clients)
    name = settings.SESSION_COOKIE_NAME
    cookies = {who: {"name": name, "value": client.cookies[name].value} for who, client in clients.items()}
    return json.dumps({"places": found, "cookies": cookies, "lacking": lacking})


@contextmanager
def at_once() -> Iterator[None]:
    """In one transaction: it is quicker, and no worker makes a pack that is to stay as it is."""
    atomic = transaction.atomic()
    atomic._from_testcase = True  # type: ignore[attr-defined]  # verbs insist on the outermost one
    with atomic:
        yield


def signed_in(who: tuple[str, str]) -> Client:
    """Just now, with both steps."""
    somebody, now = person(who), datetime.now(UTC).timestamp()
    client = Client(SERVER_NAME="localhost")
    client.force_login(somebody)
    session = client.session
    session["account_authentication_methods_user"] = str(somebody.pk)
    session["account_authentication_methods"] = [
        {"method": "password", "at": now, "email": somebody.email},
        {"method": "mfa", "type": "totp", "at": now},
    ]
    session.save()
    return client


def come_in() -> None:
    everybody_comes_in()
    for (name, email), roles, employed in (
        (CHAIR, [Role.CHAIR_OF_GOVERNORS], False),
        (LEAD, [Role.SAFEGUARDING_LEAD, Role.STAFF], True),
        (NEWCOMER, [Role.STAFF], True),
    ):
        added, token = people.add_person(
            actor=person(ADMINISTRATOR), full_name=name, email=email, roles=roles, is_employed=employed
        )
        people.accept_invitation(token, PASSWORD)
        if added.needs_second_factor:
            TOTP.activate(added, SEED)
    everybody_is_ready()


# --- what there is


def make_room() -> Room:
    room = Room()
    hacked, account = open_account("Year 4"), open_account("The school choir and orchestra")
    room.files = {
        "full": full_file(),
        "new": new_file(account),
        "unsure": assess(report("defamatory", "A parent writes that we lie about our results."), "unsure"),
        "breach": report("data_protection", "The list of who comes to football was in the wrong group."),
        "complaint": report("data_complaint", "A father asks what we keep about his son."),
        "head": about_head(),
        "child": of_child(),
        "resolved": resolve(assess(report("offensive", "Two pupils write rude things."), "lawful")),
        "closed": closed_file(),
        "hacked": incidents.report_compromise(hacked, actor=person(TEACHER), what_happened="It posts in our name."),
    }
    together.link(room.files["full"], room.files["unsure"], actor=person(DEPUTY))
    assess(room.files["breach"], "possibly_illegal", "high")  # which waits for a second person
    last_term()
    deleted_picture(TEACHER)
    room.things = {
        "from-comment": [moderation.add_item(account, actor=person(TEACHER), text=LONG, author_name="Jo Bloggs").pk],
        "compromise": [Account.objects.get(pk=hacked.pk).pk, account.pk],
        "agencies": list(Agency.objects.order_by("pk").values_list("pk", flat=True)[:1]),
        "deleted-pictures": [deleted_picture(TEACHER)],
        "seniors": [person(DEPUTY).pk],
    }
    return room


def report(category: str, words: str, **more: Any) -> Incident:
    return incidents.report(actor=person(TEACHER), category=category, what_happened=words, **more)


def assess(incident: Incident, lawfulness: str, severity: str = "medium") -> Incident:
    return incidents.assess(
        incident,
        actor=person(DEPUTY),
        severity=severity,
        lawfulness=lawfulness,
        is_safe=True,
        safety="A warning is on our own page and was sent to all families.",
        told="The chair of governors, by telephone.",
        assessment="Families may lose money. The platform and the police are to be told today.",
    )


def resolve(incident: Incident) -> Incident:
    return incidents.resolve(
        incident,
        actor=person(DEPUTY),
        outcome="behaviour_policy",
        outcome_reference="BR 2026/118",
        concern="Rude words between two pupils, where families read them.",
        follow_up="Both say that it began on the playground.",
        action="Both took their words down, and talked with each other and a teacher.",
        decision="The behaviour policy's second step for both of them.",
        learning="Runners of a sports page look at it in the evening after a match.",
    )


def closed_file() -> Incident:
    made = resolve(assess(report("disrepute", "The fair was announced for the wrong day."), "lawful"))
    incidents.add_entry(made, actor=person(DEPUTY), text="It is put right. Thank you.", open_to_reporter=True)
    return incidents.close(made, actor=person(DEPUTY))


def last_term() -> None:
    """What the governors see the themes of: enough that its numbers are not kept back."""
    last_day = clock.today() - timedelta(days=60)
    add_term(actor=person(HEAD), name="Last term", first_day=last_day - timedelta(days=80), last_day=last_day)
    made = [report("offensive", f"Rude things about the kitchen, for the {number}th time.") for number in range(4, 10)]
    then = clock.now() - timedelta(days=90)
    Incident.objects.filter(pk__in=[one.pk for one in made]).update(reported_at=then)


def new_file(account: Account) -> Incident:
    """From a comment, nobody has looked at it, and somebody is in danger."""
    words = "You will be sorry that you ever came to this school. We know where you live."
    item = moderation.add_item(account, actor=person(TEACHER), text=words, author_name="Somebody with a long name")
    return incidents.report_from_item(
        item,
        actor=person(TEACHER),
        category="threat_to_life",
        what_happened="They have written this under three of our posts this week.",
        danger=True,
        people=[Named(Part.TARGET, person(COLLEAGUE)), Named(Part.ALLEGED, name="@somebody_with_a_long_name")],
    )


def about_head() -> Incident:
    """Led round the head: the chair is in it."""
    words = "The head wrote about a family on a page of her own, so that anybody could tell which."
    return report("staff", words, people=[Named(Part.ALLEGED, person(HEAD))])


def of_child() -> Incident:
    """In the safeguarding leads' compartment; no picture is ever added to it."""
    made = report("indecent_image", "A pupil told me that a picture of another goes round in Year 6.")
    incidents.add_entry(made, actor=person(LEAD), text="Their parents are told.")
    return made


def deleted_picture(who: tuple[str, str]) -> int:
    made = deleted_pictures.record_deleted_picture(
        actor=person(who),
        taken_at=clock.now() - timedelta(minutes=30),
        deleted_at=clock.now() - timedelta(minutes=20),
        device="The camera of the PE cupboard",
        words="A child whose shirt had slipped at gymnastics.",
        from_bin=True,
    )
    return made.pk


def full_file() -> Incident:
    """Everything that a case file may hold."""
    deputy, named = (
        person(DEPUTY),
        [
            Named(Part.TARGET, person(COLLEAGUE)),
            Named(
                Part.ALLEGED, name="“St. Jude's School Trips and Clubs”", link="https://facebook.example/st-judes-trips"
            ),
            Named(Part.PARENT, name="Mrs A. Featherstonehaugh-Cholmondeley"),
        ],
    )
    made = report("impersonation", LONG, where="A page called “St. Jude's School Trips”", people=named)
    assess(made, "possibly_illegal", "high")
    incidents.check_assessment(made, actor=person(HEAD), agrees=True, words="I see it the same way.")
    incidents.start_investigation(made, actor=deputy, lead=deputy)
    write_in(made, deputy)
    keep_evidence(made, deputy)
    tell_agencies(made, deputy)
    for words, owner in (("Ask the platform whether the page is down", deputy), ("Ring both families", person(HEAD))):
        together.add_task(made, actor=deputy, words=words, owner=owner, due_at=clock.now() + timedelta(days=1))
    together.add_task(
        made, actor=deputy, words="Tell the office", owner=deputy, due_at=clock.now() + timedelta(hours=1)
    )
    together.finish_task(made, made.tasks.get(words="Tell the office"), actor=deputy)
    make_packs(made, deputy)
    return made


def write_in(incident: Incident, deputy: User) -> None:
    add, change = incidents.add_entry, incidents.correct_entry
    add(incident, actor=deputy, kind="contact", text="Rang both families. Together they paid £70.")
    line = incident.entries.get(text__contains="£70")
    change(incident, line, actor=deputy, text="Together they paid £105.", reason="One of them has two children here.")
    add(incident, actor=deputy, kind="decision", text="We warn all families today.", reason="Others may pay.")
    add(incident, actor=deputy, text="The platform takes it down.", open_to_reporter=True, open_to_target=True)
    incidents.add_to_report(incident, actor=person(TEACHER), text="It has a second page as well.")


def keep_evidence(incident: Incident, deputy: User) -> None:
    for title, name, kind, content in (
        ("The page as it was", "the-false-page.png", "image/png", samples.picture(size=(720, 420))),
        ("The letter to families", "letter.pdf", "application/pdf", samples.pdf(2)),
    ):
        evidence.add(incident, actor=deputy, title=title, file=checked(SimpleUploadedFile(name, content, kind)))
    evidence.add(incident, actor=deputy, title="Its address", url="https://facebook.example/st-judes-school-trips")
    evidence.add(incident, actor=deputy, title="What they were sent", text="“Pay £35 by tonight to keep the place.”")
    aside = evidence.add(incident, actor=deputy, title="Another school's page", text="It is not about us.")
    evidence.set_aside(aside, actor=deputy, reason="It belongs to another school.")


def tell_agencies(incident: Incident, deputy: User) -> None:
    for key, how, reference in (("police", "Online report", "Ref. 46/77310/26"), ("platform", "Its form", "")):
        agency = Agency.objects.get(key=key)
        incidents.refer(incident, actor=deputy, agency=agency, how=how, reference=reference, referred_at=clock.now())
    platform = incident.referrals.get(agency__key="platform")
    incidents.record_answer(platform, actor=deputy, answer="They look at it within fourteen days.")


def make_packs(incident: Incident, deputy: User) -> None:
    """One in each state; the last of them is the one that is being made."""

    def ask(recipient: str) -> Pack:
        return packs.ask(incident, actor=deputy, recipient=recipient, reason="They asked for it.", choices=Choices())

    packs.download(ready_pack(incident, deputy), actor=deputy)
    packs.clear(ready_pack(incident, deputy), actor=DAILY)
    failed = ask("The council's legal services")
    packs.fail(failed, actor=PACKS, lease=packs.claim(failed.pk), why="The disk of the portal is full.")
    packs.claim(ask("Kent Police, Cyber Crime Unit").pk)


# --- where it is shown

# Beside one page of each address: the same page as others see it, or in another state. Name, file or thing, reader.
ALSO: tuple[tuple[str, str | int, tuple[str, str]], ...] = (
    *(("list", "", who) for who in (HEAD, LEAD, CHAIR, TEACHER, NEWCOMER)),
    *(("incident", name, DEPUTY) for name in ("new", "breach", "complaint", "unsure", "resolved", "closed", "hacked")),
    *(("incident", "head", who) for who in (DEPUTY, CHAIR)),
    ("incident", "child", LEAD),
    *(("my_report", name, TEACHER) for name in ("full", "closed", "head", "hacked", "child")),
    *(("my_report", name, COLLEAGUE) for name in ("new", "full")),
    *(("resolve", name, DEPUTY) for name in ("new", "unsure", "resolved")),
    *(("close", name, DEPUTY) for name in ("new", "unsure", "resolved")),
    *(("refer", name, DEPUTY) for name in ("unsure", "breach")),
    ("pack_new", "child", LEAD),
    ("add_words", "child", LEAD),
    ("add_evidence", "child", TEACHER),
    ("add_evidence", "full", TEACHER),
    ("record_duty", "complaint", DEPUTY),
    ("record_duty", "head", CHAIR),
    ("waive_duty", "head", CHAIR),
    ("themes", "", CHAIR),
    ("settings", "", ADMINISTRATOR),
    ("agencies", "", CHAIR),
    *(("deleted_pictures", "", who) for who in (TEACHER, NEWCOMER)),
    ("report_from_item", 0, TEACHER),
    ("after_compromise", 0, ADMINISTRATOR),
    ("after_compromise", 0, TEACHER),
)
ALL_OF = {"evidence": Evidence, "evidence_copy": Evidence, "pack": Pack}  # of the full file, each a page
CLOCKS = {"breach": "regulator", "complaint": "complaint", "head": "officer"}

Place = tuple[str, str, str]


def find_places(room: Room, clients: dict[str, Client]) -> tuple[list[Place], list[str]]:
    """What each address of the room shows to the first who may open it, and `ALSO`; and which show it to nobody."""
    found: list[Place] = []
    lacking: list[str] = []
    for address in incident_case.addresses():
        if not address.name.startswith("incidents:"):
            continue
        answers = set()
        for (label, url), who in product(of_address(address, room), READERS):
            answer = clients[who[1]].get(url)
            answers.add(answer.status_code)
            if answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html"):
                found.append((label, url, who[1]))
            if answer.status_code in (200, 405):  # a page, a file, or what is only ever posted to
                break
        else:
            lacking.append(f"{address.route}: incident_room.py has nothing that it shows to anybody: {answers or '{}'}")
    found += [place for place in also(room) if place[1:] not in [other[1:] for other in found]]
    return found, lacking


def of_address(address: Address, room: Room) -> Iterator[tuple[str, str]]:
    """Each thing of the room that the address could be about: the page's name and where it is."""
    stem = address.name.partition(":")[2]
    if incident_case.of_one_incident(address):
        for name, incident in room.files.items():
            for kwargs in of_file(address, name, incident):
                yield f"{stem}-{name}", reverse(address.name, kwargs=kwargs)
    elif thing := re.search(r"([\w-]+)/<int:(\w+)>", address.route):
        for pk in room.things.get(thing[1], []):
            yield stem, reverse(address.name, kwargs={thing[2]: pk})
    elif "<" not in address.route:
        yield stem, reverse(address.name)


def of_file(address: Address, name: str, incident: Incident) -> Iterator[dict[str, Any]]:
    sub = incident_case.key_of(address)
    case = Case(incident)
    if sub is None:
        kwargs = incident_case.arguments(address, case)
        yield {**kwargs, "kind": CLOCKS.get(name, "regulator")} if "kind" in kwargs else kwargs
        return
    rows = sub[1].objects.all() if sub[1] is incident_case.Relation else sub[1].objects.filter(incident=incident)
    for pk in rows.order_by("pk").values_list("pk", flat=True):
        yield incident_case.arguments(address, case, key=pk)


def also(room: Room) -> Iterator[Place]:
    for stem, which, who in ALSO:
        kwargs: dict[str, Any] = {}
        if isinstance(which, int):
            thing = "from-comment" if stem == "report_from_item" else "compromise"
            kwargs = {"pk": room.things[thing][which]}
        elif which:
            kwargs = {"ref": room.files[which].public_id}
            if stem.endswith("_duty"):
                kwargs["kind"] = CLOCKS[which]
        label = "-".join(str(part) for part in (stem, which, who[0].split()[0].lower()) if part != "")
        yield label, reverse(f"incidents:{stem}", kwargs=kwargs), who[1]
    full = room.files["full"]
    for stem, table in ALL_OF.items():
        rows = table.objects.filter(incident=full).order_by("pk")
        for row in rows.filter(set_aside_at=None) if stem == "evidence_copy" else rows:
            kwargs = {"ref": full.public_id, "pk": row.pk}
            yield f"{stem}-{row.pk}", reverse(f"incidents:{stem}", kwargs=kwargs), DEPUTY[1]
