"""The recovery sheet: the vault's key on paper, shown once, then put away."""

from django.db import transaction
from django.views.decorators.debug import sensitive_variables

from accounts.vault import key_rules as _rules  # noqa: F401  (registers the rules)
from accounts.vault import messages as _messages  # noqa: F401  (registers the messages)
from accounts.vault.keeping import file_of, paper_of
from accounts.vault.models import KeySheet
from audit import workflow as audit
from core import clock, rules
from core.actors import Actor
from core.crypto.key_file import Key
from core.errors import InvalidInput, WrongState
from notifications import workflow as notifications
from people.current import person
from people.models import Role, User

SHEET = "A recovery sheet"


def sheet(*, actor: Actor) -> Key:
    """The key that closes the vault, after it is on the record and committed that this person is about to see it.

    Once for each key. Raises NotAllowed, and WrongState: it was shown before, or is in no file.
    """
    with transaction.atomic(durable=True):
        pass  # refuses to run within a transaction that could still take the record back
    shown = note_sheet(actor=actor)
    return _held(shown.key_id)


@audit.verb("vault.show_key", "was shown the vault's key, to print it")
def note_sheet(*, actor: Actor) -> KeySheet:
    """Write down that the key is about to be shown, and tell the others who look after the portal. Shows nothing."""
    rules.require("vault.key_sheet", actor)
    by = person(actor)
    _, keys = file_of(SHEET)
    shown, is_new = KeySheet.objects.get_or_create(
        key_id=keys.current_id(), defaults={"shown_to": by, "shown_at": clock.now()}
    )
    if not is_new:
        raise WrongState(
            f"This key was shown to {shown.shown_to} already, and it is shown only once. If its sheet is lost, "
            "whoever looks after the portal’s machine makes a new key, which has a new sheet."
        )
    audit.record("vault.show_key", shown, actor=actor, key=shown.key_id)
    notifications.tell(
        list(User.objects.holding(Role.ADMINISTRATOR, Role.SLT).exclude(pk=by.pk)),
        "vault.key_shown",
        event=f"key:{shown.key_id}:shown",
        about=shown,
        who=by.full_name,
    )
    return shown


@audit.verb("vault.put_key_away", "put the recovery sheet of the vault away")
def put_away(*, actor: Actor, check: str) -> KeySheet:
    """Write down that the sheet lies in its safe place. `check` is its last group, which only the sheet has.

    Raises NotAllowed, InvalidInput (not the last group), and WrongState: not shown yet, or put away already.
    """
    rules.require("vault.key_sheet", actor)
    _, keys = file_of(SHEET)
    shown = KeySheet.objects.filter(key_id=keys.current_id()).first()
    if shown is None:
        raise WrongState("There is no sheet of this key yet. Print it first.")
    shown = audit.lock(shown)
    if shown.put_away_at is not None:
        raise WrongState("This sheet is put away already.")
    if check.strip().upper() != paper_of(_held(shown.key_id)).check:
        raise InvalidInput("This is not the last group of letters on the sheet. Look at the sheet again.", "check")
    shown.put_away_at = clock.now()
    shown.save(update_fields=["put_away_at"])
    audit.record("vault.put_key_away", shown, actor=actor, key=shown.key_id)
    return shown


@sensitive_variables()
def _held(key_id: str) -> Key:
    _, keys = file_of(SHEET)
    found = next((key for key in keys.held() if key.id == key_id), None)
    if found is None:
        raise WrongState("The key file was changed just now. Start again.")
    return found
