"""How an account comes into the register: by an approved case, or as one that the school runs already (R1)."""

from collections.abc import Collection

from accounts import handles
from accounts import messages as _messages  # noqa: F401  (registers the messages)
from accounts import rules as _rules  # noqa: F401  (registers the rules)
from accounts.models import Account, Mandate, Openness, Platform, Runner
from accounts.particulars import Particulars
from accounts.states import TRANSITIONS, Status
from audit import workflow as audit
from core import clock, rules
from core.actors import Actor
from core.errors import InvalidInput, WrongState
from notifications import workflow as notifications
from people.models import Role, User

LONGEST_NAME = 120


@audit.verb("accounts.open_account", "entered this account in the register")
def open_account(particulars: Particulars, *, actor: Actor, application_id: int, revision_number: int) -> Account:
    """Enter a new account, with who runs it, for `applications.approve`, which gives it its mandate next.

    Its comments are not watched before it is live.
    Raises NotAllowed and InvalidInput (a handle that is in the register, an address that is none).
    """
    rules.require("accounts.open_account", actor)
    account = Account(application_id=application_id, created_at=clock.now())
    _put(account, particulars)
    audit.record("accounts.open_account", account, actor=actor, application=application_id, revision=revision_number)
    return account


@audit.verb("accounts.register_existing", "registered this account, which the school runs already")
def register_existing(particulars: Particulars, *, actor: Actor, application_id: int) -> Account:
    """Enter an account that the school runs already, as "under review": watched and vaulted from now on.

    Called when a business case of kind existing is submitted. Raises InvalidInput (no handle; one that is
    in the register) and NotAllowed.
    """
    rules.require("accounts.register_existing", actor)
    if not handles.clean(particulars.handle):
        raise InvalidInput("Give the handle under which the account is found.", "handle")
    now = clock.now()
    account = Account(application_id=application_id, created_at=now, monitored_from=now)
    _put(account, particulars)
    audit.record("accounts.register_existing", account, actor=actor, application=application_id)
    return account


@audit.verb("accounts.amend_registration", "changed what the register says of this account")
def amend_registration(account: Account, particulars: Particulars, *, actor: Actor) -> Account:
    """Bring an account under review into line with a changed business case. Raises WrongState, InvalidInput."""
    account = audit.lock(account)
    rules.require("accounts.amend_registration", actor, account)
    if account.status != Status.UNDER_REVIEW:
        raise WrongState("SLT has decided about this account already, so its case no longer changes it.")
    _put(account, particulars)
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
    if account.status in (Status.SUSPENDED, Status.CLOSING):
        # Approving it must not take back by the way that somebody stopped it.
        state = account.get_status_display().lower()
        raise WrongState(f"This account is {state}. It can be approved when that is taken back on its page.")
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


def _put(account: Account, said: Particulars) -> None:
    """Check what the register is to say of an account, and save it. Raises InvalidInput."""
    if said.platform not in Platform.values:
        raise InvalidInput("Choose the platform from the list.", "platform")
    if said.openness not in Openness.values:
        raise InvalidInput("Say whether the account is open or closed.", "openness")
    account.platform, account.openness = said.platform, said.openness
    account.name = checked_name(said.name)
    account.audience, account.purpose = said.audience, said.purpose
    handles.put(account, handle=said.handle, url=said.url)
    account.save()
    name_runners(account, said.runners, said.lead)


def checked_name(name: str) -> str:
    """A name as the register keeps it. Raises InvalidInput for none, and for one that is too long."""
    name = name.strip()
    if not name or len(name) > LONGEST_NAME:
        raise InvalidInput(f"Give the account a name of at most {LONGEST_NAME} characters.", "name")
    return name


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
