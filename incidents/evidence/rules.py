"""Who may add evidence, open it and set it aside (I3). What may show a child is never uploaded, and never opened."""

from core.actors import DAILY, Actor
from core.rules import ALLOWED, Denied, Verdict, ask, rule
from incidents.evidence.keeping import FILES
from incidents.evidence.keeping import is_words_only as is_words_only
from incidents.models import Evidence, Incident
from incidents.states import Status
from people.models import User

NO_UPLOAD = Denied(
    "No picture and no file is taken in here: it may show an indecent image of a child. Do not copy, save or send it "
    "either. Write down the link and what you saw."
)
# To whoever reported it: nothing of what handlers found since.
NO_FILES = Denied("No picture and no file is taken for this report. Write down what you saw, and the link.")
NOT_OPENED = Denied(
    "This may show an indecent image of a child, so nobody opens it here. It is kept, sealed. "
    "Ask the police what to do with it."
)
SET_ASIDE = Denied("This was set aside, so it is not opened.")


@rule("incidents.add_evidence")
def add_evidence(actor: Actor, incident: Incident) -> Verdict:
    return ask("incidents.handle", actor, incident)


@rule("incidents.upload_evidence")
def upload_evidence(actor: Actor, incident: Incident) -> Verdict:
    return NO_UPLOAD if is_words_only(incident) else ask("incidents.handle", actor, incident)


@rule("incidents.add_by_reporter")
def add_by_reporter(actor: Actor, incident: Incident) -> Verdict:
    """Whoever reported it may add to their report, until it is closed."""
    reported = isinstance(actor, User) and Incident.objects.reported_by(actor).filter(pk=incident.pk).exists()
    if not reported:
        return Denied("Only the person who reported this adds to the report.")
    if incident.status == Status.CLOSED:
        return Denied("This report is closed. Report what is new as another incident.")
    return ALLOWED


@rule("incidents.upload_by_reporter")
def upload_by_reporter(actor: Actor, incident: Incident) -> Verdict:
    return NO_FILES if is_words_only(incident) else ask("incidents.add_by_reporter", actor, incident)


@rule("incidents.see_evidence")
def see_evidence(actor: Actor, evidence: Evidence) -> Verdict:
    """Know of it, and check that it is whole."""
    return ask("incidents.read", actor, evidence.incident)


@rule("incidents.open_evidence")
def open_evidence(actor: Actor, evidence: Evidence) -> Verdict:
    """Look at the copy, or put it into an export."""
    if evidence.kind in FILES and is_words_only(evidence.incident):
        return NOT_OPENED
    if evidence.set_aside_at is not None:
        return SET_ASIDE
    return ask("incidents.read", actor, evidence.incident)


@rule("incidents.download_evidence")
def download_evidence(actor: Actor, evidence: Evidence) -> Verdict:
    """Take the original. Of what was set aside, only whoever leads it: nothing is hidden by setting it aside."""
    if evidence.kind in FILES and is_words_only(evidence.incident):
        return NOT_OPENED
    if evidence.set_aside_at is not None and not ask("incidents.reopen", actor, evidence.incident):
        return Denied("This was set aside. Only those who may open the incident again take the original.")
    return ask("incidents.read", actor, evidence.incident)


@rule("incidents.set_aside_evidence")
def set_aside_evidence(actor: Actor, evidence: Evidence) -> Verdict:
    if evidence.set_aside_at is not None:
        return Denied("This was set aside already.")
    return ask("incidents.handle", actor, evidence.incident)


@rule("incidents.stamp_evidence", system=[DAILY])
def stamp_evidence(actor: Actor, evidence: Evidence) -> Verdict:
    return Denied("The portal itself asks for time stamps.")
