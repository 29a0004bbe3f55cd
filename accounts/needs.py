"""What the register adds to somebody's Today page, and to the page about a person."""

from django.urls import reverse

from accounts import readiness
from accounts.models import Account, Runner
from core.registry import Health, Need, health, needs
from people.models import User
from people.panels import Panel, panel
from policy import selectors as policy


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
