"""What each person has ever seen: their own list, the list for Administrators and SLT, the card on their page."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import Runner
from accounts.vault import workflow
from accounts.vault.models import Credential, Grant
from conftest import NOW
from people.models import User

SignIn = Callable[[Client, User], Client]
WHY = "Signing in on the office computer"


@pytest.fixture
def seen(password: Credential, teacher: User, granted: Callable[..., Grant]) -> Credential:
    granted(password, teacher)
    workflow.reveal(password, actor=teacher, reason=WHY)
    return password


def test_it_says_how_when_why_and_whether_it_was_changed(
    client: Client, sign_in: SignIn, seen: Credential, admin: User, teacher: User
) -> None:
    sign_in(client, admin)
    address = f"/vault/people/{teacher.pk}/"

    page = client.get(address).content.decode()
    assert "Looked at it" in page
    assert WHY in page
    assert "Still in use" in page
    assert "What Tom knows now" in page

    workflow.rotate(seen, actor=admin, secret="another one")
    page = client.get(address).content.decode()
    assert "Changed since" in page
    assert "Nothing that is in use." in page


def test_what_must_be_changed_because_of_them_is_marked(
    client: Client, sign_in: SignIn, seen: Credential, head: User, teacher: User
) -> None:
    Runner.objects.get_queryset().update(until_at=NOW)

    page = sign_in(client, head).get(f"/vault/people/{teacher.pk}/").content.decode()

    assert "Must be changed" in page


def test_each_person_reads_their_own_and_no_others(
    client: Client, sign_in: SignIn, seen: Credential, teacher: User, teacher2: User, volunteer: User
) -> None:
    sign_in(client, teacher)
    assert WHY in client.get("/vault/mine/").content.decode()
    assert client.get(f"/vault/people/{teacher.pk}/").status_code == 200

    assert sign_in(Client(), teacher2).get(f"/vault/people/{teacher.pk}/").status_code == 403
    assert WHY not in sign_in(Client(), teacher2).get("/vault/mine/").content.decode()
    assert sign_in(Client(), volunteer).get(f"/vault/people/{teacher.pk}/").status_code == 404
    assert sign_in(Client(), volunteer).get(f"/vault/people/{teacher.pk}/csv/").status_code == 404


def test_what_is_out_of_sight_now_is_named_and_not_linked(
    client: Client, sign_in: SignIn, seen: Credential, teacher: User
) -> None:
    Runner.objects.get_queryset().update(until_at=NOW)

    page = sign_in(client, teacher).get("/vault/mine/").content.decode()

    assert "Friends of St Jude" in page
    assert seen.get_absolute_url() not in page


def test_the_filters_are_in_the_address(client: Client, sign_in: SignIn, seen: Credential, admin: User) -> None:
    workflow.reveal(seen, actor=admin, reason="Another look")
    workflow.rotate(seen, actor=admin, secret="another one")
    sign_in(client, admin)

    looks = client.get("/vault/mine/?verb=reveal").content.decode()
    assert "Another look" in looks
    assert "Typed it in" not in looks.partition("<tbody>")[2]
    still = client.get("/vault/mine/?still=on").content.decode()
    assert "Another look" not in still
    assert "version 2" in still
    assert "Nothing fits" in client.get("/vault/mine/?q=nowhere").content.decode()


def test_it_goes_on_over_pages(client: Client, sign_in: SignIn, seen: Credential, admin: User) -> None:
    for number in range(31):
        workflow.reveal(seen, actor=admin, reason=f"Look number {number}")
    sign_in(client, admin)

    first = client.get("/vault/mine/")
    assert len(first.context["page"].rows) == 30
    second = client.get("/vault/mine/", {"cursor": first.context["page"].next_cursor})
    assert len(second.context["page"].rows) == 2  # with the storing of it


def test_the_file_has_the_same_rows_and_no_formula(
    client: Client, sign_in: SignIn, seen: Credential, admin: User, teacher: User
) -> None:
    workflow.reveal(seen, actor=teacher, reason="=cmd|' /C calc'!A0")
    sign_in(client, admin)

    answer = client.get(f"/vault/people/{teacher.pk}/csv/?verb=reveal")
    text = answer.content.decode("utf-8-sig")

    assert answer["Content-Disposition"].startswith("attachment")
    assert len(text.strip().splitlines()) == 3
    assert "'=cmd" in text
    assert "correct-horse" not in text


def test_a_persons_page_has_a_card_for_those_who_may_know(
    client: Client, sign_in: SignIn, seen: Credential, head: User, teacher: User, teacher2: User
) -> None:
    Runner.objects.get_queryset().update(until_at=NOW)
    page = sign_in(client, head).get(f"/people/{teacher.pk}/").content.decode()
    assert f"/vault/people/{teacher.pk}/" in page
    assert "Must be changed because of it" in page

    assert "/vault/mine/" in sign_in(Client(), teacher).get(f"/people/{teacher.pk}/").content.decode()
    assert "Password vault</h2>" not in sign_in(Client(), teacher2).get(f"/people/{teacher.pk}/").content.decode()
