"""What the business cases add to somebody's Today page."""

from django.urls import reverse

from accounts.models import Account
from accounts.states import Status as AccountStatus
from applications import selectors
from applications.models import Application
from applications.seats import Bench
from applications.states import EDITABLE, UNDECIDED, Status
from core import rules
from core.registry import Need, needs
from people.models import Role, User
from policy.selectors import readiness


@needs
def to_write(person: User) -> list[Need]:
    """For the applicant: what came back, and what is not finished."""
    found = []
    own = Application.objects.filter(applicant=person, status__in=EDITABLE).order_by("created_at")
    for card in selectors.cards(own, person):
        returned = card.application.status == Status.RETURNED
        found.append(
            Need(
                f"Your business case “{card.title}” came back: change it and submit it again"
                if returned
                else f"Finish your business case “{card.title}”"
                if card.is_named
                else "Finish the business case that you began",
                card.application.write_url(),
                "Change it" if returned else "Go on",
            )
        )
    return found


@needs
def to_decide(person: User) -> list[Need]:
    """For SLT, for the chair of governors where too few of SLT are free, and for whoever acts for one of them."""
    if not rules.ask("applications.see_queue", person):
        return []
    capacities = Application.objects.all().for_decision_by(person)
    found = []
    for card in selectors.cards(selectors.by_waiting(capacities), person):
        holder = capacities[card.application.pk].acted_for
        who = "SLT" if person.is_slt else f"you, for {holder}" if holder else "the chair of governors"
        sentence = f"Business case “{card.title}” from {card.application.applicant} waits for {who}"
        found.append(Need(sentence, card.application.decide_url(), "Decide"))
    return found


@needs
def to_get_ready(person: User) -> list[Need]:
    """For a runner who is not ready: the case waits for them (A3). What they lack, the policy and its training say."""
    case = Application.objects.naming(person).filter(status__in=[Status.SUBMITTED, Status.RETURNED]).first()
    if case is None or readiness(person).ready:
        return []
    [card] = selectors.cards([case], person)
    sentence = f"Business case “{card.title}” waits until you are ready to run the account"
    return [Need(sentence, reverse("applications:detail", kwargs={"pk": case.pk}), "See the case")]


@needs
def to_close_or_free(person: User) -> list[Need]:
    """For Administrators: accounts whose case has ended without a mandate, and cases that nobody is free to decide."""
    if not person.holds(Role.ADMINISTRATOR):
        return []
    found = []
    undecided = Application.objects.filter(status__in=UNDECIDED, account__isnull=False).values("account")
    undecided_states = (AccountStatus.UNDER_REVIEW, AccountStatus.SUSPENDED)
    ended = Account.objects.filter(status__in=undecided_states, mandate=None, applications__isnull=False)
    for account in ended.exclude(pk__in=undecided).distinct():
        rejected = account.applications.order_by("-pk")[0].status == Status.REJECTED
        why = "SLT has rejected" if rejected else "The business case was withdrawn for"
        close_url = reverse("accounts:start_closing", kwargs={"pk": account.pk})
        found.append(Need(f"{why} “{account.name}”: close the account", close_url, "Close it"))
    bench = Bench()
    for pk, ties in Application.objects.waiting().ties().items():
        if bench.called(ties).short:
            found.append(
                Need(
                    f"Too few people are free to decide business case {pk}: somebody more of SLT, or a chair of "
                    "governors, is needed here",
                    reverse("applications:detail", kwargs={"pk": pk}),
                    "See the case",
                )
            )
    return found
