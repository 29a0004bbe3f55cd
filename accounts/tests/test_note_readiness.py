"""The daily round: who runs a live account and stops being ready is noticed, and told once a stop (P2, P3)."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from accounts import workflow
from accounts.models import Account, Runner
from accounts.states import Status
from accounts.tasks import note_readiness
from audit.models import Event
from conftest import NOW, Clock
from core.errors import NotAllowed
from core.registry import chores
from notifications.models import Mail, Notification
from people.models import Role, RoleGrant, User
from policy.models import Acknowledgement, PolicyVersion, TrainingRecord
from tests.two_rounds import come_between

Make = Callable[..., Account]
Ready = Callable[..., None]


def told() -> dict[tuple[str, str], str]:
    """What stands in each notice, by message and name."""
    return {
        (row.template.removeprefix("accounts."), row.recipient.full_name): str(
            row.params.get("what") or f"{row.params['accounts']}: {row.params['steps']}"
        )
        for row in Notification.objects.filter(template__startswith="accounts.").select_related("recipient")
    }


def forget() -> None:
    Notification.objects.all().delete()


@pytest.fixture
def run_by_two(make_account: Make, make_ready: Ready, teacher: User, teacher2: User) -> Account:
    """A live account that the class teacher leads, with a second runner; both ready."""
    make_ready(teacher, teacher2)
    return make_account(name="Friends", runners=(teacher, teacher2))


def let_training_run_out(person: User) -> None:
    TrainingRecord.objects.filter(person=person).update(valid_until=NOW.date() - timedelta(days=1))


def publish_another() -> None:
    PolicyVersion.objects.filter(number=1).update(status="superseded")
    old = PolicyVersion.objects.get(number=1)
    PolicyVersion.objects.create(
        number=2, title="Policy", body_markdown="Be kinder.", status="published", digest="e" * 64, drafted_at=NOW,
        changed_at=NOW, published_at=NOW, effective_on=old.effective_on, review_on=old.review_on,
    )  # fmt: skip


def test_nothing_is_said_while_all_are_ready(run_by_two: Account, head: User) -> None:
    note_readiness()

    assert told() == {}
    assert not Event.objects.exists()


def test_slt_the_lead_and_the_person_are_told_once(
    run_by_two: Account, teacher2: User, head: User, deputy: User, admin: User, outsider: User
) -> None:
    let_training_run_out(teacher2)
    note_readiness()
    note_readiness()

    what = "1 person is not ready to run 1 live account"
    steps = "“Friends (Facebook)”: renew your training, which ran out on Tuesday 17 November 2026"
    assert told() == {
        ("unready", "Helen Head"): what,
        ("unready", "Dev Deputy"): what,
        ("unready_led", "Tom Teacher"): what,
        ("not_ready", "Tara Teacher"): steps,
    }
    assert Notification.objects.get(recipient=head).url == "/accounts/readiness/?since=2026-11-18"
    runner = Runner.objects.get(person=teacher2)
    assert runner.unready_since == NOW
    event = Event.objects.get(verb="accounts.note_readiness")
    assert (event.actor, event.data) == ("system:daily", {"stopped": [runner.pk], "again": []})


def test_a_second_stop_is_told_again(run_by_two: Account, teacher2: User, head: User, clock: Clock) -> None:
    let_training_run_out(teacher2)
    note_readiness()
    TrainingRecord.objects.filter(person=teacher2).update(valid_until=NOW.date() + timedelta(days=30))
    clock.move_to(NOW + timedelta(days=1))
    note_readiness()
    assert Runner.objects.get(person=teacher2).unready_since is None
    forget()

    clock.move_to(NOW + timedelta(days=40))
    note_readiness()
    assert ("unready", "Helen Head") in told()
    assert Runner.objects.get(person=teacher2).unready_since == NOW + timedelta(days=40)


def test_of_two_rounds_at_once_one_notes_it(
    run_by_two: Account, teacher2: User, head: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    let_training_run_out(teacher2)
    with monkeypatch.context() as during:
        come_between(during, note_readiness)
        note_readiness()
    TrainingRecord.objects.filter(person=teacher2).update(valid_until=NOW.date() + timedelta(days=30))
    with monkeypatch.context() as during:
        come_between(during, note_readiness)
        note_readiness()
    assert Runner.objects.get(person=teacher2).unready_since is None
    assert Event.objects.filter(verb="accounts.note_readiness").count() == 2  # that it stopped, and that it is back


def test_a_new_version_of_the_policy_makes_one_notice_each(
    make_account: Make, make_ready: Ready, make_person: Callable[..., User], teacher: User, head: User, dsl: User
) -> None:
    runners = [make_person(f"Runner {number}", Role.STAFF) for number in range(6)]
    make_ready(teacher, *runners)
    for number in range(3):
        make_account(name=f"Club {number}", runners=(teacher, *runners))
    publish_another()
    note_readiness()
    note_readiness()

    found = told()
    assert found["unready", "Helen Head"] == "7 people are not ready to run 3 live accounts"
    assert found["unready_led", "Tom Teacher"] == "6 people are not ready to run 3 live accounts"
    # They have had a mail about the version itself: this one stays in the portal.
    mine = Notification.objects.filter(recipient=runners[0])
    assert [(row.template, row.mail) for row in mine] == [("accounts.read_again", Mail.NONE)]
    assert found["read_again", "Runner 0"] == "3 accounts: read and acknowledge the new version of the policy"
    assert Notification.objects.count() == 1 + 1 + 7


def test_a_lead_who_is_in_slt_is_told_once(make_account: Make, make_ready: Ready, head: User, teacher: User) -> None:
    make_ready(head, teacher)
    make_account(runners=(head, teacher))
    let_training_run_out(teacher)
    note_readiness()

    assert Notification.objects.filter(recipient=head).count() == 1


def test_a_lead_who_stops_is_no_news_to_themselves(run_by_two: Account, teacher: User, head: User) -> None:
    let_training_run_out(teacher)
    note_readiness()

    assert sorted(told()) == [("not_ready", "Tom Teacher"), ("unready", "Helen Head")]


@pytest.mark.parametrize("status", [Status.UNDER_REVIEW, Status.PROVISIONING, Status.CLOSED])
def test_only_live_accounts_count(make_account: Make, teacher: User, head: User, status: Status) -> None:
    make_account(status)
    note_readiness()

    assert told() == {}


def test_who_has_left_or_runs_it_no_more_is_passed_over(
    make_account: Make, make_ready: Ready, teacher: User, teacher2: User, leaver: User, head: User
) -> None:
    make_ready(teacher)
    account = make_account(runners=(teacher, leaver, teacher2))
    Runner.objects.filter(account=account, person=teacher2).update(until_at=NOW)
    note_readiness()

    assert told() == {}


def test_what_was_noticed_of_a_leaver_ends(run_by_two: Account, teacher2: User, head: User) -> None:
    let_training_run_out(teacher2)
    note_readiness()
    User.objects.get_queryset().filter(pk=teacher2.pk).update(is_active=False)
    forget()
    note_readiness()

    assert Runner.objects.get(person=teacher2).unready_since is None
    assert told() == {}


def test_a_rollback_is_made_good_by_the_next_round(
    run_by_two: Account, teacher2: User, head: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    let_training_run_out(teacher2)

    def fail(*args: object) -> None:
        raise OSError("the record cannot be written")

    with monkeypatch.context() as patch:
        patch.setattr("audit.chain.append", fail)
        with pytest.raises(OSError, match="record"):
            note_readiness()
    assert told() == {}
    assert Runner.objects.get(person=teacher2).unready_since is None

    note_readiness()
    assert ("unready", "Helen Head") in told()


def test_without_slt_the_others_are_still_told(run_by_two: Account, teacher2: User) -> None:
    RoleGrant.objects.filter(role=Role.SLT).delete()
    let_training_run_out(teacher2)
    note_readiness()

    assert sorted(told()) == [("not_ready", "Tara Teacher"), ("unready_led", "Tom Teacher")]


def test_who_never_read_it_is_told_both(make_account: Make, make_ready: Ready, teacher: User, head: User) -> None:
    make_ready(head)
    make_account(name="Friends", runners=(teacher,))
    note_readiness()

    assert not Acknowledgement.objects.filter(person=teacher).exists()
    words = "“Friends (Facebook)”: read and acknowledge the policy, and take the training"
    assert told()["not_ready", "Tom Teacher"] == words


def test_no_person_starts_it(head: User) -> None:
    with pytest.raises(NotAllowed):
        workflow.note_readiness(actor=head)


def test_the_round_knows_it() -> None:
    assert "who is ready to run the live accounts" in {chore.name for chore in chores}
