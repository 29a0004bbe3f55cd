"""The cast that every room's tests know, and a clock that stands still."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test import Client

from core import clock as the_clock
from people.models import Role, RoleGrant, User
from school.models import School
from tests import migrated

pytest_plugins = ["tests.plugin"]

NOW = datetime(2026, 11, 18, 10, 0, tzinfo=UTC)  # an ordinary Wednesday
PASSWORD = "a long and plain password"


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> Iterator[None]:
    """SQLite's tables are copied into memory: nothing is left to migrate."""
    if connection.vendor == "sqlite":
        with migrated.in_memory(connection.creation._get_test_db_name()):
            yield
    else:
        yield


class Clock:
    """Stands at NOW until a test moves it."""

    def __init__(self) -> None:
        self.now = NOW

    def move_to(self, moment: datetime) -> None:
        self.now = moment
        the_clock._stopped_at.set(moment)


@pytest.fixture(autouse=True)
def clock() -> Iterator[Clock]:
    with the_clock.stopped(NOW):
        yield Clock()


@pytest.fixture(autouse=True)
def own_folders(settings: Any, tmp_path: Path) -> None:
    """What a test writes beside the database stays the test's own."""
    settings.RUN_DIR, settings.MAIL_DIR = tmp_path / "run", tmp_path / "mail"


@pytest.fixture
def school(db: None) -> School:
    return School.objects.get_or_create(pk=1, defaults={"name": "St. Jude's", "set_up_at": NOW})[0]


@pytest.fixture
def make_person(school: School) -> Callable[..., User]:
    """Make a person without the verbs: what a test is about should not depend on how people are added."""

    def make(name: str, *roles: str, employed: bool = True, **fields: object) -> User:
        email = f"{name.lower().replace(' ', '.')}@stjudes.example"
        person = User(full_name=name, email=email, is_employed=employed, joined_at=NOW, **fields)
        person.set_password(PASSWORD)
        person.save()
        RoleGrant.objects.bulk_create([RoleGrant(person=person, role=role, granted_at=NOW) for role in roles])
        return person

    return make


@pytest.fixture
def head(make_person: Callable[..., User]) -> User:
    return make_person("Helen Head", Role.SLT, Role.STAFF)


@pytest.fixture
def deputy(make_person: Callable[..., User]) -> User:
    return make_person("Dev Deputy", Role.SLT, Role.STAFF)


@pytest.fixture
def admin(make_person: Callable[..., User]) -> User:
    return make_person("Ada Admin", Role.ADMINISTRATOR, Role.STAFF)


@pytest.fixture
def admin2(make_person: Callable[..., User]) -> User:
    return make_person("Alan Admin", Role.ADMINISTRATOR, Role.STAFF)


@pytest.fixture
def dsl(make_person: Callable[..., User]) -> User:
    return make_person("Sara Safe", Role.SAFEGUARDING_LEAD, Role.STAFF)


@pytest.fixture
def teacher(make_person: Callable[..., User]) -> User:
    return make_person("Tom Teacher", Role.STAFF)


@pytest.fixture
def teacher2(make_person: Callable[..., User]) -> User:
    return make_person("Tara Teacher", Role.STAFF)


@pytest.fixture
def volunteer(make_person: Callable[..., User]) -> User:
    return make_person("Vera Volunteer", Role.VOLUNTEER, employed=False)


@pytest.fixture
def leaver(make_person: Callable[..., User]) -> User:
    return make_person("Leo Leaver", Role.STAFF, leaves_on=date(2026, 10, 30))


@pytest.fixture
def chair(make_person: Callable[..., User]) -> User:
    return make_person("Cora Chair", Role.CHAIR_OF_GOVERNORS, employed=False)


@pytest.fixture
def outsider(make_person: Callable[..., User]) -> User:
    """Signed in, but with nothing to do with what the test is about."""
    return make_person("Olive Outsider", Role.STAFF)


@pytest.fixture
def sign_in() -> Callable[[Client, User], Client]:
    """Sign in with a second factor where the role needs one, freshly enough for secrets."""

    def signed_in(client: Client, person: User) -> Client:
        if person.needs_second_factor:
            Authenticator.objects.get_or_create(
                user=person, type=Authenticator.Type.TOTP, defaults={"data": {"secret": "x"}}
            )
        client.force_login(person)
        session = client.session
        session["account_authentication_methods_user"] = str(person.pk)
        session["account_authentication_methods"] = [
            {"method": "password", "at": datetime.now(UTC).timestamp(), "email": person.email},
            {"method": "mfa", "type": "totp", "at": datetime.now(UTC).timestamp()},
        ]
        session.save()
        return client

    return signed_in
