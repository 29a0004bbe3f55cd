from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.models import Account
from accounts.personal import selectors, workflow
from accounts.personal.models import PersonalAccount
from accounts.personal.states import Status
from audit.models import Event
from core.actors import DAILY
from core.errors import InvalidInput, NotAllowed
from notifications.models import Notification
from people.models import User

SignIn = Callable[[Client, User], Client]
WORDS: dict[str, Any] = {
    "platform": "x",
    "handle": "@TomTeaches",
    "url": "https://x.example/TomTeaches",
    "naming": "It says “teacher at St. Jude's”.",
    "disclaimer": True,
    "no_branding": True,
}


def test_somebody_tells_the_school_of_their_account(teacher: User, admin: User, admin2: User, head: User) -> None:
    account = workflow.declare(actor=teacher, **WORDS)

    assert (account.person, account.status, account.handle) == (teacher, Status.DECLARED, "TomTeaches")
    event = Event.objects.get(verb="personal.declare")
    assert (event.actor, event.subject_id) == (f"person:{teacher.pk}", str(account.pk))
    assert "TomTeaches" not in str(event.content())
    told = Notification.objects.filter(template="personal.declared")
    assert set(told.values_list("recipient", flat=True)) == {admin.pk, admin2.pk}
    assert "TomTeaches" not in str(told[0].params)


def test_a_volunteer_may_too(volunteer: User, admin: User) -> None:
    assert workflow.declare(actor=volunteer, **WORDS).person == volunteer


def test_of_the_only_administrators_account_slt_is_told(admin: User, head: User, deputy: User) -> None:
    workflow.declare(actor=admin, **WORDS)

    told = Notification.objects.filter(template="personal.declared").values_list("recipient", flat=True)
    assert set(told) == {head.pk, deputy.pk}


def test_nobody_declares_without_being_able_to_sign_in(leaver: User, school: object) -> None:
    for actor in (leaver, DAILY):
        with pytest.raises(NotAllowed):
            workflow.declare(actor=actor, **WORDS)

    assert not PersonalAccount.objects.exists()
    assert Event.objects.filter(verb="personal.declare", refused=True).count() == 2


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"platform": "friendster"}, "platform"),
        ({"handle": "", "url": ""}, "handle"),
        ({"handle": "two words"}, "handle"),
        ({"url": "javascript:alert(1)"}, "url"),
        ({"url": "ftp://x.example/tom"}, "url"),
        ({"url": "https://tom:secret@x.example/"}, "url"),
        ({"url": "x.example/tom"}, "url"),
        ({"naming": "   "}, "naming"),
        ({"naming": "x" * 501}, "naming"),
        ({"disclaimer": False}, "disclaimer"),
        ({"no_branding": False}, "no_branding"),
    ],
)
def test_what_is_missing_or_wrong_is_named(teacher: User, admin: User, change: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        workflow.declare(actor=teacher, **(WORDS | change))

    assert refusal.value.field == field
    assert not PersonalAccount.objects.exists()


@pytest.mark.parametrize("again", [{"handle": "tomteaches", "url": ""}, {"handle": "", "url": WORDS["url"].upper()}])
def test_the_same_account_is_told_once(teacher: User, teacher2: User, again: dict[str, str]) -> None:
    first = workflow.declare(actor=teacher, **WORDS)
    with pytest.raises(InvalidInput):
        workflow.declare(actor=teacher, **(WORDS | again))

    workflow.declare(actor=teacher2, **(WORDS | again))  # two people may share one
    workflow.withdraw(first, actor=teacher, ending="closed")
    workflow.declare(actor=teacher, **(WORDS | again))


def test_an_official_account_is_no_personal_one(teacher: User, make_account: Callable[..., Account]) -> None:
    make_account(platform="x", handle="StJudesReads")

    with pytest.raises(InvalidInput, match="school's own"):
        workflow.declare(actor=teacher, **(WORDS | {"handle": "stjudesreads"}))


def test_a_rollback_leaves_nothing(teacher: User, admin: User, broken_record: None) -> None:
    with pytest.raises(OSError, match="record"):
        workflow.declare(actor=teacher, **WORDS)

    assert not PersonalAccount.objects.exists()
    assert not Notification.objects.exists()


def test_the_page_offers_words_to_copy_and_keeps_what_was_typed(
    client: Client, sign_in: SignIn, teacher: User, admin: User
) -> None:
    sign_in(client, teacher)
    page = client.get("/accounts/personal/declare/").content.decode()
    assert "My views, not those of St. Jude&#x27;s." in page
    assert page.count("data-copy-from=") == 3

    refused = client.post("/accounts/personal/declare/", WORDS | {"url": "javascript:alert(1)"}).content.decode()
    assert "Give the whole address" in refused
    assert "TomTeaches" in refused
    unticked = {key: value for key, value in WORDS.items() if key != "no_branding"}
    assert "branding away first" in client.post("/accounts/personal/declare/", unticked).content.decode()
    assert not PersonalAccount.objects.exists()

    answer = client.post("/accounts/personal/declare/", WORDS, follow=True).content.decode()
    assert "Waits for a check" in answer
    assert 'rel="noopener noreferrer nofollow external"' in answer


def test_the_shortest_words_fit_everywhere() -> None:
    for employed in (True, False):
        words = selectors.wordings("St. Jude's", employed=employed)
        assert all("St. Jude's" in one for one in words)
        assert len(words[0]) <= 80
    assert "work" not in " ".join(selectors.wordings("St. Jude's", employed=False))
