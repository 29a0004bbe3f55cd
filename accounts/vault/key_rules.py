"""Who looks after the keys of the vault. Changing one is for the command line; its paper is for people."""

from core.actors import COMMAND_LINE, Actor
from core.rules import ALLOWED, Denied, Verdict, is_one_of, rule
from people.models import Role


@rule("vault.rekey", system=[COMMAND_LINE])
def rekey(actor: Actor) -> Verdict:
    """Whoever may run commands on the portal's machine has its key file in any case. Nobody does it by the web."""
    return Denied("The vault's key is changed on the portal's own machine: manage.py vault.")


@rule("vault.key_sheet")
def key_sheet(actor: Actor) -> Verdict:
    """The recovery sheet: Administrators, who keep the vault."""
    if is_one_of(actor, Role.ADMINISTRATOR):
        return ALLOWED
    return Denied("Only an Administrator prints the recovery sheet of the vault.")
