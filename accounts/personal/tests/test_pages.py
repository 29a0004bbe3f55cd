"""Who sees which personal accounts, and how the list is searched."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.personal import workflow
from accounts.personal.models import PersonalAccount
from accounts.personal.states import Status
from accounts.personal.tests.test_declare import SignIn
from conftest import NOW
from people.models import User

Make = Callable[..., PersonalAccount]
LIST = "/accounts/personal/"


@pytest.mark.parametrize("role", ["teacher", "admin", "head", "deputy"])
def test_owner_administrators_and_slt_see_it(
    declared: PersonalAccount, role: str, request: pytest.FixtureRequest
) -> None:
    assert declared in PersonalAccount.objects.visible_to(request.getfixturevalue(role))


@pytest.mark.parametrize("role", ["teacher2", "volunteer", "dsl", "chair", "outsider"])
def test_nobody_else_does(
    client: Client, sign_in: SignIn, declared: PersonalAccount, role: str, request: pytest.FixtureRequest
) -> None:
    person = request.getfixturevalue(role)
    assert declared not in PersonalAccount.objects.visible_to(person)
    sign_in(client, person)
    assert "tom1" not in client.get(LIST, {"show": "any", "whose": declared.person_id}).content.decode()
    assert client.get(f"{LIST}{declared.pk}/").status_code == 404


def test_nobody_sees_any_without_signing_in(client: Client, declared: PersonalAccount) -> None:
    assert client.get(LIST).status_code == 302


def test_the_list_is_searched_and_filtered_by_its_address(
    client: Client, sign_in: SignIn, make_personal: Make, teacher: User, teacher2: User, leaver: User, admin: User
) -> None:
    make_personal(handle="waits")
    make_personal(Status.CHECKED, handle="fine")
    make_personal(Status.CHECKED, handle="again", due_on=NOW.date() + timedelta(days=14), person=teacher2)
    make_personal(Status.NEEDS_CHANGE, handle="crest", platform="facebook")
    make_personal(Status.WITHDRAWN, handle="gone")
    make_personal(handle="leo", person=leaver)
    sign_in(client, admin)

    def shown(query: str) -> set[str]:
        page = client.get(f"{LIST}?{query}").content.decode()
        return {name for name in ("waits", "fine", "again", "crest", "gone", "leo") if f">@{name} on" in page}

    standing = {"waits", "fine", "again", "crest"}
    assert shown("") == shown("show=nonsense") == shown("cursor=nonsense") == shown("whose=x") == standing
    assert shown("show=declared") == {"waits"}
    assert shown("show=checked") == {"fine", "again"}
    assert shown("show=due") == {"again"}
    assert shown("show=withdrawn") == {"gone"}
    assert shown("show=ended") == {"leo"}
    assert shown("show=any") == standing | {"gone", "leo"}
    assert shown("platform=facebook") == {"crest"}
    assert shown("q=tara") == {"again"}
    assert shown("q=@CREST") == {"crest"}
    assert shown(f"whose={teacher2.pk}") == {"again"}
    assert "No account fits" in client.get(f"{LIST}?q=nobody").content.decode()


def test_an_empty_list_says_what_to_do(client: Client, sign_in: SignIn, teacher: User) -> None:
    page = sign_in(client, teacher).get(LIST).content.decode()

    assert "No personal account names the school" in page
    assert "Whose" not in page


def test_a_long_list_has_pages_and_costs_the_same(
    client: Client, sign_in: SignIn, make_personal: Make, admin: User, make_person: Callable[..., User]
) -> None:
    sign_in(client, admin)
    make_personal()

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(LIST).status_code == 200
        return len(queries)

    cost()
    few = cost()
    for number in range(30):
        make_personal(person=make_person(f"Person {number}", "staff"), handle=f"p{number}")
    assert cost() <= few + 1

    page = client.get(LIST)
    assert len(page.context["page"]) == 25
    after = client.get(LIST, {"cursor": page.context["page"].next_cursor})
    assert len(after.context["page"]) == 6


def test_what_happened_is_on_its_page(
    client: Client, sign_in: SignIn, declared: PersonalAccount, teacher: User, admin: User
) -> None:
    workflow.ask_for_change(declared, actor=admin, note="The crest is in the banner.")
    words = {"platform": "x", "handle": "tom1", "url": "", "naming": "Teacher"}
    workflow.send_again(declared, actor=teacher, disclaimer=True, no_branding=True, **words)

    page = sign_in(client, teacher).get(f"{LIST}{declared.pk}/").content.decode()
    assert "Ada Admin asked for a change" in page
    assert "The crest is in the banner." in page
    assert "Tom Teacher said that everything is right" in page


def test_of_who_has_left_the_page_says_that_it_has_ended(
    client: Client, sign_in: SignIn, make_personal: Make, leaver: User, admin: User
) -> None:
    account = make_personal(Status.CHECKED, person=leaver, due_on=date(2026, 1, 1))
    page = sign_in(client, admin).get(f"{LIST}{account.pk}/").content.decode()

    assert "Ended: has left" in page
    assert "Check it" not in page
    assert client.get(f"{LIST}{account.pk}/check/").status_code == 409


@pytest.mark.parametrize("attack", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>'])
def test_what_was_typed_is_shown_as_text(
    client: Client, sign_in: SignIn, make_personal: Make, admin: User, attack: str
) -> None:
    account = make_personal(handle=attack, naming=attack)
    sign_in(client, admin)

    for address in (LIST, f"{LIST}{account.pk}/", f"{LIST}{account.pk}/check/"):
        page = client.get(address).content.decode()
        assert "<script>alert" not in page
        assert "<img src=x" not in page


def test_the_persons_page_shows_them_to_those_who_may_know(
    client: Client, sign_in: SignIn, checked: PersonalAccount, teacher: User, admin: User, outsider: User
) -> None:
    url = f"/people/{teacher.pk}/"

    for reader in (teacher, admin):
        assert "@tom1 on X" in sign_in(Client(), reader).get(url).content.decode()
    page = sign_in(client, outsider).get(url).content.decode()
    assert "tom1" not in page
    assert "Personal accounts" not in page
