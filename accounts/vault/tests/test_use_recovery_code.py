"""Recovery codes: shown one by one, each marked by whoever used it up, and a new set asked for in time (R2)."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import Account
from accounts.vault import facts, workflow
from accounts.vault.models import CodeUse, Credential, Exposure
from audit.models import Event
from conftest import NOW
from core.errors import InvalidInput, NotAllowed, WrongState
from core.registry import needs_of
from notifications.models import Notification
from people.models import User

SignIn = Callable[[Client, User], Client]
CODES = ["aaaa-1111", "bbbb-2222", "cccc-3333", "dddd-4444"]
WHY = "The telephone is lost"


@pytest.fixture
def code_set(account: Account, admin: User) -> Credential:
    return workflow.store(account, actor=admin, kind="recovery_code", label="", secret="\n".join(CODES))


def left(code_set: Credential) -> int | None:
    found = facts.codes_left(code_set)
    return found.left if found else None


def test_the_next_one_that_nobody_used_is_shown_on_the_record(code_set: Credential, admin2: User) -> None:
    assert workflow.reveal_next_code(code_set, actor=admin2, reason=WHY)[:2] == (1, CODES[0])
    workflow.use_recovery_code(code_set, 1, actor=admin2)

    assert workflow.reveal_next_code(code_set, actor=admin2, reason=WHY)[:2] == (2, CODES[1])
    assert [event.data for event in Event.objects.filter(verb="vault.next_code")] == [
        {"version": 1, "place": 1},
        {"version": 1, "place": 2},
    ]
    # One code is enough to come in: whoever saw one counts as knowing the set.
    assert set(Exposure.objects.filter(person=admin2).values_list("verb", "reason")) == {("reveal", WHY)}


def test_who_used_which_and_when_is_kept(code_set: Credential, admin2: User) -> None:
    workflow.use_recovery_code(code_set, 3, actor=admin2)

    use = CodeUse.objects.get()
    assert (use.place, use.used_by, use.used_at) == (3, admin2, NOW)
    assert Event.objects.get(verb="vault.use_recovery_code").data == {"version": 1, "place": 3}
    assert left(code_set) == 3


def test_a_code_is_used_once(code_set: Credential, admin: User, admin2: User) -> None:
    workflow.use_recovery_code(code_set, 1, actor=admin)

    with pytest.raises(WrongState):
        workflow.use_recovery_code(code_set, 1, actor=admin2)


@pytest.mark.parametrize("place", [0, 5, -1])
def test_a_set_has_only_its_own_codes(code_set: Credential, admin: User, place: int) -> None:
    with pytest.raises(InvalidInput):
        workflow.use_recovery_code(code_set, place, actor=admin)


@pytest.mark.parametrize("role", ["head", "teacher", "dsl", "outsider", "volunteer", "leaver"])
def test_others_see_and_use_none(code_set: Credential, role: str, request: pytest.FixtureRequest) -> None:
    actor = request.getfixturevalue(role)

    with pytest.raises(NotAllowed):
        workflow.reveal_next_code(code_set, actor=actor, reason=WHY)
    with pytest.raises(NotAllowed):
        workflow.use_recovery_code(code_set, 1, actor=actor)

    assert not CodeUse.objects.exists()
    assert Event.objects.filter(refused=True).count() == 2


def test_a_password_has_no_codes(password: Credential, admin: User) -> None:
    with pytest.raises(WrongState):
        workflow.reveal_next_code(password, actor=admin, reason=WHY)
    with pytest.raises(WrongState):
        workflow.use_recovery_code(password, 1, actor=admin)


def test_administrators_are_told_in_time(code_set: Credential, admin: User, admin2: User, head: User) -> None:
    workflow.use_recovery_code(code_set, 1, actor=admin)
    assert not Notification.objects.filter(template="vault.codes_low").exists()
    assert not [need for need in needs_of(admin2) if "recovery codes" in need.sentence]

    workflow.use_recovery_code(code_set, 2, actor=admin)

    told = Notification.objects.filter(template="vault.codes_low")
    assert {one.recipient for one in told} == {admin, admin2}
    assert told.first().params["left"] == "2 recovery codes"  # type: ignore[union-attr]
    assert [need for need in needs_of(admin2) if "recovery codes" in need.sentence]
    assert not [need for need in needs_of(head) if "recovery codes" in need.sentence]

    workflow.rotate(code_set, actor=admin, secret="eeee-1111\nffff-2222\ngggg-3333")
    assert not [need for need in needs_of(admin2) if "recovery codes" in need.sentence]


def test_when_all_are_used_none_is_shown(code_set: Credential, admin: User) -> None:
    for place in range(1, 5):
        workflow.use_recovery_code(code_set, place, actor=admin)

    with pytest.raises(WrongState) as refusal:
        workflow.reveal_next_code(code_set, actor=admin, reason=WHY)
    assert "new set" in refusal.value.reason
    assert left(code_set) == 0


def test_without_the_record_nothing_is_shown_or_marked(
    code_set: Credential, admin: User, broken_record: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[object] = []
    monkeypatch.setattr("accounts.vault.workflow.revealing.opened", opened.append)

    with pytest.raises(OSError, match="record"):
        workflow.reveal_next_code(code_set, actor=admin, reason=WHY)
    with pytest.raises(OSError, match="record"):
        workflow.use_recovery_code(code_set, 3, actor=admin)

    assert opened == []
    assert not CodeUse.objects.exists()
    assert not Notification.objects.filter(template="vault.codes_low").exists()


# --- The pages --------------------------------------------------------------------------------------


def test_the_page_shows_the_next_one_alone_unless_all_are_asked_for(
    client: Client, sign_in: SignIn, code_set: Credential, admin: User
) -> None:
    sign_in(client, admin)
    address = f"/vault/{code_set.pk}/reveal/"

    one = client.post(address, {"reason": WHY, "which": "next"})
    assert CODES[0] in one.content.decode()
    assert not any(code in one.content.decode() for code in CODES[1:])
    assert one["Refresh"].startswith("31;")
    assert "no-store" in one["Cache-Control"]

    every = client.post(address, {"reason": WHY, "which": "all"}).content.decode()
    assert all(code in every for code in CODES)


def test_what_was_shown_is_marked_from_its_page(
    client: Client, sign_in: SignIn, code_set: Credential, admin: User
) -> None:
    sign_in(client, admin)
    answer = client.post(f"/vault/{code_set.pk}/codes/1/used/", follow=True)

    page = answer.content.decode()
    assert "Code 1 is marked as used" in page
    assert "Used by Ada Admin" in page
    assert not any(code in page for code in CODES)
    assert "3 of 4 codes" in page


def test_a_get_asks_and_marks_nothing(client: Client, sign_in: SignIn, code_set: Credential, admin: User) -> None:
    assert sign_in(client, admin).get(f"/vault/{code_set.pk}/codes/2/used/").status_code == 200
    assert not CodeUse.objects.exists()


def test_the_page_of_the_set_says_how_many_are_left(
    client: Client, sign_in: SignIn, code_set: Credential, admin: User, teacher: User
) -> None:
    assert "4 of 4 codes" in sign_in(client, admin).get(f"/vault/{code_set.pk}/").content.decode()
    assert "4 of 4 codes" in sign_in(Client(), teacher).get(f"/vault/{code_set.pk}/codes/").content.decode()
