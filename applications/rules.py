"""Who may write a business case, and who may decide it. Rows A1 to A4."""

from applications import fairness
from applications.models import Application, Revision
from applications.points import runner_faults
from applications.seats import NOT_A_DECIDER
from applications.states import Status
from core.actors import DAILY, Actor
from core.rules import ALLOWED, Denied, Verdict, is_one_of, rule
from people.absences.selectors import acting_for
from people.models import Role, User
from policy.selectors import readiness_of


@rule("applications.start")
def start(actor: Actor) -> Verdict:
    """Anybody who may sign in may apply (P4)."""
    if not (isinstance(actor, User) and actor.may_sign_in):
        return Denied("Only somebody who is signed in starts a business case.")
    return ALLOWED


@rule("applications.write")
def write(actor: Actor, application: Application) -> Verdict:
    """Saving, submitting, withdrawing and changing: the applicant alone."""
    if not (isinstance(actor, User) and actor.may_sign_in and actor.pk == application.applicant_id):
        return Denied(f"Only {application.applicant}, whose business case this is, can do that.")
    return ALLOWED


@rule("applications.remind_runners")
def remind_runners(actor: Actor, application: Application) -> Verdict:
    if write(actor, application):
        return ALLOWED
    if application.sent() is not None and (
        is_one_of(actor, Role.SLT, Role.ADMINISTRATOR) or decide(actor, application)
    ):
        return ALLOWED
    return Denied("Only the applicant, SLT and Administrators remind people of what is missing.")


@rule("applications.see_queue")
def see_queue(actor: Actor) -> Verdict:
    """The queue and the page for deciding; which cases are in it is another question."""
    if is_one_of(actor, Role.SLT, Role.CHAIR_OF_GOVERNORS):
        return ALLOWED
    if isinstance(actor, User) and actor.may_sign_in and acting_for(actor):
        return ALLOWED
    return NOT_A_DECIDER


@rule("applications.decide")
def decide(actor: Actor, application: Application) -> Verdict:
    """Rejecting and returning; approving asks for more."""
    if not isinstance(actor, User) or not actor.may_sign_in:
        return NOT_A_DECIDER
    answer = fairness.capacity(actor, application)
    return answer if isinstance(answer, Denied) else ALLOWED


@rule("applications.approve")
def approve(actor: Actor, application: Application) -> Verdict:
    """Deciding, and every runner must be ready (A3)."""
    verdict = decide(actor, application)
    if not verdict:
        return verdict
    revision = application.sent()
    if revision is None or application.status != Status.SUBMITTED:
        return ALLOWED  # the state says no by itself
    obstacles = runner_faults(revision) + unready(revision)
    if obstacles:
        return Denied(" ".join(obstacles))
    return ALLOWED


@rule("applications.note_readiness", system=[DAILY])
def note_readiness(actor: Actor) -> Verdict:
    """The portal alone notes when a case can or cannot be approved for the readiness of its runners (A3)."""
    return Denied("The portal notes this by itself.")


def unready(revision: Revision) -> list[str]:
    """Who of the runners lacks what (A3), a sentence each."""
    people = [runner.person for runner in revision.runners.select_related("person")]
    readiness = readiness_of(people)
    return [
        f"{person} {' and '.join(readiness[person.pk].missing)}." for person in people if not readiness[person.pk].ready
    ]
