"""Who may report, and who may handle (I1–I4, H5)."""

from accounts.models import SEE_ALL, Account
from core.actors import DAILY, SWEEP, Actor
from core.rules import ALLOWED, Denied, Verdict, is_one_of, rule
from incidents import closing
from incidents.handling import Compartment, handling_of
from incidents.models import Incident, Involvement
from incidents.staffing import handlers
from incidents.states import Part, Status
from moderation.models import Item
from people.models import Role, User


def _handles(actor: Actor, incident: Incident) -> bool:
    return isinstance(actor, User) and Incident.objects.visible_to(actor).filter(pk=incident.pk).exists()


def leads_it(actor: Actor, incident: Incident) -> bool:
    """SLT; whoever stands in for SLT where SLT is named; in their own compartment the safeguarding lead (I3, H5).

    Where none of these is left, whoever of the others it fell to: else nobody could close it.
    """
    leaders = [Role.SLT, Role.CHAIR_OF_GOVERNORS, Role.OUTSIDE_CONTACT]
    if handling_of(incident.category).compartment is Compartment.SAFEGUARDING:
        leaders.append(Role.SAFEGUARDING_LEAD)
    if is_one_of(actor, *leaders):
        return True
    return not handlers(incident).filter(pk__in=User.objects.holding(*leaders).values("pk")).exists()


NOT_A_HANDLER = Denied("Only the people who handle this incident may do that.")


@rule("incidents.report")
def report(actor: Actor) -> Verdict:
    if isinstance(actor, User) and actor.may_sign_in:
        return ALLOWED
    return Denied("Only people who can sign in may report an incident here.")


@rule("incidents.report_from_item")
def report_from_item(actor: Actor, item: Item) -> Verdict:
    """Whoever sees a comment may report it (I1)."""
    if isinstance(actor, User) and actor.may_sign_in and Item.objects.visible_to(actor).filter(pk=item.pk).exists():
        return ALLOWED
    return Denied("You do not see this comment.")


@rule("incidents.add_to_report")
def add_to_report(actor: Actor, incident: Incident) -> Verdict:
    """Whoever reported it, while nobody has named them as alleged or conflicted (H5)."""
    if isinstance(actor, User) and Incident.objects.reported_by(actor).filter(pk=incident.pk).exists():
        return ALLOWED
    return Denied("Only the person who reported it may add to the report.")


@rule("incidents.report_compromise")
def report_compromise(actor: Actor, account: Account) -> Verdict:
    """Whoever is likely to notice first: those who run the account, and those who oversee all of them."""
    if is_one_of(actor, *SEE_ALL) or (isinstance(actor, User) and actor.may_sign_in and account.is_run_by(actor)):
        return ALLOWED
    return Denied(
        "Only those who run this account, Administrators, SLT and safeguarding leads stop it. "
        "Anybody may report it as an incident."
    )


@rule("incidents.read")
def read(actor: Actor, incident: Incident) -> Verdict:
    return ALLOWED if _handles(actor, incident) else NOT_A_HANDLER


@rule("incidents.handle")
def handle(actor: Actor, incident: Incident) -> Verdict:
    """Assess, investigate, resolve, note, refer and name people."""
    if not _handles(actor, incident):
        return NOT_A_HANDLER
    if incident.status == Status.CLOSED:
        return Denied("This incident is closed. Reopen it to add to it.")
    return ALLOWED


@rule("incidents.shut_out")
def shut_out(actor: Actor, incident: Incident) -> Verdict:
    """Name somebody as alleged or conflicted, who then sees nothing of it. Of a closed file: whoever leads it (H5)."""
    if incident.status != Status.CLOSED:
        return handle(actor, incident)
    if not _handles(actor, incident):
        return NOT_A_HANDLER
    if not leads_it(actor, incident):
        return Denied("This incident is closed. A member of SLT says who must not see it any more.")
    return ALLOWED


@rule("incidents.change_outcome")
def change_outcome(actor: Actor, incident: Incident) -> Verdict:
    """While it is resolved: whoever leads it, and those who may close it."""
    if not _handles(actor, incident):
        return NOT_A_HANDLER
    if incident.status == Status.CLOSED:
        return Denied("This incident is closed. Reopen it to change its outcome.")
    if incident.status != Status.RESOLVED:
        return Denied("It has no outcome yet that could be changed. Record the outcome first.")
    if leads_it(actor, incident) or (isinstance(actor, User) and incident.lead_id == actor.pk):
        return ALLOWED
    return Denied("Whoever leads the incident changes its outcome, or a member of SLT.")


@rule("incidents.close")
def close(actor: Actor, incident: Incident) -> Verdict:
    if not _handles(actor, incident):
        return NOT_A_HANDLER
    if not leads_it(actor, incident):
        return Denied("A member of SLT closes an incident.")
    if incident.status != Status.RESOLVED:
        return Denied("An incident is resolved, with its outcome, before it is closed.")
    found = closing.missing(incident)
    if found:
        return Denied(" ".join(one.sentence for one in found))
    return ALLOWED


@rule("incidents.reopen")
def reopen(actor: Actor, incident: Incident) -> Verdict:
    if not _handles(actor, incident):
        return NOT_A_HANDLER
    if not leads_it(actor, incident):
        return Denied("A member of SLT reopens an incident.")
    return ALLOWED


@rule("incidents.excuse")
def excuse(actor: Actor, incident: Incident) -> Verdict:
    """No referral was made although it is possibly illegal: SLT says why (I4)."""
    if not _handles(actor, incident) or not leads_it(actor, incident):
        return Denied("Only a member of SLT who handles this incident may decide that nobody is told.")
    return ALLOWED


@rule("incidents.look_for_handlers", system=[SWEEP, DAILY])
def look_for_handlers(actor: Actor, incident: Incident) -> Verdict:
    return Denied("The portal itself looks for somebody who is free to handle an incident.")


@rule("incidents.end_part")
def end_part(actor: Actor, incident: Incident, involvement: Involvement) -> Verdict:
    """Take a name off. Nobody takes off their own, and only SLT takes off an allegation."""
    if isinstance(actor, User) and involvement.person_id == actor.pk and involvement.part != Part.HANDLER:
        return Denied("Nobody takes off their own name.")
    if not _handles(actor, incident):
        return NOT_A_HANDLER
    if involvement.part in (Part.ALLEGED, Part.CONFLICTED) and not leads_it(actor, incident):
        return Denied("Only a member of SLT takes off an allegation or a conflict of interest.")
    return ALLOWED
