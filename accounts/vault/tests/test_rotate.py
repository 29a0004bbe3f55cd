import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils.html import escape

from accounts.checklists import steps
from accounts.conftest import SECRET
from accounts.models import Account
from accounts.vault import codes, workflow
from accounts.vault.models import Credential, Exposure, Grant, SecretVersion
from accounts.vault.workflow.rotating import note_pending
from audit.models import Event
from conftest import NOW, Clock
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


def test_the_same_value_again_is_no_change(password: Credential, admin: User) -> None:
    """Whoever got in, or left, would know it still, and the vault would say that all is well."""
    workflow.report_compromise(password.account, actor=admin)

    with pytest.raises(InvalidInput, match="would change nothing"):
        workflow.rotate(password, actor=admin, secret=SECRET)
    with pytest.raises(InvalidInput, match="would change nothing"):
        note_pending(password, SECRET, actor=admin)

    password.refresh_from_db()
    assert password.compromised_at == NOW
    assert states(password) == [(1, "current")]
    workflow.rotate(password, actor=admin, secret="quite-another-one")
    with pytest.raises(InvalidInput, match="would change nothing"):
        workflow.rotate(password, actor=admin, secret=SECRET)


def test_what_was_cancelled_may_turn_out_to_be_in_use(password: Credential, admin: User) -> None:
    new = workflow.begin_rotation(password, actor=admin)
    workflow.cancel_rotation(password, actor=admin)

    workflow.rotate(password, actor=admin, secret=new)

    assert states(password) == [(1, "retired"), (2, "cancelled"), (3, "current")]


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


# --- Never a moment when the one that works is nowhere ----------------------------------------------


def test_one_that_was_typed_waits_beside_the_old_one_until_it_works(
    client: Client, sign_in: SignIn, password: Credential, admin: User
) -> None:
    sign_in(client, admin)
    address = f"/vault/{password.pk}/rotate/"

    answer = client.post(address, {"way": "typed", "secret": "tried out first"}, follow=True)
    assert "Does the new one work?" in answer.content.decode()
    assert "tried out first" not in answer.content.decode()
    assert states(password) == [(1, "current"), (2, "pending")]
    assert Exposure.objects.get(version__number=2).verb == "store"

    assert "tried out first" in client.post(f"{address}show/").content.decode()
    client.post(f"{address}finish/")
    assert workflow.reveal(password, actor=admin, reason=WHY) == "tried out first"


def test_a_cancelled_one_is_kept_for_administrators_to_look_up(
    client: Client, sign_in: SignIn, password: Credential, admin: User, teacher: User, granted: Callable[..., Grant]
) -> None:
    granted(password, teacher)
    new = workflow.begin_rotation(password, actor=teacher)
    sign_in(client, teacher)
    answer = client.post(f"/vault/{password.pk}/rotate/cancel/", follow=True)
    assert "an Administrator can still look it up" in answer.content.decode()

    assert workflow.reveal(password, actor=teacher, reason=WHY) == SECRET
    with pytest.raises(NotAllowed):
        workflow.reveal(password, actor=teacher, reason=WHY, number=2)
    assert workflow.reveal(password, actor=admin, reason=WHY, number=2) == new
    page = sign_in(Client(), admin).get(password.get_absolute_url()).content.decode()
    assert f"/vault/{password.pk}/reveal/?version=2" in page


def test_a_leaked_one_that_works_on_the_platform_is_kept_all_the_same(
    password: Credential, admin: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("accounts.vault.leaks.holds", lambda secret: True)

    workflow.rotate(password, actor=admin, secret="password1")
    assert workflow.reveal(password, actor=admin, reason=WHY) == "password1"
    # One that is still to be set there is refused: another can be chosen.
    with pytest.raises(InvalidInput, match="leaked"):
        workflow.begin_rotation(password, actor=admin, secret="password2")
    assert states(password) == [(1, "retired"), (2, "current")]


def test_a_new_value_that_is_refused_leaves_the_old_one_in_use(account: Account, admin: User) -> None:
    token = workflow.store(account, actor=admin, kind="api_token", label="", secret="a-long-enough-token")

    with pytest.raises(InvalidInput):
        workflow.rotate(token, actor=admin, secret="with a space")

    assert states(token) == [(1, "current")]


@pytest.mark.parametrize(
    ("kind", "old", "new"),
    [
        ("totp_seed", "JBSWY3DPEHPK3PXP", "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"),
        ("recovery_code", "1111 2222", "3333 4444"),
        ("recovery_email", "office@stjudes.example", "head@stjudes.example"),
        ("recovery_phone", "020 7946 0018", "020 7946 0019"),
        ("api_token", "first-token", "second-token"),
        ("note", "old words", "new words"),
    ],
)
def test_what_the_platform_gives_waits_too_or_is_kept_at_once(
    client: Client, sign_in: SignIn, account: Account, admin: User, kind: str, old: str, new: str
) -> None:
    credential = workflow.store(account, actor=admin, kind=kind, label="", secret=old)
    sign_in(client, admin)
    address = f"/vault/{credential.pk}/rotate/"
    page = client.get(address).content.decode()
    assert "Make a strong password for me" not in page

    client.post(address, {"way": "typed", "secret": new})
    assert states(credential) == [(1, "current"), (2, "pending")]
    client.post(f"{address}show/")
    client.post(f"{address}finish/")
    client.post(address, {"way": "changed", "secret": "third-token" if kind == "api_token" else old})

    assert states(credential) == [(1, "retired"), (2, "retired"), (3, "current")]


def test_a_new_set_up_key_shows_the_code_that_the_platform_asks_for(
    client: Client, sign_in: SignIn, account: Account, admin: User
) -> None:
    key = workflow.store(account, actor=admin, kind="totp_seed", label="", secret="JBSWY3DPEHPK3PXP")
    workflow.begin_rotation(key, actor=admin, secret="GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")

    page = sign_in(client, admin).post(f"/vault/{key.pk}/rotate/show/").content.decode()

    code = codes.code_at(codes.seed_of("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"), NOW)
    assert code.in_groups in page


def test_the_steps_are_those_of_the_platform(
    client: Client, sign_in: SignIn, make_account: Callable[..., Account], admin: User
) -> None:
    account = make_account(platform="mastodon", url="https://social.example/@school")
    credential = workflow.store(account, actor=admin, kind="password", label="", secret="old")
    workflow.begin_rotation(credential, actor=admin)

    page = sign_in(client, admin).get(f"/vault/{credential.pk}/rotate/").content.decode()

    for step in steps("mastodon", "change_password"):
        assert escape(step.title) in page
    assert 'href="https://social.example/@school"' in page


def test_a_change_begun_before_a_report_says_that_it_is_not_enough(
    client: Client, sign_in: SignIn, account: Account, password: Credential, admin: User, clock: Clock
) -> None:
    workflow.begin_rotation(password, actor=admin)
    clock.move_to(NOW + timedelta(minutes=1))
    workflow.report_compromise(account, actor=admin)

    assert (
        "Change it once more after this" in sign_in(client, admin).get(f"/vault/{password.pk}/rotate/").content.decode()
    )


def test_what_was_given_up_or_is_of_a_closed_account_is_not_changed(password: Credential, admin: User) -> None:
    Credential.objects.get_queryset().update(retired_at=NOW)
    with pytest.raises(NotAllowed):
        workflow.begin_rotation(password, actor=admin)

    Credential.objects.get_queryset().update(retired_at=None)
    Account.objects.get_queryset().update(status="closed", closed_at=NOW)
    with pytest.raises(NotAllowed):
        workflow.rotate(password, actor=admin, secret="another")
