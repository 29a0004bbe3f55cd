"""Who may put secrets in, see them and change them. docs/decisions/0008-an-end-date-for-every-key.md says why."""

from datetime import timedelta

from accounts.models import Account
from accounts.readiness import in_words, to_do
from accounts.states import Status
from accounts.vault.models import Credential, Exposure, Grant, Verb
from core import clock
from core.actors import CONNECTORS, DAILY, Actor
from core.rules import ALLOWED, Denied, Verdict, is_one_of, rule
from people.models import Role, User
from policy.selectors import readiness

COPY_WITHIN = timedelta(minutes=15)
CLOSED = "This account is closed. Only an Administrator still sees its passwords."


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
    """Administrators, who keep the vault; and who runs the account, is ready (P2, P3) and was given it until a day."""
    if not isinstance(actor, User) or not actor.may_sign_in:
        return Denied("Only a person who can sign in sees what is in the vault.")
    if actor.holds(Role.ADMINISTRATOR):
        return ALLOWED
    if credential.retired_at is not None:
        return Denied("This was given up. Only an Administrator still sees what it was.")
    if not credential.account.is_run_by(actor):
        return Denied("Only an Administrator, or somebody who runs this account and was given this, sees it.")
    if credential.account.status == Status.CLOSED:
        return Denied(CLOSED)
    if credential.account.mandate_id is None:
        return Denied("SLT has not approved this account yet. Until then only an Administrator sees its passwords.")
    if not Grant.objects.in_force().filter(credential=credential, person=actor).exists():
        return Denied("Nobody has given you this one, or the time for which you had it is over. Ask an Administrator.")
    steps = to_do(readiness(actor))
    if steps:
        return Denied(f"You can see what is in the vault as soon as you are ready. Please {in_words(steps)}.")
    return ALLOWED


@rule("vault.reveal_old")
def reveal_old(actor: Actor, credential: Credential) -> Verdict:
    """What was in use before, or was never used: Administrators alone."""
    if is_one_of(actor, Role.ADMINISTRATOR):
        return ALLOWED
    return Denied("Only an Administrator sees what was in use before.")


@rule("vault.copy")
def copy(actor: Actor, credential: Credential) -> Verdict:
    """Whoever may see it, and whoever of SLT has just opened it in an emergency."""
    seeing = reveal(actor, credential)
    if not seeing and break_glass(actor, credential) and isinstance(actor, User):
        opened = Exposure.objects.filter(credential=credential, person=actor, verb=Verb.BROKE_GLASS)
        if opened.filter(at__gte=clock.now() - COPY_WITHIN).exists():
            return ALLOWED
    return seeing


@rule("vault.rotate")
def rotate(actor: Actor, credential: Credential) -> Verdict:
    """Whoever may see a password may change it, on an account that is not closed."""
    if credential.account.status == Status.CLOSED:
        return Denied("This account is closed: its passwords are not changed any more.")
    if credential.retired_at is not None:
        return Denied("This was given up: it is not changed any more.")
    return reveal(actor, credential)


@rule("vault.break_glass")
def break_glass(actor: Actor, credential: Credential) -> Verdict:
    """SLT, in an emergency, on an account that is still used."""
    if not is_one_of(actor, Role.SLT):
        return Denied("Only a member of SLT opens the vault in an emergency.")
    if credential.retired_at is not None or credential.account.status == Status.CLOSED:
        return Denied("This is not in use any more, so nothing about it is an emergency. Ask an Administrator.")
    return ALLOWED


@rule("vault.grant")
def grant(actor: Actor, account: Account) -> Verdict:
    """Administrators say who sees what, and until when."""
    if not is_one_of(actor, Role.ADMINISTRATOR):
        return Denied("Only an Administrator gives people what is in the vault.")
    if account.status == Status.CLOSED:
        return Denied("This account is closed: nobody is given its passwords any more.")
    return ALLOWED


@rule("vault.end_grant", system=[DAILY])
def end_grant(actor: Actor, grant: Grant) -> Verdict:
    """Administrators; and the daily round, once the time is over or the person runs the account no more."""
    if is_one_of(actor, Role.ADMINISTRATOR):
        return ALLOWED
    return Denied("Only an Administrator takes back what somebody was given.")


@rule("vault.lend", system=[CONNECTORS])
def lend(actor: Actor, credential: Credential) -> Verdict:
    """Programs of the portal alone: a person looks at it, and that is written down as theirs."""
    return Denied("Only the portal's own programs borrow from the vault. Show it instead: that is written down.")


@rule("vault.report_compromise")
def report_compromise(actor: Actor, account: Account) -> Verdict:
    """Whoever is likely to notice first that somebody else has the password."""
    if is_one_of(actor, Role.ADMINISTRATOR, Role.SLT, Role.SAFEGUARDING_LEAD, Role.DEPUTY_SAFEGUARDING_LEAD) or _runs(
        actor, account
    ):
        return ALLOWED
    return Denied("Administrators, SLT, safeguarding leads and whoever runs this account report that it was hacked.")


@rule("vault.read_exposures")
def read_exposures(actor: Actor, account: Account) -> Verdict:
    """Who has seen a password, and the reason given."""
    if is_one_of(actor, Role.ADMINISTRATOR, Role.SLT):
        return ALLOWED
    return Denied("Administrators and SLT see who has looked at a password.")


@rule("vault.read_person")
def read_person(actor: Actor, person: User) -> Verdict:
    """What somebody has ever seen: Administrators, SLT, and each person their own."""
    if is_one_of(actor, Role.ADMINISTRATOR, Role.SLT):
        return ALLOWED
    if isinstance(actor, User) and actor.may_sign_in and actor.pk == person.pk:
        return ALLOWED
    return Denied("Administrators and SLT see what somebody has looked at. Everybody sees their own.")


@rule("vault.read_duties")
def read_duties(actor: Actor) -> Verdict:
    """What must be changed, and because of whom."""
    if is_one_of(actor, Role.ADMINISTRATOR, Role.SLT):
        return ALLOWED
    return Denied("Administrators and SLT see what must be changed.")


@rule("vault.chase", system=[DAILY])
def chase(actor: Actor) -> Verdict:
    return Denied("The portal reminds people by itself.")


def _runs(actor: Actor, account: Account) -> bool:
    return isinstance(actor, User) and actor.may_sign_in and account.is_run_by(actor)


@rule("vault.retire")
def retire(actor: Actor, credential: Credential) -> Verdict:
    """Administrators; and SLT, who close an account, once it is being closed."""
    if is_one_of(actor, Role.ADMINISTRATOR):
        return ALLOWED
    if is_one_of(actor, Role.SLT) and credential.account.status in (Status.CLOSING, Status.CLOSED):
        return ALLOWED
    return Denied("Only an Administrator gives up what is in the vault.")
