"""The moderation desk as people work at it: with a thumb, two at once, by keyboard alone, and signed out midway."""

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, expect

from tests.journey import settled
from tests.journey.actors import Person
from tests.journey.eyes import Eyes
from tests.journey.portal import Portal

pytestmark = pytest.mark.processes

MOST_TAPS = 11  # "under 12 taps in all"

MANY = 60  # pages that show an attack as text

# What waits, oldest first; each test has comments of its own.
WAITING = {
    "trip": "Is the Year 4 trip to the baths still on, even if it rains?",
    "rude": "I know where you live, you useless lot.",
    "shared": "We sent the consent form twice. Did it arrive?",
    "lunch": "What is for lunch on the last day of term?",
    "shoes": "Do they need wellingtons on Thursday?",
    "photos": "Could the pictures from the fair be a little larger?",
    "news": "I write for the Gazette. May we quote you on the new playground?",
    "insult": "You are all idiots, every one of you.",
    "threat": "I know where you live and I will kill you.",
}

DESK = f"""
import json
from moderation import workflow as moderation
from moderation.abuse import workflow as abuse
from moderation.escalation import workflow as escalation
from moderation.rota import workflow as rota
from moderation.triage import workflow as triage
from moderation.words import workflow as words

settle()
account = Account.objects.get()
teacher, colleague, head = person(TEACHER), person(COLLEAGUE), person(HEAD)
made = {{
    name: moderation.add_item(account, actor=teacher, text=text, author_name=f"Sam {{name}}")
    for name, text in {WAITING!r}.items()
}}
triage.judge_author(made["news"].author, actor=head, kind="journalist", notes="Of the Gazette.")
abuse.delete(made["insult"], actor=teacher, house_rule="abuse", explanation="We removed a comment: it broke our rules.")
words.ask_opinion(made["photos"], actor=teacher, of=[colleague], question="Is it friendly?", draft="Yes, soon.")
rude = moderation.add_item(account, actor=teacher, text="You idiots.", author_name="Ray Rude")
blocked = abuse.block(rude, actor=teacher, house_rule="abuse", explanation="We do not take insults here.")
abuse.confirm_done(blocked, actor=teacher)
escalation.name_on_call(
    actor=head, person=person(ADMINISTRATOR), from_at=clock.now(), until_at=clock.now() + timedelta(days=1)
)
today = clock.today()
rota.ask_cover(account, actor=teacher, day=today + timedelta(days=1), person_asked=colleague)
print(json.dumps({{name: item.pk for name, item in made.items()}} | {{"author": made["insult"].author_id}}))
"""

# The same attacks as in tests/test_stored_script.py, and the addresses of what can be read.
HOSTILE = """
import json
from django.urls import reverse
from moderation.escalation import workflow as escalation
from moderation.models import Item, OnCall
from people.models import RoleGrant
from tests.access_places import kwargs_of
from tests.access_table import TABLE
from tests.test_stored_script import hostile
from tests.world import make_world

def make(name, *roles, employed=True):
    email = f"{name.lower().replace(' ', '.')}@stjudes.example"
    somebody = User.objects.create(full_name=name, email=email, is_employed=employed, joined_at=clock.now())
    RoleGrant.objects.bulk_create([RoleGrant(person=somebody, role=role, granted_at=clock.now()) for role in roles])
    return somebody

for on_call in OnCall.objects.all():
    escalation.end_on_call(on_call, actor=person(HEAD))
world = hostile(make_world(make))
read = [name for name, row in TABLE.items() if row.split()[1].startswith("200/") and name != "account_logout"]
pages = [reverse(name, kwargs=kwargs_of(name, world)) for name in read]
print(json.dumps(pages + [reverse("moderation:item", args=[pk]) for pk in Item.objects.values_list("pk", flat=True)]))
"""

Comes = Callable[..., Person]


@pytest.fixture(scope="module")
def numbers(portal: Portal) -> dict[str, int]:
    """The comments that wait, by their names above."""
    return dict(json.loads(portal.does(DESK)))


@pytest.fixture
def comes(portal: Portal, browser: Browser, eyes: Eyes, numbers: dict[str, int]) -> Comes:
    """Somebody signs in at a browser of their own."""

    def sign_in(who: tuple[str, str], *, seed: str = "", phone: bool = False) -> Person:
        somebody = Person(browser, portal, eyes, *who, password=settled.PASSWORD, seed=seed, phone=phone)
        somebody.sign_in()
        return somebody

    return sign_in


def test_three_things_are_done_on_a_phone_in_under_twelve_taps(comes: Comes) -> None:
    teacher = comes(settled.TEACHER, phone=True)
    teacher.opens_queue()
    teacher.taps = 0
    teacher.taps_row(WAITING["trip"])
    teacher.taps_what_it_is_about("Question")
    teacher.taps_acknowledgement()
    teacher.taps_next(WAITING["rude"])
    teacher.taps_removal("Threats")
    assert teacher.taps <= MOST_TAPS


def test_two_people_at_one_comment_see_each_other_and_lose_nothing(comes: Comes, numbers: dict[str, int]) -> None:
    teacher, colleague = comes(settled.TEACHER), comes(settled.COLLEAGUE)
    for person in (teacher, colleague):
        person.opens_by_number(numbers["shared"])
        person.sees_who_is_on_it("Nobody yet")

    teacher.press("I am on it")
    teacher.sees_who_is_on_it("You, since")
    colleague.sees_who_is_on_it(f"{teacher.name}, since")
    colleague.takes_it_over_from(teacher.name)
    teacher.sees_who_is_on_it(f"{colleague.name}, since")

    of_colleague = "Yes, it arrived on Monday. Nia Powell, Year 4"
    of_teacher = "Both forms came, thank you. Tom Fielding, Year 4"
    teacher.types_reply(of_teacher)
    colleague.types_reply(of_colleague)
    colleague.gets_reply_ready()
    colleague.sees("Now copy it and post it on the platform.")
    expect(teacher.page.locator("[data-item-news]")).to_be_visible(timeout=3_000)
    teacher.gets_reply_ready()

    overtaken = teacher.main.locator("[data-overtaken]")
    expect(overtaken).to_contain_text("A colleague replied while you were typing")
    expect(overtaken).to_contain_text(colleague.name)
    expect(overtaken).to_contain_text(of_colleague)
    expect(overtaken.locator("#typed-words")).to_have_text(of_teacher)
    expect(teacher.main.locator("#part-reply [name=text]")).to_have_value(of_teacher)
    teacher.look("comment-overtaken")
    expect(colleague.main.locator("#to-post-words")).to_have_text(of_colleague)
    colleague.says_that_it_is_posted()
    teacher.opens_by_number(numbers["shared"])
    teacher.sees(of_teacher)
    teacher.sees(of_colleague)


def test_the_queue_is_worked_with_the_keyboard_alone(comes: Comes, numbers: dict[str, int]) -> None:
    teacher = comes(settled.TEACHER)
    teacher.go("/")
    teacher.tabs_to("Comments")
    teacher.keys("Enter")
    teacher.is_on("Comments")
    rows = teacher.main.locator("[data-row]").evaluate_all("rows => rows.map(row => row.id)")
    teacher.keys("j")
    teacher.has_focus_on(rows[0])
    teacher.keys("j")
    teacher.has_focus_on(rows[1])
    teacher.keys("k")
    teacher.has_focus_on(rows[0])
    for row in rows[1 : rows.index(f"row-{numbers['lunch']}") + 1]:
        teacher.keys("j")
        teacher.has_focus_on(row)
    teacher.keys("Enter")
    expect(teacher.page.locator("[data-item]")).to_contain_text(WAITING["lunch"])
    teacher.page.wait_for_load_state()  # the words stand there before the script that reads the keys

    teacher.keys("?")
    expect(teacher.page.locator("dialog#keys")).to_be_visible()
    teacher.look("keys")
    teacher.keys("Escape")
    expect(teacher.page.locator("dialog#keys")).to_be_hidden()
    teacher.keys("a")
    expect(teacher.main.locator("#part-acknowledge")).to_have_attribute("open", "")
    teacher.has_focus_on("I have posted it")
    teacher.keys("Enter")
    teacher.sees("Acknowledged. The comment still waits for its reply.")


def test_what_was_typed_survives_signing_out(comes: Comes, numbers: dict[str, int]) -> None:
    teacher = comes(settled.TEACHER)
    teacher.opens_by_number(numbers["shoes"])
    words = "Yes please, and a change of socks. Tom Fielding, Year 4"
    teacher.types_reply(words)
    teacher.sign_out()
    teacher.sign_in()
    teacher.opens_by_number(numbers["shoes"])
    expect(teacher.main.locator("#part-reply [name=text]")).to_have_value(words)
    teacher.sees("You had begun to write this")


def test_every_page_of_the_desk_can_be_read_by_everybody(comes: Comes, numbers: dict[str, int], portal: Portal) -> None:
    head = comes(settled.DEPUTY, seed=settled.SEED)
    portal.sweep()
    for name, address in {
        "queue": "",
        "comment-pressing": f"{numbers['threat']}/",
        "comment-of-journalist": f"{numbers['news']}/",
        "comment-with-removal": f"{numbers['insult']}/",
        "comment-with-opinion": f"{numbers['photos']}/",
        "rota": "rota/",
        "checks": "checks/",
        "escalation": "escalation/",
        "word-list": "triage/words/",
        "templates": "templates/",
        "template": "templates/reply-praise/",
        "authors": "authors/",
        "author": f"authors/{numbers['author']}/",
        "bans": "bans/",
        "figures": "figures/",
    }.items():
        head.go(f"/comments/{address}")
        head.look(f"desk-{name}")


def test_no_words_of_strangers_become_script(comes: Comes, portal: Portal) -> None:
    """Attacks stand in all that can be written: each page of the portal is opened, and no script of theirs runs."""
    reader = comes(settled.HEAD, seed=settled.SEED)
    ran: list[str] = []
    reader.page.expose_function("x9", lambda *_: ran.append(reader.page.url))
    holding = 0
    # A list of which nothing is published, and a screenshot that nobody took, answer what they answer.
    with reader.eyes.expecting(404), reader.eyes.expecting(409):
        for address in json.loads(portal.does(HOSTILE)):
            reader.reads(address)
            holding += "x9()" in reader.page.content()
    assert ran == []
    assert holding > MANY
