from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from accounts.vault import workflow
from accounts.vault.models import Credential, Exposure
from audit.models import Event
from conftest import NOW, Clock
from core.errors import NotAllowed, WrongState
from people.models import User

SignIn = Callable[[Client, User], Client]


@pytest.fixture
def shown(password: Credential, admin: User) -> Credential:
    workflow.reveal(password, actor=admin, reason="Signing in")
    return password


def test_a_copy_is_kept_under_its_own_verb(shown: Credential, admin: User) -> None:
    workflow.record_copy(shown, 1, actor=admin)

    assert Event.objects.get(verb="vault.copy").data == {"version": 1}
    assert Exposure.objects.filter(verb="copy", person=admin, version__number=1).count() == 1


def test_only_what_was_shown_a_moment_ago_is_copied(shown: Credential, admin: User, admin2: User, clock: Clock) -> None:
    with pytest.raises(WrongState):
        workflow.record_copy(shown, 1, actor=admin2)
    with pytest.raises(WrongState):
        workflow.record_copy(shown, 2, actor=admin)

    clock.move_to(NOW + timedelta(minutes=16))
    with pytest.raises(WrongState):
        workflow.record_copy(shown, 1, actor=admin)


@pytest.mark.parametrize("version", ["", "x", "²", "-1", "9" * 30, "9" * 5000])
def test_what_is_no_version_is_not_on_the_screen(
    client: Client, sign_in: SignIn, shown: Credential, admin: User, version: str
) -> None:
    answer = sign_in(client, admin).post(f"/vault/{shown.pk}/copied/", {"version": version})

    assert answer.status_code == 409


def test_who_may_not_see_it_copies_nothing(shown: Credential, head: User) -> None:
    with pytest.raises(NotAllowed):
        workflow.record_copy(shown, 1, actor=head)


def test_without_the_record_the_page_is_told_not_to_copy(
    client: Client, sign_in: SignIn, shown: Credential, admin: User, broken_record: None
) -> None:
    sign_in(client, admin)
    client.raise_request_exception = False

    assert client.post(f"/vault/{shown.pk}/copied/", {"version": "1"}).status_code == 500
    assert not Exposure.objects.filter(verb="copy").exists()


def test_the_page_records_it(client: Client, sign_in: SignIn, shown: Credential, admin: User, outsider: User) -> None:
    sign_in(client, admin)

    assert client.post(f"/vault/{shown.pk}/copied/", {"version": "1"}).status_code == 204
    assert client.post(f"/vault/{shown.pk}/copied/", {"version": "nonsense"}).status_code == 409
    assert client.get(f"/vault/{shown.pk}/copied/").status_code == 405
    assert sign_in(Client(), outsider).post(f"/vault/{shown.pk}/copied/", {"version": "1"}).status_code == 404
    assert Exposure.objects.filter(verb="copy").count() == 1
