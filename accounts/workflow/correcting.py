"""Putting right what the register says of an account, as far as SLT did not decide it (R1, R4)."""

from accounts import handles
from accounts import messages as _messages  # noqa: F401  (registers the messages)
from accounts import rules as _rules  # noqa: F401  (registers the rules)
from accounts.models import Account
from accounts.states import Status
from accounts.workflow.opening import checked_name
from audit import workflow as audit
from core import clock, rules
from core.actors import Actor
from core.errors import InvalidInput, WrongState
from notifications import workflow as notifications
from people.models import User

LONGEST_ID = 200
FIELDS = {"name": "name", "handle": "handle", "url": "address", "platform_id": "platform’s own id"}


@audit.verb("accounts.correct_details", "corrected what the register says of this account")
def correct_details(account: Account, *, actor: Actor, name: str, handle: str, url: str, platform_id: str) -> Account:
    """Change its name, handle, address and the platform's own id. What SLT decided takes a new business case.

    Those who run it are told where its handle or address changed. Raises NotAllowed, WrongState (SLT is deciding
    about it; it is closed) and InvalidInput, naming the field.
    """
    account = audit.lock(account)
    rules.require("accounts.correct_details", actor, account)
    if account.status == Status.UNDER_REVIEW:
        raise WrongState("SLT is deciding about this account. Until then its business case says these things.")
    if account.status == Status.CLOSED:
        raise WrongState("This account is closed: the register keeps what it said then.")
    before = {field: getattr(account, field) for field in FIELDS}
    account.name = checked_name(name)
    handles.put(account, handle=handle, url=url)
    account.platform_id = _checked_id(platform_id)
    if account.status in (Status.LIVE, Status.SUSPENDED) and not account.handle:
        raise InvalidInput("A live account has a handle: without it nobody finds it.", "handle")
    changed = [field for field, value in before.items() if getattr(account, field) != value]
    if not changed:
        raise InvalidInput("Nothing here is different from what the register says already.")
    account.save(update_fields=changed)
    audit.record("accounts.correct_details", account, actor=actor, changed=",".join(changed))
    if {"handle", "url"} & set(changed):
        _tell(account, actor)
    return account


def _tell(account: Account, actor: Actor) -> None:
    mine = actor.pk if isinstance(actor, User) else None
    notifications.tell(
        [one for one in account.runners_now() if one.pk != mine],
        "accounts.corrected",
        event=f"account:{account.pk}:corrected:{clock.now().isoformat()}",
        url=account.get_absolute_url(),
        about=account,
        account=account.label,
    )


def _checked_id(platform_id: str) -> str:
    platform_id = platform_id.strip()
    if len(platform_id) > LONGEST_ID:
        raise InvalidInput(f"The platform's own id has at most {LONGEST_ID} characters.", "platform_id")
    if any(letter.isspace() or not letter.isprintable() for letter in platform_id):
        raise InvalidInput("The platform's own id is one word or number, such as 100064812345678.", "platform_id")
    return platform_id
