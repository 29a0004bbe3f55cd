"""A personal account that the class teacher has told the school of, and one that was checked."""

from collections.abc import Callable
from datetime import date

import pytest

from accounts.personal.models import Check, PersonalAccount
from accounts.personal.states import Status
from conftest import NOW
from people.models import User


@pytest.fixture
def make_personal(teacher: User, school: object) -> Callable[..., PersonalAccount]:
    """One in the wanted state, made without the verbs, the class teacher's unless said otherwise."""
    numbers = iter(range(1, 1000))

    def made(status: Status = Status.DECLARED, person: User = teacher, **fields: object) -> PersonalAccount:
        number = next(numbers)
        values: dict[str, object] = {
            "platform": "x",
            "handle": f"tom{number}",
            "url": f"https://x.example/tom{number}",
            "naming": "Teacher at St. Jude's",
            "declared_at": NOW,
        }
        if status == Status.CHECKED:
            values["due_on"] = date(2027, 11, 18)
        if status == Status.WITHDRAWN:
            values |= {"withdrawn_at": NOW, "ending": "closed"}
        return PersonalAccount.objects.create(person=person, status=status, **(values | fields))

    return made


@pytest.fixture
def declared(make_personal: Callable[..., PersonalAccount]) -> PersonalAccount:
    return make_personal()


@pytest.fixture
def checked(make_personal: Callable[..., PersonalAccount], admin: User) -> PersonalAccount:
    account = make_personal(Status.CHECKED)
    Check.objects.create(account=account, by=admin, at=NOW, is_right=True)
    return account


@pytest.fixture
def to_change(make_personal: Callable[..., PersonalAccount], admin: User) -> PersonalAccount:
    account = make_personal(Status.NEEDS_CHANGE)
    Check.objects.create(account=account, by=admin, at=NOW, is_right=False, note="Please take the crest away.")
    return account
