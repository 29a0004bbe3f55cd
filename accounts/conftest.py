"""An account in each state, a password in the vault, and people who are ready to run an account."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from accounts.checklist_states import to_tick
from accounts.models import Account, Mandate, Runner, Tick
from accounts.states import Status
from accounts.vault import workflow as vault
from accounts.vault.models import Credential, Grant, Kind
from conftest import NOW
from people.models import User
from policy.models import Acknowledgement, PolicyVersion, TrainingRecord

SECRET = "correct-horse-battery"


@pytest.fixture
def make_ready(school: object) -> Callable[..., None]:
    """Have people acknowledge the policy and be trained."""

    def ready(*people: User) -> None:
        policy, _ = PolicyVersion.objects.get_or_create(
            number=1,
            defaults={
                "title": "Social media policy",
                "body_markdown": "Be kind.",
                "status": "published",
                "digest": "d" * 64,
                "effective_on": date(2026, 9, 1),
                "review_on": date(2027, 9, 1),
                "drafted_at": NOW,
                "changed_at": NOW,
                "published_at": NOW,
            },
        )
        for person in people:
            Acknowledgement.objects.create(person=person, version=policy, digest=policy.digest, at=NOW)
            TrainingRecord.objects.create(
                person=person,
                title="Safe use",
                completed_on=date(2026, 9, 2),
                valid_until=date(2027, 9, 2),
                recorded_at=NOW,
            )

    return ready


@pytest.fixture
def make_account(teacher: User, head: User) -> Callable[..., Account]:
    """An account in the wanted state, made without the verbs, run by the class teacher unless said otherwise."""
    numbers = iter(range(1, 1000))

    def made(status: Status = Status.LIVE, runners: tuple[User, ...] = (), **fields: object) -> Account:
        number = next(numbers)
        values = {"name": f"Page {number}", "platform": "facebook", "handle": f"StJudesPage{number}", **fields}
        account = Account.objects.create(created_at=NOW, application_id=number, **values)
        for place, person in enumerate(runners or (teacher,)):
            Runner.objects.create(account=account, person=person, is_lead=place == 0, from_at=NOW)
        if status in (Status.APPROVED, Status.PROVISIONING, Status.LIVE, Status.SUSPENDED, Status.CLOSING):
            account.mandate = Mandate.objects.create(
                account=account, application_id=number, revision_number=2, approved_at=NOW, decided_by=head
            )
        if status in (Status.LIVE, Status.SUSPENDED, Status.CLOSING):
            account.provisioned_at = account.monitored_from = NOW
        if status in (Status.SUSPENDED, Status.CLOSING):
            account.status_before = Status.LIVE
        if status == Status.CLOSED:
            account.closed_at = NOW
        account.status = status
        account.save()
        return account

    return made


@pytest.fixture
def account(make_account: Callable[..., Account]) -> Account:
    """A live account that the class teacher runs."""
    return make_account(name="Friends of St Jude's", handle="StJudesFriends")


@pytest.fixture
def password(account: Account, admin: User) -> Credential:
    """The password of that account, stored by an Administrator."""
    return vault.store(account, actor=admin, kind=Kind.PASSWORD, label="", username="friends", secret=SECRET)


@pytest.fixture
def granted(make_ready: Callable[..., None]) -> Callable[..., Grant]:
    """Give somebody a credential for 120 days, made without the verb, and have them ready to use it."""

    def give(credential: Credential, person: User, *, ready: bool = True) -> Grant:
        if ready:
            make_ready(person)
        return Grant.objects.create(
            credential=credential,
            person=person,
            granted_by=credential.created_by,
            granted_at=NOW,
            until=NOW + timedelta(days=120),
        )

    return give


@pytest.fixture
def tick_all(admin: User) -> Callable[[Account], None]:
    def tick(account: Account) -> None:
        Tick.objects.bulk_create(Tick(account=account, key=key, done_by=admin, done_at=NOW) for key in to_tick(account))

    return tick


@pytest.fixture
def broken_record(monkeypatch: pytest.MonkeyPatch) -> None:
    """The record cannot be written."""

    def fail(*args: object) -> None:
        raise OSError("the record cannot be written")

    monkeypatch.setattr("audit.chain.append", fail)
