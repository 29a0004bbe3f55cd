"""Who may put secrets in, see them and change them. docs/decisions/0004-who-may-reveal.md says why."""

from accounts.models import Account
from accounts.readiness import in_words, to_do
from accounts.states import Status
from accounts.vault.models import Credential
from core.actors import Actor
from core.rules import ALLOWED, Denied, Verdict, rule
from people.models import Role, User
from policy.selectors import readiness


@rule("vault.store")
def store(actor: Actor, account: Account) -> Verdict:
    """Administrators, and whoever runs the account: to put a password in gives nothing away."""
    if not isinstance(actor, User) or not actor.may_sign_in:
        return Denied("Only a person who can sign in puts a password into the vault.")
    if account.status == Status.CLOSED:
        return Denied("This account is closed: nothing new is kept for it.")
    if actor.holds(Role.ADMINISTRATOR) or account.is_run_by(actor):
        return ALLOWED
    return Denied("Only an Administrator, or somebody who runs this account, puts its passwords into the vault.")


@rule("vault.reveal")
def reveal(actor: Actor, credential: Credential) -> Verdict:
    """Administrators, who keep the vault, and those who run the account now and are ready (P2, P3)."""
    if not isinstance(actor, User) or not actor.may_sign_in:
        return Denied("Only a person who can sign in sees what is in the vault.")
    if actor.holds(Role.ADMINISTRATOR):
        return ALLOWED
    if not credential.account.is_run_by(actor):
        return Denied("Only an Administrator, or somebody who runs this account, sees its passwords.")
    if credential.account.status == Status.CLOSED:
        return Denied("This account is closed. Only an Administrator still sees its passwords.")
    if credential.account.mandate_id is None:
        return Denied("SLT has not approved this account yet. Until then only an Administrator sees its passwords.")
    steps = to_do(readiness(actor))
    if steps:
        return Denied(f"You can see what is in the vault as soon as you are ready. Please {in_words(steps)}.")
    return ALLOWED


@rule("vault.copy")
def copy(actor: Actor, credential: Credential) -> Verdict:
    return reveal(actor, credential)


@rule("vault.rotate")
def rotate(actor: Actor, credential: Credential) -> Verdict:
    """Whoever may see a password may change it, on an account that is not closed."""
    if credential.account.status == Status.CLOSED:
        return Denied("This account is closed: its passwords are not changed any more.")
    return reveal(actor, credential)


@rule("vault.read_exposures")
def read_exposures(actor: Actor, account: Account) -> Verdict:
    """Who has seen a password, and the reason given."""
    if isinstance(actor, User) and actor.holds(Role.ADMINISTRATOR, Role.SLT):
        return ALLOWED
    return Denied("Administrators and SLT see who has looked at a password.")
