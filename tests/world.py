"""One of everything, so that every address of the portal has something to show."""

import base64
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from accounts import workflow as accounts
from accounts.checklist_states import to_tick
from accounts.handovers import workflow as handovers
from accounts.handovers.models import Handover
from accounts.models import Account
from accounts.personal import workflow as personal
from accounts.personal.models import PersonalAccount
from accounts.vault import workflow as vault
from accounts.vault.models import Credential, Grant
from applications import workflow as applications
from applications.models import Application
from core import clock
from incidents import workflow as incidents
from incidents.deleted_pictures import workflow as deleted_pictures
from incidents.evidence import workflow as evidence
from incidents.evidence.files import Checked
from incidents.evidence.tests import samples
from incidents.models import Agency, DeletedPicture, Entry, Incident, Involvement, Pack, Referral, Relation, Task
from incidents.models import Evidence as Piece
from incidents.packs.tests.samples import ready_pack
from incidents.states import Part
from incidents.together import workflow as together
from moderation import workflow as moderation
from moderation.abuse import pictures
from moderation.abuse import workflow as abuse
from moderation.escalation import workflow as escalation
from moderation.imports import workflow as imports
from moderation.listing import workflow as listing
from moderation.models import (
    Appeal,
    Ban,
    Cover,
    Digest,
    Evidence,
    ImportBatch,
    Item,
    LadderStep,
    OnCall,
    Opinion,
    Response,
    SavedFilter,
    Tag,
)
from moderation.rota import workflow as rota
from moderation.words import workflow as words
from notifications.models import Notification
from people import workflow as people_verbs
from people.models import Absence, Role, StaffList, StepReset, User
from policy import workflow as policy
from policy.courses import workflow as courses
from policy.courses.models import Attempt, Course
from policy.guidance import workflow as guidance
from policy.guidance.models import EducationSession, GuidanceEdition
from policy.models import Acknowledgement, Declaration, PolicyVersion, TrainingRecord
from school.models import NonWorkingDay, Term
from school.workflow import add_days_off, add_term

A_DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYGBgAAAABQABh6FO1AAAAABJRU5ErkJggg=="
)


@dataclass
class World:
    """Whose each thing is: the teacher's and the volunteer's; handled by the head."""

    people: dict[str, User]
    version: PolicyVersion
    draft: Application
    waiting: Application
    account: Account
    being_created: Account
    suspended: Account
    closing: Account
    credential: Credential
    grant: Grant
    seed: Credential
    code_set: Credential
    item: Item
    tag: Tag
    saved: SavedFilter
    response: Response
    blocked: Response
    removal: Response
    evidence: Evidence
    appeal: Appeal
    ban: Ban
    hidden: Item
    opinion: Opinion
    incident: Incident
    pack: Pack
    referral: Referral
    deleted_picture: DeletedPicture
    piece: Piece
    part: Involvement
    entry: Entry
    task: Task
    relation: Relation
    notification: Notification
    course: Course
    attempt: Attempt
    training: TrainingRecord
    acknowledgement: Acknowledgement
    declaration: Declaration
    day_off: NonWorkingDay
    term: Term
    batch: ImportBatch
    staff_list: StaffList
    guidance: GuidanceEdition
    session: EducationSession
    personal: PersonalAccount
    absence: Absence
    step_reset: StepReset
    handover: Handover
    asked: Handover
    cover: Cover
    step: LadderStep
    on_call: OnCall
    digest: Digest


def ready(person: User, head: User, version: PolicyVersion) -> None:
    """The person has read the policy and is trained."""
    policy.acknowledge(version, actor=person)
    today = clock.today()
    policy.record_training(
        person,
        actor=head,
        title="Running an account",
        completed_on=today - timedelta(days=1),
        valid_until=today + timedelta(days=300),
    )


def write_case(applicant: User, runners: list[User], name: str, handle: str) -> Application:
    case = applications.start(actor=applicant, kind="new")
    points: dict[str, dict[str, object]] = {
        "place": {"platform": "facebook", "proposed_name": name, "handle": handle, "url": ""},
        "aim": {"aim": "To share news."},
        "audience": {"audience": "Families."},
        "promotion": {"promotion": "In the newsletter."},
        "runners": {"runners": runners, "lead": runners[0]},
        "openness": {"openness": "open", "openness_reason": "So that all can read it."},
    }
    for point, values in points.items():
        applications.save_point(case, point, actor=applicant, **values)
    return case


def account_of(case: Application) -> Account:
    return Account.objects.get(applications=case)


def stopped(teacher: User, runners: list[User], head: User, admin: User) -> tuple[Account, Account]:
    """An account that is suspended, and one that is being closed; neither has gone live."""
    made = []
    for name in ("Music", "Garden"):
        case = write_case(teacher, runners, name, name.lower())
        applications.submit(case, actor=teacher)
        applications.approve(case, actor=head, reason="Good.")
        made.append(accounts.start_provisioning(account_of(case), actor=admin))
    accounts.suspend(made[0], actor=teacher, reason="Somebody posts in its name.")
    accounts.start_closing(made[1], actor=admin, reason="Nobody reads it.", announcement="We close this page.")
    return made[0], made[1]


def ask_to_take_over(account: Account, person: User, successor: User, admin: User) -> Handover:
    """Somebody stops running the account, and another is asked."""
    handover = handovers.open_handover(account, person, actor=admin)
    return handovers.choose(handover, actor=admin, choice="transfer", successor=successor)


def removals(account: Account, teacher: User) -> dict[str, Any]:
    """A block that was done and is appealed against, a deletion that waits to be done, and what nobody may read."""
    rude, vile, hidden = (
        moderation.add_item(account, actor=teacher, text=text, author_name="Ray Rude")
        for text in ("You idiots.", "Still idiots.", "Look at this picture.")
    )
    shot = pictures.checked(A_DOT, "shot.png")
    why = {"house_rule": "abuse", "explanation": "We do not take insults here."}
    blocked = abuse.block(rude, actor=teacher, screenshot=shot, **why)
    abuse.confirm_done(blocked, actor=teacher)
    blocked.refresh_from_db()
    return {
        "blocked": blocked,
        "removal": abuse.delete(vile, actor=teacher, **why),
        "evidence": Evidence.objects.get(response=blocked),
        "appeal": abuse.record_appeal(blocked, actor=teacher, words="It was a joke."),
        "ban": Ban.objects.get(response=blocked),
        "hidden": abuse.mark_link_only(hidden, actor=teacher),
    }


def make_course(head: User) -> Course:
    """One page, one question, offered to everybody."""
    course = courses.create_course(
        actor=head, title="Pictures", summary="How we share them.", valid_months=12, pass_mark=80, asks=1
    )
    courses.add_page(course, actor=head, title="Ask first", body_markdown="Ask **first**.")
    courses.add_question(
        course, actor=head, text="What first?", explanation="Always.", choices=["Ask", "Post"], right=0
    )
    return courses.publish_course(course, actor=head)


def begin_quiz(course: Course, person: User) -> Attempt:
    courses.mark_seen(course.pages.get(), actor=person)
    return courses.start_attempt(course, actor=person)


def add_picture(incident: Incident, by: User) -> Piece:
    content = samples.picture()
    file = Checked("picture", "shot.png", "image/png", content, [samples.picture("JPEG")], 1, is_scanned=False)
    return evidence.add(incident, actor=by, title="The screenshot", file=file)


def work_in_file(incident: Incident, people: dict[str, User]) -> tuple[Task, Relation]:
    """A note, a task, and another incident that belongs to it."""
    head = people["head"]
    incidents.add_entry(incident, actor=head, text="Rang the family.")
    together.add_task(incident, actor=head, words="Ring again", owner=head, due_at=clock.now() + timedelta(days=1))
    other = incidents.report(actor=people["volunteer"], category="offensive", what_happened="Again.")
    together.link(incident, other, actor=head)
    return incident.tasks.get(), Relation.objects.get()


def make_world(make_person: Callable[..., User]) -> World:
    """Everything by the verbs, as it comes about at a school."""
    people = {
        "head": make_person("Helen Head", Role.SLT, Role.STAFF),
        "deputy": make_person("Dev Deputy", Role.SLT, Role.STAFF),
        "admin": make_person("Ada Admin", Role.ADMINISTRATOR, Role.STAFF),
        "dsl": make_person("Sara Safe", Role.SAFEGUARDING_LEAD, Role.STAFF),
        "teacher": make_person("Tom Teacher", Role.STAFF),
        "teacher2": make_person("Tara Teacher", Role.STAFF),
        "volunteer": make_person("Vera Volunteer", Role.VOLUNTEER, employed=False),
        "outsider": make_person("Olive Outsider", Role.STAFF),
        "chair": make_person("Cora Chair", Role.CHAIR_OF_GOVERNORS, employed=False),
    }
    head, admin, teacher = people["head"], people["admin"], people["teacher"]
    today = clock.today()
    old = policy.save_draft(
        actor=head, title="Policy", body_markdown="Be kind.", effective_on=today, review_on=today + timedelta(days=365)
    )
    version = policy.publish(old, actor=head)
    runners = [teacher, people["teacher2"], people["volunteer"]]
    for person in runners:
        ready(person, head, version)
    live, begun = (write_case(teacher, runners, name, name.lower()) for name in ("Friends", "Sports"))
    for case in (live, begun):
        applications.submit(case, actor=teacher)
        applications.approve(case, actor=head, reason="Good.")
    account = account_of(live)
    accounts.record_address(account, actor=admin, handle="friends", url="https://facebook.example/friends")
    credential = vault.store(account, actor=admin, kind="password", label="Password", secret="correct horse battery")
    seed = vault.store(account, actor=admin, kind="totp_seed", label="", secret="JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    code_set = vault.store(account, actor=admin, kind="recovery_code", label="", secret="1111-aaaa 2222-bbbb 3333-cccc")
    grant = vault.grant(credential, teacher, actor=admin, until=today + timedelta(days=30))
    for key in to_tick(account):
        accounts.tick_step(account, key, actor=admin)
    accounts.finish_provisioning(account, actor=admin)
    account.refresh_from_db()
    item = moderation.add_item(account, actor=teacher, text="When is the fair?", author_name="Jo")
    response = moderation.draft_reply(item, actor=teacher, text="On Friday.", ready=True)
    listing.tag(item, actor=teacher, name="Fair")
    words.record_step(item, actor=teacher, step="ask", message="Please take it down.")
    words.ask_opinion(item, actor=teacher, of=[people["outsider"]], question="Is it friendly?", draft="On Friday.")
    incident = incidents.report(actor=people["volunteer"], category="data_protection", what_happened="Rude words.")
    incidents.name_person(incident, people["deputy"], actor=head, part=Part.ALLEGED)
    police = Agency.objects.get(key="police")
    incidents.refer(incident, actor=head, agency=police, how="By phone", reference="CAD 1", referred_at=clock.now())
    task, relation = work_in_file(incident, people)
    deleted = deleted_pictures.record_deleted_picture(
        actor=people["volunteer"], taken_at=clock.now(), deleted_at=clock.now(), device="A tablet", words="A child."
    )
    trips = guidance.add_page(actor=head, title="School trips", summary="Ask first.", body_markdown="Post afterwards.")
    course = make_course(head)
    suspended, closing = stopped(teacher, runners, head, admin)
    waiting = write_case(teacher, runners, "Choir", "choir")
    applications.submit(waiting, actor=teacher)
    return World(
        people=people,
        version=version,
        draft=write_case(teacher, runners, "Chess", "chess"),
        waiting=waiting,
        account=account,
        being_created=account_of(begun),
        suspended=suspended,
        closing=closing,
        credential=credential,
        grant=grant,
        seed=seed,
        code_set=code_set,
        item=item,
        tag=item.tags.get(),
        saved=listing.save_filter(actor=teacher, name="Questions", query="kind=query"),
        response=response,
        **removals(account, teacher),
        opinion=item.opinions.get(),
        incident=incident,
        deleted_picture=deleted,
        piece=add_picture(incident, head),
        pack=ready_pack(incident, head),
        part=incident.involvements.get(),
        referral=incident.referrals.get(),
        entry=incident.entries.get(kind="note"),
        task=task,
        relation=relation,
        course=course,
        attempt=begin_quiz(course, teacher),
        training=TrainingRecord.objects.get(person=teacher),
        acknowledgement=Acknowledgement.objects.get(person=teacher),
        declaration=policy.declare(actor=people["volunteer"]),
        day_off=add_days_off(actor=head, first=today + timedelta(days=20), label="Staff training")[0],
        term=add_term(
            actor=head, name="This term", first_day=today - timedelta(days=70), last_day=today + timedelta(days=30)
        ),
        batch=imports.start(
            account, actor=teacher, file_name="comments.csv", content=b"received_at,text\n2026-11-17 09:00,Hello\n"
        ),
        staff_list=people_verbs.upload_staff_list(
            actor=admin,
            file_name="staff.csv",
            content=b"Name,E-mail,Roles\nNora New,nora@stjudes.example,Staff\nBad,,\n",
        ),
        step_reset=StepReset.objects.create(person=people["teacher2"], asked_by=people["admin"], asked_at=clock.now()),
        handover=handovers.open_handover(account, people["teacher2"], actor=admin),
        asked=ask_to_take_over(account, people["volunteer"], teacher, admin),
        cover=rota.ask_cover(account, actor=teacher, day=today + timedelta(days=1), person_asked=people["volunteer"]),
        step=escalation.add_step(
            actor=head, name="A day late", anchor="after_due", minutes=1440, whom="slt", channel="mail"
        ),
        on_call=escalation.name_on_call(
            actor=head, person=admin, from_at=clock.now(), until_at=clock.now() + timedelta(days=1)
        ),
        digest=Digest.objects.create(person=admin, made_at=clock.now(), counts={"late": 2}),
        absence=people_verbs.record_absence(
            teacher,
            actor=teacher,
            from_on=today + timedelta(days=30),
            until_on=today + timedelta(days=31),
            delegate=people["teacher2"],
        ),
        personal=personal.declare(
            actor=teacher,
            platform="x",
            handle="tom",
            url="https://x.example/tom",
            naming="It says that I teach here.",
            disclaimer=True,
            no_branding=True,
        ),
        guidance=guidance.write_page(
            trips.slug, actor=head, title="Trips", summary="Ask first.", body_markdown="Post afterwards.", seen=1
        ),
        session=guidance.record_session(
            actor=teacher, held_on=today, title="Online safety lesson", detail="Year 5", led_by="Tom Teacher", pupils=28
        ),
        notification=Notification.objects.filter(recipient=teacher, hidden=False).latest("pk"),
    )
