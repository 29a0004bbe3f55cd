"""The page that anybody may open: what it says, what it never says, and what it does not touch."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings as portal_settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Account, Runner
from accounts.official import register
from accounts.states import Status
from conftest import NOW
from people.models import User
from school.models import MailSettings

URL = "/official/"


def said(client: Client, q: str, **more: Any) -> str:
    return client.get(URL, {"q": q}, **more).content.decode()


def test_the_addresses_are_those_that_the_middleware_passes_by() -> None:
    names = ("official:index", "official:accounts_json", "official:check_json")
    assert {reverse(name) for name in names} == portal_settings.ALIKE_FOR_EVERYBODY


def test_a_parent_finds_the_field_the_list_and_what_is_closed(
    make_account: Callable[..., Account], client: Client
) -> None:
    make_account(url="https://www.facebook.com/StJudesFriends", name="Friends of St Jude's")
    make_account("OldNews", status=Status.CLOSED, name="The old newsletter")
    page = client.get(URL).content.decode()
    assert '<label class="form-label" for="q">Paste a link or a name</label>' in page
    assert 'href="https://www.facebook.com/StJudesFriends" rel="nofollow noopener noreferrer external"' in page
    assert page.index("The school&#x27;s accounts") if "The school&#x27;s accounts" in page else True
    assert page.index("Friends of St Jude") < page.index("Not used any more") < page.index("The old newsletter")
    assert "Monday 2 November 2026" in page
    assert 'content="index, follow"' in page


@pytest.mark.parametrize(
    ("q", "title"),
    [
        ("https://m.facebook.com/stjudesfriends/?fbclid=1", "Yes, this is the school&#x27;s account"),
        ("@StJudesFriends", "Yes, if you saw it on Facebook"),
        ("https://x.com/StJudesFriends", "No, this is not one of the school&#x27;s accounts"),
        ("https://youtu.be/abc", "We cannot tell from this"),
    ],
)
def test_an_answer_has_its_heading_and_says_what_was_asked(
    q: str, title: str, make_account: Callable[..., Account], client: Client
) -> None:
    make_account()
    page = said(client, q)
    assert f'<h2 id="answer-title">{title}</h2>' in page
    assert f"You asked about <strong>{q.replace('&', '&amp;')}</strong>" in page


def test_what_is_not_ours_can_be_reported_to_the_school_and_the_platform(
    make_account: Callable[..., Account], client: Client
) -> None:
    make_account()
    MailSettings.objects.create(host="mail.example", from_address="office@stjudes.example", changed_at=NOW)
    page = said(client, "https://www.instagram.com/StJudesFriends")
    assert 'href="mailto:office@stjudes.example"' in page
    assert "https://help.instagram.com/446663175382270" in page
    assert "facebook.com/help" not in page
    MailSettings.objects.update(from_address="no-reply@stjudes.example")
    assert "mailto:" not in said(client, "https://www.instagram.com/StJudesFriends")


def test_what_was_asked_never_becomes_markup(make_account: Callable[..., Account], client: Client) -> None:
    make_account()
    for q in ('"><script>alert(1)</script>', "https://evil.example'\"><script>alert(1)</script>@x/<b>", "{{ school }}"):
        page = said(client, q)
        assert "<script>alert" not in page
        assert "<b>" not in page
        assert "St. Jude&#x27;s" not in page.split("You asked about")[1].split("</p>")[0]


def test_a_question_that_is_too_long_is_told_so(make_account: Callable[..., Account], client: Client) -> None:
    make_account()
    answer = client.get(URL, {"q": "x" * 301})
    assert answer.status_code == 400
    assert "at most 300 characters" in answer.content.decode()
    assert said(client, "y" * 300).count("y" * 300) == 2  # in the field, and in the answer
    assert client.get("/official/check.json", {"q": "x" * 301}).status_code == 400


def test_it_tells_nothing_of_people_nor_of_what_the_school_keeps_to_itself(
    make_account: Callable[..., Account], teacher: User, client: Client
) -> None:
    private = {"audience": "AUDIENCE-WORDS", "purpose": "PURPOSE-WORDS", "suspended_because": "HACKED-WORDS"}
    account = make_account(status=Status.SUSPENDED, **private)
    closed = make_account("Closed", status=Status.CLOSED, closed_because="SECRET-REASON", announcement="ANNOUNCED")
    planned = make_account("PlannedName", status=Status.APPROVED, provisioned_at=None, monitored_from=None)
    Runner.objects.create(account=account, person=teacher, from_at=NOW, is_lead=True)
    bodies = [
        client.get(URL).content.decode(),
        client.get("/official/accounts.json").content.decode(),
        *(client.get(path, {"q": one.handle}).content.decode().replace(one.handle, "", 2)
          for one in (account, closed, planned) for path in (URL, "/official/check.json")),
    ]  # fmt: skip
    for body in bodies:
        for word in ("WORDS", "SECRET-REASON", "ANNOUNCED", "PlannedName", "Tom", "Helen", "stjudes.example"):
            assert word not in body


def test_it_reads_no_session_and_nobody_even_for_somebody_signed_in(
    make_account: Callable[..., Account], head: User, client: Client, sign_in: Callable[..., Client], settings: Any
) -> None:
    make_account()
    sign_in(client, head)
    settings.OFFICIAL_FRESH_SECONDS = 60
    for path in (URL, "/official/accounts.json", "/official/check.json"):
        with CaptureQueriesContext(connection) as cold:
            register.forget()
            client.get(path, {"q": "anything"})
        assert len(cold) == 3
        assert not [query for query in cold if "session" in query["sql"] or "people_" in query["sql"]]
        for number in range(3):
            with CaptureQueriesContext(connection) as warm:
                answer = client.get(path, {"q": f"facebook.com/StJudesFriends?{number}"})
            assert (answer.status_code, len(warm)) == (200, 0)
            assert not answer.cookies
            assert "Cookie" not in answer.headers.get("Vary", "")


def test_everybody_gets_the_same_page_and_may_keep_it_for_a_minute(
    make_account: Callable[..., Account], head: User, client: Client, sign_in: Callable[..., Client]
) -> None:
    make_account()
    stranger = client.get(URL, {"q": "@StJudesFriends"})
    member = sign_in(client, head).get(URL, {"q": "@StJudesFriends"})
    assert stranger.content == member.content
    assert member.headers["Cache-Control"] == "public, max-age=60"
    assert "nonce" not in member.headers["Content-Security-Policy"]
    assert "default-src 'none'" in member.headers["Content-Security-Policy"]


def test_a_change_of_the_register_shows_when_the_copy_is_read_again(
    make_account: Callable[..., Account], client: Client, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    account, now = make_account(), 1000.0
    settings.OFFICIAL_FRESH_SECONDS = 15
    monkeypatch.setattr(register.time, "monotonic", lambda: now)
    asked = "facebook.com/StJudesFriends"
    assert "Yes, this is" in said(client, asked)
    Account.objects.filter(pk=account.pk).update(status=Status.SUSPENDED, status_before=Status.LIVE)
    now = 1014.9
    assert "Yes, this is" in said(client, asked)
    now = 1015.0
    assert "the school has paused it" in said(client, asked)


def test_what_did_not_change_is_not_made_again(make_account: Callable[..., Account], settings: Any) -> None:
    make_account()
    first = register.snapshot()
    settings.OFFICIAL_FRESH_SECONDS = 0
    assert register.snapshot() is first


def test_the_address_of_a_closed_account_is_recognised_and_not_given_away(
    make_account: Callable[..., Account], client: Client
) -> None:
    """It may be an invitation: whoever has the link would be let in."""
    invitation = "https://classdojo.com/ul/p/join?class=C4SEXY1"
    make_account("", "class_dojo", url=invitation, openness="closed", name="Year 4")
    assert "Year 4" in client.get(URL).content.decode()
    assert "C4SEXY1" not in client.get(URL).content.decode() + client.get("/official/accounts.json").content.decode()
    page = said(client, invitation)
    assert "Yes, this is the school&#x27;s account" in page
    assert page.count("C4SEXY1") == 2  # what the parent typed


def test_without_an_account_nothing_is_the_schools(head: User, client: Client) -> None:
    assert "has no account on its list yet" in client.get(URL).content.decode()
    assert "No, this is not one of" in said(client, "facebook.com/StJudes")


def test_an_empty_portal_leads_to_its_set_up(db: None, client: Client) -> None:
    assert client.get(URL).headers["Location"] == reverse("people:set_up")
    assert client.get("/official/accounts.json").status_code == 404


def test_json_lists_the_accounts_in_a_shape_that_stays(make_account: Callable[..., Account], client: Client) -> None:
    make_account(url="https://www.facebook.com/StJudesFriends", name="Friends")
    make_account("Old", "x", status=Status.CLOSED, name="Old")
    answer = client.get("/official/accounts.json")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Content-Type"] == "application/json"
    entry = {"platform_name": "Facebook", "platform": "facebook", "name": "Friends", "handle": "StJudesFriends"}
    assert answer.json() == {
        "version": 1,
        "school": "St. Jude's",
        "page": f"{portal_settings.PUBLIC_URL}/official/",
        "accounts": [
            {**entry, "address": "https://www.facebook.com/StJudesFriends", "state": "in_use", "closed_on": None}
        ],
        "closed": [
            {
                "platform": "x",
                "platform_name": "X",
                "name": "Old",
                "handle": "Old",
                "address": "",
                "state": "closed",
                "closed_on": "2026-11-02",
            }
        ],
    }


def test_json_answers_as_the_page_does(make_account: Callable[..., Account], client: Client) -> None:
    make_account(name="Friends")
    answers = {
        "facebook.com/stjudesfriends": "official",
        "StJudesFriends": "depends",
        "StJudesFr1ends": "not_ours",
        'https://youtu.be/"\\é😀': "unclear",
    }
    for q, expected in answers.items():
        answer = client.get("/official/check.json", {"q": q})
        found = json.loads(answer.content)
        assert (found["version"], found["asked"], found["answer"]) == (1, q, expected)
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert client.get("/official/check.json", {"q": "StJudesFr1ends"}).json()["looks_like"]["name"] == "Friends"
    assert client.get("/official/check.json").status_code == 400


def test_a_host_in_the_answer_is_the_one_that_was_asked(make_account: Callable[..., Account], client: Client) -> None:
    """Pages are kept by their kind: the next question's host must not be the last one's."""
    make_account()
    for host in ("one.example", "two.example"):
        assert f"leads to {host}" in said(client, f"https://facebook.com@{host}/")
        assert (
            f"leads to {host}"
            in client.get("/official/check.json", {"q": f"https://facebook.com@{host}/"}).json()["text"]
        )
