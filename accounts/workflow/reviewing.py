"""The yearly look at an account: still needed, active, run by the right people? And the reminders of it."""

from datetime import date

from accounts import messages as _messages  # noqa: F401  (registers the messages)
from accounts import reviews
from accounts import rules as _rules  # noqa: F401  (registers the rules)
from accounts.models import Account, AccountReview
from audit import workflow as audit
from core import clock, rules, times
from core.actors import Actor
from core.errors import InvalidInput, WrongState
from notifications import workflow as notifications
from notifications.models import Notification
from people.current import person
from people.models import Role, User

LONGEST_NOTE = 2000
REMINDER = "accounts.review_due"
audit.register("accounts.remind_reviews", "reminded people to look at this account again")


@audit.verb("accounts.review", "looked whether this account is still needed")
def review(
    account: Account,
    *,
    actor: Actor,
    still_needed: bool,
    active: bool,
    right_people: bool,
    note: str = "",
    seen: date | None = None,
) -> AccountReview:
    """Write down what somebody found, and set the next look for a year from today.

    `seen` is the day that stood on the page. The lead is told, and the Administrators too where an answer is no.
    Raises NotAllowed, WrongState (not in use; somebody else was quicker) and InvalidInput (a no without a note).
    """
    account = audit.lock(account)
    rules.require("accounts.review", actor, account)
    if account.status not in reviews.REVIEWED:
        raise WrongState(f"This account is “{account.get_status_display()}”. Only one that is in use is looked at.")
    if seen is not None and seen != account.review_on:
        raise WrongState("Somebody else has looked at this account meanwhile. See on its page what they found.")
    note = note.strip()
    if len(note) > LONGEST_NOTE:
        raise InvalidInput(f"Keep the note to {LONGEST_NOTE} characters.", "note")
    if not note and not (still_needed and active and right_people):
        raise InvalidInput("Say in a few words why one of the answers is no.", "note")
    found = AccountReview.objects.create(
        account=account,
        reviewed_by=person(actor),
        at=clock.now(),
        still_needed=still_needed,
        active=active,
        right_people=right_people,
        note=note,
        next_on=reviews.a_year_after(clock.today()),
    )
    account.review_on = found.next_on
    account.save(update_fields=["review_on"])
    audit.record(
        "accounts.review",
        account,
        actor=actor,
        review=found.pk,
        still_needed=still_needed,
        active=active,
        right_people=right_people,
        next=found.next_on.isoformat(),
    )
    _tell(found)
    return found


def _tell(found: AccountReview) -> None:
    lead = found.account.lead_now()
    all_well = found.still_needed and found.active and found.right_people
    people = {} if all_well else {one.pk: one for one in User.objects.holding(Role.ADMINISTRATOR)}
    if lead is not None and lead.may_sign_in:
        people[lead.pk] = lead
    people.pop(found.reviewed_by_id, None)
    notifications.tell(
        people.values(),
        "accounts.reviewed" if all_well else "accounts.review_finding",
        event=f"account:{found.account_id}:reviewed:{found.pk}",
        url=found.account.get_absolute_url(),
        about=found.account,
        account=found.account.label,
        who=found.reviewed_by.full_name,
        day=times.day(found.next_on),
    )


def remind_reviews(*, actor: Actor) -> int:
    """Remind leads and Administrators of the looks that are due: 30 and 7 days before, on the day, then every week.

    Only the latest of these that has come is sent, and to nobody twice. Returns how many people were told, each
    account for itself.
    """
    rules.require("accounts.remind_reviews", actor)
    if not _due():
        return 0
    told = 0
    with audit.unit("accounts.remind_reviews", actor=actor):
        for account, event, people in _due(lock=True):
            day = account.review_on
            if day is None:
                continue
            late = day < clock.today()
            notifications.tell(
                people,
                REMINDER,
                event=event,
                url=account.get_absolute_url(),
                about=account,
                account=account.label,
                when=f"{'was' if late else 'is'} to be looked at by {times.day(day)}",
            )
            audit.record("accounts.remind_reviews", account, actor=actor, people=sorted(one.pk for one in people))
            told += len(people)
    return told


def _due(*, lock: bool = False) -> list[tuple[Account, str, list[User]]]:
    """What is due, with the event of its present reminder and who was not told of that yet.

    With `lock`, the rows are held: of two rounds beside each other, the second finds nobody left.
    """
    soon = reviews.due_soon(Account.objects.get_queryset()).order_by("pk")
    accounts = list(soon.select_for_update(no_key=True) if lock else soon)
    if not accounts:
        return []
    events = {account.pk: _event(account) for account in accounts}
    told = set(
        Notification.objects.filter(template=REMINDER, event__in=events.values()).values_list("event", "recipient")
    )
    administrators = list(User.objects.holding(Role.ADMINISTRATOR))
    due = []
    for account in accounts:
        lead = account.lead_now()
        people = {one.pk: one for one in [*administrators, *([lead] if lead and lead.may_sign_in else [])]}
        left = [one for pk, one in people.items() if (events[account.pk], pk) not in told]
        if left:
            due.append((account, events[account.pk], left))
    return due


def _event(account: Account) -> str:
    day = account.review_on or clock.today()
    return f"account:{account.pk}:review:{day.isoformat()}:{reviews.stage_on(clock.today(), day)}"
