"""A page costs as many queries with forty rows as with four."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.handovers import workflow as handovers
from accounts.models import Runner
from accounts.personal import workflow as personal
from applications import workflow as applications
from core import clock
from incidents import workflow as incidents
from incidents.deleted_pictures import workflow as deleted_pictures
from moderation.models import Author, Ban, Item
from moderation.words import workflow as words
from moderation.workflow import NewItem, add_many
from people import workflow as people_verbs
from people.models import Role, User
from policy.guidance import workflow as guidance
from tests.world import World, account_of, make_world, write_case

pytestmark = pytest.mark.thorough

MORE = 12


@pytest.fixture
def world(make_person: Callable[..., User]) -> World:
    return make_world(make_person)


def more_of_everything(world: World, make_person: Callable[..., User]) -> None:
    """Twelve more of whatever a page lists."""
    people = world.people
    runners = [people["teacher"], people["teacher2"], people["volunteer"]]
    now = clock.now()
    rows = [
        NewItem(
            text=f"Comment {number}", stated_at=now - timedelta(hours=number), author_name="Jo", external_id=str(number)
        )
        for number in range(4 * MORE)
    ]
    add_many(world.account, rows, actor=people["teacher"])
    for item in Item.objects.filter(account=world.account).order_by("-pk")[:MORE]:
        words.record_step(item, actor=people["teacher"], step="ask", message="Please take it down.")
        words.ask_opinion(item, actor=people["teacher"], of=[people["outsider"]], question="Is it friendly?")
    for number in range(MORE):
        case = write_case(people["teacher"], runners, f"Club {number}", f"club{number}")
        applications.submit(case, actor=people["teacher"])
        if number % 2:
            applications.approve(case, actor=people["head"], reason="Good.")
            account_of(case)
        incidents.report(actor=people["volunteer"], category="offensive", what_happened=f"More rude words, {number}.")
        told = {"how": f"Phone, {number}", "reference": "", "referred_at": now - timedelta(days=9)}
        incidents.refer(world.incident, actor=people["head"], agency=world.referral.agency, **told)
        incidents.add_agency(actor=people["head"], name=f"Agency {number}", what_for="Many things.")
        deleted_pictures.record_deleted_picture(
            actor=people["teacher"], taken_at=now, deleted_at=now, device=f"Tablet {number}", words="A child."
        )
        person = make_person(f"Person Number{number}", Role.STAFF)
        day = clock.today() + timedelta(days=number % 2)
        people_verbs.record_absence(person, actor=person, from_on=day, until_on=day, delegate=people["outsider"])
        Runner.objects.create(account=world.account, person=person, from_at=now)
        handovers.open_handover(world.account, person, actor=people["admin"])
        personal.declare(
            actor=person, platform="x", handle=f"p{number}", url="", naming="By name.", disclaimer=True,
            no_branding=True,
        )  # fmt: skip
        author = Author.objects.create(platform="facebook", key=f"id:{number}", name=f"Rude {number}")
        Ban.objects.create(
            author=author, account=world.account, reason="Abuse", banned_at=now, banned_by=people["teacher"],
            review_on=clock.today(),
        )  # fmt: skip
        guidance.add_page(actor=people["head"], title=f"Page {number}", summary="", body_markdown="Words.")
        guidance.record_session(
            actor=people["teacher"], held_on=clock.today(), title=f"Lesson {number}", led_by="Tom Teacher", pupils=20
        )


PAGES = [
    ("today", "head"),
    ("today", "teacher"),
    ("today", "admin"),
    ("applications:index", "head"),
    ("applications:queue", "head"),
    ("applications:index", "chair"),
    ("people:absences", "admin"),
    ("people:absences", "outsider"),
    ("accounts:index", "head"),
    ("accounts:register_csv", "admin"),
    ("accounts:reviews", "head"),
    ("accounts:readiness", "head"),
    ("personal:index", "admin"),
    ("handovers:index", "head"),
    ("handovers:index", "teacher"),
    ("handovers:index_csv", "head"),
    ("vault:index", "admin"),
    ("moderation:queue", "teacher"),
    ("moderation:parents", "teacher"),
    ("moderation:templates", "teacher"),
    ("moderation:authors", "teacher"),
    ("moderation:word_list", "admin"),
    ("moderation:figures", "head"),
    ("moderation:figures_csv", "head"),
    ("school:terms", "head"),
    ("moderation:bans", "head"),
    ("moderation:bans", "teacher"),
    ("moderation:rota", "head"),
    ("moderation:checks", "head"),
    ("moderation:escalation", "head"),
    ("incidents:list", "head"),
    ("incidents:list", "volunteer"),
    ("incidents:themes", "head"),
    ("incidents:themes", "chair"),
    ("incidents:themes_csv", "head"),
    ("incidents:report", "head"),
    ("incidents:report_mistake", "head"),
    ("incidents:deleted_pictures", "head"),
    ("incidents:settings", "head"),
    ("incidents:agencies", "head"),
    ("people:list", "admin"),
    ("policy:readiness", "head"),
    ("policy:readiness_download", "head"),
    ("policy:index", "head"),
    ("courses:index", "head"),
    ("courses:due", "head"),
    ("courses:record_attendance", "head"),
    ("guidance:index", "head"),
    ("guidance:sessions", "teacher"),
    ("guidance:sessions_csv", "head"),
    ("notifications:list", "head"),
    ("notifications:list", "admin"),
]


# One world for all pages of a role: to make one, and to let it grow, costs more than to read them.
@pytest.mark.parametrize("role", sorted({role for _, role in PAGES}))
def test_a_page_costs_the_same_however_long_its_list(
    role: str, world: World, make_person: Callable[..., User], client: Client, sign_in: Callable[..., Client]
) -> None:
    pages = [name for name, whose in PAGES if whose == role]
    sign_in(client, world.people[role])

    def cost(name: str) -> list[str]:
        client.get(reverse(name))  # whatever is read once per process
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse(name)).status_code == 200, name
        return [query["sql"] for query in queries]

    few = {name: len(cost(name)) for name in pages}
    more_of_everything(world, make_person)
    many = {name: cost(name) for name in pages}
    # One more kind of row may show: a link to the next page, a count.
    dearer = {name: asked for name, asked in many.items() if len(asked) > few[name] + 2}
    assert not dearer, "\n".join(
        line for name, asked in dearer.items() for line in (f"{name}: {few[name]}, then {len(asked)}", *asked[-40:])
    )


# How many questions a page asks of the database. Whoever lowers one writes it here; a higher one needs a reason.
COMMITTED = {
    ("moderation:queue", "admin"): 11,
    ("moderation:queue", "teacher"): 10,
    ("moderation:item", "admin"): 35,
    ("moderation:item", "teacher"): 35,
    ("moderation:figures", "head"): 14,
}


@pytest.mark.parametrize(("name", "role"), COMMITTED)
def test_no_page_of_the_desk_asks_more_than_was_committed(
    name: str, role: str, world: World, client: Client, sign_in: Callable[..., Client]
) -> None:
    sign_in(client, world.people[role])
    url = reverse(name, args=[world.item.pk] if name == "moderation:item" else [])
    client.get(url)  # whatever is read once per process
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200
    assert len(asked) <= COMMITTED[name, role], "\n".join(query["sql"][:200] for query in asked)
