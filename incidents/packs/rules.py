"""Who may have a case file made ready to leave the school, and who may take it."""

from core.actors import DAILY, PACKS, Actor
from core.rules import ALLOWED, Denied, Verdict, ask, rule
from incidents.models import Incident, Pack
from incidents.rules import leads_it
from people.models import User

NOT_LEADING = Denied(
    "SLT, or whoever leads the investigation, has a case file made ready to leave the school. Ask one of them."
)


@rule("incidents.ask_pack")
def ask_pack(actor: Actor, incident: Incident) -> Verdict:
    """Whoever leads it (SLT; who stands in for SLT; the safeguarding lead in their compartment), or the investigation.

    Of a closed file too: a tribunal asks long after.
    """
    handles = ask("incidents.read", actor, incident)
    if not handles:
        return handles
    leads_investigation = isinstance(actor, User) and incident.lead_id == actor.pk
    return ALLOWED if leads_investigation or leads_it(actor, incident) else NOT_LEADING


@rule("incidents.retry_pack")
def retry_pack(actor: Actor, pack: Pack) -> Verdict:
    return ask("incidents.ask_pack", actor, pack.incident)


@rule("incidents.reveal_passphrase")
def reveal_passphrase(actor: Actor, pack: Pack) -> Verdict:
    """Whoever might have made it: with the passphrase alone the ZIP is of use."""
    return ask("incidents.ask_pack", actor, pack.incident)


@rule("incidents.download_pack")
def download_pack(actor: Actor, pack: Pack) -> Verdict:
    return ask("incidents.read", actor, pack.incident)


@rule("incidents.make_pack", system=[PACKS])
def make_pack(actor: Actor, pack: Pack) -> Verdict:
    return Denied("The portal itself makes a pack, once somebody has asked for it.")


@rule("incidents.clear_pack", system=[DAILY])
def clear_pack(actor: Actor, pack: Pack) -> Verdict:
    return Denied("The portal itself removes a pack, a week after it was made.")
