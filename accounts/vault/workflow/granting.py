"""Giving somebody who runs an account what they may see of its vault, until a day, and taking it back."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Q

from accounts.models import Account, Runner
from accounts.states import Status
from accounts.vault import messages as _messages  # noqa: F401  (registers the messages)
from accounts.vault import rules as _rules  # noqa: F401  (registers the rules)
from accounts.vault.models import Credential, Grant, GrantQuerySet
from accounts.vault.models.seeing import stopped_since
from audit import workflow as audit
from core import clock, rules, times, worktime
from core.actors import Actor
from core.errors import InvalidInput, WrongState
from notifications import workflow as notifications
from people.current import person as acting
from people.models import User
from school.models import school_zone

LONGEST = timedelta(days=400)
USUAL = timedelta(days=120)  # about a term


@audit.verb("vault.grant", "let people see a secret until a day")
def grant(credential: Credential, person: User, *, actor: Actor, until: date) -> Grant:
    """Let `person`, who runs the account now, see this credential until the end of `until` (a local day).

    Where they have it already, the new day holds instead. The person is told. Raises NotAllowed, InvalidInput (they do
    not run the account, a day that is past or more than 400 days off) and WrongState (it was given up).
    """
    return _give([credential], [person], until, actor)[0]


@audit.verb("vault.grant", "let people see a secret until a day")
def grant_many(
    account: Account, *, actor: Actor, people: Sequence[User], credentials: Sequence[Credential], until: date
) -> list[Grant]:
    """The same for several people and several credentials of one account; each person is told once."""
    rules.require("vault.grant", actor, account)
    if not people:
        raise InvalidInput("Choose at least one person.", "people")
    if not credentials or any(credential.account_id != account.pk for credential in credentials):
        raise InvalidInput("Choose something that the vault keeps for this account.", "credentials")
    return _give(credentials, people, until, actor)


def _give(credentials: Sequence[Credential], people: Sequence[User], until: date, actor: Actor) -> list[Grant]:
    held = [audit.lock(credential) for credential in credentials]
    account = held[0].account
    rules.require("vault.grant", actor, account)
    ends_at = _end_of(until)
    for credential in held:
        if credential.retired_at is not None:
            raise WrongState("This was given up: nobody needs to see it any more.")
    given = []
    for person in people:
        if not person.may_sign_in or not account.is_run_by(person):
            raise InvalidInput(f"{person.full_name} does not run this account now. Name them first.", "people")
        own = [_one(credential, person, ends_at, actor) for credential in held]
        notifications.tell(
            [person],
            "vault.granted",
            event=f"grant:{own[0].pk}",
            url=own[0].credential.get_absolute_url(),
            about=own[0],
            what=_what(held),
            account=account.label,
            until=times.day(until),
        )
        given += own
    return given


def _one(credential: Credential, person: User, ends_at: datetime, actor: Actor) -> Grant:
    now, by = clock.now(), acting(actor)
    for old in Grant.objects.get_queryset().filter(credential=credential, person=person, ended_at=None):
        _close(old, by if old.until > now else None)
    new = Grant.objects.create(credential=credential, person=person, granted_by=by, granted_at=now, until=ends_at)
    audit.record("vault.grant", credential, actor=actor, grant=new.pk, person=person.pk, until=ends_at.isoformat())
    return new


def _end_of(until: date) -> datetime:
    """The last moment (UTC) of the local day `until`. Raises InvalidInput."""
    today = clock.today()
    if until < today:
        raise InvalidInput("Choose today or a later day.", "until")
    if until > today + LONGEST:
        raise InvalidInput(
            f"Choose a day that is at most {LONGEST.days} days off: by then somebody looks again.", "until"
        )
    return worktime.end_of_day(until, school_zone())


@audit.verb("vault.end_grant", "took back from somebody the sight of a secret")
def end_grant(grant: Grant, *, actor: Actor) -> Grant:
    """Take it back at once. The person is told. Raises NotAllowed, and WrongState where it is over already."""
    grant = audit.lock(grant)
    rules.require("vault.end_grant", actor, grant)
    if grant.ended_at is not None:
        raise WrongState("This is over already.")
    _close(grant, acting(actor))
    credential = grant.credential
    audit.record("vault.end_grant", credential, actor=actor, grant=grant.pk, person=grant.person_id)
    notifications.tell(
        [grant.person],
        "vault.grant_ended",
        event=f"grant:{grant.pk}",
        url=credential.account.get_absolute_url(),
        about=grant,
        what=_what([credential]),
        account=credential.account.label,
    )
    return grant


def _close(grant: Grant, by: User | None) -> None:
    """By nobody: it ran out, or the person stopped running the account."""
    now = clock.now()
    grant.ended_at = min(grant.until, now)
    grant.ended_by = by
    grant.save(update_fields=["ended_at", "ended_by"])


def _what(credentials: Iterable[Credential]) -> str:
    kinds = [credential.get_kind_display().lower() for credential in credentials]
    return f"the {kinds[0]}" if len(kinds) == 1 else f"{len(kinds)} things"


def _over() -> GrantQuerySet:
    """Open rows that let nobody see anything any more."""
    active = User.objects.active().filter(pk=OuterRef("person"))
    runs = Runner.objects.filter(person=OuterRef("person"), account=OuterRef("credential__account"), until_at=None)
    closed = Q(credential__account__status=Status.CLOSED) | Q(credential__retired_at__isnull=False)
    over = Q(until__lte=clock.now()) | ~Exists(active) | ~Exists(runs) | Exists(stopped_since()) | closed
    return Grant.objects.get_queryset().filter(over, ended_at=None)


audit.register("vault.close_grants", "closed what is over of the vault's grants")


def close_ended(*, actor: Actor) -> int:
    """Close the rows of what is over by itself: the day has passed, or the person runs the account no more.

    Nobody needs it to be refused: the rule asks for both at each look. It tidies what the pages show, and makes
    sure that somebody who is named again later does not get back what they once had. Returns how many.
    """
    rules.require("vault.chase", actor)
    over = _over()
    if not over.exists():
        return 0
    with audit.unit("vault.close_grants", actor=actor):
        rows = list(over.select_for_update())
        for row in rows:
            _close(row, None)
        if rows:
            audit.record("vault.close_grants", None, actor=actor, grants=[row.pk for row in rows])
    return len(rows)
