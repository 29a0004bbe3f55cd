"""What the screens ask about personal accounts."""

from collections import Counter
from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from accounts import handles, history
from accounts.history import Line
from accounts.personal.models import PersonalAccount, PersonalAccountQuerySet
from accounts.personal.states import Status
from audit.models import Event
from core import clock
from people.models import Role, RoleGrant, User

LONGEST = 50  # lines of a history
ICONS = {
    "personal.declare": ("plus", "waiting"),
    "personal.send_again": ("send", "waiting"),
    "personal.check": ("check", "going"),
    "personal.ask_for_change": ("undo-2", "waiting"),
    "personal.withdraw": ("circle-minus", "done"),
}


def wordings(school: str, *, employed: bool) -> list[str]:
    """Disclaimers to copy, the shortest first: some platforms leave room for eighty letters only."""
    tie = "work" if employed else "help"
    return [
        f"My views, not those of {school}.",
        f"I {tie} at {school}, but I speak here for myself alone.",
        f"This is my private account. {school} does not run it, and nothing that I write, share or like here is said "
        "on the school's behalf.",
    ]


def found(
    accounts: PersonalAccountQuerySet, q: str = "", platform: str = "", show: str = "", whose: str = ""
) -> PersonalAccountQuerySet:
    """Those of `accounts` that the list's filters leave; without a choice, those that stand."""
    match show:
        case "any":
            pass
        case "ended":
            accounts = accounts.exclude(status=Status.WITHDRAWN).exclude(person__in=User.objects.active())
        case "due":
            accounts = accounts.asked_about()
        case Status.WITHDRAWN:
            accounts = accounts.filter(status=Status.WITHDRAWN)
        case Status.DECLARED | Status.NEEDS_CHANGE | Status.CHECKED:
            accounts = accounts.standing().filter(status=show)
        case _:
            accounts = accounts.standing()
    if q:
        word = handles.clean(q)
        accounts = accounts.filter(
            Q(person__full_name__icontains=word) | Q(handle__icontains=word) | Q(url__icontains=word)
        )
    if whose.isdecimal():
        accounts = accounts.filter(person=int(whose))
    return accounts.filter(platform=platform) if platform else accounts


def to_check_by(person: User) -> PersonalAccountQuerySet:
    """The accounts that stand and that this person may check: never their own."""
    standing = PersonalAccount.objects.standing().exclude(person=person)
    if person.holds(Role.ADMINISTRATOR):
        return standing
    if not person.holds(Role.SLT):
        return standing.none()
    if not User.objects.holding(Role.ADMINISTRATOR).exists():
        return standing
    administrators = RoleGrant.objects.filter(role=Role.ADMINISTRATOR, revoked_at=None)
    return standing.filter(person__in=administrators.values("person"))


def checkers_of(owners: Iterable[User]) -> dict[int, list[User]]:
    """For each owner, by key, who is asked to check: the other Administrators, or SLT where there is none."""
    administrators = list(User.objects.holding(Role.ADMINISTRATOR))
    slt: list[User] | None = None
    checkers: dict[int, list[User]] = {}
    for pk in {owner.pk for owner in owners}:
        checkers[pk] = [one for one in administrators if one.pk != pk]
        if not checkers[pk]:
            slt = list(User.objects.holding(Role.SLT)) if slt is None else slt
            checkers[pk] = [one for one in slt if one.pk != pk]
    return checkers


def a_year_after(day: date) -> date:
    """The same day of the next year; of 29 February, the last day of that month."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)


def next_check() -> date:
    return a_year_after(clock.today())


def history_of(account: PersonalAccount) -> list[Line]:
    """What happened, newest first, from the record; with the words that an Administrator left."""
    events = list(Event.objects.about(account).filter(refused=False).order_by("-id")[:LONGEST])
    notes = dict(account.checks.values_list("pk", "note"))
    return [
        Line(line.at, line.words, *ICONS.get(event.verb, ("dot", "")), text=notes.get(event.data.get("check", 0), ""))
        for event, line in zip(events, history.lines(events), strict=True)
    ]


def numbers(accounts: PersonalAccountQuerySet) -> dict[str, int]:
    """How many of `accounts` wait for a check, need a change, and are due again. Two queries."""
    states = Counter(accounts.standing().order_by().values_list("status", flat=True))
    return {
        "waiting": states[Status.DECLARED],
        "needs_change": states[Status.NEEDS_CHANGE],
        "due": accounts.asked_about().count(),
        "all": sum(states.values()),
    }
