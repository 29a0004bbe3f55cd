"""What personal accounts add to Today and to a person's page (R5)."""

from django.urls import reverse

from accounts.personal import selectors
from accounts.personal.models import PersonalAccount
from accounts.personal.states import Status
from core import worktime
from core.registry import Need, needs
from people.models import User
from people.panels import Panel, panel
from school.models import school_zone


@needs
def own_accounts(person: User) -> list[Need]:
    """My personal accounts that need a change, or that I should look at once a year."""
    mine = PersonalAccount.objects.get_queryset().filter(person=person)
    found = [
        Need(
            sentence=f"Change something on your personal account {account.where}",
            url=account.get_absolute_url(),
            button="See what",
            urgency=1,
        )
        for account in mine.filter(status=Status.NEEDS_CHANGE)
    ]
    for account in mine.asked_about():
        if account.due_on is not None:
            due = worktime.end_of_day(account.due_on, school_zone())
            sentence = f"Is it still right? Your personal account {account.where}"
            found.append(Need(sentence, account.get_absolute_url(), "Say so", due, 0 if account.is_overdue else 2))
    return found


@needs
def accounts_to_check(person: User) -> list[Need]:
    """For those who check: how many wait, in one line each."""
    counts = selectors.numbers(selectors.to_check_by(person))
    url = reverse("personal:index")
    found = []
    if counts["waiting"]:
        many = "1 personal account waits" if counts["waiting"] == 1 else f"{counts['waiting']} personal accounts wait"
        found.append(Need(f"{many} for a check", f"{url}?show={Status.DECLARED}", _look(counts["waiting"])))
    if counts["due"]:
        many = "1 personal account is" if counts["due"] == 1 else f"{counts['due']} personal accounts are"
        found.append(Need(f"{many} due for the yearly check", f"{url}?show=due", _look(counts["due"])))
    return found


def _look(count: int) -> str:
    return "Look at it" if count == 1 else "Look at them"


@panel
def personal_accounts(person: User, reader: User) -> Panel | None:
    """For the person, Administrators and SLT: private lives are nobody else's business."""
    seen = PersonalAccount.objects.visible_to(reader).filter(person=person)
    accounts = list(seen.standing().order_by("platform", "pk"))
    if not accounts and person.pk != reader.pk:
        return None
    return Panel(
        title="Personal accounts",
        rows=[(account.where, account.get_status_display()) for account in accounts],
        lines=[] if accounts else ["None that names the school."],
        url=reverse("personal:index") + (f"?whose={person.pk}" if accounts else ""),
        link="See them" if accounts else "Tell the school of one",
    )
