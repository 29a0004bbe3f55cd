"""How an account comes into the register: by an approved case, or as one that the school runs already (R1)."""

from collections.abc import Collection

from accounts import handles
from accounts import messages as _messages  # noqa: F401  (registers the messages)
from accounts import rules as _rules  # noqa: F401  (registers the rules)
from accounts.models import Account, Mandate, Openness, Platform, Runner
from accounts.states import TRANSITIONS, Status
from audit import workflow as audit
from core import clock, rules
from core.actors import Actor
from core.errors import InvalidInput, WrongState
from notifications import workflow as notifications
from people.models import Role, User

LONGEST_NAME = 120


@audit.verb("accounts.open_account", "entered this account in the register")
def open_account(
    *,
    actor: Actor,
    application_id: int,
    revision_number: int,
    platform: str,
    name: str,
    handle: str = "",
    url: str = "",
    audience: str = "",
    purpose: str = "",
    openness: str = Openness.OPEN,
    runners: Collection[User],
    lead: User,
) -> Account:
    """Enter a new account, with who runs it, for `applications.approve`, which gives it its mandate next.

    `lead` is one of `runners`. Its comments are not watched before it is live.
    Raises NotAllowed and InvalidInput (a handle that is in the register, an address that is none).
    """
    rules.require("accounts.open_account", actor)
    account = _enter(
        Account(platform=platform, name=name, audience=audience, purpose=purpose, openness=openness),
        handle=handle,
        url=url,
        application_id=application_id,
        runners=runners,
        lead=lead,
    )
    audit.record("accounts.open_account", account, actor=actor, application=application_id, revision=revision_number)
    return account


@audit.verb("accounts.register_existing", "registered this account, which the school runs already")
def register_existing(
    *,
    actor: Actor,
    application_id: int,
    platform: str,
    name: str,
    handle: str,
    url: str = "",
    audience: str = "",
    purpose: str = "",
    openness: str = Openness.OPEN,
    runners: Collection[User],
    lead: User,
) -> Account:
    """Enter an account that the school runs already, as "under review": watched and vaulted from now on.

    Called when a business case of kind existing is submitted. Raises InvalidInput (no handle; one that is
    in the register) and NotAllowed.
    """
    rules.require("accounts.register_existing", actor)
    if not handles.clean(handle):
        raise InvalidInput("Give the handle under which the account is found.", "handle")
    account = _enter(
        Account(
            platform=platform,
            name=name,
            audience=audience,
            purpose=purpose,
            openness=openness,
            monitored_from=clock.now(),
        ),
        handle=handle,
        url=url,
        application_id=application_id,
        runners=runners,
        lead=lead,
    )
    audit.record("accounts.register_existing", account, actor=actor, application=application_id)
    return account


@audit.verb("accounts.amend_registration", "changed what the register says of this account")
def amend_registration(
    account: Account,
    *,
    actor: Actor,
    platform: str,
    name: str,
    handle: str,
    url: str = "",
    audience: str = "",
    purpose: str = "",
    openness: str = Openness.OPEN,
    runners: Collection[User],
    lead: User,
) -> Account:
    """Bring an account under review into line with a changed business case. Raises WrongState, InvalidInput."""
    account = audit.lock(account)
    rules.require("accounts.amend_registration", actor, account)
    if account.status != Status.UNDER_REVIEW:
        raise WrongState("SLT has decided about this account already, so its case no longer changes it.")
    account.platform, account.name, account.openness = platform, name, openness
    account.audience, account.purpose = audience, purpose
    _put(account, handle=handle, url=url)
    account.save()
    name_runners(account, runners, lead)
    return account


@audit.verb("accounts.give_mandate", "gave this account its mandate")
def give_mandate(
    account: Account, *, actor: Actor, application_id: int, revision_number: int, decided_by: User
) -> Account:
    """Bind the account to the decision that allows it, and open its checklist for the Administrators.

    `applications.approve` alone calls this. Raises NotAllowed and WrongState (it has a mandate, or is closed).
    """
    account = audit.lock(account)
    rules.require("accounts.give_mandate", actor, account)
    if account.mandate_id is not None:
        raise WrongState("This account has its mandate already.")
    account.mandate = Mandate.objects.create(
        account=account,
        application_id=application_id,
        revision_number=revision_number,
        approved_at=clock.now(),
        decided_by=decided_by,
    )
    account.application_id = application_id
    account.save(update_fields=["mandate", "application_id"])
    audit.move(
        account,
        Status.APPROVED,
        TRANSITIONS,
        actor=actor,
        name="accounts.give_mandate",
        application=application_id,
        revision=revision_number,
        decided_by=decided_by.pk,
    )
    notifications.tell(
        User.objects.holding(Role.ADMINISTRATOR),
        "accounts.to_create",
        event=f"account:{account.pk}:mandate:{account.mandate.pk}",
        url=account.provision_url(),
        about=account,
        account=account.label,
    )
    return account


def _enter(
    account: Account,
    *,
    handle: str,
    url: str,
    application_id: int,
    runners: Collection[User],
    lead: User,
) -> Account:
    account.application_id = application_id
    account.created_at = clock.now()
    _put(account, handle=handle, url=url)
    account.save()
    name_runners(account, runners, lead)
    return account


def _put(account: Account, *, handle: str, url: str) -> None:
    """Check what the register says of an account, and put it into shape. Raises InvalidInput."""
    if account.platform not in Platform.values:
        raise InvalidInput("Choose the platform from the list.", "platform")
    if account.openness not in Openness.values:
        raise InvalidInput("Say whether the account is open or closed.", "openness")
    account.name = account.name.strip()
    if not account.name or len(account.name) > LONGEST_NAME:
        raise InvalidInput(f"Give the account a name of at most {LONGEST_NAME} characters.", "name")
    handles.put(account, handle=handle, url=url)


def name_runners(account: Account, runners: Collection[User], lead: User) -> None:
    """Make exactly `runners` those who run the account from now on, `lead` leading. Raises InvalidInput."""
    wanted = {person.pk: person for person in runners}
    if lead.pk not in wanted:
        raise InvalidInput("The lead is one of those who run the account.", "lead")
    now = clock.now()
    keep: set[int] = set()
    for row in account.runners.filter(until_at=None):
        if row.person_id in wanted and row.is_lead == (row.person_id == lead.pk):
            keep.add(row.person_id)
        else:
            row.until_at = now
            row.save(update_fields=["until_at"])
    Runner.objects.bulk_create(
        [
            Runner(account=account, person=person, is_lead=pk == lead.pk, from_at=now)
            for pk, person in wanted.items()
            if pk not in keep
        ]
    )
