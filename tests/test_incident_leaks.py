"""Row H5: an incident leaks nowhere. Every role × every part in it × every place of the portal, from the URL table.

What the reporter wrote holds one mark, what is in the case file another, and its random public id is a third.
"""

import json
import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.models import Event
from incidents import workflow as incidents
from incidents.evidence.tests.samples import with_place
from incidents.models import Incident, Involvement
from incidents.states import SHUT_OUT, TOLD, Part
from notifications import messages
from notifications import workflow as notifications
from notifications.models import Notification
from people.models import Role, User
from stjudes_portal.celery import app
from tests.access_table import TABLE
from tests.incident_case import (
    GONE,
    INNER,
    OWN,
    UNKNOWN,
    Address,
    Case,
    addresses,
    arguments,
    key_of,
    normalised,
    of_one_incident,
    plant,
    traces,
    whole,
)
from tests.test_access import undone
from tests.world import World, make_world

SignIn = Callable[[Client, User], Client]
PLACES = list(addresses())
INCIDENTS = [place for place in PLACES if place.name.startswith("incidents:")]
ONE = [place for place in INCIDENTS if of_one_incident(place)]
ABOUT_ONE = {place.name for place in ONE}
# Beside the room itself: where somebody would notice first that something goes on.
TELLING = (
    *("today", "notifications:list", "people:list", "people:person", "people:your_sign_in", "people:roles"),
    *("accounts:index", "accounts:detail", "moderation:queue", "moderation:item", "moderation:on_it"),
    *("moderation:authors", "moderation:author", "moderation:figures", "school:settings"),
)
# What is looked at once more for each part: the rest of the portal does not ask which part that is.
NEAREST = ("today", "notifications:list")
ROLES = ("head", "deputy", "admin", "dsl", "teacher", "volunteer", "outsider", "chair", "governor", "outside")
LED_TO_SLT = ("head", "deputy")  # an offensive comment is SLT's


@pytest.fixture
def third(make_person: Callable[..., User]) -> User:
    """Of SLT, and free to work on what names the others."""
    return make_person("Nia Third", Role.SLT, Role.STAFF)


@pytest.fixture
def world(make_person: Callable[..., User], third: User) -> World:
    world = make_world(make_person)
    world.people["governor"] = make_person("Gus Governor", Role.GOVERNOR, employed=False)
    world.people["outside"] = make_person("Olga Outside", Role.OUTSIDE_CONTACT, employed=False)
    world.people["third"] = third
    return world


def browser(sign_in: SignIn, person: User) -> Client:
    return sign_in(Client(raise_request_exception=False, headers={"host": "localhost"}), person)


def seen(client: Client, places: list[Address], case: Case, world: World) -> Iterator[tuple[str, Any]]:
    """What each address answers to a GET, whichever it is."""
    for place in places:
        with undone():
            yield place.name, client.get(reverse(place.name, kwargs=arguments(place, case, world)))
    if case.other is not None:
        with undone():
            yield "its other", client.get(reverse("incidents:incident", args=[case.other.public_id]))


def is_shown(place: Address) -> bool:
    """Whether anybody gets a page there: not where things are only sent to."""
    row = TABLE.get(place.name, "")
    return not all(answer.startswith("405/") for answer in row.split()[1:]) or not row


def walked(role: str, part: str | None) -> list[Address]:
    """All of the portal for who is named; the room and where one would look first for the others.

    The head's whole portal is compared byte for byte above; those who hold no role of ours open hardly a page of it.
    """
    if part == Part.ALLEGED and role in ("deputy", "admin", "dsl", "teacher", "governor"):
        return PLACES
    beside = TELLING if part in (None, *SHUT_OUT, Part.TARGET) else NEAREST
    return [*filter(is_shown, INCIDENTS), *(place for place in PLACES if place.name in beside)]


def outside_it() -> list[Address]:
    return [place for place in PLACES if place.name in TELLING]


def worked_on(case: Case, handler: User) -> None:
    """By the verbs, so that they tell whom they tell."""
    incidents.assess(case.incident, actor=handler, severity="medium", lawfulness="lawful", assessment=f"{INNER} said.")
    incidents.add_entry(case.incident, actor=handler, text=f"{INNER} noted.", open_to_reporter=True)


# --- the named head learns nothing


def sweep(client: Client, places: list[Address], world: World, nothing: Case) -> dict[str, str]:
    return {name: normalised(answer) for name, answer in seen(client, places, nothing, world)}


def nothing_changes_for_the_head(places: list[Address], world: World, sign_in: SignIn) -> None:
    """Every page, byte for byte, before and after an incident about the head is reported and worked on."""
    people = world.people
    client = browser(sign_in, people["head"])
    nothing = Case(Incident(public_id=UNKNOWN), rows=dict.fromkeys(_tables(), GONE))
    before = sweep(client, places, world, nothing)
    case = plant(people["teacher"], people["third"], item=world.item, account=world.account, alleged=[people["head"]])
    worked_on(case, people["third"])
    after = sweep(client, places, world, nothing)
    assert [name for name in before if before[name] != after[name]] == []
    case.other = None
    asked_for = sweep(client, [place for place in places if of_one_incident(place)], world, case)
    assert {name: traces(page, (OWN, INNER, *case.ids)) for name, page in asked_for.items()} == {
        name: [] for name in asked_for
    }


def _tables() -> list[type]:
    return [sub[1] for place in ONE if (sub := key_of(place))]


def test_the_named_head_learns_nothing_where_one_would_look_first(world: World, sign_in: SignIn) -> None:
    whole_lists = [place for place in INCIDENTS if not of_one_incident(place)]
    nothing_changes_for_the_head([*whole_lists, *outside_it()], world, sign_in)


@pytest.mark.thorough
def test_the_named_head_learns_nothing_anywhere(world: World, sign_in: SignIn) -> None:
    nothing_changes_for_the_head(PLACES, world, sign_in)


def test_no_message_reaches_the_named_head_and_none_holds_a_word(
    third: User, head: User, deputy: User, teacher: User, chair: User
) -> None:
    case = plant(teacher, third, alleged=[head])
    worked_on(case, third)
    incidents.name_person(case.incident, deputy, actor=third, part=Part.CONFLICTED)
    about = Notification.objects.filter(event__startswith=f"incident:{case.incident.pk}:")
    assert {row.recipient for row in about} >= {third, chair, teacher}
    assert not about.filter(recipient=head).exists()
    assert not about.filter(recipient=deputy, withdrawn_at=None).exists()
    notifications.deliver_due()
    sent = [f"{message.to} {message.subject} {message.body}" for message in mail.outbox]
    assert traces(" ".join(sent), (OWN, INNER, "offensive")) == []
    of_it = [one for one in sent if case.incident.reference in one]
    assert of_it
    assert traces(" ".join(of_it), [str(head), str(deputy)]) == []


def test_the_words_of_every_message_leave_room_for_no_words_of_a_case() -> None:
    """What a message can be filled with: references, times, names of people who did something, of accounts."""
    allowed = {"reference", "by", "due", "when", "account", "head", "name", "count", "what", "other", "who", "agency"}
    for name, message in messages.registered().items():
        if name.startswith("incidents."):
            filled = {part.split("}")[0] for part in (message.title + message.body).split("{")[1:]}
            assert filled <= allowed, name


def test_the_record_holds_no_word_of_it(third: User, head: User, teacher: User) -> None:
    case = plant(teacher, third, alleged=[head])
    worked_on(case, third)
    record = json.dumps(list(Event.objects.values_list("actor", "verb", "subject_type", "subject_id", "data")))
    assert traces(record, (OWN, INNER, *case.ids)) == []


# --- one that is hidden, and one that there is not


def answered(client: Client, method: str, url: str, *names: str) -> tuple[int, str, int]:
    with undone(), CaptureQueriesContext(connection) as queries:
        answer = getattr(client, method)(url)
    return answer.status_code, normalised(answer, url, *names), len(queries)


def test_a_hidden_incident_and_one_that_there_is_not_are_the_same(
    third: User, head: User, teacher: User, sign_in: SignIn
) -> None:
    """The same status, body, headers and number of queries at every address of an incident, asked in either way."""
    case = plant(teacher, third, alleged=[head])
    client = browser(sign_in, head)
    client.get(reverse("today"))  # what is read once
    for place in ONE:
        hidden, unknown = (
            [
                answered(client, method, reverse(place.name, kwargs=arguments(place, case, ref=ref)), ref)
                for method in ("get", "post")
            ]
            for ref in (case.incident.public_id, UNKNOWN)
        )
        assert hidden == unknown, place.name
        assert {status for status, _, _ in hidden} <= {404, 405}, place.name


def test_what_is_in_another_file_is_not_there_under_one_s_own(
    third: User, head: User, teacher: User, outsider: User, sign_in: SignIn
) -> None:
    """Under the address of an incident that one handles, the key of another's evidence is as one that there is not."""
    hidden, own = plant(teacher, third, alleged=[head]), plant(outsider, third)
    client = browser(sign_in, head)
    client.get(reverse("today"))
    keyed = [place for place in ONE if key_of(place) and "reports/" not in place.route]
    assert {sub[1].__name__ for place in keyed if (sub := key_of(place))} >= {"Evidence", "Referral", "Pack", "Entry"}
    for place in keyed:
        table = key_of(place)[1]  # type: ignore[index]
        theirs, none = (
            [
                answered(client, method, reverse(place.name, kwargs=arguments(place, own, key=key)))
                for method in ("get", "post")
            ]
            for key in (hidden.rows[table], GONE)
        )
        assert theirs == none, place.name
        assert {status for status, _, _ in theirs} <= {404, 405}, place.name


# --- every role × every part × every place


def take_part(case: Case, person: User, part: str | None, namer: User) -> None:
    if part == "in words":
        Involvement.objects.create(
            incident=case.incident,
            part=Part.ALLEGED,
            name=person.full_name,
            named_by=namer,
            named_at=case.incident.reported_at,
        )
    elif part not in (None, Part.REPORTER):
        incidents.name_person(case.incident, person, actor=namer, part=part)


def may_read(role: str, part: str | None) -> tuple[bool, bool, bool]:
    """Whether they read the file, their own words, and that there is such an incident."""
    if part in SHUT_OUT:
        return False, False, False
    reads = role in LED_TO_SLT or part == Part.HANDLER
    return reads, reads or part == Part.REPORTER, reads or part in TOLD


def leaks(client: Client, places: list[Address], case: Case, world: World, role: str, part: str | None) -> list[str]:
    reads, own, knows = may_read(role, part)
    hidden = ([] if reads else [INNER]) + ([] if own else [OWN]) + ([] if knows else list(case.ids))
    if not hidden and part is not None:  # nothing is hidden from them: that they open the file is asked before
        return []
    found = []
    for name, answer in seen(client, places, case, world):
        found += [f"{name}: {mark}" for mark in traces(whole(answer), hidden)]
        if name in ABOUT_ONE:
            assert answer.headers["Cache-Control"] == "no-store", name
    return found


def opened(client: Client, case: Case) -> tuple[bool, bool]:
    """Whether the file and the report are pages for this person: what is hidden from nobody proves nothing."""
    file = client.get(reverse("incidents:incident", args=[case.incident.public_id]))
    report = client.get(reverse("incidents:my_report", args=[case.incident.public_id]))
    return file.status_code == 200 and INNER in whole(file), report.status_code == 200


PARTS: tuple[str | None, ...] = (None, *Part.values, "in words")


def cell(role: str, part: str | None, places: list[Address], world: World, sign_in: SignIn) -> list[str]:
    people = world.people
    person = people[role]
    with undone():
        reporter = person if part == Part.REPORTER else people["teacher2"]
        case = plant(reporter, people["third"], item=world.item, account=world.account)
        take_part(case, person, part, people["third"])
        client = browser(sign_in, person)
        reads, _, knows = may_read(role, part)
        told = part in TOLD and part not in SHUT_OUT
        assert opened(client, case) == (reads, told), f"{role} as {part}"
        return [f"{role} as {part}: {leak}" for leak in leaks(client, places, case, world, role, part)]


@pytest.mark.thorough
@pytest.mark.parametrize("role", ROLES)
def test_each_part_of_each_role(role: str, world: World, sign_in: SignIn) -> None:
    found = []
    for part in PARTS:
        found += cell(role, part, walked(role, part), world, sign_in)
    assert found == []


# --- and where nobody looks


def test_searching_for_what_is_hidden_finds_as_much_as_for_what_there_is_not(
    third: User, head: User, teacher: User, sign_in: SignIn
) -> None:
    case = plant(teacher, third, alleged=[head])
    client = browser(sign_in, head)
    client.get(reverse("incidents:list"))
    for hidden, none in ((case.incident.public_id, UNKNOWN), (INNER, "nothingofthesort"), (OWN, "nothingofthesort")):
        for name in ("incidents:list", "people:list"):
            one, other = (answered(client, "get", f"{reverse(name)}?q={q}", q) for q in (hidden, none))
            assert one == other, (name, hidden)


def test_an_error_says_nothing_of_the_case(
    third: User,
    teacher: User,
    sign_in: SignIn,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    case = plant(teacher, third)
    client = browser(sign_in, third)

    def broken(*args: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr("incidents.views.case_file.sections", broken)
    answer = client.get(reverse("incidents:incident", args=[case.incident.public_id]))
    assert answer.status_code == 500
    assert traces(whole(answer) + caplog.text, (OWN, INNER)) == []
    assert not mail.outbox
    assert not settings.ADMINS


def test_no_log_holds_a_word_of_it_however_much_is_logged(
    third: User, teacher: User, sign_in: SignIn, caplog: pytest.LogCaptureFixture
) -> None:
    """Libraries tell much at DEBUG: templates what they are drawn with, pictures where they were taken."""
    caplog.set_level(logging.DEBUG)
    client = browser(sign_in, third)
    case = plant(teacher, third)
    ref = [case.incident.public_id]
    shot = SimpleUploadedFile("shot.jpg", with_place(), "image/jpeg")
    sent = {"title": f"{INNER} shown", "file": shot, "whole": "1"}
    assert client.post(reverse("incidents:add_file", args=ref), sent).status_code == 302
    logging.getLogger("django.template").debug(INNER)
    for name in ("incident", "add_words", "name_person"):
        assert client.get(reverse(f"incidents:{name}", args=ref)).status_code == 200
    assert traces(caplog.text, (OWN, INNER, "Acacia", "shot.jpg")) == []


def test_the_portal_s_tasks_about_incidents_are_given_no_words() -> None:
    """Their arguments stand in the broker and in its logs: keys at most."""
    app.loader.import_default_modules()
    ours = {name: task for name, task in app.tasks.items() if name.startswith("incidents.")}
    assert ours
    for name, task in ours.items():
        given = {key: kind for key, kind in task.run.__annotations__.items() if key != "return"}
        assert set(given.values()) <= {int}, name
