"""What the policy's room adds to a person's page (P2, P3, P7)."""

from django.urls import reverse

from core import clock, rules, times
from people.models import User
from people.panels import Panel, panel
from policy import selectors


@panel
def policy_and_training(person: User, reader: User) -> Panel | None:
    """How the person stands, for SLT, Administrators and the person."""
    sees_all = bool(rules.ask("policy.see_readiness", reader))
    if reader.pk != person.pk and not sees_all:
        return None
    standing, declared = selectors.readiness(person), selectors.declared(person)
    read = standing.acknowledged_at
    trained = standing.trained_until
    rows = [
        (
            "Policy",
            f"Acknowledged, {times.short(read)}"
            if read is not None
            else "Acknowledged an older version only"
            if standing.acknowledged_older
            else "Not acknowledged",
        ),
        (
            "Training",
            "None on record"
            if trained is None
            else f"{'Counts' if trained >= clock.today() else 'Ran out: counted'} until {times.day(trained)}",
        ),
        (
            "Yearly declaration",
            "Not made"
            if declared.until is None
            else "Made in older words"
            if declared.older_words
            else f"{'Counts' if declared.counts else 'Ran out: counted'} until {times.day(declared.until)}",
        ),
    ]
    lines = ["Ready to run an account." if standing.ready else "Not ready to run an account."]
    if reader.pk == person.pk or not sees_all:
        return Panel("Policy and training", rows, lines, reverse("policy:index"), "Your policy page")
    url = reverse("policy:training", args=[person.pk])
    return Panel("Policy and training", rows, lines, url, "Training on record")
