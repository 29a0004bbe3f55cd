"""What of the outcome, and of those outside who were told, stands on a case file's page."""

from core import rules
from incidents import closing
from incidents.agencies import selectors, suggested
from incidents.models import Incident
from incidents.sections import Place, Section, section
from incidents.states import PERHAPS_ILLEGAL, SAID_WHEN_CLOSED, Status
from people.models import User


@section(Place.TOP, order=40)
def to_close(incident: Incident, reader: User) -> Section | None:
    """While it is resolved and not closed: what is still missing."""
    if incident.status != Status.RESOLVED:
        return None
    return Section("incidents/_to_close.html", {"missing": closing.missing(incident)})


@section(Place.MAIN, order=5)
def outcome(incident: Incident, reader: User) -> Section | None:
    """The outcome, once there is one; after it was opened again, as it was."""
    if not incident.outcome:
        return None
    said = [(label, getattr(incident, name)) for name, label in SAID_WHEN_CLOSED.items()]
    open_again = incident.status not in (Status.RESOLVED, Status.CLOSED)
    may_change = rules.ask("incidents.change_outcome", reader, incident)
    context = {"said": said, "open_again": open_again, "may_change": may_change}
    return Section("incidents/_outcome.html", context, title="Outcome", anchor="outcome")


@section(Place.NEXT, order=20)
def referrals(incident: Incident, reader: User) -> Section | None:
    """Who was told, whose answer is waited for, and whom to ring."""
    may = rules.ask("incidents.handle", reader, incident)
    told = selectors.told(incident)
    waiting = [one for one in told if one.referral.is_waiting or one.running is not None]
    perhaps_illegal = incident.lawfulness in PERHAPS_ILLEGAL
    fits = suggested.in_order(incident)[0] if may and not told else []
    context = {
        "told": told,
        "waiting": waiting,
        "over": [one for one in told if one not in waiting],
        "may": may,
        "may_excuse": may and perhaps_illegal and rules.ask("incidents.excuse", reader, incident),
        "needs_one": perhaps_illegal and not told and not incident.no_referral_reason,
        "fits": [selectors.Line(agency) for agency in fits],
    }
    return Section("incidents/agencies/_referrals.html", context, title="Told outside", anchor="referrals")
