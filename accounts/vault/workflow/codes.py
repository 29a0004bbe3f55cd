"""Sign-in codes made from a set-up key that stays sealed, and recovery codes, each of which counts once."""

from django.views.decorators.debug import sensitive_variables

from accounts.vault import codes
from accounts.vault import messages as _messages  # noqa: F401  (registers the messages)
from accounts.vault import rules as _rules  # noqa: F401  (registers the rules)
from accounts.vault.models import CodeUse, Credential, Kind, SecretVersion, Verb
from accounts.vault.states import VersionState
from accounts.vault.workflow.revealing import checked_reason, expose, open_noted, own_transaction
from audit import workflow as audit
from core import clock, rules
from core.actors import Actor
from core.errors import InvalidInput, WrongState
from notifications import workflow as notifications
from people.current import person
from people.models import Role, User

FOR_A_CODE = "Making a sign-in code"


@sensitive_variables("seed", "text")
def current_code(credential: Credential, *, actor: Actor) -> codes.Code:
    """The sign-in code that counts now, after it is on the record that the person saw one. The key is not shown.

    Whoever saw a code does not know the key: nothing needs to be changed because of it. Raises NotAllowed and
    WrongState (no set-up key, or it does not open).
    """
    own_transaction()
    version = note_code(credential, actor=actor)
    text = open_noted(version, actor=actor, reason=FOR_A_CODE)
    try:
        seed = codes.seed_from_text(text)
    except InvalidInput:
        raise WrongState(
            "What is kept here is no set-up key, so it makes no codes. Look at it, and put in the right one."
        ) from None
    return codes.code_at(seed, clock.now())


@audit.verb("vault.code", "looked at a sign-in code")
def note_code(credential: Credential, *, actor: Actor) -> SecretVersion:
    """Write down that the person is about to see a sign-in code. Opens nothing."""
    credential = audit.lock(credential)
    rules.require("vault.reveal", actor, credential)
    version = _in_use(credential, Kind.SECOND_FACTOR)
    expose(version, Verb.CODE, actor, "")
    audit.record("vault.code", credential, actor=actor, version=version.number)
    return version


@sensitive_variables("found")
def reveal_next_code(credential: Credential, *, actor: Actor, reason: str) -> tuple[int, str, SecretVersion]:
    """The first recovery code of the set that nobody has used: its place, the code, and the version of the set.

    Whoever saw one counts as knowing the set, for one is enough to come in. Raises as `reveal` does, and WrongState
    where every code was used.
    """
    own_transaction()
    version, place = note_next_code(credential, actor=actor, reason=reason)
    try:
        found = codes.codes_of(open_noted(version, actor=actor, reason=reason))
    except InvalidInput:
        found = []
    if place > len(found):
        raise WrongState("No code is left in this set. Get a new set from the platform, and put it in here.")
    return place, found[place - 1], version


@audit.verb("vault.next_code", "looked at a recovery code")
def note_next_code(credential: Credential, *, actor: Actor, reason: str) -> tuple[SecretVersion, int]:
    """Write down that the person is about to see one recovery code, and why. Opens nothing."""
    credential = audit.lock(credential)
    rules.require("vault.reveal", actor, credential)
    reason = checked_reason(reason)
    version = _in_use(credential, Kind.RECOVERY_CODE)
    used = set(version.code_uses.values_list("place", flat=True))
    place = next(place for place in range(1, codes.MOST_CODES + 2) if place not in used)
    if version.parts is not None and place > version.parts:
        raise WrongState("No code is left in this set. Get a new set from the platform, and put it in here.")
    expose(version, Verb.REVEALED, actor, reason)
    audit.record("vault.next_code", credential, actor=actor, version=version.number, place=place)
    return version, place


@audit.verb("vault.use_recovery_code", "used up a recovery code")
def use_recovery_code(credential: Credential, place: int, *, actor: Actor) -> CodeUse:
    """Mark the code at `place` (from 1) of the set in use as used up. With two or fewer left, Administrators are told.

    Raises NotAllowed, InvalidInput (no such place) and WrongState (used already).
    """
    credential = audit.lock(credential)
    rules.require("vault.reveal", actor, credential)
    version = _in_use(credential, Kind.RECOVERY_CODE)
    if not 1 <= place <= (version.parts or codes.MOST_CODES):
        raise InvalidInput("This set has no such code.", "place")
    if version.code_uses.filter(place=place).exists():
        raise WrongState("This code was marked as used already.")
    use = CodeUse.objects.create(version=version, place=place, used_by=person(actor), used_at=clock.now())
    audit.record("vault.use_recovery_code", credential, actor=actor, version=version.number, place=place)
    if version.parts is not None:
        _tell_when_few(credential, version, version.parts - version.code_uses.count())
    return use


def _tell_when_few(credential: Credential, version: SecretVersion, left: int) -> None:
    if left > codes.FEW:
        return
    notifications.tell(
        User.objects.holding(Role.ADMINISTRATOR),
        "vault.codes_low",
        event=f"version:{version.pk}:codes:{left}",
        url=credential.get_absolute_url(),
        about=credential,
        account=credential.account.label,
        left=codes.left_in_words(left),
    )


def _in_use(credential: Credential, kind: Kind) -> SecretVersion:
    if credential.kind != kind:
        raise WrongState(f"This is not of the kind “{kind.label}”.")
    version = credential.versions.filter(status=VersionState.CURRENT).first()
    if version is None:
        raise WrongState("There is nothing to show: it was changed a moment ago.")
    return version
