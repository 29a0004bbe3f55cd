"""What was given to whom, for the pages and the daily round."""

from collections.abc import Iterable
from datetime import timedelta

from django.db.models import F, Q

from accounts.models import Account
from accounts.vault.models import Credential, Grant, GrantQuerySet
from core import clock
from people.models import User

SOON = timedelta(days=14)  # listed as ending soon
WARN = timedelta(days=7)  # told once


def seen_by(reader: User) -> GrantQuerySet:
    """Of the accounts that the reader sees, with what the pages say about each."""
    seen = Grant.objects.get_queryset().filter(credential__account__in=Account.objects.visible_to(reader))
    return seen.select_related("credential__account", "person", "granted_by")


def found(grants: GrantQuerySet, q: str = "", soon: bool = False) -> GrantQuerySet:
    """Those of `grants` that the list's filters leave."""
    grants = grants.select_related("credential__account", "person", "granted_by")
    if q:
        grants = grants.filter(
            Q(person__full_name__icontains=q)
            | Q(credential__account__name__icontains=q)
            | Q(credential__account__handle__icontains=q.lstrip("@"))
        )
    return grants.filter(until__lte=clock.now() + SOON) if soon else grants


def of_credential(credential: Credential) -> list[Grant]:
    """Who may see it now, the first to end first."""
    rows = Grant.objects.in_force().filter(credential=credential).select_related("person", "granted_by")
    return list(rows.order_by("until", "person__full_name"))


def own(credential: Credential, person: User) -> Grant | None:
    return Grant.objects.in_force().filter(credential=credential, person=person).first()


def given_to(person: User, credentials: Iterable[Credential]) -> dict[int, Grant]:
    """What of `credentials` (by key) the person was given."""
    keys = [credential.pk for credential in credentials]
    return {row.credential_id: row for row in Grant.objects.in_force().filter(person=person, credential__in=keys)}


def ending() -> GrantQuerySet:
    """Those that end within a week and were given for longer than that."""
    soon = Grant.objects.in_force().filter(until__lte=clock.now() + WARN, granted_at__lte=F("until") - WARN)
    return soon.select_related("credential__account", "person")
