"""The incidents room of a school that has had a bad term: something for every page, made by the verbs."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from allauth.mfa.totp.internal.auth import TOTP
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from accounts.models import Account
from core import clock
from core.actors import DAILY, PACKS
from incidents import workflow as incidents
from incidents.deleted_pictures import workflow as deleted_pictures
from incidents.evidence import workflow as evidence
from incidents.evidence.files import checked
from incidents.evidence.tests import samples
from incidents.models import Agency, Incident, Pack
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
LONG = (
    "A page with our name and our badge asks parents for money for a trip that we do not run. Two families have paid "
    "already.\n\nhttps://facebook.example/groups/st-judes-school-trips-and-clubs-unofficial/posts/1002003004005006007"
)


@dataclass
class Room:
    """The files by name; other things by what stands before their number in an address."""

    files: dict[str, Incident] = field(default_factory=dict)
    things: dict[str, list[int]] = field(default_factory=dict)


@contextmanager
def at_once() -> Iterator[None]:
    """In one transaction: it is quicker, and no worker makes a pack that is to stay as it is."""
    atomic = transaction.atomic()
    atomic._from_testcase = True  # type: ignore[attr-defined]  # verbs insist on the outermost one
    with atomic:
        yield


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
