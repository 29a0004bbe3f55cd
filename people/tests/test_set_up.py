"""The first visit to an empty portal."""

import pytest
from django.urls import reverse

from audit.models import Event
from core.actors import SET_UP
from core.errors import InvalidInput, WrongState
from people import workflow
from people.models import Invitation, Session, User
from people.workflow import adding
from school.models import School, SetUpCode, current_school

PLACE = "/people/set-up/"


@pytest.fixture
def code(db):
    return workflow.new_set_up_code()


@pytest.fixture
def values(code):
    return {
        "code": code,
        "school_name": "St. Jude's",
        "slt_name": "Helen Head",
        "slt_email": "helen@stjudes.example",
        "administrator_name": "Ada Admin",
        "administrator_email": "ada@stjudes.example",
    }


@pytest.mark.parametrize("place", ["/", "/sign-in/", "/people/", "/policy/", "/nowhere/"])
def test_every_page_of_an_empty_portal_leads_there(client, db, place):
    assert client.get(place).url == PLACE


def test_the_school_and_its_first_two_people_are_made(client, values):
    answer = client.post(PLACE, values)
    assert current_school().name == "St. Jude's"
    roles = {person.email: person.roles for person in User.objects.all()}
    assert roles == {
        "helen@stjudes.example": {"slt", "staff"},
        "ada@stjudes.example": {"administrator", "staff"},
    }
    page = answer.content.decode()
    for _, link in answer.context["links"]:
        assert link in page
    assert answer.headers["Referrer-Policy"] == "strict-origin"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "vault.key" in page
    assert Event.objects.filter(verb="people.set_up_school", actor="system:set-up").count() == 1


def test_both_links_let_their_people_in(client, values):
    links = client.post(PLACE, values).context["links"]
    for person, link in links:
        path = link.partition("8000")[2]
        assert f"Welcome, {person.first_name}" in client.get(path).content.decode()


def test_the_links_are_shown_once(client, values):
    links = client.post(PLACE, values).context["links"]
    assert client.get(PLACE).url == reverse("account_login")
    assert client.post(PLACE, values).url == reverse("account_login")
    stored = str([session.get_decoded() for session in Session.objects.all()]) + str(list(Invitation.objects.values()))
    for _, link in links:
        assert link.rstrip("/").split("/")[-1] not in stored


def test_the_code_may_be_written_any_way(values):
    values["code"] = f"  {values['code'].lower().replace('-', ' ')} "
    assert workflow.set_up_school(actor=SET_UP, **values)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"code": "AAAA-BBBB-CCCC-DDDD"}, "not the code"),
        ({"code": ""}, "One-time code"),
        ({"school_name": " "}, "Name of the school"),
        ({"slt_name": ""}, "first member of SLT"),
        ({"administrator_email": "ada"}, "valid e"),
        ({"administrator_email": "HELEN@stjudes.example"}, "address each"),
    ],
)
def test_a_mistake_changes_nothing_and_keeps_what_was_typed(client, values, change, words):
    answer = client.post(PLACE, values | change)
    assert words in answer.content.decode()
    assert "helen@stjudes.example" in answer.content.decode()
    assert not School.objects.exists()
    assert not User.objects.exists()
    assert SetUpCode.objects.exists()


def test_the_code_works_once(values):
    workflow.set_up_school(actor=SET_UP, **values)
    assert not SetUpCode.objects.exists()
    with pytest.raises(WrongState):
        workflow.set_up_school(actor=SET_UP, **values)


def test_only_the_code_printed_last_works(values):
    workflow.new_set_up_code()
    with pytest.raises(InvalidInput, match="printed last"):
        workflow.set_up_school(actor=SET_UP, **values)


def test_the_code_is_kept_only_as_a_digest(code):
    assert code not in str(SetUpCode.objects.values().get())
    assert code.replace("-", "") not in str(SetUpCode.objects.values().get())


def test_no_code_is_made_once_the_school_is_there(school):
    with pytest.raises(WrongState):
        workflow.new_set_up_code()


def test_a_rollback_leaves_an_empty_portal(values, monkeypatch):
    monkeypatch.setattr(adding, "invite", lambda *a, **k: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        workflow.set_up_school(actor=SET_UP, **values)
    assert not School.objects.exists()
    assert not Event.objects.filter(verb="people.set_up_school").exists()
