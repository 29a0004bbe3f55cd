"""Opening a secret in an emergency: SLT may, and everybody who could object is told in the same moment."""

from collections.abc import Iterable

from accounts.vault import messages as _messages  # noqa: F401  (registers the messages)
from accounts.vault.models import Credential, SecretVersion, Verb
from accounts.vault.states import VersionState
from accounts.vault.workflow.revealing import checked_reason, expose, open_noted, own_transaction
from audit import workflow as audit
from core import rules
from core.actors import Actor
from core.errors import WrongState
from notifications import workflow as notifications
from people.current import person
from people.models import Role, User, UserQuerySet

FEWEST_TOLD = 2


def break_glass(credential: Credential, *, actor: Actor, reason: str) -> str:
    """What is in use now, after the opening is on the record, and all other Administrators and SLT are told.

    From then on it must be changed. Raises NotAllowed, InvalidInput (no reason) and WrongState: fewer than two others
    could be told, nothing is in use, or it does not open.
    """
    return break_glass_version(credential, actor=actor, reason=reason)[0]


def break_glass_version(credential: Credential, *, actor: Actor, reason: str) -> tuple[str, SecretVersion]:
    """The same, and which version it is."""
    own_transaction()
    version = note_opening(credential, actor=actor, reason=reason)
    return open_noted(version, actor=actor, reason=reason), version


def to_be_told(actor: User) -> UserQuerySet:
    """Who is told when `actor` opens something in an emergency."""
    return User.objects.holding(Role.ADMINISTRATOR, Role.SLT).exclude(pk=actor.pk)


def too_few(others: Iterable[User]) -> str:
    """Why nobody may open anything in an emergency with only `others` to tell; empty where they are enough.

    Somebody who was added and has never come in is told, but would not notice: they do not count.
    """
    if sum(other.has_come_in for other in others) >= FEWEST_TOLD:
        return ""
    return (
        "An emergency opening tells at least two others, Administrators or SLT, and there are not so many. "
        "Ask an Administrator to show you what you need."
    )


@audit.verb("vault.break_glass", "opened a secret in an emergency")
def note_opening(credential: Credential, *, actor: Actor, reason: str) -> SecretVersion:
    """Write down that the person is about to see it, and tell the others. Opens nothing."""
    credential = audit.lock(credential)
    rules.require("vault.break_glass", actor, credential)
    reason, by = checked_reason(reason), person(actor)
    others = list(to_be_told(by))
    if refusal := too_few(others):
        raise WrongState(refusal)
    version = credential.versions.filter(status=VersionState.CURRENT).first()
    if version is None:
        raise WrongState("There is nothing to show: nothing is in use here.")
    expose(version, Verb.BROKE_GLASS, actor, reason)
    seen = version.exposures.filter(person=by, verb=Verb.BROKE_GLASS).count()
    audit.record("vault.break_glass", credential, actor=actor, version=version.number, told=len(others))
    notifications.tell(
        others,
        "vault.glass_broken",
        event=f"version:{version.pk}:broken:{by.pk}:{seen}",
        url=credential.get_absolute_url(),
        about=credential,
        who=by.full_name,
        what=credential.get_kind_display().lower(),
        account=credential.account.label,
    )
    return version
