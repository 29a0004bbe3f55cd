"""Attack strings in every text that somebody may write, stored by the verbs themselves; then every page is read.

A page that shows one shows it as text: no tag, no attribute and no link comes of it.
"""

import csv
import io
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse

from accounts import workflow as accounts
from accounts.handovers import workflow as handovers
from accounts.models import Account
from accounts.personal import workflow as personal
from accounts.vault import workflow as vault
from accounts.vault.states import VersionState
from accounts.vault.workflow.revealing import note_reveal
from applications import workflow as applications
from applications.models import Application
from core import clock
from core.csv_file import read
from incidents import workflow as incidents
from incidents.evidence import workflow as evidence
from moderation import workflow as moderation
from moderation.abuse import workflow as abuse
from moderation.escalation import workflow as escalation
from moderation.imports import workflow as imports
from moderation.imports.columns import guess
from moderation.listing import workflow as listing
from moderation.models import Evidence, ImportBatch, Item, Opinion
from moderation.triage import workflow as triage
from moderation.words import workflow as words
from moderation.words.templates import template_of
from moderation.workflow import jotting
from people import workflow as people
from people.models import User
from policy import workflow as policy
from policy.courses import workflow as courses
from policy.guidance import selectors as guidance_read
from policy.guidance import workflow as guidance
from school import workflow as school
from tests.access_places import kwargs_of
from tests.access_table import TABLE
from tests.test_access import undone
from tests.world import World, make_world

pytestmark = pytest.mark.thorough

ATTACK = "<script>x9()</script><img src=x9 onerror=x9()>'\"x9=`--></textarea></title>{{x9}}"
WORD = "<svg/onload=x9()>'\"x9="  # where no space may be
MARKDOWN = f"{ATTACK}\n\n[one](javascript:x9()) <a href='javascript:x9()'>two</a> ![three](https://x9.example/p.png)"
LINK = "https://x9.example/?a='%22x9=<script>x9()</script>"
FORMULA = '=HYPERLINK("https://x9.example")'
NO_BLANK = ATTACK.replace("{{x9}}", "x9")  # where a blank in braces would be refused
# Whatever of this stands in a page, somebody's words have become markup.
MARKUP = re.compile(
    r"<script>x9|<img src=x9|<svg/onload|<[^<>]*\"x9=|</textarea></title>"
    r"|<[^<>]*(?:href|src|action)=[\"']?\s*javascript:|<img[^>]*x9\.exa",
    re.IGNORECASE,
)
SHOWN = "&lt;script&gt;x9()"
DESK = {
    f"moderation:{name}"
    for name in ("queue", "author", "authors", "template", "templates", "parent_path", "evidence", "bans", "escalation")
}
READERS = ("head", "admin", "teacher", "dsl")


@pytest.fixture
def world(make_person: Callable[..., User]) -> World:
    return hostile(make_world(make_person))


def hostile(world: World) -> World:
    """The world, with attacks in all that can be written."""
    head, admin = world.people["head"], world.people["admin"]
    handovers_of(world, head)
    people.correct_person(
        world.people["teacher2"], actor=head, full_name=ATTACK[:110], email="tara.teacher@stjudes.example",
        is_employed=True, starts_on=None, line_manager=None,
    )  # fmt: skip
    today = clock.today()
    draft = policy.save_draft(
        actor=head, title=ATTACK, body_markdown=MARKDOWN, effective_on=today, review_on=today + timedelta(days=300)
    )
    policy.publish(draft, actor=head)
    policy.save_draft(actor=head, title=ATTACK, body_markdown=MARKDOWN)
    policy.record_training(
        world.people["teacher2"], actor=head, title=ATTACK, completed_on=today, valid_until=today + timedelta(days=300)
    )
    for slug in ("tone", "before-you-post", "for-families", world.guidance.slug):
        seen = guidance_read.latest(slug).number
        guidance.write_page(
            slug, actor=head, title=ATTACK, summary=ATTACK, body_markdown=f"{MARKDOWN}\n\n## {ATTACK}\n\n{ATTACK}",
            note=ATTACK, seen=seen,
        )  # fmt: skip
    guidance.record_session(
        actor=head, held_on=today, title=ATTACK, detail=ATTACK, led_by=ATTACK, notes=ATTACK, parents=3
    )
    world = course_of(world, head)
    school.add_days_off(actor=head, first=today + timedelta(days=41), label=ATTACK)
    school.change_details(actor=head, name=ATTACK[:110], time_zone="Europe/London")
    world = desk_of(world, head)
    return incident_of(item_of(account_of(cases_of(world, head), admin), head), head)


def handovers_of(world: World, head: User) -> None:
    """Asked, declined, and asked again; one that was ended."""
    teacher = world.people["teacher"]
    handovers.decline(world.asked, actor=teacher, reason=ATTACK)
    handovers.choose(world.asked, actor=head, choice="transfer", successor=teacher)
    handovers.cancel(world.handover, actor=head, reason=ATTACK)


def course_of(world: World, head: User) -> World:
    """A course of attacks, a quiz that was answered and one that waits, and training recorded by hand."""
    course, teacher = world.course, world.people["teacher"]
    numbers = {"valid_months": 12, "pass_mark": 80, "asks": 1}
    courses.change_course(course, actor=head, title=ATTACK[:150], summary=ATTACK, **numbers)
    courses.change_page(course.pages.get(), actor=head, title=ATTACK[:150], body_markdown=MARKDOWN)
    words = {"text": ATTACK, "explanation": ATTACK, "choices": [ATTACK, WORD]}
    courses.change_question(course.questions.get(), actor=head, right=0, **words)
    courses.finish_attempt(world.attempt, actor=teacher, answers={0: 0})
    done = courses.start_attempt(course, actor=teacher)
    courses.finish_attempt(done, actor=teacher, answers={0: done.paper[0]["right"]})
    courses.record_attendance(
        [world.people["teacher2"]], actor=head, title=f"Day {ATTACK}"[:150], evidence=ATTACK,
        completed_on=clock.today(), valid_until=clock.today(),
    )  # fmt: skip
    return replace(world, attempt=courses.start_attempt(course, actor=teacher))


def written(case: Application, teacher: User) -> Application:
    for point, values in {
        "place": {"proposed_name": ATTACK[:100], "handle": WORD, "url": LINK},
        "aim": {"aim": ATTACK},
        "audience": {"audience": ATTACK},
        "promotion": {"promotion": ATTACK},
        "openness": {"openness": "open", "openness_reason": ATTACK},
    }.items():
        applications.save_point(case, point, actor=teacher, **values)
    return case


def cases_of(world: World, head: User) -> World:
    """One case being written, and one that was sent back and sent in again, with differences to show."""
    teacher = world.people["teacher"]
    applications.return_for_changes(world.waiting, actor=head, reason=ATTACK)
    waiting = written(world.waiting, teacher)
    applications.save_point(waiting, "place", actor=teacher, handle=f"{WORD}2")
    applications.submit(waiting, actor=teacher)
    return replace(world, draft=written(world.draft, teacher), waiting=waiting)


def account_of(world: World, admin: User) -> World:
    accounts.record_address(world.being_created, actor=admin, handle=WORD, url=LINK.partition("'")[0])
    # What an approved case gives them; the cases of this world are not decided.
    words = {"name": ATTACK[:100], "purpose": ATTACK, "audience": ATTACK, "platform_id": WORD}
    Account.objects.filter(pk__in=[world.account.pk, world.being_created.pk]).update(**words)
    account = Account.objects.get(pk=world.account.pk)
    accounts.review(account, actor=admin, still_needed=True, active=False, right_people=True, note=ATTACK)
    credential = vault.store(account, actor=admin, kind="password", label=ATTACK[:80], username=ATTACK, secret=ATTACK)
    note_reveal(credential, VersionState.CURRENT, actor=admin, reason=ATTACK)
    words = {"platform": "x", "handle": WORD, "url": LINK.partition("'")[0], "naming": ATTACK}
    teacher = world.people["teacher"]
    personal.send_again(world.personal, actor=teacher, disclaimer=True, no_branding=True, **words)
    personal.ask_for_change(world.personal, actor=admin, note=ATTACK)
    personal.send_again(world.personal, actor=teacher, disclaimer=True, no_branding=True, **words)
    return replace(world, account=account, credential=credential)


def item_of(world: World, head: User) -> World:
    fields = {"text": ATTACK, "author_name": ATTACK, "external_id": ATTACK, "permalink": LINK}
    done = moderation.add_item(world.account, actor=head, **fields)
    moderation.acknowledge(done, actor=head, text=ATTACK)
    moderation.close_without_response(done, actor=head, reason=ATTACK)
    item = moderation.add_item(world.account, actor=head, **fields | {"external_id": "", "parent_external_id": ATTACK})
    opinion = around_item(item, world.people["teacher"], head)
    written = "<b>{x9}</b>" + NO_BLANK
    response = abuse.delete(item, actor=head, house_rule="other", explanation=written)
    abuse.hold_back(response, actor=head, reason=ATTACK)
    other = moderation.add_item(world.account, actor=head, **fields | {"external_id": "", "author_name": WORD})
    moderation.answered_elsewhere(other, actor=head, text=ATTACK, posted_at=clock.now(), by_name=ATTACK[:100])
    nobody = moderation.add_item(world.account, actor=head, **fields | {"external_id": "", "author_name": ""})
    words.refer_behaviour(nobody, actor=head, reference=ATTACK[:100])
    abuse.lift_ban(world.ban, actor=head, reason=ATTACK)
    abuse.decide_appeal(world.appeal, actor=head, decision="upheld", reason=ATTACK)
    appeal = abuse.record_appeal(world.blocked, actor=world.people["teacher"], words=ATTACK)
    out = io.StringIO()
    rows = [["received_at", "text", "author", ATTACK], ["2026-11-17 09:00", ATTACK, ATTACK, ATTACK],
            [ATTACK, ATTACK, "", ""], ["2026-11-17", FORMULA, "", ""]]  # fmt: skip
    csv.writer(out).writerows(rows)
    content = out.getvalue().encode()
    batch = imports.start(world.account, actor=head, file_name=f"{ATTACK}.csv", content=content)
    waiting = imports.start(world.account, actor=head, file_name=f"{ATTACK}.csv", content=content)
    batch = imports.map_columns(batch, actor=head, columns=guess(read(content).header))
    batch = imports.confirm(batch, actor=head, by_worker=False)
    imports.run(batch, actor=head)
    evidence = Evidence.objects.get(response=response)
    return replace(
        world, item=item, response=response, removal=response, evidence=evidence, appeal=appeal, batch=waiting,
        opinion=opinion,
    )  # fmt: skip


def around_item(item: Item, teacher: User, head: User) -> Opinion:
    """What is noted about a comment, its author and its thread, and asked about its answer."""
    triage.set_links(item, actor=head, post_link=LINK, post_text=ATTACK, links=[LINK])
    triage.note_edit(item, actor=head, text=f"{ATTACK} once more", material=False)
    triage.judge_author(item.author, actor=head, kind="journalist", notes=ATTACK)
    words.let_answer(item, actor=head, note=ATTACK)
    words.ask_opinion(item, actor=head, of=[teacher], question=ATTACK, draft=ATTACK)
    opinion = item.opinions.get()
    words.give_opinion(opinion, actor=teacher, answer=ATTACK)
    step = words.record_step(item, actor=head, step="ask", message=NO_BLANK)
    words.record_outcome(step, actor=head, outcome=ATTACK)
    listing.tag(item, actor=head, name=ATTACK[:40])
    for part in ("reply", "acknowledge", "remove"):
        jotting.keep(item, head, part, ATTACK)
    return opinion


def desk_of(world: World, head: User) -> World:
    """What the desk is set up with. The words of the word list are reduced to letters, and the rota has none."""
    texts = {"text": NO_BLANK, "tone": ATTACK}
    words.change_template(template_of("reply-praise"), actor=head, name=ATTACK[:100], **texts)
    words.add_template(actor=head, use="reply", name=WORD, **texts)
    moment = {"anchor": "after_due", "minutes": 60, "whom": "slt", "channel": "mail"}
    escalation.change_step(world.step, actor=head, name=ATTACK[:60], **moment)
    saved = listing.save_filter(actor=head, name=ATTACK[:60], query=urlencode({"q": ATTACK[:100]}))
    school.change_term(
        world.term, actor=head, name=ATTACK[:60], first_day=world.term.first_day, last_day=world.term.last_day
    )
    return replace(world, saved=saved)


def incident_of(world: World, head: User) -> World:
    incident = incidents.report_from_item(world.item, actor=head, category="data_protection", what_happened=ATTACK)
    judged = {"lawfulness": "possibly_illegal", "assessment": ATTACK, "safety": ATTACK, "told": ATTACK}
    incidents.assess(incident, actor=head, severity="low", **judged)
    incidents.set_aware(incident, actor=head, aware_at=clock.now() - timedelta(days=1), reason=ATTACK)
    incidents.waive_duty(incident, "regulator", actor=head, reason=ATTACK)
    incidents.add_entry(incident, actor=head, text=ATTACK, open_to_reporter=True)
    incidents.refer(incident, actor=head, name=ATTACK, how=ATTACK, reference=ATTACK, referred_at=clock.now())
    incidents.excuse(incident, actor=head, reason=ATTACK)
    incidents.name_person(incident, world.people["teacher2"], actor=head, part="target")
    said = dict.fromkeys(("concern", "follow_up", "action", "decision", "learning"), ATTACK)
    piece = evidence.add(
        incident, actor=head, title=ATTACK[:200], text=ATTACK, url="https://x.example/#" + ATTACK[:500]
    )
    incidents.resolve(incident, actor=head, outcome="internal", **said)
    incidents.reassess(incident, actor=head, severity="high", **judged)
    incidents.check_assessment(incident, actor=world.people["deputy"], agrees=False, words=ATTACK)
    return replace(world, incident=incident, piece=piece, part=incident.involvements.get())


def page(client: Client, url: str, *, post: bool = False) -> str:
    with undone():
        answer = (client.post if post else client.get)(url, headers={"host": "localhost"}, follow=True)
    if not answer.headers.get("Content-Type", "").startswith("text/html"):
        return ""
    return answer.content.decode()


@pytest.mark.parametrize("reader", READERS)
def test_no_words_become_markup(reader: str, world: World, sign_in: Callable[[Client, User], Client]) -> None:
    client = sign_in(Client(), world.people[reader])
    names = sorted(name for name in TABLE if name not in ("account_logout", "healthz"))
    pages = {name: page(client, reverse(name, kwargs=kwargs_of(name, world))) for name in names}
    pages |= {f"answer of {name}": page(client, reverse(name, kwargs=kwargs_of(name, world)), post=True)
              for name in ("moderation:acknowledge", "applications:submit", "moderation:import_start")}  # fmt: skip
    pages |= {f"comment {pk}": page(client, reverse("moderation:item", kwargs={"pk": pk}))
              for pk in Item.objects.values_list("pk", flat=True)}  # fmt: skip
    broken = {name: found.group() for name, body in pages.items() if (found := MARKUP.search(body))}
    assert broken == {}
    showing = {name for name, body in pages.items() if SHOWN in body}
    assert {
        "today",
        "people:list",
        "policy:read",
        "courses:course",
        "accounts:detail",
        "moderation:item",
    } - showing == set()
    if reader != "dsl":
        assert (DESK | {"handovers:detail"}) - showing == set()
    assert {"guidance:index", "guidance:page", "guidance:for_families", "guidance:sessions"} - showing == set()


@pytest.mark.parametrize("name", ["import_progress", "import_preview", "import_map"])
def test_no_cell_of_a_file_becomes_markup(name: str, world: World, sign_in: Callable[[Client, User], Client]) -> None:
    client = sign_in(Client(), world.people["head"])
    head = world.people["head"]
    batch = ImportBatch.objects.get(status="done") if name == "import_progress" else world.batch
    if name == "import_preview":
        imports.map_columns(batch, actor=head, columns=guess(imports.table_of(batch).header))
    body = page(client, reverse(f"moderation:{name}", kwargs={"pk": batch.pk}))
    assert MARKUP.search(body) is None
    assert SHOWN in body


def test_no_cell_of_a_file_for_download_is_computed(world: World, sign_in: Callable[[Client, User], Client]) -> None:
    client = sign_in(Client(), world.people["head"])
    batch = ImportBatch.objects.get(status="done")
    answer = client.get(reverse("moderation:import_rejected", kwargs={"pk": batch.pk}))
    cells = [cell for row in csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))) for cell in row]
    assert any("HYPERLINK" in cell for cell in cells)
    assert [cell for cell in cells if cell[:1] in "=+-@\t\r" and cell] == []
    assert answer.headers["Content-Disposition"].startswith("attachment")
