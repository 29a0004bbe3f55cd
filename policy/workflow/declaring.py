"""The yearly declaration, beside the acknowledgement of the policy (P7)."""

from django.urls import reverse

from audit import workflow as audit
from core import clock, rules, times
from core.actors import Actor
from core.errors import WrongState
from notifications import workflow as notifications
from notifications.models import Notification
from people.current import person
from people.models import User
from people.workflow.inviting import one_at_a_time
from policy import selectors
from policy.declarations import CURRENT, a_year_after
from policy.models import Declaration

audit.register("policy.remind_declaration", "reminded people of their yearly declaration")

ASK, SOON, OUT = "policy.declaration_asked", "policy.declaration_soon", "policy.declaration_out"
BEFORE = (7, 30)  # days before it runs out; the day itself counts
CHANGED_WORDS = "The words of the declaration have changed. Please read them again, then confirm."


@audit.verb("policy.declare", "made the yearly declaration")
def declare(*, actor: Actor, digest: str | None = None) -> Declaration:
    """Confirm every statement of the yearly declaration, for oneself. It counts for a year (P7).

    `digest` is that of the statements on the page. Raises NotAllowed; WrongState where the words have changed since,
    or the last declaration counts for longer than a month still.
    """
    rules.require("policy.declare", actor)
    # Held, so that two clicks make one declaration.
    declarer = User.objects.get_queryset().select_for_update(no_key=True).get(pk=person(actor).pk)
    if digest is not None and digest != CURRENT.digest:
        raise WrongState(CHANGED_WORDS)
    standing = selectors.declared(declarer)
    if standing.counts and not standing.runs_out_soon and standing.until is not None:
        raise WrongState(f"You have made this declaration already. It counts until {times.day(standing.until)}.")
    declaration = Declaration.objects.create(
        person=declarer,
        edition=CURRENT.number,
        digest=CURRENT.digest,
        at=clock.now(),
        valid_until=a_year_after(clock.today()),
    )
    audit.record(
        "policy.declare",
        declaration,
        actor=actor,
        person=declarer.pk,
        edition=declaration.edition,
        digest=declaration.digest,
    )
    return declaration


def remind_declarations(*, actor: Actor) -> int:
    """Ask each person for the declaration that is missing, runs out in 30 or 7 days, or ran out (P7).

    Each is asked once for each of these, the latest only, and once a policy is in force. Returns how many were.
    """
    rules.require("policy.remind_declaration", actor)
    if selectors.current_version() is None:
        return 0
    if not _waiting():
        return 0
    with audit.unit("policy.remind_declaration", actor=actor):
        one_at_a_time()
        notices = _waiting()  # another round may have come first
        if not notices:
            return 0
        notifications.tell_each(notices)
        asked = sorted(one.pk for notice in notices for one in notice.recipients)
        audit.record("policy.remind_declaration", None, actor=actor, people=asked)
    return len(notices)


def _waiting() -> list[notifications.Notice]:
    """What is to be told now, a notice for each person."""
    # Whoever was invited and has not come in yet has that to do first.
    by_key = {one.pk: one for one in selectors.must_acknowledge().come_in()}
    standing = selectors.declared_by_key(by_key.keys())
    wanted = {pk: due for pk in by_key if (due := _due(standing[pk])) is not None}
    known = Notification.objects.filter(template__in=[ASK, SOON, OUT], recipient__in=wanted)
    told = set(known.values_list("recipient", "event"))
    return [
        notifications.Notice([by_key[pk]], message, event=event, url=reverse("policy:declare"), params={"until": until})
        for pk, (message, event, until) in wanted.items()
        if (pk, event) not in told
    ]


def _due(standing: selectors.Declared) -> tuple[str, str, str] | None:
    """The message, its event and the day to name in it, of the last reminder that has fallen due."""
    if standing.until is None or standing.older_words:
        return ASK, f"declaration:edition:{CURRENT.number}", ""
    day, left = standing.until.isoformat(), (standing.until - clock.today()).days
    if left < 0:
        return OUT, f"declaration:{day}:out", times.day(standing.until)
    days = next((days for days in BEFORE if left <= days), None)
    return None if days is None else (SOON, f"declaration:{day}:{days}", times.day(standing.until))
