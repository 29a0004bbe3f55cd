"""P4: somebody who is a volunteer alone sees what they run, their own business cases and reports, and no more."""

import re
from collections.abc import Callable
from urllib.parse import urldefrag, urljoin

import pytest
from django.test import Client
from django.urls import reverse

from applications import workflow as applications
from incidents import workflow as incidents
from moderation import workflow as moderation
from people.models import Role, User
from policy import selectors as policy
from tests.world import World, account_of, make_world, ready, write_case

pytestmark = pytest.mark.thorough

# What stands in things that are not theirs.
SECRETS = ("Staffroom", "staffroom", "Nora New")
MOST_PAGES = 350
# The page of a comment, which is the same one whatever list it was opened from.
FROM_A_LIST = re.compile(r"^(/comments/\d+/[^?]*)\?.*")


@pytest.fixture
def world(make_person: Callable[..., User]) -> World:
    """Beside what the volunteer has part in: an account, a case, comments and a report of the staff alone."""
    world = make_world(make_person)
    people = world.people
    staff = [people["teacher"], people["teacher2"]]
    case = write_case(people["teacher"], staff, "Staffroom", "staffroom")
    applications.submit(case, actor=people["teacher"])
    applications.approve(case, actor=people["head"], reason="Good for the staffroom.")
    moderation.add_item(account_of(case), actor=people["teacher"], text="Said in the staffroom.", author_name="Jo")
    write_case(people["outsider"], staff, "Staffroom two", "staffroomtwo")
    incidents.report(actor=people["outsider"], category="offensive", what_happened="Rude words in the staffroom.")
    return world


def walk(client: Client) -> dict[str, str]:
    """Every page that links lead to from Today, by its address."""
    seen: dict[str, str] = {}
    waiting = [reverse("today")]
    while waiting and len(seen) < MOST_PAGES:
        url = waiting.pop(0)
        if url in seen or url.startswith(("/static/", reverse("account_logout"))):
            continue
        answer = client.get(url, headers={"host": "localhost"})
        assert answer.status_code in (200, 302), f"a link leads to {url}, which answers {answer.status_code}"
        text = answer.content.decode() if "html" in answer.headers.get("Content-Type", "") else ""
        seen[url] = text
        found = re.findall(r'href="(/[^"]*)"', text)
        there = [urldefrag(urljoin(url, link.replace("&amp;", "&"))).url for link in found]
        waiting += [FROM_A_LIST.sub(r"\1", link) for link in there]
        if answer.status_code == 302:
            waiting.append(answer.headers["Location"])
    assert len(seen) < MOST_PAGES, sorted(seen)
    return seen


def test_no_link_leads_a_volunteer_to_what_is_not_theirs(
    world: World, client: Client, sign_in: Callable[[Client, User], Client]
) -> None:
    pages = walk(sign_in(client, world.people["volunteer"]))
    assert {url: word for url, text in pages.items() for word in SECRETS if word in text} == {}
    whole = "".join(pages.values())
    assert world.account.name in whole  # what they run
    assert reverse("accounts:detail", args=[world.account.pk]) in pages
    assert reverse("people:person", args=[world.people["volunteer"].pk]) in whole


def test_what_is_not_theirs_does_not_exist_for_a_volunteer(
    world: World, client: Client, sign_in: Callable[[Client, User], Client]
) -> None:
    sign_in(client, world.people["volunteer"])
    for name in ("head", "teacher", "chair"):
        assert client.get(reverse("people:person", args=[world.people[name].pk])).status_code == 404
    for name in ("people:add_person", "people:staff_list", "people:invite_waiting", "policy:readiness"):
        assert client.get(reverse(name)).status_code == 403


def test_a_volunteer_meets_the_same_conditions_as_staff(world: World, make_person: Callable[..., User]) -> None:
    newcomer = make_person("Nina Newcomer", Role.VOLUNTEER, employed=False)
    missing = policy.readiness(newcomer)
    assert policy.readiness(world.people["volunteer"]).ready
    assert not missing.ready
    assert len(missing.missing) == 2  # has not read the policy, and has no training
    ready(newcomer, world.people["head"], world.version)
    assert policy.readiness(newcomer).ready


def test_a_volunteer_may_apply(world: World, client: Client, sign_in: Callable[[Client, User], Client]) -> None:
    assert sign_in(client, world.people["volunteer"]).get(reverse("applications:start")).status_code == 200
    case = applications.start(actor=world.people["volunteer"], kind="new")
    assert client.get(reverse("applications:detail", args=[case.pk])).status_code == 200
    assert (
        sign_in(Client(), world.people["outsider"]).get(reverse("applications:detail", args=[case.pk])).status_code
        == 404
    )
