"""The shipped lists, and how the school's own rows take their place."""

import re
from datetime import timedelta

import pytest

from accounts import checklists
from accounts.models import Account, ChecklistStep, Platform, Purpose, Step, Tick
from conftest import NOW
from people.models import User

EVERY = [(platform, purpose) for platform in Platform for purpose in Purpose]


@pytest.mark.parametrize(("platform", "purpose"), EVERY)
def test_every_platform_has_a_whole_list_for_every_purpose(platform: str, purpose: str) -> None:
    steps = checklists.shipped(platform, purpose)
    keys = [step.key for step in steps]

    assert len(steps) >= 4
    assert len(keys) == len(set(keys))
    assert all(re.fullmatch(r"[a-z][a-z0-9_]{1,59}", key) for key in keys)
    assert all(5 < len(step.title) <= 200 and step.title[-1] not in ".: " for step in steps)
    assert all(10 < len(step.help) <= 1000 for step in steps)


@pytest.mark.parametrize(("platform", "purpose"), EVERY)
def test_every_link_is_to_a_secure_address(platform: str, purpose: str) -> None:
    text = " ".join(f"{step.title} {step.help}" for step in checklists.shipped(platform, purpose))

    assert all(address.startswith("https://") for address in re.findall(r"[a-z]+://\S*", text))


@pytest.mark.parametrize("platform", Platform)
def test_the_six_steps_of_the_policy_stand_in_every_list_for_setting_up(platform: str) -> None:
    steps = {step.key: step for step in checklists.shipped(platform, Purpose.SET_UP)}

    assert set(Step.values) <= set(steps)
    assert [steps[key].title for key in Step.values] == list(Step.labels)
    assert {step.key for step in steps.values() if step.is_policy} == set(Step.values)


@pytest.mark.parametrize("platform", Platform)
def test_no_account_is_closed_without_an_announcement_and_a_look_whether_it_is_gone(platform: str) -> None:
    always = {step.key for step in checklists.shipped(platform, Purpose.CLOSE) if step.is_policy}

    assert always == {"announced", "deletion_checked"}


@pytest.mark.parametrize("platform", [one for one in Platform if one != Platform.OTHER])
def test_changing_a_password_says_where_to_go(platform: str) -> None:
    first = checklists.shipped(platform, Purpose.CHANGE_PASSWORD)[0]

    assert "https://" in first.help or "/auth/edit" in first.help


def test_no_list_is_kept_from_one_request_to_the_next(admin: User) -> None:
    before = checklists.steps("x", Purpose.CLOSE)
    ChecklistStep.objects.create(
        platform="x", purpose=Purpose.CLOSE, key="own-1", position=0, title="Ring", changed_by=admin, changed_at=NOW
    )

    assert [step.title for step in checklists.steps("x", Purpose.CLOSE)] == ["Ring"]
    assert [step.key for step in checklists.steps("facebook", Purpose.CLOSE)] != ["own-1"]
    ChecklistStep.objects.get_queryset().delete()
    assert checklists.steps("x", Purpose.CLOSE) == before


def test_a_list_is_one_query(admin: User, django_assert_num_queries: object) -> None:
    with django_assert_num_queries(1):  # type: ignore[operator]
        checklists.steps("x", Purpose.CLOSE)


def test_only_ticks_that_stand_count(account: Account, admin: User) -> None:
    row = {"account": account, "purpose": Purpose.HACKED, "done_by": admin, "done_at": NOW}
    Tick.objects.create(key="get_in", ended_at=NOW + timedelta(hours=1), **row)
    Tick.objects.create(key="mailbox", **row)

    assert set(checklists.ticked(account, Purpose.HACKED)) == {"mailbox"}
    assert not checklists.ticked(account, Purpose.CLOSE)
