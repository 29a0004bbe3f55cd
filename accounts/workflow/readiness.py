"""Telling those who must know that somebody who runs a live account is not ready any more, and reminding them."""

from collections import defaultdict
from collections.abc import Iterable
from urllib.parse import urlencode

from django.urls import reverse

from accounts import messages as _messages  # noqa: F401  (registers the messages)
from accounts import rules as _rules  # noqa: F401  (registers the rules)
from accounts.models import Account, Runner
from accounts.readiness import REMINDER, Unready, in_words, reminded_today, reminder_event, to_do, unready_among
from accounts.states import Status
from audit import workflow as audit
from core import clock, rules
from core.actors import Actor
from core.errors import WrongState
from notifications import workflow as notifications
from people.models import Role, User

audit.register("accounts.note_readiness", "looked who is ready to run the live accounts")


def note_readiness(*, actor: Actor) -> int:
    """Note whoever stopped being ready to run a live account, and tell SLT, the lead and the person, once a stop.

    However many stopped at once (a new version of the policy asks everybody again), each is told in one notice.
    Who is ready again is noted too, so that the next stop is told anew. Returns how many stopped.
    """
    rules.require("accounts.note_readiness", actor)
    live = Runner.objects.now().filter(account__status=Status.LIVE)
    unready = unready_among(live)
    stopped = [row.runner.pk for row in unready if row.runner.unready_since is None]
    still = [row.runner.pk for row in unready]
    again = list(live.exclude(unready_since=None).exclude(pk__in=still).values_list("pk", flat=True))
    if not stopped and not again:
        return 0
    with audit.unit("accounts.note_readiness", actor=actor):
        held = Runner.objects.now().select_for_update().filter(pk__in=[*stopped, *again])
        noted = {runner.pk: runner.unready_since is not None for runner in held}
        # Another round may have come first.
        mine = {pk for pk in stopped if noted.get(pk) is False}
        again = [pk for pk in again if noted.get(pk)]
        Runner.objects.get_queryset().filter(pk__in=mine).update(unready_since=clock.now())
        Runner.objects.get_queryset().filter(pk__in=again).update(unready_since=None)
        new = [row for row in unready if row.runner.pk in mine]
        if new:
            _tell(new)
        if mine or again:
            audit.record("accounts.note_readiness", None, actor=actor, stopped=sorted(mine), again=sorted(again))
    return len(new)


def _tell(new: list[Unready]) -> None:
    now = clock.now()
    event = f"unready:{now.isoformat()}:{new[0].runner.pk}"
    place = f"{reverse('accounts:readiness')}?{urlencode({'since': clock.today().isoformat()})}"
    slt = {person.pk: person for person in User.objects.holding(Role.SLT)}
    notices = [
        notifications.Notice(slt.values(), "accounts.unready", event=event, url=place, params={"what": _counted(new)})
    ]
    for lead, rows in _by_lead(new):
        if lead.pk not in slt:
            notices.append(
                notifications.Notice(
                    [lead], "accounts.unready_led", event=event, url=place, params={"what": _counted(rows)}
                )
            )
    notifications.tell_each(notices + _to_themselves(new, event))


def _by_lead(new: list[Unready]) -> list[tuple[User, list[Unready]]]:
    """For each lead, who else stopped being ready on the accounts that they lead."""
    accounts = {row.runner.account_id for row in new}
    leads = {
        runner.account_id: runner.person
        for runner in Runner.objects.now().filter(account__in=accounts, is_lead=True).select_related("person")
    }
    rows: dict[int, list[Unready]] = defaultdict(list)
    people: dict[int, User] = {}
    for row in new:
        lead = leads.get(row.runner.account_id)
        if lead is not None and lead.may_sign_in and lead.pk != row.runner.person_id:
            people[lead.pk] = lead
            rows[lead.pk].append(row)
    return [(people[pk], rows[pk]) for pk in rows]


def _to_themselves(new: list[Unready], event: str) -> list[notifications.Notice]:
    mine: dict[int, list[Unready]] = defaultdict(list)
    for row in new:
        mine[row.runner.person_id].append(row)
    notices = []
    for rows in mine.values():
        steps = to_do(rows[0].standing)
        # Everybody has had a mail about a new version of the policy already.
        message = "accounts.read_again" if all(step.is_policy for step in steps) else "accounts.not_ready"
        url = steps[0].url if steps else reverse("policy:index")
        params = {"accounts": _named(rows), "steps": in_words(steps)}
        notices.append(notifications.Notice([rows[0].runner.person], message, event=event, url=url, params=params))
    return notices


def _named(rows: list[Unready]) -> str:
    return f"“{rows[0].runner.account.label}”" if len(rows) == 1 else f"{len(rows)} accounts"


def _counted(rows: list[Unready]) -> str:
    """ "3 people are not ready to run 2 live accounts"."""
    people, accounts = len({row.runner.person_id for row in rows}), len({row.runner.account_id for row in rows})
    who = "1 person is" if people == 1 else f"{people} people are"
    return f"{who} not ready to run {'1 live account' if accounts == 1 else f'{accounts} live accounts'}"


@audit.verb("accounts.remind_unready", "reminded people who are not ready to run an account")
def remind_unready(runners: Iterable[Runner], *, actor: Actor) -> list[User]:
    """Remind those of `runners` who are not ready, each once a day at most. Returns who was reminded.

    Raises NotAllowed, and WrongState where nobody is left to remind.
    """
    keys = [runner.pk for runner in runners]
    chosen = Runner.objects.now().filter(pk__in=keys)
    for account in Account.objects.get_queryset().filter(pk__in=chosen.values("account")):
        rules.require("accounts.remind_unready", actor, account)
    rows: dict[int, Unready] = {}
    for row in unready_among(chosen):
        rows.setdefault(row.runner.person_id, row)
    if isinstance(actor, User):
        rows.pop(actor.pk, None)  # knows it
    if not rows:
        raise WrongState("Nobody here needs a reminder: all of them are ready.")
    done = reminded_today(row.runner.person for row in rows.values())
    left = [row for pk, row in rows.items() if pk not in done]
    if not left:
        raise WrongState("Everybody who is not ready was reminded today already. You can remind them again tomorrow.")
    notifications.tell_each(
        notifications.Notice(
            [row.runner.person],
            REMINDER,
            event=reminder_event(row.runner.person),
            url=to_do(row.standing)[0].url,
            params={
                "asker": actor.get_full_name() if isinstance(actor, User) else "The portal",
                "account": row.runner.account.label,
                "steps": in_words(to_do(row.standing)),
            },
        )
        for row in left
    )
    audit.record("accounts.remind_unready", None, actor=actor, people=sorted(row.runner.person_id for row in left))
    return [row.runner.person for row in left]
