"""The way that an account goes, from the decision to its end, and how far it has come."""

from dataclasses import dataclass

from accounts.models import Account
from accounts.states import Status

WORDS = {**dict(Status.choices), Status.UNDER_REVIEW: "SLT decides"}
TO_LIVE = (Status.UNDER_REVIEW, Status.APPROVED, Status.PROVISIONING, Status.LIVE)
TO_ITS_END = (Status.CLOSING, Status.CLOSED)


@dataclass(frozen=True)
class Stop:
    label: str
    passed: bool = False
    here: bool = False


def way_of(account: Account) -> list[Stop]:
    """The states on its way in their order; those after the present one lie ahead."""
    if account.status in TO_LIVE:
        return _stops(TO_LIVE, account.status)
    before = TO_LIVE[: TO_LIVE.index(_furthest(account)) + 1]
    if account.status == Status.SUSPENDED:
        return _stops((*before, Status.SUSPENDED), Status.SUSPENDED)
    return _stops((*before, *TO_ITS_END), account.status)


def _furthest(account: Account) -> Status:
    """How far it had come before it was suspended or its closing began."""
    if account.provisioned_at is not None:
        return Status.LIVE
    if account.mandate_id is None:
        return Status.UNDER_REVIEW
    return Status.PROVISIONING if account.set_up_by_id is not None else Status.APPROVED


def _stops(states: tuple[Status, ...], present: str) -> list[Stop]:
    at = [str(state) for state in states].index(present)
    # The last state of all is an end, and so passed.
    return [Stop(WORDS[state], passed=place < at, here=place == at) for place, state in enumerate(states)]
