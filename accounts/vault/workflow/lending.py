"""Lending a token or a password to a program of the portal. No person sees it; each version and day is counted."""

import logging
import re
from datetime import UTC

from django.db import transaction
from django.db.models import F

from accounts.states import OPEN, Status
from accounts.vault import rules as _rules  # noqa: F401  (registers the rules)
from accounts.vault.models import Credential, Loan, SecretVersion
from accounts.vault.sealing import opened
from accounts.vault.states import VersionState
from audit import workflow as audit
from core import clock, rules
from core.actors import Actor
from core.crypto import cipher
from core.errors import InvalidInput, WrongState

logger = logging.getLogger(__name__)
PURPOSE = re.compile(r"[a-z][a-z0-9_.-]{0,59}")


def lend(credential: Credential, purpose: str, *, actor: Actor) -> str:
    """What is in use now, for a program, after the loan is counted and committed.

    `purpose` is a short word of the program's own ("facebook.comments"). The first loan of a version for a purpose and
    day (UTC) is on the record; the others only count, so that a program that asks each minute does not flood it.
    Nobody's exposure. Raises NotAllowed (a person asks), InvalidInput (not such a word), and WrongState: given up, the
    account is suspended or closed, nothing in use, or it does not open.
    """
    with transaction.atomic(durable=True):
        pass  # refuses to run within a transaction that could still take the count back
    version = _counted(credential, purpose, actor) or note_loan(credential, purpose, actor=actor)
    try:
        return opened(version)
    except (cipher.CannotOpen, UnicodeDecodeError):
        logger.error("credential %s, version %s did not open for %s", credential.pk, version.number, purpose)
    raise WrongState("This could not be opened: it was changed, or closed with a key that is not here.")


@audit.verb("vault.lend", "borrowed a secret")
def note_loan(credential: Credential, purpose: str, *, actor: Actor) -> SecretVersion:
    """Write down the first loan of the version in use, for this purpose and day. Opens nothing."""
    credential = audit.lock(credential)
    rules.require("vault.lend", actor, credential)
    version = _check(credential, purpose)
    now = clock.now()
    loan, first = Loan.objects.get_or_create(
        version=version, purpose=purpose, day=now.astimezone(UTC).date(), defaults={"first_at": now, "last_at": now}
    )
    if not first:  # another process was a moment earlier
        Loan.objects.filter(pk=loan.pk).update(times=F("times") + 1, last_at=now)
    audit.record("vault.lend", credential, actor=actor, version=version.number, purpose=purpose)
    return version


def _counted(credential: Credential, purpose: str, actor: Actor) -> SecretVersion | None:
    """The version in use, once more counted for today; None where this would be the first loan.

    What a program may not have as things stand is refused here, without a row: one that goes on asking each minute
    would fill the record with its refusals.
    """
    if not rules.ask("vault.lend", actor, credential):
        return None
    now = clock.now()
    with transaction.atomic():
        version = _check(credential, purpose)
        today = Loan.objects.filter(version=version, purpose=purpose, day=now.astimezone(UTC).date())
        return version if today.update(times=F("times") + 1, last_at=now) else None


def _check(credential: Credential, purpose: str) -> SecretVersion:
    """The version in use, of what may be lent. One query."""
    if not PURPOSE.fullmatch(purpose):
        raise InvalidInput("A purpose is a short word of small letters, digits, dots and dashes.", "purpose")
    version = (
        SecretVersion.objects.filter(credential=credential, status=VersionState.CURRENT)
        .select_related("credential__account")
        .first()
    )
    if version is None:
        raise WrongState("There is nothing to lend: it was changed or given up a moment ago.")
    if version.credential.retired_at is not None:
        raise WrongState("This was given up: it is not lent any more.")
    status = version.credential.account.status
    if status == Status.SUSPENDED:
        raise WrongState("This account is suspended: no program works through it until it is safe again.")
    if status not in OPEN:
        raise WrongState("This account is closed: no program works through it any more.")
    return version
