"""What the daily round does about the vault: tells of what must be changed, of what ends, of what was left lying."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

from django.urls import reverse
from django.utils import timezone

from accounts.vault import duties, giving
from accounts.vault import messages as _messages  # noqa: F401  (registers the messages)
from accounts.vault import rules as _rules  # noqa: F401  (registers the rules)
from accounts.vault.models import Grant, NotedDuty, SecretVersion
from accounts.vault.states import VersionState
from audit import workflow as audit
from core import clock, rules, times
from core.actors import Actor
from notifications import workflow as notifications
from notifications.models import Notification
from people.models import Role, User

audit.register("vault.note_duties", "noticed what in the vault must be changed because of whom")
audit.register("vault.escalate", "told SLT of what in the vault is still not changed")
# After so long SLT hears of what must be changed, and again after as many days.
LATE_AFTER = AGAIN_AFTER = timedelta(days=3)
# After so long a change that was begun is no longer only the matter of whoever began it.
ALL_ARE_CHASED_AFTER = timedelta(days=3)


def note_duties(*, actor: Actor) -> int:
    """Note what has come to be known to somebody who may not know it, and tell Administrators. Returns how much is new.

    Each is told once, in one notice a day at most: what arises later the same day is told the next. What is changed
    is forgotten, so that it is told anew should it come again.
    """
    rules.require("vault.chase", actor)
    known, noted = set(duties.known_outside()), _noted()
    if not (noted - known or (known - noted and not _told_today())):
        return 0
    with audit.unit("vault.note_duties", actor=actor):
        return settle_duties(actor)


def settle_duties(actor: Actor) -> int:
    """The same within the transaction of a verb, such as one that switches somebody off."""
    known, noted = set(duties.known_outside()), _noted()
    gone = [row.pk for row in NotedDuty.objects.all() if (row.credential_id, row.person_id) not in known]
    NotedDuty.objects.filter(pk__in=gone).delete()
    new = sorted(known - noted)
    if not new or _told_today():
        return 0
    now = clock.now()
    NotedDuty.objects.bulk_create(
        [NotedDuty(credential_id=credential, person_id=person, noted_at=now) for credential, person in new],
        ignore_conflicts=True,
    )
    changed = {credential for credential, _ in new}
    notifications.tell(
        User.objects.holding(Role.ADMINISTRATOR),
        "vault.to_change",
        event=_event(clock.today()),
        url=reverse("vault:to_change"),
        what="1 thing" if len(changed) == 1 else f"{len(changed)} things",
    )
    audit.record(
        "vault.note_duties",
        None,
        actor=actor,
        credentials=sorted(changed),
        people=sorted({person for _, person in new}),
    )
    return len(changed)


def _noted() -> set[tuple[int, int]]:
    return set(NotedDuty.objects.values_list("credential", "person"))


def _event(day: date) -> str:
    return f"vault:to_change:{day.isoformat()}"


def _told_today() -> bool:
    return Notification.objects.filter(template="vault.to_change", event=_event(clock.today())).exists()


def escalate(*, actor: Actor) -> int:
    """Tell SLT and Administrators, every third day, of what has had to be changed for three days (R3).

    Whoever left without running an account is in no handover: what they knew would wait for ever. Returns how much.
    """
    rules.require("vault.chase", actor)
    late = duties.left_since(clock.now() - LATE_AFTER)
    today = clock.today()
    lately = [_late_event(today - timedelta(days=days)) for days in range(AGAIN_AFTER.days)]
    if not late or Notification.objects.filter(template="vault.still_to_change", event__in=lately).exists():
        return 0
    with audit.unit("vault.escalate", actor=actor):
        notifications.tell(
            User.objects.holding(Role.ADMINISTRATOR, Role.SLT),
            "vault.still_to_change",
            event=_late_event(today),
            url=reverse("vault:to_change"),
            what="1 thing" if len(late) == 1 else f"{len(late)} things",
        )
        audit.record("vault.escalate", None, actor=actor, credentials=late)
    return len(late)


def _late_event(day: date) -> str:
    return f"vault:still_to_change:{day.isoformat()}"


def warn_of_ends(*, actor: Actor) -> int:
    """Tell, once and a week before, whoever was given something, and Administrators, that its time ends."""
    rules.require("vault.chase", actor)
    mine: dict[tuple[int, int, date], list[Grant]] = defaultdict(list)
    by_day: dict[date, set[int]] = defaultdict(set)
    for grant in giving.ending():
        day = timezone.localtime(grant.until).date()
        mine[(grant.person_id, grant.credential.account_id, day)].append(grant)
        by_day[day].add(grant.person_id)
    notices = [_to_person(person, account, day, rows) for (person, account, day), rows in mine.items()]
    administrators = list(User.objects.holding(Role.ADMINISTRATOR))
    place = f"{reverse('vault:grants')}?soon=on"
    for day, people in by_day.items():
        params = {"who": "One person's time" if len(people) == 1 else f"The time of {len(people)} people"}
        params["until"] = times.day(day)
        notices.append(
            notifications.Notice(administrators, "vault.grants_end", f"grants:end:{day}", place, params=params)
        )
    return _tell_new(notices)


def _to_person(person: int, account: int, day: date, rows: list[Grant]) -> notifications.Notice:
    credential = rows[0].credential
    what = f"the {credential.get_kind_display().lower()}" if len(rows) == 1 else f"{len(rows)} things"
    return notifications.Notice(
        [rows[0].person],
        "vault.grant_ends",
        event=f"grants:{account}:{person}:end:{day}",
        url=credential.get_absolute_url(),
        about=rows[0],
        params={"what": what, "account": credential.account.label, "until": times.day(day)},
    )


def chase_unfinished(*, actor: Actor) -> int:
    """Remind whoever began a change a day ago and did not finish it, and after three days all Administrators."""
    rules.require("vault.chase", actor)
    now = clock.now()
    left = SecretVersion.objects.filter(
        status=VersionState.PENDING, created_at__lte=now - duties.UNFINISHED_AFTER, credential__retired_at=None
    )
    administrators = list(User.objects.holding(Role.ADMINISTRATOR))
    notices = []
    for version in left.defer("sealed").select_related("credential__account", "created_by"):
        if version.created_by.may_sign_in:
            notices.append(_unfinished(version, [version.created_by], "begun"))
        if version.created_at <= now - ALL_ARE_CHASED_AFTER or not version.created_by.may_sign_in:
            others = [person for person in administrators if person.pk != version.created_by_id]
            notices.append(_unfinished(version, others, "all"))
    return _tell_new(notices)


def _unfinished(version: SecretVersion, people: list[User], whom: str) -> notifications.Notice:
    credential = version.credential
    return notifications.Notice(
        people,
        "vault.unfinished",
        event=f"version:{version.pk}:unfinished:{whom}",
        url=f"{credential.get_absolute_url()}rotate/",
        about=credential,
        params={
            "who": version.created_by.full_name,
            "what": credential.get_kind_display().lower(),
            "account": credential.account.label,
        },
    )


def _tell_new(notices: Iterable[notifications.Notice]) -> int:
    """Tell what was not told before. Returns how many notices were new."""
    every = list(notices)
    events = {notice.event for notice in every}
    told = set(Notification.objects.filter(event__in=events).values_list("event", "template"))
    new = [notice for notice in every if (notice.event, notice.message) not in told]
    if new:
        notifications.tell_each(new)
    return len(new)
