"""What the register adds to somebody's Today page, and to the page about a person."""

from django.urls import reverse

from accounts import readiness, reviews, staffing
from accounts.models import Account, Runner
from accounts.states import Status
from core import clock, worktime
from core.registry import Health, Need, health, needs
from people.models import User
from people.panels import Panel, panel
from policy import selectors as policy
from school.models import school_zone

AT_ONCE = 3  # more accounts than these are one line that leads to the list


@needs
def runners_who_are_not_ready(person: User) -> list[Need]:
    """For SLT, and for leads: how many others run a live account of theirs without being ready."""
    runners = readiness.of_live_accounts(person)
    if not person.is_slt:
        # Administrators and safeguarding leads may look at the list; SLT and the lead are those who act.
        runners = runners.filter(account__in=Account.objects.led_by(person))
    rows = readiness.unready_among(runners.exclude(person=person))
    if not rows:
        return []
    people = len({row.runner.person_id for row in rows})
    who = "1 person who runs a live account is" if people == 1 else f"{people} people who run a live account are"
    return [Need(f"{who} not ready", reverse("accounts:readiness"), "See who")]


@needs
def accounts_run_by_too_few(person: User) -> list[Need]:
    """For Administrators, and for leads of theirs: live accounts that fewer than two employees run (A1)."""
    mine = Account.objects.get_queryset() if person.is_administrator else Account.objects.led_by(person)
    accounts = list(mine.filter(status=Status.LIVE, few_since__isnull=False).order_by("few_since", "pk"))
    long = clock.now() - staffing.TOO_LONG
    urgencies = [0 if one.few_since and one.few_since <= long else 1 for one in accounts]
    if len(accounts) > AT_ONCE:
        sentence = f"{len(accounts)} live accounts are run by fewer than two members of staff"
        return [Need(sentence, f"{reverse('accounts:index')}?look=few", "See which", urgency=min(urgencies))]
    words = "Name somebody" if person.is_administrator else "See who"
    place = "accounts:runners" if person.is_administrator else "accounts:detail"
    return [
        Need(
            f"Fewer than two members of staff run {account.label}",
            reverse(place, kwargs={"pk": account.pk}),
            words,
            urgency=urgency,
        )
        for account, urgency in zip(accounts, urgencies, strict=True)
    ]


@needs
def accounts_to_look_at(person: User) -> list[Need]:
    """For SLT and Administrators: the yearly looks that are due within a month, or late."""
    if not (person.is_slt or person.is_administrator):
        return []
    accounts = list(reviews.due_soon(Account.objects.get_queryset()).order_by("review_on", "pk"))
    if not accounts:
        return []
    zone = school_zone()
    ends = [worktime.end_of_day(one.review_on, zone) for one in accounts if one.review_on is not None]
    urgency = 1 if reviews.is_late(accounts[0]) else 2
    if len(accounts) > AT_ONCE:
        sentence = f"{len(accounts)} accounts are to be looked at again"
        return [Need(sentence, reverse("accounts:reviews"), "See which", ends[0], urgency)]
    return [
        Need(
            f"Look at {account.label} again: is it still needed?",
            reverse("accounts:review", kwargs={"pk": account.pk}),
            "Look at it",
            end,
            1 if reviews.is_late(account) else 2,
        )
        for account, end in zip(accounts, ends, strict=True)
    ]


@health
def accounts_that_i_run(person: User) -> list[Health]:
    """One card for each account that the person runs; the rooms above add how its comments stand."""
    accounts = list(Account.objects.run_by(person).open())
    steps = readiness.to_do(policy.readiness(person)) if accounts else []
    line = f"You are not ready to run it. Please {readiness.in_words(steps)}." if steps else ""
    return [
        Health(
            subject=f"account:{account.pk}",
            title=account.label,
            url=account.get_absolute_url(),
            status=account.status,
            label=account.get_status_display(),
            line=line,
        )
        for account in accounts
    ]


@panel
def accounts_that_somebody_runs(person: User, reader: User) -> Panel | None:
    """The open accounts that the person runs, as far as the reader sees them."""
    seen = Account.objects.visible_to(reader).open()
    runs = Runner.objects.now().filter(person=person, account__in=seen).select_related("account")
    rows = [
        (runner.account.label, f"{'Leads it' if runner.is_lead else 'Runs it'} · {runner.account.get_status_display()}")
        for runner in runs.order_by("account__name", "pk")
    ]
    return Panel("Runs these accounts", rows, url=reverse("accounts:index"), link="All accounts") if rows else None
