import re
from collections.abc import Callable

import pytest
from django.test import Client

from accounts.conftest import SECRET
from accounts.models import Account
from accounts.vault import workflow
from accounts.vault.models import Credential, Exposure, Grant, SecretVersion
from audit.models import Event
from conftest import NOW
from core.errors import InvalidInput, NotAllowed, WrongState
from notifications.models import Notification
from people.models import User

SignIn = Callable[[Client, User], Client]
WHY = "Looking whether it changed"


def states(credential: Credential) -> list[tuple[int, str]]:
    return list(credential.versions.order_by("number").values_list("number", "status"))


def test_until_it_works_the_old_one_stays_in_use(password: Credential, admin: User) -> None:
    new = workflow.begin_rotation(password, actor=admin, length=24)

    assert len(new) == 24
    assert states(password) == [(1, "current"), (2, "pending")]
    assert workflow.reveal(password, actor=admin, reason=WHY) == SECRET


def test_once_it_works_the_new_one_is_in_use_and_the_old_one_is_kept(password: Credential, admin: User) -> None:
    new = workflow.begin_rotation(password, actor=admin)
    workflow.finish_rotation(password, actor=admin)

    assert states(password) == [(1, "retired"), (2, "current")]
    assert workflow.reveal(password, actor=admin, reason=WHY) == new
    old, current = password.versions.order_by("number")
    assert old.retired_at == current.current_from == NOW
    assert current.made_by_portal


def test_a_change_that_is_cancelled_changes_nothing(password: Credential, admin: User) -> None:
    workflow.begin_rotation(password, actor=admin)
    workflow.cancel_rotation(password, actor=admin)

    assert states(password) == [(1, "current"), (2, "cancelled")]
    assert workflow.reveal(password, actor=admin, reason=WHY) == SECRET
    # The next change starts with a number of its own.
    workflow.begin_rotation(password, actor=admin)
    assert states(password)[-1] == (3, "pending")


def test_one_that_was_changed_on_the_platform_already_is_kept_at_once(password: Credential, admin: User) -> None:
    workflow.rotate(password, actor=admin, secret="changed there")

    assert states(password) == [(1, "retired"), (2, "current")]
    assert workflow.reveal(password, actor=admin, reason=WHY) == "changed there"


def test_whoever_makes_it_knows_it_and_the_others_are_told(password: Credential, admin: User, teacher: User) -> None:
    workflow.begin_rotation(password, actor=admin)
    workflow.finish_rotation(password, actor=admin)

    assert Exposure.objects.filter(verb="rotate", person=admin, version__number=2).count() == 1
    assert Notification.objects.get(template="vault.rotated").recipient == teacher
    verbs = list(Event.objects.filter(subject_type="vault.credential").values_list("verb", flat=True))
    assert verbs == ["vault.store", "vault.begin_rotation", "vault.rotate"]


def test_two_changes_do_not_run_side_by_side(password: Credential, admin: User, admin2: User) -> None:
    workflow.begin_rotation(password, actor=admin)

    with pytest.raises(WrongState):
        workflow.begin_rotation(password, actor=admin2)
    with pytest.raises(WrongState):
        workflow.rotate(password, actor=admin2, secret="another")

    workflow.finish_rotation(password, actor=admin2)
    with pytest.raises(WrongState):
        workflow.finish_rotation(password, actor=admin)
    with pytest.raises(WrongState):
        workflow.cancel_rotation(password, actor=admin)


def test_a_recovery_code_is_typed_not_made(account: Account, admin: User) -> None:
    codes = workflow.store(account, actor=admin, kind="recovery_code", label="", secret="1111 2222")

    with pytest.raises(InvalidInput):
        workflow.begin_rotation(codes, actor=admin)
    assert workflow.begin_rotation(codes, actor=admin, secret="3333 4444") == "3333\n4444"


@pytest.mark.parametrize("length", [0, 11, 65])
def test_a_length_that_is_too_weak_or_too_long_is_refused(password: Credential, admin: User, length: int) -> None:
    with pytest.raises(InvalidInput):
        workflow.begin_rotation(password, actor=admin, length=length)


@pytest.mark.parametrize("role", ["head", "teacher", "outsider", "dsl"])
def test_who_may_not_see_it_changes_nothing(password: Credential, role: str, request: pytest.FixtureRequest) -> None:
    person = request.getfixturevalue(role)

    for verb in (workflow.begin_rotation, workflow.finish_rotation, workflow.cancel_rotation):
        with pytest.raises(NotAllowed):
            verb(password, actor=person)
    with pytest.raises(NotAllowed):
        workflow.rotate(password, actor=person, secret="mine now")

    assert states(password) == [(1, "current")]


def test_a_runner_who_was_given_it_may_change_it(
    password: Credential, teacher: User, granted: Callable[..., Grant]
) -> None:
    granted(password, teacher)

    workflow.begin_rotation(password, actor=teacher)
    workflow.finish_rotation(password, actor=teacher)

    assert states(password) == [(1, "retired"), (2, "current")]


def test_without_the_record_nothing_is_made(password: Credential, admin: User, broken_record: None) -> None:
    with pytest.raises(OSError, match="record"):
        workflow.begin_rotation(password, actor=admin)

    assert SecretVersion.objects.count() == 1
    assert Exposure.objects.count() == 1


def test_the_page_leads_through_it(client: Client, sign_in: SignIn, password: Credential, admin: User) -> None:
    sign_in(client, admin)
    address = f"/vault/{password.pk}/rotate/"

    page = client.post(address, {"way": "generate", "length": "20"})
    new = re.search(r'<p class="secret"[^>]*>([^<]+)</p>', page.content.decode())
    assert new is not None
    assert "no-store" in page["Cache-Control"]
    assert page["Refresh"].endswith(address)

    # The page that it leaves to asks whether it works, and does not show it by itself.
    waiting = client.get(address).content.decode()
    assert "Does the new one work?" in waiting
    assert new[1] not in waiting
    assert new[1] in client.post(f"{address}show/").content.decode()

    client.post(f"{address}finish/")
    assert states(password) == [(1, "retired"), (2, "current")]


def test_the_page_keeps_one_that_was_typed(client: Client, sign_in: SignIn, password: Credential, admin: User) -> None:
    sign_in(client, admin)

    wrong = client.post(f"/vault/{password.pk}/rotate/", {"way": "changed", "secret": ""})
    assert "Type the new password" in wrong.content.decode()

    answer = client.post(f"/vault/{password.pk}/rotate/", {"way": "changed", "secret": "typed-by-hand"}, follow=True)
    assert "typed-by-hand" not in answer.content.decode()
    assert states(password) == [(1, "retired"), (2, "current")]


def test_the_page_cancels(client: Client, sign_in: SignIn, password: Credential, admin: User, outsider: User) -> None:
    workflow.begin_rotation(password, actor=admin)
    assert sign_in(Client(), outsider).post(f"/vault/{password.pk}/rotate/cancel/").status_code == 404

    sign_in(client, admin).post(f"/vault/{password.pk}/rotate/cancel/")

    assert states(password) == [(1, "current"), (2, "cancelled")]
